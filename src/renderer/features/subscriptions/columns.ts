// The columns of the subscriptions and what gives way when it is narrow: first when it was made, then the products, then when the period ends,
// then the marks.
// Before them is room for the box that chooses a row. Header and rows share these classes.

export const rowGrid = [
  'group/row grid items-center gap-x-3 pr-4 pl-9',
  'grid-cols-[minmax(0,1fr)_104px_100px]',
  '@min-[500px]:grid-cols-[minmax(0,1fr)_104px_56px_104px]',
  '@min-[600px]:grid-cols-[minmax(0,1fr)_104px_64px_116px_88px]',
  '@min-[800px]:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_108px_84px_124px_96px]',
  '@min-[980px]:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)_112px_104px_132px_104px_88px]',
].join(' ')

export const fromMarks = '@max-[500px]:hidden'
export const fromEnds = 'hidden @min-[600px]:block'
export const fromProducts = 'hidden @min-[800px]:block'
export const fromCreated = 'hidden @min-[980px]:block'
