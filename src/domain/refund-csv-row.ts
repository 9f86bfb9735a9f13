// One line of a file of refunds: what is to be refunded, or what is wrong with it, said so that somebody can mend it. It must never guess an
// amount.
import type { CsvRecord, Separator } from './csv.ts'
import { currencyRule, editableAmount, parseAmount } from './money.ts'

export interface RefundRow {
  /** Of the file, as an editor counts them, from 1. */
  line: number
  ref: string
  /** Plain major units ("1234.50"); null: all that can be refunded. */
  amount: string | null
  currency: string | null
  reason: string | null
}

export interface RowFault {
  line: number
  /** What stands there, as written, for it to be found again and mended; may be empty. */
  ref: string
  amount: string | null
  currency: string | null
  reason: string | null
  /** A sentence or two: what is wrong, and how to write it. */
  text: string
}

export type Column = 'ref' | 'amount' | 'currency' | 'reason' | 'error'
export type Columns = Partial<Record<Column, number>>

/** What every line is held against. */
export interface Form {
  columns: Columns
  /** Cells of the first line. */
  width: number
  separator: Separator
}

const scientific = /^\d+([.,]\d+)?e[+-]?\d+$/i
const formula = /^[=+\-@＝＋－＠]/
const longestRef = 255
const longestReason = 100
const noDecimals = /^\d[\d\s'’]*$/
/** What stands behind a comma that split an amount: its decimals, or its last thousand. */
const cutOff = /^\d{1,3}$|^\d{3}\.\d+$/

export function readRow(record: CsvRecord, form: Form): RefundRow | RowFault {
  const { line, cells } = record
  const { columns } = form
  const cell = (column: Column): string => cells[columns[column] ?? -1]?.trim() ?? ''
  const ref = record.quotes === 'fine' ? cell('ref') : ''
  const written = (column: Column): string | null => cell(column).slice(0, longestRef) || null
  const fault = (text: string): RowFault => ({
    line,
    ref: ref.slice(0, longestRef),
    amount: written('amount'),
    currency: written('currency'),
    reason: written('reason'),
    text,
  })
  const misshapen = whyMisshapen(record, form)
  if (misshapen !== null) return fault(misshapen)
  if (cell('error') !== '')
    return fault('An error stands beside this line. Mend the line, then empty that cell.')
  const wrongRef = whyNoRef(ref)
  if (wrongRef !== null) return fault(wrongRef)
  const currency = cell('currency')
  if (currency !== '' && !/^[a-z]{3}$/i.test(currency))
    return fault(`“${short(currency)}” is no currency. Write its three letters, such as EUR.`)
  const amount = cell('amount')
  const read = amount === '' ? null : readAmount(amount, currency)
  if (read !== null && !read.ok) return fault(read.text)
  const reason = cell('reason')
  if (formula.test(reason)) return fault(`The reason “${short(reason)}” begins as a formula does.`)
  if (reason.length > longestReason)
    return fault('The reason is too long. It is one of Stripe’s three, or empty.')
  return {
    line,
    ref,
    amount: read === null ? null : read.plain,
    currency: currency === '' ? null : currency.toLowerCase(),
    reason: reason === '' ? null : reason,
  }
}

/** A cell too many is an amount that was split at its comma, one too few a line that was cut off: both would refund something else. */
function whyMisshapen({ cells, quotes }: CsvRecord, form: Form): string | null {
  const { columns, width } = form
  if (quotes === 'astray')
    return 'A quote stands in the middle of a cell. Write it twice, and the whole cell in quotes.'
  // Empty ones count, too: the last cell of a line may be what the comma pushed on.
  if (cells.length > width)
    return `This line has ${cells.length} cells, the first has ${width}. An amount with a comma must stand in quotes.`
  if (columns.amount !== undefined && cells.length <= columns.amount)
    return 'This line ends before its amount: it was cut off. Leave the cell empty to refund all that is left.'
  return whySplit(cells, form)
}

/** A line that leaves its last cells out has no cell too many when its amount is split: the rest stands in a column that nobody reads. */
function whySplit(cells: readonly string[], { columns, separator }: Form): string | null {
  const { amount: at } = columns
  if (separator !== ',' || at === undefined || Object.values(columns).includes(at + 1)) return null
  const [amount = '', next = ''] = cells.slice(at, at + 2).map((cell) => cell.trim())
  if (!noDecimals.test(amount) || !cutOff.test(next)) return null
  return `“${short(amount)}” and “${short(next)}” beside it may be one amount that was split at its comma. Write it in quotes, or with its decimals: ${short(amount)}.00.`
}

function whyNoRef(ref: string): string | null {
  if (ref === '') return 'No payment stands on this line.'
  if (formula.test(ref)) return `“${short(ref)}” begins as a formula does. Write the id alone.`
  if (scientific.test(ref))
    return `A spreadsheet has made a number of this id (“${short(ref)}”). Format the column as text and enter the ids again.`
  if (ref.length > longestRef) return 'This is too long for an id.'
  return null
}

/** Without a currency as most are: with two decimals. What is plain then is read the same in every currency. */
function readAmount(
  written: string,
  currency: string,
): { ok: true; plain: string } | { ok: false; text: string } {
  const shown = `“${short(written)}”`
  const wrong = (text: string) => ({ ok: false as const, text })
  const counted = currency === '' ? 'eur' : currency.toLowerCase()
  if (/^[=@＝＠]/.test(written)) return wrong(`${shown} is a formula, not an amount.`)
  const read = parseAmount(written, counted)
  if (read.ok) return { ok: true, plain: editableAmount(read.amount, counted) }
  const code = counted.toUpperCase()
  const { digits } = currencyRule(counted)
  switch (read.reason) {
    case 'not_positive':
      return wrong(`${shown} is not more than zero. Leave the cell empty to refund all that is left.`)
    case 'ambiguous':
      return wrong(`${shown} could be two amounts: is ${written.trim().at(-4) === ',' ? 'the comma' : 'the point'} for thousands or for decimals? ${howToWrite(written, digits)}`) // prettier-ignore
    case 'too_many_digits':
      if (currency === '') return wrong(`${shown} has too many decimals.`)
      return wrong(
        digits === 0
          ? `${shown}: ${code} has no decimals.`
          : `${shown}: ${code} has ${digits} decimals at most.`,
      )
    case 'not_a_step':
      return wrong(
        digits === 3
          ? `${shown}: Stripe takes ${code} whose third decimal is 0.`
          : `${shown}: Stripe takes whole ${code} only.`,
      )
    case 'too_large':
      return wrong(`${shown} is too large.`)
    case 'empty':
    case 'not_a_number':
      return wrong(`${shown} can’t be read as an amount. Write it as 49.90, without a sign or a word.`)
  }
}

/** "1.234": as a thousand and more with all its decimals. */
function howToWrite(written: string, digits: number): string {
  const whole = written.replaceAll(/\D/g, '')
  return `Write ${whole}.${'0'.repeat(Math.max(2, digits))} if it is for thousands.`
}

export const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
