// Counts as they are read: "1,234". By one formatter for all: `toLocaleString` makes one anew wherever it was not asked for a while, which
// takes milliseconds.
const counts = new Intl.NumberFormat('en')

export const countText = (count: number): string => counts.format(count)
