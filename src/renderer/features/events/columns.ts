// The columns of the events list and what gives way when it is narrow: first the deliveries, then the source, then the
// object. Header and rows share these classes, or they would not line up.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[92px_minmax(0,1fr)_76px]',
  '@min-[560px]:grid-cols-[92px_minmax(0,1.1fr)_minmax(0,1fr)_76px]',
  '@min-[780px]:grid-cols-[96px_minmax(0,1.1fr)_minmax(0,1fr)_104px_80px]',
  '@min-[900px]:grid-cols-[104px_minmax(0,1.1fr)_minmax(0,1fr)_112px_80px_84px]',
].join(' ')

export const fromObject = 'hidden @min-[560px]:block'
export const fromSource = 'hidden @min-[780px]:flex'
export const fromDeliveries = 'hidden @min-[900px]:block'
