// The columns of the refunds list and what gives way when it is narrow: first the reason, then what the state means, which the status says
// in a word, then for how long, then when it was made: a name needs its room before them. Header and rows share these classes, or they would not line up.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[132px_104px_minmax(0,1fr)]',
  '@min-[500px]:grid-cols-[150px_112px_minmax(0,1fr)_76px]',
  '@min-[580px]:grid-cols-[150px_112px_minmax(0,1fr)_60px_76px]',
  '@min-[760px]:grid-cols-[150px_120px_minmax(0,1fr)_minmax(0,1.6fr)_60px_84px]',
  '@min-[1040px]:grid-cols-[150px_124px_minmax(0,1fr)_minmax(0,1.5fr)_minmax(0,1.35fr)_60px_84px]',
].join(' ')

export const fromMade = 'hidden @min-[500px]:block'
export const fromAge = 'hidden @min-[580px]:block'
export const fromMeaning = 'hidden @min-[760px]:block'
export const fromReason = 'hidden @min-[1040px]:block'
