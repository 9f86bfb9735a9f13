// The columns of the audit and what gives way when it is narrow: first the subject, then the operator. Header and rows share
// these classes, or they would not line up.

export const rowGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[68px_minmax(0,132px)_minmax(0,1fr)]',
  '@min-[560px]:grid-cols-[72px_84px_164px_minmax(0,1fr)]',
  '@min-[860px]:grid-cols-[80px_112px_172px_minmax(0,1fr)_minmax(0,200px)]',
  '@min-[1040px]:grid-cols-[80px_112px_172px_minmax(0,1fr)_268px]',
].join(' ')

export const fromOperator = 'hidden @min-[560px]:block'
export const fromSubject = 'hidden @min-[860px]:block'

export { usualRow as rowHeight, usualHeader as headerHeight } from '../../ui/lists/heights.ts'
