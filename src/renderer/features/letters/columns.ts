// The columns of the letters and what gives way when it is narrow: first the subject, which begins alike in all, with how often it was tried,
// then the next try. Header and rows share these classes.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[96px_minmax(0,1fr)_76px]',
  '@min-[620px]:grid-cols-[104px_minmax(0,1fr)_96px_76px]',
  '@min-[800px]:grid-cols-[104px_minmax(0,1fr)_minmax(0,1.4fr)_56px_96px_76px]',
].join(' ')

export const fromNextTry = 'hidden @min-[620px]:block'
export const fromSubject = 'hidden @min-[800px]:block'
