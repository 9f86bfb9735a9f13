// One purchase while the clock runs: a customer, known or new, orders something and pays, or tries to.
// What follows of it is left to the clock. It must follow from the given chance and the book alone, so that it can be repeated.
import type { Book } from '../book.ts'
import { makeCardMethod } from '../life/payment-methods.ts'
import { attemptPayment, openIntent } from '../life/payments.ts'
import { beginSubscription } from '../life/renewals.ts'
import type { Random } from '../random.ts'
import type { PaymentIntent, PaymentMethod } from '../records.ts'
import type { CardBehaviour } from '../test-cards.ts'
import { MARKETS, SUBSCRIPTIONS } from './business.ts'
import { inviteBuyer, isReusable, makeMethod, marketOf, type Buyer } from './buyers.ts'
import { openCatalogue } from './catalogue.ts'
import { chooseOrder, DECLINES, orderFacts, RETURN_URL } from './orders.ts'
import { inventCard } from './people.ts'

type Ending =
  'paid' | 'declined' | 'declined_then_paid' | 'authenticated' | 'authentication_failed' | 'abandoned'

/** Of a hundred purchases by card, how each ends. Other methods are paid. */
const ENDINGS: readonly (readonly [Ending, number])[] = [
  ['paid', 68],
  ['declined', 9],
  ['declined_then_paid', 6],
  ['authenticated', 12],
  ['authentication_failed', 2],
  ['abandoned', 3],
]

/** How often a purchase is the first period of a subscription. */
const SUBSCRIBES = 0.06

function subscribe(book: Book, random: Random, { customer, market, method }: Buyer): void {
  const price = openCatalogue(book).priceOf(random.weighted(SUBSCRIPTIONS), market)
  beginSubscription(book, { customer: customer.id, price }, method)
}

export function buySomething(book: Book, random: Random): void {
  const buyer = (random.chance(0.8) ? knownBuyer(book, random) : undefined) ?? newBuyer(book, random)
  if (isReusable(buyer.method) && random.chance(SUBSCRIBES)) {
    subscribe(book, random, buyer)
    return
  }
  const order = chooseOrder(random, book.paymentIntents.size())
  const ending = random.weighted(ENDINGS)
  const method = methodFor(book, random, buyer, ending)
  const intent = openIntent(book, {
    ...orderFacts(random, buyer, order),
    paymentMethodTypes: method.type === 'card' ? ['card', 'link'] : [method.type],
  })
  const attempt = (behaviour?: CardBehaviour, authenticated = false) => {
    const current = book.paymentIntents.get(intent.id)
    if (current !== undefined && isStillWanted(current, authenticated))
      attemptPayment(book, current, method, {
        ...methodBehaviour(book, method, behaviour),
        authenticated,
        returnUrl: RETURN_URL,
      })
  }
  // Seconds from the order to the first attempt, and from there to what the customer does next.
  const first = book.now() + random.integer(2, 12)
  const then = first + random.integer(12, 80)
  const code = random.weighted(DECLINES)
  const declines: CardBehaviour = { kind: 'declines', code, onAttach: false }
  const asks = (thenDeclines: boolean): CardBehaviour => ({ kind: 'asks_for_authentication', thenDeclines })
  const at = (second: number, behaviour?: CardBehaviour, authenticated?: boolean) =>
    book.clock.schedule(second, () => attempt(behaviour, authenticated))

  switch (ending) {
    case 'paid':
      at(first)
      return
    case 'declined':
      at(first, declines)
      return
    case 'declined_then_paid':
      at(first, declines)
      at(then)
      return
    case 'authenticated':
    case 'authentication_failed':
      at(first, asks(ending === 'authentication_failed'))
      at(then, asks(ending === 'authentication_failed'), true)
      return
    case 'abandoned':
      at(first, asks(false))
      return
  }
}

/** In the shop an invented card does what the ending says, whatever befell it at a renewal. */
function methodBehaviour(
  book: Book,
  method: PaymentMethod,
  behaviour: CardBehaviour | undefined,
): { readonly behaviour?: CardBehaviour } {
  if (behaviour !== undefined) return { behaviour }
  return book.testCards.has(method.id) ? {} : { behaviour: { kind: 'succeeds' } }
}

/** Somebody may have canceled it, or paid it by another hand, meanwhile. */
const isStillWanted = ({ status }: PaymentIntent, authenticated: boolean): boolean =>
  status === (authenticated ? 'requires_action' : 'requires_payment_method')

/** A customer of the book who lives where the shop sells; a few tries, since others may have made customers too. */
function knownBuyer(book: Book, random: Random): Buyer | undefined {
  for (let tries = 0; tries < 5; tries += 1) {
    const customer = book.customers.nth(Math.floor(random.next() * book.customers.size()))
    const market = customer === undefined ? undefined : marketOf(customer)
    if (customer === undefined || market === undefined || book.deletedCustomers.has(customer.id)) continue
    const kept = book.paymentMethods.get(customer.invoice_settings.default_payment_method ?? '')
    const method = kept ?? makeMethod(book, random, market, customer, book.now())
    if (kept === undefined) book.emit('payment_method.attached', method)
    return { customer, market, method }
  }
  return undefined
}

function newBuyer(book: Book, random: Random): Buyer {
  const buyer = inviteBuyer(book, random, random.weighted(MARKETS), {
    number: book.customers.size(),
    cardsFrom: book.now(),
  })
  book.emit('payment_method.attached', buyer.method)
  if (isReusable(buyer.method))
    book.emit('customer.updated', buyer.customer, {
      invoice_settings: { ...buyer.customer.invoice_settings, default_payment_method: null },
    })
  return buyer
}

/** Only cards are declined or ask for 3-D Secure here. */
function methodFor(book: Book, random: Random, buyer: Buyer, ending: Ending): PaymentMethod {
  if (ending === 'paid' || buyer.method.type === 'card') return buyer.method
  const { billing_details: billing } = buyer.method
  const card = makeCardMethod(book, inventCard(random, buyer.market, book.now()), {
    billing,
    customer: buyer.customer.id,
  })
  book.emit('payment_method.attached', card)
  return card
}
