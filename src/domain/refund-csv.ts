// A file of refunds, read row by row: what is to be refunded on each line, or what is wrong with it, said so that somebody can mend it.
// It must never guess an amount, never drop a line without saying so, and never take more of a file than a run takes.
import { csvRecords, separatorOf, type CsvRecord, type Separator } from './csv.ts'
import { editableAmount, parseAmount, currencyRule } from './money.ts'

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

export interface RefundFile {
  rows: RefundRow[]
  faults: RowFault[]
  /** Columns that say nothing about a refund, by their names. */
  ignored: string[]
  /** Why the file can't be used as a whole, in words; null where it can. */
  problem: string | null
}

type Column = 'ref' | 'amount' | 'currency' | 'reason' | 'error'
type Columns = Partial<Record<Column, number>>

/** What every line is held against. */
interface Form {
  columns: Columns
  /** Cells of the first line. */
  width: number
  separator: Separator
}

/** Names of columns as people and exports write them, without spaces and in lower case; the first that is there is taken. */
const names: Record<Column, readonly string[]> = {
  ref: 'paymentintentid paymentintent paymentid payment id chargeid charge invoiceid invoicenumber invoice transactionid transaction zahlung rechnung'.split(' '), // prettier-ignore
  amount: 'refundamount amounttorefund refund amount betrag sum'.split(' '),
  currency: 'currency currencycode refundcurrency waehrung wahrung'.split(' '),
  reason: 'refundreason reason grund'.split(' '),
  /** Of our own list of errors, handed in again: a line that still has one beside it was not mended. */
  error: ['error'],
}
/** What an unread column may not be called: were it the amount, every refund would be of another. */
const speaksOfAmounts = /amount|betrag|refund|erstatt|summe|total/
/** Of Stripe's own export of payments; they may stand unread beside an amount that is read. */
const besideAmounts = new Set(
  'amount amountrefunded convertedamount convertedamountrefunded disputedamount refundeddateutc'.split(' '),
)
const inOrder: readonly Column[] = ['ref', 'amount', 'currency', 'reason']
const named: readonly Column[] = [...inOrder, 'error']

const looksLikeId = /^(pi|ch|py|in)_\w+$|^[A-Z0-9]{4,}-\d{3,}$/
const scientific = /^\d+([.,]\d+)?e[+-]?\d+$/i
const formula = /^[=+\-@＝＋－＠]/
const longestRef = 255
const longestReason = 100
const recordsBetweenRests = 500
const noDecimals = /^\d[\d\s'’]*$/
/** What stands behind a comma that split an amount: its decimals, or its last thousand. */
const cutOff = /^\d{1,3}$|^\d{3}\.\d+$/

/**
 * Reads the text of a file. A generator, so that whoever reads a long one can rest in between and stop: each step gives how much of the
 * text is read, from 0 to 1. `most`: how many rows a run takes.
 */
export function* readRefunds(text: string, most: number): Generator<number, RefundFile> {
  const file: RefundFile = { rows: [], faults: [], ignored: [], problem: null }
  const seen = new Map<string, number>()
  const separator = separatorOf(text)
  let form: Form | null = null
  let count = 0
  for (const record of csvRecords(text, separator)) {
    count += 1
    if (count % recordsBetweenRests === 0) yield record.end / text.length
    const swallowed = whySwallowed(record, form)
    if (swallowed !== null) return { ...file, problem: swallowed }
    if (record.cells.every((cell) => cell.trim() === '')) continue
    if (form === null) {
      const head = readHead(record)
      if (typeof head === 'string') return { ...file, problem: head }
      form = { columns: head.columns, width: record.cells.length, separator }
      file.ignored = head.ignored
      if (head.named) continue
    }
    const read = readRow(record, form)
    const before = seen.get(read.ref)
    if (read.ref !== '' && before === undefined) seen.set(read.ref, record.line)
    if ('text' in read) file.faults.push(read)
    else if (before !== undefined) file.faults.push(repeated(read, before))
    else file.rows.push(read)
  }
  if (form === null) return { ...file, problem: 'This file is empty.' }
  if (file.rows.length > most) {
    const [good, taken] = [file.rows.length.toLocaleString('en'), most.toLocaleString('en')]
    const parts = Math.ceil(file.rows.length / most)
    return { ...file, problem: `This file has ${good} refunds, and a run takes ${taken}. Split it into ${parts} files. Nothing was taken from it.` } // prettier-ignore
  }
  if (file.rows.length + file.faults.length === 0)
    return { ...file, problem: 'This file has a line of names and nothing below it.' }
  return file
}

const repeated = ({ line, ref, amount, currency, reason }: RefundRow, before: number): RowFault => ({
  line,
  ref,
  amount,
  currency,
  reason,
  text: `The same payment as on line ${before}. One run refunds a payment once.`,
})

/**
 * A quote that is not closed where it should be takes the lines below into its cell, and nobody would miss their refunds: the rest of the
 * file, or what is between it and the next quote. `form`: null before the first line.
 */
function whySwallowed({ line, cells, quotes }: CsvRecord, form: Form | null): string | null {
  if (quotes === 'open')
    return `A quote opens on line ${line} and is never closed, so that nothing below can be read. Close it, and read the file again. Nothing was taken from it.`
  const below = cells.flatMap((cell) => cell.split(/\r\n|\r|\n/).slice(1))
  if (below.length === 0 || (quotes === 'fine' && !below.some((each) => isRefund(each, form)))) return null
  return `A cell of line ${line} begins with a quote and takes in lines below, which may be refunds of their own. Close the quote, or take that column away, and read the file again. Nothing was taken from it.`
}

/** Whether a line that stands in a cell is, by all appearances, one of the file. */
function isRefund(text: string, form: Form | null): boolean {
  const cells = text.split(form?.separator ?? /[,;\t]/).map((cell) => cell.trim())
  if (cells.some((cell) => looksLikeId.test(cell))) return true
  const amount = cells[form?.columns.amount ?? -1] ?? ''
  return cells.length === form?.width && parseAmount(amount, 'eur').ok
}

/** Which column says what; a sentence where that can't be told. A first line that is data has no names. */
function readHead({ cells }: CsvRecord): { columns: Columns; ignored: string[]; named: boolean } | string {
  const [first = ''] = cells
  if (looksLikeId.test(first.trim()))
    return {
      columns: Object.fromEntries(inOrder.slice(0, cells.length).map((column, at) => [column, at])),
      ignored: cells.slice(inOrder.length).map((_, at) => `column ${at + inOrder.length + 1}`),
      named: false,
    }
  const plain = cells.map((cell) => plainName(cell))
  const columns: Columns = {}
  for (const column of named) {
    const name = names[column].find((each) => plain.includes(each))
    if (name === undefined) continue
    const at = plain.indexOf(name)
    if (plain.includes(name, at + 1))
      return `Two columns are called “${cells[at]?.trim()}”. Rename or remove one.`
    columns[column] = at
  }
  if (columns.ref === undefined)
    return 'No column of this file says which payment to refund. Call it “payment”, with ids such as pi_… or ch_…, or numbers of invoices.'
  const taken = Object.values(columns)
  const ignored = cells.map((cell) => cell.trim()).filter((cell, at) => cell !== '' && !taken.includes(at))
  const unsure = ignored.find((cell) => {
    const name = plainName(cell)
    return speaksOfAmounts.test(name) && (columns.amount === undefined || !besideAmounts.has(name))
  })
  if (unsure !== undefined)
    return `The column “${short(unsure)}” is not read, but may say how much to refund. If it does, call it “amount” and write amounts such as 49.90, not in cents; if not, remove it. Nothing was taken from this file.`
  return { columns, ignored, named: true }
}

const plainName = (cell: string): string =>
  cell
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')

function readRow(record: CsvRecord, form: Form): RefundRow | RowFault {
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

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
