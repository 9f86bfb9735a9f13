// What Recovery shows, and how that stands in the address. A link restores it exactly; whatever an address holds that is none of it is
// ignored. Pure, but for the machine's zone of days.
import { recoveryDimensions, type RecoveryDimension } from '../../../contract/finance-lists.ts'
import { currencyIn, searchOf } from '../../state/address-query.ts'
import { formatPeriod, machineZone, parsePeriod, stretchOf, type Period } from '../../ui/dates/period.ts'
import type { Formula } from './formula.ts'

export const sorts = ['failed', 'recovered', 'lost', 'trying', 'rate', 'key'] as const
export type PartSort = (typeof sorts)[number]

export interface RecoveryQuery {
  /** Empty: the one in which most failed. */
  currency: string
  period: Period
  counted: 'failed' | 'settled'
  of: 'all' | 'invoices' | 'others'
  by: RecoveryDimension
  formula: Formula
  /** What rates are of. */
  measure: 'amount' | 'count'
  sort: PartSort
  ascending: boolean
}

const usualPeriod = '12m'

function oneOf<Word extends string>(words: readonly Word[], word: string | null, otherwise: Word): Word {
  return words.find((each) => each === word) ?? otherwise
}

export function parseRecoveryQuery(search: string): RecoveryQuery {
  const given = new URLSearchParams(search)
  return {
    currency: currencyIn(given),
    period: parsePeriod(given, usualPeriod),
    counted: oneOf(['failed', 'settled'], given.get('counted'), 'failed'),
    of: oneOf(['all', 'invoices', 'others'], given.get('of'), 'all'),
    by: oneOf(recoveryDimensions, given.get('by'), 'code'),
    formula: oneOf(['settled', 'all'], given.get('formula'), 'settled'),
    measure: oneOf(['amount', 'count'], given.get('measure'), 'amount'),
    sort: oneOf(sorts, given.get('sort'), 'failed'),
    ascending: given.get('order') === 'asc',
  }
}

export function formatRecoveryQuery(query: RecoveryQuery): string {
  const { currency, period, counted, of, by, formula, measure, sort, ascending } = query
  return searchOf({
    currency,
    ...formatPeriod(period, usualPeriod),
    counted: counted === 'failed' ? '' : counted,
    of: of === 'all' ? '' : of,
    by: by === 'code' ? '' : by,
    formula: formula === 'settled' ? '' : formula,
    measure: measure === 'amount' ? '' : measure,
    sort: sort === 'failed' ? '' : sort,
    order: ascending ? 'asc' : '',
  })
}

/** As the contract takes it. `today`: any moment of the day that presets end with. */
export function toRecoveryRequest({ currency, period, counted, of, by }: RecoveryQuery, today: Date) {
  return {
    currency: currency === '' ? null : currency,
    ...stretchOf(period, today),
    counted,
    of,
    by,
    timeZone: machineZone(),
  }
}
