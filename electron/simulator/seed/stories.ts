// A story of the app's customers: somebody subscribes on a day of the past, and on later days something becomes of it. Sets the clock
// to tell it; what happens at a renewal is the renewal's. Nothing of it falls into the hours of the newest payments.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import { collectAtOnce } from '../life/collecting.ts'
import { makeCustomer } from '../life/customers.ts'
import { makeCardMethod } from '../life/payment-methods.ts'
import { periodEnd } from '../life/periods.ts'
import { draftFirst, waitForFirst, watch } from '../life/renewals.ts'
import type { SubscriptionFacts } from '../life/subscriptions.ts'
import type { Customer, PaymentMethod } from '../records.ts'
import type { CardBehaviour } from '../test-cards.ts'
import { MARKETS, type Market } from './business.ts'
import { billingOf, inviteBuyer } from './buyers.ts'
import { inventCard, inventPerson } from './people.ts'

const HOUR = 3600
const DAY = 86_400
/** Before the anchor's time of day: what is drafted, finalized and tried then is over before the newest payments. */
const QUIET_HOURS = 10

export interface Story {
  /** Where they live: a country where the app is sold. */
  readonly from: string
  /** When they subscribe, seconds. */
  readonly at: number
  readonly wants: (at: number) => Omit<SubscriptionFacts, 'customer' | 'defaultPaymentMethod'>
  /** What they pay with: the customer's default, a card of the subscription's own beside it, or nothing yet. */
  readonly pays?: 'by_default' | 'by_own_card' | 'with_nothing'
  /** What their card does at first; it pays unless told. */
  readonly card?: CardBehaviour
  readonly turns?: readonly Turn[]
}

/** What happens at a second, to the subscription as it then is. */
export interface Turn {
  readonly at: number
  readonly act: (book: Book, subscription: Subscription, method: PaymentMethod | undefined) => void
}

/** The second so many days before the anchor; below zero, after it. */
export const daysAgo = (anchor: number, days: number): number =>
  Math.round(anchor - days * DAY) - QUIET_HOURS * HOUR

/** When to begin so that the period that has just ended did so many days ago, after so many whole months. */
export function monthsBefore(anchor: number, months: number, days: number): number {
  const at = daysAgo(anchor, days)
  return periodEnd(at, { interval: 'month', interval_count: -months }, at)
}

/** Lets the clock tell it. */
export function tell(book: Book, story: Story): void {
  const market = MARKETS.find(([{ country }]) => country === story.from)?.[0]
  if (market === undefined) return
  book.clock.schedule(story.at, () => {
    const { customer, method } = invite(book, market, story)
    const made = begin(book, { ...story.wants(story.at), customer: customer.id }, { customer, method, story })
    for (const { at, act } of story.turns ?? [])
      book.clock.schedule(at, () => {
        const subscription = book.subscriptions.get(made.id)
        if (subscription !== undefined) act(book, subscription, payingMethod(book, subscription))
      })
  })
}

interface Invited {
  readonly customer: Customer
  readonly method: PaymentMethod | undefined
}

function invite(book: Book, market: Market, { card, pays = 'by_default' }: Story): Invited {
  const number = book.customers.size()
  if (pays === 'with_nothing') {
    const { address, email, name } = inventPerson(book.random, market, number)
    const { currency, locale } = market
    const facts = { address, currency, email, name, preferred_locales: [locale] }
    const metadata = { shop_customer: `AQ-${10_000 + number}` }
    return { customer: makeCustomer(book, { ...facts, metadata }), method: undefined }
  }
  const byCard: Market = { ...market, methods: [['card', 1]] }
  const { customer, method } = inviteBuyer(book, book.random, byCard, { number, cardsFrom: book.now() })
  feel(book, method, card ?? { kind: 'succeeds' })
  return { customer, method }
}

/** What the method does from now on. */
export function feel(book: Book, method: PaymentMethod | undefined, behaviour: CardBehaviour): void {
  if (method !== undefined) book.moods.set(method.id, { behaviour, left: Infinity })
}

/** Another card of the same customer's, which pays; it is no default of theirs. */
export function anotherCard(book: Book, customer: Customer, country: string): PaymentMethod {
  const market = MARKETS.find(([known]) => known.country === country)?.[0] ?? MARKETS[0]?.[0]
  if (market === undefined) throw new Error('The app is sold nowhere')
  const card = makeCardMethod(book, inventCard(book.random, market, book.now()), {
    billing: billingOf(customer),
    customer: customer.id,
  })
  feel(book, card, { kind: 'succeeds' })
  return card
}

function begin(
  book: Book,
  facts: SubscriptionFacts,
  { customer, method, story }: Invited & { readonly story: Story },
): Subscription {
  const own = story.pays === 'by_own_card' ? anotherCard(book, customer, story.from) : undefined
  const { draft, subscription } = draftFirst(book, { ...facts, defaultPaymentMethod: own?.id ?? null })
  collectAtOnce(book, draft, { method: own ?? method })
  waitForFirst(book, subscription)
  const made = book.subscriptions.get(subscription.id) ?? subscription
  watch(book, made)
  return made
}

function payingMethod(book: Book, { customer, default_payment_method: own }: Subscription) {
  const settings = book.customers.get(customer)?.invoice_settings
  return book.paymentMethods.get(own ?? settings?.default_payment_method ?? '')
}
