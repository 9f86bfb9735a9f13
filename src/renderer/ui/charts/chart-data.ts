// The numbers behind a chart: as the table that can be shown in its place, and as a file. It must never round, and never leave out what
// the figures mean.
import type { Desk } from '../../../contract/desks.ts'
import { csvCell } from '../../../domain/csv.ts'
import { editableAmount, formatAmount } from '../../../domain/money.ts'
import { countText } from '../count.ts'

export type ChartValue =
  | { kind: 'text'; text: string }
  | { kind: 'count'; count: number }
  /** Minor units. */
  | { kind: 'amount'; amount: number; currency: string }
  /** A share of one, with what it is a share of beside it. */
  | { kind: 'rate'; rate: number | null }
  | { kind: 'none' }

export interface ChartData {
  /** Says what the table is of. */
  caption: string
  columns: readonly string[]
  rows: readonly (readonly ChartValue[])[]
}

/** A heading of the file, such as "Currency" and "EUR". */
export type Heading = readonly [string, string]

/** What the file and the picture say of themselves: of which desk they are; currency, stretch, definitions. */
export interface Headings {
  desk: Desk
  lines: readonly Heading[]
}

export const textValue = (text: string): ChartValue => ({ kind: 'text', text })
export const countValue = (count: number): ChartValue => ({ kind: 'count', count })
export const amountValue = (amount: number, currency: string): ChartValue => ({
  kind: 'amount',
  amount,
  currency,
})

/** "62.5 %"; "> 99.9 %" and "< 0.1 %" where rounding would make all or nothing of it. Nothing is a share of nothing. */
export function rateWord(rate: number | null, digits: 0 | 1 = 1): string {
  if (rate === null) return '–'
  const shown = (rate * 100).toFixed(digits)
  const least = 10 ** -digits
  if (rate > 0 && Number(shown) === 0) return `< ${least} %`
  if (rate < 1 && Number(shown) === 100) return `> ${100 - least} %`
  return `${shown} %`
}

export function valueWord(value: ChartValue): string {
  switch (value.kind) {
    case 'text':
      return value.text
    case 'count':
      return countText(value.count)
    case 'amount':
      return formatAmount(value.amount, value.currency, false)
    case 'rate':
      return rateWord(value.rate)
    case 'none':
      return '–'
  }
}

/** Nothing but digits, a point and a minus: no spreadsheet takes that for a formula, and it stays a number. */
function plainNumber(text: string): string {
  return /^-?\d+(\.\d+)?$/.test(text) ? text : csvCell(text)
}

function fileCell(value: ChartValue): string {
  switch (value.kind) {
    case 'text':
      return csvCell(value.text)
    case 'count':
      return plainNumber(String(value.count))
    case 'amount':
      return plainNumber(editableAmount(value.amount, value.currency).replace('−', '-'))
    case 'rate':
      return value.rate === null ? '' : plainNumber(String(value.rate))
    case 'none':
      return ''
  }
}

/** What it is, of what, and what the words mean; an empty line; then the table. */
export function chartFile(data: ChartData, headings: readonly Heading[]): string {
  const lines = [
    ...headings.map((heading) => heading.map(csvCell).join(',')),
    '',
    data.columns.map(csvCell).join(','),
    ...data.rows.map((row) => row.map(fileCell).join(',')),
  ]
  return lines.map((line) => `${line}\r\n`).join('')
}
