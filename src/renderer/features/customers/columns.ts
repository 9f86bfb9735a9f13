// The columns of the customers list and what gives way when it is narrow: first the phone number, then the counts, then the e-mail.
// Header and rows share these classes, or they would not line up.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[minmax(0,1fr)_76px]',
  '@min-[560px]:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_76px]',
  '@min-[740px]:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_88px_104px_84px]',
  '@min-[980px]:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)_160px_96px_112px_96px]',
].join(' ')

export const fromEmail = 'hidden @min-[560px]:block'
export const fromCounts = 'hidden @min-[740px]:block'
export const fromPhone = 'hidden @min-[980px]:block'
