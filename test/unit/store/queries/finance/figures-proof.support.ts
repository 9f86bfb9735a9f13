// A shop's year straight from the simulator's book, told to a cache in any order; and what its figures are by adding up the book's
// own records. It must share nothing with the tables, the queries or the calendar of the product.
import type { Database } from 'better-sqlite3'
import { applyEvent } from '../../../../../electron/store/projections/apply-event.ts'
import { keepableObject } from '../../../../../electron/store/projections/keepable-object.ts'
import { said } from '../../../../../electron/store/projections/precedence.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { createBook, type Book } from '../../../../../electron/simulator/book.ts'
import { createClock } from '../../../../../electron/simulator/clock.ts'
import { randomFrom } from '../../../../../electron/simulator/random.ts'
import { ACCOUNTS } from '../../../../../electron/simulator/seed/business.ts'
import { writeYear } from '../../../../../electron/simulator/seed/year.ts'
import { groupByHand, lastTryOf, wayByHand } from './figures-proof-groups.ts'

export const anchor = 1_795_000_000
const day = 86_400

export interface ToldEvent {
  type: string
  created: number
  object: object
}

export interface Year {
  book: Book
  events: ToldEvent[]
}

/** All events of it, not only those of the last 30 days. */
export function aYear(seed: string, payments: number): Year {
  const clock = createClock(anchor)
  clock.freeze(anchor)
  const book = createBook(ACCOUNTS[0], false, clock, seed)
  const events: ToldEvent[] = []
  book.emit = (type, object) =>
    void events.push({ type, created: book.now(), object: structuredClone(object) })
  writeYear(book, anchor, { customers: Math.ceil(payments / 5), payments })
  clock.close()
  return { book, events }
}

/** Events and lists in a shuffled order, some of them twice; what can't be put in order is read again at the end, as the engine does. */
export function tellShuffled(cache: Database, { book, events }: Year, seed: string): void {
  const random = randomFrom(`${seed}/order`)
  const tables = tablesOf(cache)
  const tellings = [
    ...events.map((event, index) => (): void => {
      const body = {
        ...event,
        id: `evt_${index}`,
        object: 'event',
        livemode: false,
        request: null,
        data: { object: event.object },
      }
      applyEvent(tables, readEvent(JSON.parse(JSON.stringify(body)))!)
    }),
    // Stripe makes no events of these: they are listed.
    ...[book.balanceTransactions, book.invoicePayments, book.checkoutSessions].flatMap((records) =>
      records.all().map((record) => (): void => read(record)),
    ),
  ]
  function read(object: object, settled = false): void {
    tables.tell(keepableObject(object), {
      asOf: anchor * 1000,
      said: said.read,
      ...(settled && { settled: () => true }),
    })
  }
  const twice = tellings.filter(() => random.chance(0.1))
  const all = [...tellings, ...twice]
    .map((telling) => ({ telling, place: random.next() }))
    .toSorted((a, b) => a.place - b.place)
  for (let from = 0; from < all.length; from += 50)
    cache.transaction(() => {
      for (const { telling } of all.slice(from, from + 50)) telling()
      tables.derive()
    })()
  const due = cache.prepare<[], { kind: string; id: string }>('SELECT kind, id FROM reads_due').all()
  const collections = [book.paymentIntents, book.charges, book.refunds, book.disputes, book.invoices, book.subscriptions, book.customers, book.paymentMethods, book.payouts] // prettier-ignore
  cache.transaction(() => {
    for (const { id } of due)
      for (const records of collections) {
        const record = records.get(id)
        if (record !== undefined) read(record, true)
      }
    tables.derive()
  })()
}

/** An amount at a time that belongs to a figure. */
export interface Part {
  figure: string
  /** Of the movement, or of the payment. */
  id: string
  currency: string
  at: number
  amount: number
}

/** Every movement and payment, as the definitions of the figures say. */
export function partsOf(book: Book, failures: readonly BookFailure[]): Part[] {
  const parts: Part[] = []
  for (const {
    id,
    type,
    reporting_category: category,
    amount,
    fee,
    net,
    currency,
    created: at,
  } of book.balanceTransactions.all()) {
    if (type === 'payout' || type === 'payout_failure' || type === 'payout_cancel') continue
    const add = (figure: string, value: number): void =>
      void parts.push({ figure, id, currency, at, amount: value })
    add('net', net)
    if (type === 'stripe_fee') add('fees', amount - fee)
    else {
      if (fee !== 0) add('fees', -fee)
      if (type === 'charge' || type === 'payment') add('gross', amount)
      else if (type.includes('refund')) add('refunds', amount)
      else add(category === 'dispute' || category === 'dispute_reversal' ? 'disputes' : 'other', amount)
    }
  }
  for (const each of failures) {
    const { id, currency, amount } = each
    parts.push({ figure: 'failed', id, currency, at: each.first, amount })
    if (each.state === 'recovered')
      parts.push({ figure: 'recovered', id, currency, at: each.settled!, amount })
  }
  return parts
}

export interface BookFailure {
  id: string
  currency: string
  amount: number
  first: number
  attempts: number
  /** What is to be done. */
  group: string
  /** How it came back; null unless it did. */
  how: string | null
  state: 'recovered' | 'lost' | 'trying'
  settled: number | null
}

/** `writtenOff`: when, seconds, by payment. */
export function failuresOf(book: Book, writtenOff: ReadonlyMap<string, number>, now: number): BookFailure[] {
  return book.paymentIntents.all().flatMap((intent): BookFailure[] => {
    const charges = book.charges
      .all()
      .filter((charge) => charge.payment_intent === intent.id && charge.status !== 'pending')
    const failedCharges = charges.filter((charge) => charge.status === 'failed')
    const failed = failedCharges.map(({ created }) => created)
    const error = intent.last_payment_error as { charge?: string } | null
    // A try that came to no charge, because the customer's bank did not confirm it.
    if (error !== null && !charges.some(({ id, status }) => id === error.charge && status === 'failed'))
      failed.push(Math.max(intent.created, ...charges.map(({ created }) => created)))
    if (failed.length === 0) return []
    const { id, currency, amount, status } = intent
    const last = Math.max(...failed)
    const lastTry = lastTryOf(failedCharges, intent.last_payment_error)
    const first = Math.min(...failed)
    const facts = { id, currency, amount, first, attempts: failed.length, how: null, group: '' }
    const [paid] = charges
      .filter((charge) => charge.status === 'succeeded')
      .toSorted((a, b) => a.created - b.created)
    if (status === 'succeeded' && paid !== undefined) {
      const how = wayByHand(book, id, lastTry, paid)
      const group = groupByHand(lastTry, false, false)
      return [
        { ...facts, amount: intent.amount_received, group, how, state: 'recovered', settled: paid.created },
      ]
    }
    const link = book.invoicePayments.all().find(({ payment }) => payment.payment_intent === id)
    const invoice = link === undefined ? undefined : book.invoices.get(link.invoice)
    const ended =
      invoice?.status === 'void'
        ? invoice.status_transitions.voided_at
        : invoice?.status === 'uncollectible'
          ? invoice.status_transitions.marked_uncollectible_at
          : status === 'canceled'
            ? intent.canceled_at
            : null
    const isPlanned = invoice?.status === 'open' && invoice.next_payment_attempt !== null
    facts.group = groupByHand(
      lastTry,
      ended === null && status === 'requires_action',
      ended === null && isPlanned,
    )
    if (ended !== null) return [{ ...facts, state: 'lost', settled: ended }]
    const gaveUp = writtenOff.get(id)
    if (gaveUp !== undefined) return [{ ...facts, state: 'lost', settled: gaveUp }]
    // No log tells this cache when a customer was asked.
    if (!isPlanned && now - last > 30 * day) return [{ ...facts, state: 'lost', settled: last + 30 * day }]
    return [{ ...facts, state: 'trying', settled: null }]
  })
}

const known = new Map<string, Map<number, string>>()

/** What the calendar and the clock on the wall call the hour, day, week or month of a second. */
export function labeller(timeZone: string): (unit: 'hour' | 'day' | 'week' | 'month', at: number) => string {
  const wall = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  const seen = known.get(timeZone) ?? new Map<number, string>()
  known.set(timeZone, seen)
  return (unit, at) => {
    const shown = seen.get(at) ?? wall.format(at * 1000)
    seen.set(at, shown)
    const date = shown.slice(0, 10)
    if (unit === 'day') return date
    if (unit === 'month') return date.slice(0, 7)
    if (unit === 'hour') return shown.slice(0, 13)
    const noon = Date.parse(`${date}T12:00:00Z`)
    const sinceMonday = (new Date(noon).getUTCDay() + 6) % 7
    return new Date(noon - sinceMonday * day * 1000).toISOString().slice(0, 10)
  }
}
