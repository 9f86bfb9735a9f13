// The columns of the access table and what gives way when it is narrow: first the subscription's part in it, then until when, then since when.
// Header and rows share these classes.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)]',
  '@min-[560px]:grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)_104px]',
  '@min-[760px]:grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)_104px]',
  '@min-[900px]:grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1.2fr)_104px_104px]',
].join(' ')

export const fromSince = 'hidden @min-[560px]:block'
export const fromWhy = 'hidden @min-[760px]:block'
export const fromUntil = 'hidden @min-[900px]:block'
