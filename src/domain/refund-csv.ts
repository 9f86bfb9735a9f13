// A file of refunds, read line by line (refund-csv-row.ts): which column says what, and whether the file can be used as a whole. It must never
// drop a line without saying so, nor take more of a file than a run takes.
import { csvRecords, separatorOf, type CsvRecord } from './csv.ts'
import { parseAmount } from './money.ts'
import {
  readRow,
  short,
  type Column,
  type Columns,
  type Form,
  type RefundRow,
  type RowFault,
} from './refund-csv-row.ts'

export interface RefundFile {
  rows: RefundRow[]
  faults: RowFault[]
  /** Columns that say nothing about a refund, by their names. */
  ignored: string[]
  /** Why the file can't be used as a whole, in words; null where it can. */
  problem: string | null
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
const recordsBetweenRests = 500

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
