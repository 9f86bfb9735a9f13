// The columns of the payments list and what gives way when it is narrow: first the description, then what was refunded, then the method,
// then when it was made: a name needs its room before any of them. Before all is room for the box that chooses a row. Header and rows share
// these classes, or they would not line up.

export const rowGrid = [
  'group/row grid items-center gap-x-3 pr-4 pl-9',
  'grid-cols-[108px_104px_minmax(0,1fr)]',
  '@min-[520px]:grid-cols-[120px_108px_minmax(0,1fr)_76px]',
  '@min-[700px]:grid-cols-[120px_108px_minmax(0,1fr)_148px_76px]',
  '@min-[820px]:grid-cols-[120px_108px_104px_minmax(0,1fr)_148px_76px]',
  '@min-[1020px]:grid-cols-[120px_112px_104px_minmax(0,1fr)_minmax(0,1.35fr)_156px_84px]',
  '@min-[1240px]:grid-cols-[132px_136px_116px_minmax(0,1.4fr)_minmax(0,1.1fr)_232px_88px]',
].join(' ')

export const fromCreated = 'hidden @min-[520px]:block'
export const fromMethod = 'hidden @min-[700px]:block'
export const fromRefunded = 'hidden @min-[820px]:block'
export const fromDescription = 'hidden @min-[1020px]:block'

/** Beside the customer's name and the card's digits. */
export const fromEmail = 'hidden @min-[1240px]:inline'
export const fromWallet = 'hidden @min-[1240px]:inline'
