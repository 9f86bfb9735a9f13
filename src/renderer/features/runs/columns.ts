// The columns of the three lists of runs (all runs, the rows of one, the rows of a draft) and what gives way when it is narrow. Header
// and rows share these classes, or they would not line up.

export const runGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[150px_minmax(0,1fr)_84px]',
  '@min-[720px]:grid-cols-[176px_minmax(0,1.2fr)_132px_minmax(0,1fr)_84px]',
  '@min-[980px]:grid-cols-[176px_minmax(0,1fr)_160px_minmax(0,1.3fr)_96px_84px]',
].join(' ')

export const rowsGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[48px_104px_124px_minmax(0,1fr)]',
  '@min-[760px]:grid-cols-[48px_104px_124px_minmax(0,1fr)_minmax(0,1.5fr)]',
  '@min-[980px]:grid-cols-[48px_104px_124px_minmax(0,1fr)_minmax(0,1.5fr)_84px]',
].join(' ')

export const draftGrid = [
  'grid items-center gap-x-3 px-4',
  'grid-cols-[48px_104px_124px_minmax(0,1fr)]',
  '@min-[680px]:grid-cols-[48px_104px_124px_minmax(0,0.8fr)_minmax(0,1.6fr)]',
].join(' ')

/** Where sentences matter more than room: the payment, and below it in full what is to be said of it. */
export const tallGrid = 'grid items-center gap-x-3 px-4 grid-cols-[48px_104px_124px_minmax(0,1fr)]'
export const tallHeight = 64

/** In the list of runs: how far it is and the totals; who placed it. */
export const fromTotals = 'hidden @min-[720px]:block'
export const fromOperator = 'hidden @min-[980px]:block'
/** In the rows of a run and of a draft: what happened, or was found; when it was settled. */
export const fromWhy = 'hidden @min-[760px]:block'
export const fromSettled = 'hidden @min-[980px]:block'
export const fromFound = 'hidden @min-[680px]:block'

export { usualRow as rowHeight, usualHeader as headerHeight } from '../../ui/lists/heights.ts'
