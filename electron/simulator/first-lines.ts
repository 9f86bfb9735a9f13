// What is told of an invoice's lines wherever the invoice is told of: the first ten. All of them are listed by themselves.
import type { Invoice } from './invoice-records.ts'

const FIRST = 10

export function withFirstLines(object: object): object {
  if (!isInvoice(object) || object.lines.data.length <= FIRST) return object
  return { ...object, lines: { ...object.lines, data: object.lines.data.slice(0, FIRST), has_more: true } }
}

/** Of a draft that was deleted no more than its id is told. */
const isInvoice = (object: object): object is Invoice =>
  'object' in object && object.object === 'invoice' && 'lines' in object
