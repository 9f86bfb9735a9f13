// What is wrong with a bulk run as it was asked for, whatever desk it is for: rows that name one thing twice, and totals that were not
// typed as they are. Pure. It must never let a run pass of which a total was mistaken.
import { failure, type Failure, type ParsedRequestOf } from '../../../src/contract/index.ts'
import { formatAmount, parseExpected } from '../../../src/domain/money.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'

type Asked = ParsedRequestOf<'run.place'>

/** Why these rows are no run, null when they are. */
export function whyNoRows({ rows }: Pick<Asked, 'rows'>): Failure | null {
  const refuse = (words: string): Failure =>
    failure('bad_request', `${words} Nothing of the run was ordered.`).error
  const line = twice(rows.map((row) => row.line))
  if (line !== null) return refuse(`Line ${line} is there twice.`)
  const payment = twice(rows.map((row) => row.paymentIntentId))
  if (payment !== null) return refuse(`Two rows are of ${payment}: a run takes one of each payment.`)
  const order = twice(rows.map((row) => row.orderId))
  if (order !== null) return refuse('Two rows have the same order.')
  for (const [currency, total] of totalsOf(rows))
    if (total > BigInt(Number.MAX_SAFE_INTEGER))
      return refuse(`The total in ${currency.toUpperCase()} is too large.`)
  return null
}

/** Why its name or its note, which goes to Stripe with every refund, may not be written down; null when they may. */
export function whyNotNamed({ name, note }: Pick<Asked, 'name' | 'note'>): Failure | null {
  const forbidden = whyNotWritten(name) ?? whyNotWritten(note)
  return forbidden === null
    ? null
    : failure('bad_request', `${forbidden} Nothing of the run was ordered.`).error
}

/** Why the totals that were typed do not approve these rows, null when they do: exactly one for each currency, and exactly it. */
export function whyNotApproved({ rows, approval }: Pick<Asked, 'rows' | 'approval'>): Failure | null {
  const refuse = (words: string): Failure =>
    failure('confirmation_missing', `${words} Nothing of the run was ordered.`).error
  if (approval === null)
    return refuse('A run on a live desk is approved with the passphrase and by typing its totals.')
  const typed = new Map(approval.totals.map(({ currency, amount }) => [currency, amount]))
  const totals = totalsOf(rows)
  if (typed.size !== approval.totals.length || typed.size !== totals.size)
    return refuse('The total of every currency of the run has to be typed, and of no other.')
  for (const [currency, total] of totals) {
    const parsed = parseExpected(typed.get(currency) ?? '', currency, Number(total))
    if (!parsed.ok || BigInt(parsed.amount) !== total)
      return refuse(
        `The total that was typed in ${currency.toUpperCase()} is not that of the run (${formatAmount(Number(total), currency)}).`,
      )
  }
  return null
}

/** By currency, minor units; exact however many there are. */
function totalsOf(rows: Asked['rows']): Map<string, bigint> {
  const totals = new Map<string, bigint>()
  for (const { currency, amount } of rows) totals.set(currency, (totals.get(currency) ?? 0n) + BigInt(amount))
  return totals
}

function twice<Value>(values: readonly Value[]): Value | null {
  const seen = new Set<Value>()
  for (const value of values) {
    if (seen.has(value)) return value
    seen.add(value)
  }
  return null
}
