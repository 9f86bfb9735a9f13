// The columns of the disputes and what gives way when it is narrow: first when it was opened, then the status, which the deadline says in
// part. Header and rows share these classes.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[136px_112px_minmax(0,1fr)]',
  '@min-[560px]:grid-cols-[136px_116px_minmax(0,1fr)_minmax(0,1.1fr)]',
  '@min-[760px]:grid-cols-[144px_124px_minmax(0,1fr)_minmax(0,1.2fr)_184px_76px]',
].join(' ')

export const fromReason = 'hidden @min-[560px]:block'
export const fromStatus = 'hidden @min-[760px]:block'
