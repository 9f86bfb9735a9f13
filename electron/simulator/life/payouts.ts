// The payouts of an account: by itself, each Monday, in each currency, what has been available for four weeks; and what somebody asks for.
// It must never pay out more than there is: what came in last stays, so that refunds can be made of it.
import type { Book } from '../book.ts'
import type { BalanceTransaction, Payout } from '../records.ts'
import { moveMoney } from './balance.ts'

const DAY = 86400
const WEEK = 7 * DAY
/** Two o'clock (UTC) on the first Monday of the epoch. */
const FIRST_PAYOUT = 4 * DAY + 2 * 3600
/** How long money stays once it is available. Refunds and disputes rarely come later. */
const STAYS_SECONDS = 28 * DAY
/** What stays however long it has been there: a currency that is seldom paid in could not be refunded otherwise. */
const NEWEST_THAT_STAY = 5
const SENT_AFTER_SECONDS = 12 * 3600
const ARRIVES_AFTER_DAYS = 3

/** The second of the first payouts after this one. */
export const payoutsAfter = (seconds: number): number =>
  FIRST_PAYOUT + (Math.floor((seconds - FIRST_PAYOUT) / WEEK) + 1) * WEEK

/** Pays out each Monday after this second, for as long as the clock runs. */
export function schedulePayouts(book: Book, afterSeconds: number): void {
  const at = payoutsAfter(afterSeconds)
  book.clock.schedule(at, () => {
    payOut(book)
    schedulePayouts(book, at)
  })
}

/** Pays out now, in each currency, what may be paid out by now. */
export function payOut(book: Book): void {
  for (const [currency, unpaid] of book.unpaid) {
    const transactions = payable(unpaid, book.now())
    const amount = transactions.reduce((sum, { net }) => sum + net, 0)
    if (amount <= 0) continue
    const paid = new Set(transactions)
    book.unpaid.set(
      currency,
      unpaid.filter((transaction) => !paid.has(transaction)),
    )
    const payout = openPayout(book, currency, amount, {})
    for (const transaction of transactions) book.paidOutIn.set(transaction.id, payout.id)
  }
}

export interface PayoutFacts {
  readonly description?: string | null
  readonly metadata?: Payout['metadata']
  readonly statementDescriptor?: string | null
}

/** Pays out an amount that somebody asks for; which transactions it is made of, Stripe does not say. */
export function payOutByHand(book: Book, currency: string, amount: number, facts: PayoutFacts): Payout {
  const payout = openPayout(book, currency, amount, {
    automatic: false,
    description: facts.description ?? null,
    metadata: facts.metadata ?? {},
    reconciliation_status: 'not_applicable',
    statement_descriptor: facts.statementDescriptor ?? null,
  })
  // It is missing from what the next one by itself may pay out.
  const own = book.balanceTransactions.get(payout.balance_transaction)
  const unpaid = book.unpaid.get(currency)
  if (own !== undefined && unpaid === undefined) book.unpaid.set(currency, [own])
  else if (own !== undefined) unpaid?.push(own)
  return payout
}

/** Puts what is not paid out yet in the order of time, as a past that was written piece by piece did not leave it. */
export function sortUnpaid(book: Book): void {
  for (const unpaid of book.unpaid.values()) unpaid.sort((left, right) => left.created - right.created)
}

/** Of what is not paid out yet, oldest first: old enough money that came in, and everything that went out. */
function payable(unpaid: readonly BalanceTransaction[], now: number): readonly BalanceTransaction[] {
  const later = unpaid.findIndex(({ created }) => created > now)
  const newestFirst = unpaid.slice(0, later === -1 ? unpaid.length : later).toReversed()
  let stayed = 0
  return newestFirst.filter((transaction) => {
    if (transaction.net <= 0) return true
    stayed += 1
    return stayed > NEWEST_THAT_STAY && transaction.available_on <= now - STAYS_SECONDS
  })
}

function openPayout(book: Book, currency: string, amount: number, more: Partial<Payout>): Payout {
  const now = book.now()
  const id = book.newId('po')
  const own = moveMoney(book, {
    type: 'payout',
    category: 'payout',
    amount: -amount,
    currency,
    source: id,
    description: 'STRIPE PAYOUT',
  })
  book.paidOutIn.set(own.id, id)
  const arrival = Math.floor(now / DAY + ARRIVES_AFTER_DAYS) * DAY
  const payout: Payout = {
    id,
    object: 'payout',
    amount,
    application_fee: null,
    application_fee_amount: null,
    arrival_date: arrival,
    automatic: true,
    balance_transaction: own.id,
    created: now,
    currency,
    description: 'STRIPE PAYOUT',
    destination: bankAccountFor(book, currency),
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    livemode: book.livemode,
    metadata: {},
    method: 'standard',
    original_payout: null,
    payout_method: null,
    reconciliation_status: 'in_progress',
    reversed_by: null,
    source_type: 'card',
    statement_descriptor: null,
    status: 'pending',
    trace_id: { status: 'pending', value: null },
    type: 'bank_account',
    ...more,
  }
  book.payouts.put(payout)
  book.emit('payout.created', payout)
  book.clock.schedule(now + SENT_AFTER_SECONDS, () => sendPayout(book, id))
  book.clock.schedule(arrival, () => landPayout(book, id))
  return payout
}

/** It is on its way to the bank, and which transactions it is made of can be asked for. */
function sendPayout(book: Book, id: string): void {
  const payout = book.payouts.get(id)
  if (payout === undefined) return
  const sent = book.change(book.payouts, payout, { status: 'in_transit' })
  book.emit('payout.updated', sent.record, sent.previous)
  if (!payout.automatic) return
  const { record } = book.change(book.payouts, sent.record, { reconciliation_status: 'completed' })
  book.emit('payout.reconciliation_completed', record)
}

function landPayout(book: Book, id: string): void {
  const payout = book.payouts.get(id)
  if (payout === undefined) return
  const value = book.random.token(16).toUpperCase()
  const { record } = book.change(book.payouts, payout, {
    status: 'paid',
    trace_id: { status: 'supported', value },
  })
  book.emit('payout.paid', record)
}

function bankAccountFor(book: Book, currency: string): string {
  const known = book.bankAccounts.get(currency)
  if (known !== undefined) return known
  const made = book.newId('ba')
  book.bankAccounts.set(currency, made)
  return made
}
