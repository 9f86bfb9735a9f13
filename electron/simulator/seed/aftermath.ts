// What came after the payments of the seeded year: refunds, disputes, payouts, each at its moment of the past.
import type { Book } from '../book.ts'
import { stepOf } from '../currencies.ts'
import { moveDispute, openDispute } from '../life/disputes.ts'
import { payOut, payoutsAfter, sortUnpaid } from '../life/payouts.ts'
import { cancelRefund, failRefund, openRefund, refundableAmount } from '../life/refunds.ts'
import type { Charge, DisputeStatus } from '../records.ts'

interface DisputeFacts {
  readonly reason: string
  readonly isInquiry?: boolean
  readonly status: DisputeStatus
  /** For one that is open at the anchor: how many days ago it was opened. Evidence is due twelve days after. */
  readonly daysAgo?: number
}

/** In the order in which they are dealt out; a small shop has the first few. */
const DISPUTES: readonly DisputeFacts[] = [
  { reason: 'fraudulent', status: 'needs_response', daysAgo: 10.6 },
  { reason: 'product_not_received', status: 'under_review', daysAgo: 16 },
  { reason: 'fraudulent', status: 'lost' },
  { reason: 'subscription_canceled', status: 'won' },
  { reason: 'product_unacceptable', isInquiry: true, status: 'warning_needs_response', daysAgo: 8.3 },
  { reason: 'duplicate', isInquiry: true, status: 'warning_closed' },
  { reason: 'product_not_received', status: 'needs_response', daysAgo: 5.4 },
  { reason: 'fraudulent', isInquiry: true, status: 'warning_under_review', daysAgo: 14 },
  { reason: 'fraudulent', status: 'needs_response', daysAgo: 2.2 },
  { reason: 'product_unacceptable', status: 'needs_response', daysAgo: 11.4 },
  { reason: 'fraudulent', status: 'lost' },
  { reason: 'general', status: 'won' },
  { reason: 'subscription_canceled', status: 'needs_response', daysAgo: 0.7 },
  { reason: 'fraudulent', status: 'under_review', daysAgo: 12 },
]

/** Charges that brought money in, oldest first. */
const paidCharges = (book: Book) =>
  book.charges.all().filter((charge) => charge.status === 'succeeded' && charge.captured)

/** Two of a hundred payments are refunded, in full or in part, some of them in several parts and by other hands. */
export function refundSome(book: Book, anchorSeconds: number): void {
  const { random } = book
  const paid = paidCharges(book)
  for (const [index, seeded] of paid.entries()) {
    const isNewest = paid.length - index <= 6
    if (isNewest || !random.chance(0.022)) continue
    const charge = book.charges.get(seeded.id)
    if (charge === undefined) continue
    const delay = Math.floor(3600 + random.next() ** 2 * 24 * 86400)
    const latest = anchorSeconds - 1800
    book.moment = Math.min(charge.created + delay, latest)
    if (book.moment <= charge.created) continue
    const step = stepOf(charge.currency)
    const part = Math.max(step, Math.floor((charge.amount * random.integer(15, 60)) / 100 / step) * step)
    const isPartial = random.chance(0.4) && part < charge.amount
    const byShop = random.chance(0.35)
    const refund = openRefund(book, charge, {
      amount: isPartial ? part : charge.amount,
      reason: random.weighted([['requested_by_customer', 70], ['duplicate', 10], ['fraudulent', 4], [null, 16]] as const),
      metadata: byShop ? { source: 'shop-backend', rma: `RMA-${random.integer(1000, 9999)}` } : {},
      instructionsEmail: charge.billing_details.email ?? undefined,
    }) // prettier-ignore
    if (refund.status === 'requires_action' && random.chance(0.3)) cancelRefund(book, refund)
    const rest = refundableAmount(book, book.charges.get(charge.id) ?? charge)
    if (isPartial && random.chance(0.25) && rest > 0) {
      book.moment = Math.min(book.moment + random.integer(3600, 5 * 86400), latest)
      openRefund(book, book.charges.get(charge.id) ?? charge, {
        amount: rest,
        reason: 'requested_by_customer',
        metadata: {},
        instructionsEmail: charge.billing_details.email ?? undefined,
      })
    }
  }
}

/** The last days hold one refund in each state, so that whoever opens the demo meets them all. */
export function showEveryRefund(book: Book, anchorSeconds: number): void {
  const recent = paidCharges(book).toReversed()
  const wanted: readonly (readonly [
    types: readonly string[],
    minutesAgo: number,
    then: 'wait' | 'fail' | 'cancel' | 'poor',
  ])[] = [
    [['sepa_debit', 'ideal', 'bancontact', 'klarna'], 1500, 'wait'],
    [['multibanco', 'konbini'], 700, 'wait'],
    [['multibanco', 'konbini'], 2100, 'cancel'],
    [['card'], 3100, 'fail'],
    [['card'], 400, 'poor'],
  ]
  const taken = new Set<string>()
  for (const [types, minutesAgo, then] of wanted) {
    const at = anchorSeconds - minutesAgo * 60
    const charge = recent.find(
      (each) =>
        each.created < at - 3600 &&
        // Refunds on their way count too.
        refundableAmount(book, each) === each.amount &&
        !taken.has(each.id) &&
        types.includes(String(each.payment_method_details['type'])),
    )
    if (charge === undefined) continue
    taken.add(charge.id)
    book.moment = at
    const refund = openRefund(book, charge, {
      amount: charge.amount,
      reason: 'requested_by_customer',
      metadata: {},
      instructionsEmail: charge.billing_details.email ?? undefined,
      lacksFunds: then === 'poor',
    })
    book.moment = at + 1200
    if (then === 'cancel') cancelRefund(book, refund)
    if (then === 'fail') failRefund(book, refund.id, 'lost_or_stolen_card')
  }
}

/** A handful of disputes in every state, on cards; those still open are recent, and some are to be answered soon. */
export function disputeSome(book: Book, anchorSeconds: number): void {
  const paid = paidCharges(book)
  const cards = paid.filter((charge) => charge.payment_method_details['type'] === 'card')
  const count = Math.min(Math.round(paid.length / 310), Math.floor(cards.length / 10))
  for (let index = 0; index < count; index += 1) {
    const facts = DISPUTES[index % DISPUTES.length]
    const charge = facts === undefined ? undefined : disputable(book, cards, facts, anchorSeconds)
    if (facts === undefined || charge === undefined) continue
    book.moment =
      facts.daysAgo === undefined
        ? Math.min(charge.created + book.random.integer(1, 6) * 86400, anchorSeconds - 7200)
        : Math.floor(anchorSeconds - facts.daysAgo * 86400)
    const dispute = openDispute(book, charge.id, facts.reason, facts.isInquiry ?? false)
    if (dispute === undefined || facts.status === dispute.status) continue
    book.moment = Math.min(book.moment + book.random.integer(5, 20) * 86400, anchorSeconds - 3600)
    moveDispute(book, dispute.id, facts.status)
  }
}

/** A charge that is neither refunded nor disputed yet: for an open dispute one of the days before it, else any of the year. */
function disputable(
  book: Book,
  cards: readonly Charge[],
  { daysAgo }: DisputeFacts,
  anchorSeconds: number,
): Charge | undefined {
  const opened = daysAgo === undefined ? anchorSeconds : anchorSeconds - daysAgo * 86400
  const share = daysAgo === undefined ? 0.2 + book.random.next() * 0.6 : 1 - book.random.next() * 0.02
  const before = cards.filter(({ created }) => created < opened - 3 * 86400)
  const last = Math.min(before.length - 1, Math.floor(before.length * share))
  for (let place = last; place > last - 10; place -= 1) {
    const charge = book.charges.get(before[place]?.id ?? '')
    if (charge !== undefined && !charge.disputed && charge.amount_refunded === 0) return charge
  }
  return undefined
}

/** Each Monday of the year the account was paid out, so that the balance is that of a shop and not of a hoard. */
export function payOutYear(book: Book, anchorSeconds: number): void {
  sortUnpaid(book)
  for (let at = payoutsAfter(anchorSeconds - 364 * 86400); at <= anchorSeconds; at = payoutsAfter(at)) {
    book.moment = at
    payOut(book)
  }
}
