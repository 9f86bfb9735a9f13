// Writes the year before the anchor into an empty book: customers, payments, refunds, disputes and payouts, through the same functions requests use.
import type { Book } from '../book.ts'
import { makeCardMethod, makeTestCardMethod } from '../life/payment-methods.ts'
import { attemptPayment, cancelIntent, openIntent, type AttemptOptions } from '../life/payments.ts'
import type { PaymentIntent, PaymentMethod } from '../records.ts'
import { testCardByToken } from '../test-cards.ts'
import { disputeSome, payOutYear, refundSome, showEveryRefund } from './aftermath.ts'
import { MARKETS } from './business.ts'
import { inviteBuyer, type Buyer } from './buyers.ts'
import { chooseOrder, DECLINES, orderFacts, RETURN_URL } from './orders.ts'
import { inventCard } from './people.ts'
import { earlierTimes, paymentTimes } from './rhythm.ts'
import { showEveryState } from './showcase.ts'
import { subscribeSome } from './subscribers.ts'

export interface YearSize {
  readonly customers: number
  readonly payments: number
}

/** A shop with fewer payments sells no app: what there is shows other things. */
const FEWEST_WITH_APP = 600

/** Of a hundred payments of a mature shop, how each ends. */
type Ending =
  'paid' | 'declined' | 'declined_then_paid' | 'unfinished' | 'authentication' | 'canceled' | 'to_capture'

/** Fills the book; afterwards everything that was due by the anchor has happened. */
export function writeYear(book: Book, anchorSeconds: number, size: YearSize): void {
  if (size.payments <= 0) return
  book.isBeingWritten = true
  const buyers = inviteBuyers(book, anchorSeconds, Math.max(1, size.customers))
  const renewals = subscribeSome(book, buyers, anchorSeconds, size.payments)
  const times = paymentTimes(book.random, anchorSeconds, size.payments - renewals)
  sell(book, buyers, times, { anchorSeconds, newest: times.length })
  settle(book)
  if (size.payments >= FEWEST_WITH_APP) showEveryState(book, anchorSeconds)
  settle(book)
  // Some subscriptions ended early: what they would have paid is sold in the shop instead, long before the newest payments.
  const missing = size.payments - book.paymentIntents.size()
  sell(book, buyers, earlierTimes(book.random, anchorSeconds, missing), {
    anchorSeconds,
    newest: times.length + missing,
    from: times.length,
  })
  settle(book)
  refundSome(book, anchorSeconds)
  settle(book)
  showEveryRefund(book, anchorSeconds)
  disputeSome(book, anchorSeconds)
  payOutYear(book, anchorSeconds)
  settle(book)
  book.isBeingWritten = false
}

interface Selling {
  readonly anchorSeconds: number
  /** The place of the first order of these, and of the newest of all. */
  readonly from?: number
  readonly newest: number
}

function sell(
  book: Book,
  buyers: readonly Buyer[],
  times: readonly number[],
  { anchorSeconds, from = 0, newest }: Selling,
): void {
  for (const [place, at] of times.entries()) {
    const index = from + place
    book.moment = at
    // What is sold afterwards is none of the newest.
    const fromEnd = from === 0 ? newest - index : newest
    pay(book, chooseBuyer(book, buyers, index), { at, index, fromEnd, anchorSeconds })
  }
}

/** Lets everything that became due by now happen, each at its own second. */
function settle(book: Book): void {
  book.moment = null
  book.clock.settle()
}

function inviteBuyers(book: Book, anchorSeconds: number, count: number): Buyer[] {
  const { random } = book
  return Array.from({ length: count }, (_, number): Buyer => {
    const market = random.weighted(MARKETS)
    const joined =
      anchorSeconds - Math.floor(365 * 86400 * (number < count * 0.4 ? 1 : 1 - random.next() ** 1.2))
    book.moment = Math.min(joined, anchorSeconds - 3600)
    return inviteBuyer(book, random, market, { number, cardsFrom: anchorSeconds })
  }).toSorted((left, right) => left.customer.created - right.customer.created)
}

/** Only those who have already joined buy; a few buy much, most little. */
function chooseBuyer(book: Book, buyers: readonly Buyer[], index: number): Buyer {
  const at = book.now()
  let joined = buyers.length
  while (joined > 1 && (buyers[joined - 1]?.customer.created ?? 0) > at) joined -= 1
  const place = Math.floor(book.random.next() ** 1.35 * joined)
  const scattered = (place * 7919 + (index % 3)) % joined
  const buyer = buyers[scattered] ?? buyers[0]
  if (buyer === undefined) throw new Error('A year needs at least one customer')
  return buyer
}

interface Occasion {
  readonly at: number
  readonly index: number
  /** 1 for the newest payment. */
  readonly fromEnd: number
  readonly anchorSeconds: number
}

/** One payment from first attempt to its end. */
function pay(book: Book, buyer: Buyer, occasion: Occasion): void {
  const { random } = book
  const order = chooseOrder(random, occasion.index)
  const ending = endingOf(book, occasion)
  const method = methodFor(book, buyer, occasion, ending)
  const intent = openIntent(book, {
    ...orderFacts(random, buyer, order),
    paymentMethodTypes: method.type === 'card' ? ['card', 'link'] : [method.type],
    captureMethod: ending === 'to_capture' ? 'manual' : 'automatic_async',
  })
  book.moment = occasion.at + 2
  finish(book, intent, method, ending)
}

function finish(book: Book, intent: PaymentIntent, method: PaymentMethod, ending: Ending): void {
  const decline = (): PaymentIntent =>
    attemptPayment(book, intent, method, {
      behaviour: { kind: 'declines', code: book.random.weighted(DECLINES), onAttach: false },
    }).intent
  switch (ending) {
    case 'paid':
    case 'to_capture':
      attemptPayment(book, intent, method, inTheShop(book, method))
      return
    case 'declined':
      decline()
      return
    case 'declined_then_paid': {
      const declined = decline()
      book.moment = book.now() + book.random.integer(40, 900)
      attemptPayment(book, declined, method, inTheShop(book, method))
      return
    }
    case 'authentication':
      attemptPayment(book, intent, method, {
        behaviour: { kind: 'asks_for_authentication', thenDeclines: false },
        returnUrl: RETURN_URL,
      })
      return
    case 'canceled':
      book.moment = book.now() + book.random.integer(600, 86400)
      cancelIntent(book, intent, 'abandoned')
      return
    case 'unfinished':
      return
  }
}

/** An invented card pays in the shop, whatever befalls it at a renewal. */
const inTheShop = (book: Book, method: PaymentMethod): AttemptOptions =>
  book.testCards.has(method.id) ? {} : { behaviour: { kind: 'succeeds' } }

function endingOf(book: Book, { at, fromEnd, anchorSeconds }: Occasion): Ending {
  const ageDays = (anchorSeconds - at) / 86400
  // The newest few show every state a newcomer should meet, whatever the dice say.
  if (fromEnd === 4) return 'declined'
  if (fromEnd === 7) return 'to_capture'
  if (fromEnd === 9) return 'authentication'
  if (fromEnd === 2 || fromEnd === 3 || fromEnd === 5) return 'paid'
  return book.random.weighted<Ending>([
    ['paid', 80.6],
    ['declined', 15.2],
    ['declined_then_paid', 2.4],
    ['canceled', ageDays > 2 ? 0.8 : 0],
    ['unfinished', 0.5],
    ['authentication', ageDays < 3 ? 2 : 0.2],
    ['to_capture', ageDays < 5 ? 2 : 0],
  ])
}

/** Mostly the buyer's own method; now and then one of the cards whose refunds behave oddly. */
function methodFor(book: Book, buyer: Buyer, { fromEnd }: Occasion, ending: Ending): PaymentMethod {
  const { random } = book
  const options = { billing: buyer.method.billing_details, customer: buyer.customer.id }
  const odd =
    fromEnd === 3 || (fromEnd > 20 && random.chance(0.0025))
      ? 'pm_card_pendingRefund'
      : fromEnd === 5 || (fromEnd > 20 && random.chance(0.0015))
        ? 'pm_card_refundFail'
        : null
  const testCard = odd === null ? undefined : testCardByToken(odd)
  if (testCard !== undefined && !book.livemode) return makeTestCardMethod(book, testCard, options)
  const needsCard = ending !== 'paid' || fromEnd === 2
  if (needsCard && buyer.method.type !== 'card')
    return makeCardMethod(book, inventCard(random, buyer.market, book.now()), options)
  return buyer.method
}
