// The columns of the refunds list and what gives way when it is narrow: first the reason, then the outcome, which the status
// says in a word. Header and rows share these classes, or they would not line up.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[136px_112px_minmax(0,1fr)_76px]',
  '@min-[700px]:grid-cols-[136px_120px_minmax(0,1fr)_minmax(0,1.6fr)_84px]',
  '@min-[960px]:grid-cols-[136px_124px_minmax(0,1fr)_minmax(0,1.8fr)_minmax(0,1fr)_84px]',
].join(' ')

export const fromOutcome = 'hidden @min-[700px]:flex'
export const fromReason = 'hidden @min-[960px]:block'

export const rowHeight = 36
export const headerHeight = 32
