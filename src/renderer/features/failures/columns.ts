// The columns of the failed payments and what gives way when it is narrow: first what the customer has paid, then the method and the
// last try, then the tries. Before them is room for the box that chooses a row. Header and rows share these classes.

export const rowGrid = [
  'group/row grid items-center gap-x-3 pr-4 pl-9',
  'grid-cols-[minmax(0,1fr)_112px_minmax(0,1.1fr)]',
  '@min-[560px]:grid-cols-[minmax(0,1fr)_112px_minmax(0,1.25fr)_56px_28px]',
  '@min-[760px]:grid-cols-[minmax(0,1fr)_116px_minmax(0,1.3fr)_36px_64px_148px_28px]',
  '@min-[980px]:grid-cols-[minmax(0,1fr)_116px_minmax(0,1.4fr)_36px_60px_144px_28px_112px_80px]',
  '@min-[1240px]:grid-cols-[minmax(0,1fr)_128px_minmax(0,1.4fr)_44px_80px_148px_104px_124px_80px]',
].join(' ')

export const fromNext = 'hidden @min-[560px]:block'
export const fromTries = 'hidden @min-[760px]:block'
export const fromMethod = 'hidden @min-[760px]:block'
export const fromValue = 'hidden @min-[980px]:block'
export const fromName = 'hidden @min-[1240px]:inline'
