// The rate of recovery by the formula that the operator chose, and that formula in words. Pure; a rate never stands without what it is a
// share of, and nothing has a rate where nothing can be counted.
import type { Outcome } from '../../../contract/recovery.ts'

/** `settled`: what is still being tried is left out. `all`: it counts as not recovered. */
export type Formula = 'settled' | 'all'
export type Measure = 'amount' | 'count'

export interface Share {
  /** From 0 to 1; null where `of` is nothing. */
  rate: number | null
  /** Minor units, or payments. */
  part: number
  of: number
}

export function shareOf(outcome: Outcome, formula: Formula, measure: Measure): Share {
  const part = outcome.recovered[measure]
  const of = formula === 'all' ? outcome.failed[measure] : part + outcome.lost[measure]
  return { rate: of === 0 ? null : part / of, part, of }
}

export const formulaWords: Record<Formula, string> = {
  settled: 'recovered / (recovered + lost)',
  all: 'recovered / all that failed',
}

/** One sentence: what was counted, and how. */
export function formulaSentence(formula: Formula, measure: Measure, counted: 'failed' | 'settled'): string {
  const of = measure === 'amount' ? 'by amount' : 'by number of payments'
  const when =
    counted === 'failed'
      ? 'of what failed first in the period, whatever became of it since'
      : 'of what was recovered or lost in the period, whenever it failed'
  const rest =
    counted === 'settled'
      ? ''
      : formula === 'settled'
        ? '; what is still being tried is left out'
        : '; what is still being tried counts as not recovered yet'
  return `Rate = ${formulaWords[formula]}, ${of}, ${when}${rest}.`
}
