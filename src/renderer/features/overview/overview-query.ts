// What Overview shows, and how that stands in the address. A link restores it exactly; whatever an address holds that is none of it is
// ignored. Pure, but for the machine's zone of days.
import { buckets, type Bucket, type Figure } from '../../../contract/finance-lists.ts'
import { currencyIn, searchOf } from '../../state/address-query.ts'
import {
  bucketsFor,
  formatPeriod,
  machineZone,
  parsePeriod,
  stretchOf,
  type Period,
} from '../../ui/dates/period.ts'
import { isFigure } from './figure-words.ts'

export interface OverviewQuery {
  /** Empty: the one used most. */
  currency: string
  period: Period
  /** Null: what fits the period. */
  by: Bucket | null
  figure: Figure
  /** The rows that are open: of the whole stretch, or of the bucket that begins then (Unix seconds); null: none. */
  rows: 'all' | number | null
}

const usualPeriod = '30d'
const usualFigure: Figure = 'net'

export function parseOverviewQuery(search: string): OverviewQuery {
  const given = new URLSearchParams(search)
  const figure = given.get('figure')
  const rows = given.get('rows') ?? ''
  return {
    currency: currencyIn(given),
    period: parsePeriod(given, usualPeriod),
    by: buckets.find((bucket) => bucket === given.get('by')) ?? null,
    figure: isFigure(figure) ? figure : usualFigure,
    rows: rows === 'all' ? 'all' : /^\d{1,12}$/.test(rows) ? Number(rows) : null,
  }
}

export function formatOverviewQuery({ currency, period, by, figure, rows }: OverviewQuery): string {
  return searchOf({
    currency,
    ...formatPeriod(period, usualPeriod),
    by: by ?? '',
    figure: figure === usualFigure ? '' : figure,
    rows: rows === null ? '' : String(rows),
  })
}

/** The bucket asked for, where it fits the period, else the one that fits best. */
export function bucketOf({ period, by }: OverviewQuery, today: Date): Bucket {
  const fitting = bucketsFor(stretchOf(period, today))
  return fitting.find((bucket) => bucket === by) ?? fitting[0]
}

/** As the contract takes it. `today`: any moment of the day that presets end with. */
export function toOverviewRequest(query: OverviewQuery, today: Date) {
  return {
    currency: query.currency === '' ? null : query.currency,
    ...stretchOf(query.period, today),
    bucket: bucketOf(query, today),
    timeZone: machineZone(),
  }
}
