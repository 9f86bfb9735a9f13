// Makes a hosted page on which somebody pays an amount or a price: a Checkout Session in payment mode, never a Charge.
import type Stripe from 'stripe'
import {
  success,
  type ChangeFinding,
  type ChangeOf,
  type ChangeOrder,
  type Result,
} from '../../../../src/contract/index.ts'
import { canonicalJson } from '../../../../src/domain/canonical-json.ts'
import { currencyRule, spokenAmount } from '../../../../src/domain/money.ts'
import { whyNotWritten } from '../../../../src/domain/note-text.ts'
import { unitIn } from '../../../../src/domain/subscription-value.ts'
import { idOf } from '../../../store/projections/shapes.ts'
import { finding, type Kind } from '../kind.ts'
import { nameOf } from '../methods.ts'
import type { StripeReader } from '../reader.ts'
import {
  emailFinding,
  findSession,
  pageFinding,
  pagesForAnybody,
  pagesSince,
  readCustomerIfAny,
  sessionEffect,
  successUrl,
  type ExpectedSession,
} from './session.ts'

type What = ChangeOf<'payment_session'>['what']

interface Priced {
  words: string
  /** What the page asks for; null where Stripe works it out. */
  total: ExpectedSession['total'] | null
  /** What is paid for, for the payment; null where it has no name here. */
  description: string | null
  findings: ChangeFinding[]
  lineItem: Stripe.Checkout.SessionCreateParams.LineItem
}

export const paymentSession: Kind<'payment_session'> = {
  action: 'change',
  held: false,
  objectId: ({ customerId }) => customerId ?? 'new',
  // Two pages for the same thing would be paid twice: while the outcome of one is not known, no second is made. One that can still be paid is said.
  blocks: ({ customerId, what }) =>
    `payment_session of ${customerId ?? `somebody new for ${canonicalJson(what)}`}`,

  async judge(stripe, { customerId, what, successUrl: asked }) {
    const [customer, leadsTo, priced] = await Promise.all([
      readCustomerIfAny(stripe, customerId),
      successUrl(stripe, asked),
      price(stripe, what),
    ])
    if (!customer.ok) return customer
    if (!leadsTo.ok) return leadsTo
    if (!priced.ok) return priced
    const payer = customer.value
    const { words, total, description, findings, lineItem } = priced.value
    const open = await openPages(stripe, customerId, total)
    if (!open.ok) return open
    return success({
      words: `A page is made on which ${payer === null ? 'whoever gets its link' : nameOf(payer)} can pay ${words}.`,
      findings: [
        ...findings,
        ...open.value,
        leadsTo.value.finding,
        ...(payer === null ? [] : [emailFinding(payer)]),
      ],
      base: null,
      payload: (marks): Stripe.Checkout.SessionCreateParams => ({
        mode: 'payment',
        ...(customerId === null ? {} : { customer: customerId }),
        line_items: [lineItem],
        success_url: leadsTo.value.url,
        metadata: { ...marks },
        payment_intent_data: { ...(description === null ? {} : { description }), metadata: { ...marks } },
      }),
    })
  },

  send: (stripe, _, payload, options) => stripe.checkout.sessions.create(payload, options),

  effectOf: (object, change, orderId) => sessionEffect(object, orderId, expected(change)),

  find: (stripe, change, order: ChangeOrder) => findSession(stripe, order, expected(change)),
}

/** Stripe closes a page a day after it was made; another day for clocks that differ. */
const longestOpenSeconds = 2 * 86_400

/** What is said of pages that can still be paid: a customer's, or of nobody in particular those that ask for as much. */
async function openPages(
  stripe: StripeReader,
  customerId: string | null,
  total: Priced['total'],
): Promise<Result<ChangeFinding[]>> {
  const since = Math.floor(stripe.now() / 1000) - longestOpenSeconds
  if (customerId === null) return total ? pagesForAnybody(stripe, total, since) : success([])
  const pages = await pagesSince(stripe, customerId, since)
  if (!pages.ok) return pages
  const open = (pages.value ?? []).filter(({ status }) => status === 'open')
  return success(open.map((page) => pageFinding(page, ' before')))
}

function expected({ customerId, what }: ChangeOf<'payment_session'>): ExpectedSession {
  if ('priceId' in what) return { mode: 'payment', customerId }
  const { amount, currency } = what
  return { mode: 'payment', customerId, total: { amount, currency } }
}

async function price(stripe: StripeReader, what: What): Promise<Result<Priced>> {
  if ('priceId' in what) return knownPrice(stripe, what.priceId, what.quantity)
  const { amount, currency, description } = what
  const forbidden = whyNotWritten(description)
  return success({
    words: `${spokenAmount(amount, currency)} for ${description}`,
    total: { amount, currency },
    description,
    findings: [
      amountFinding(amount, currency),
      ...(forbidden === null ? [] : [finding('text', 'stop', forbidden)]),
    ],
    lineItem: {
      price_data: { currency, unit_amount: amount, product_data: { name: description } },
      quantity: 1,
    },
  })
}

function amountFinding(amount: number, currency: string): ChangeFinding {
  const { step } = currencyRule(currency)
  return amount % step === 0
    ? finding('amount', 'ok', `${spokenAmount(amount, currency)} in all.`)
    : finding('amount', 'stop', `Stripe takes amounts in ${currency.toUpperCase()} only in steps of ${step}.`)
}

async function knownPrice(stripe: StripeReader, priceId: string, quantity: number): Promise<Result<Priced>> {
  const read = await stripe.one((sdk) => sdk.prices.retrieve(priceId))
  if (!read.ok) return read
  const { active, type, currency, product } = read.value
  // Where Stripe reckons with packages of units, the unit times the quantity is another sum than the page asks for.
  const unit = unitIn<Pick<Stripe.Price, 'unit_amount'>>(read.value, currency)?.unit_amount ?? null
  const total = unit === null ? null : unit * quantity
  // Customers read it on their receipts: the price's own nickname is hidden from them.
  const name = stripe.own.nameOf(idOf(product) ?? '')
  const words = total === null ? `${quantity} × ${priceId}` : spokenAmount(total, currency)
  return success({
    words,
    total: total === null ? null : { amount: total, currency },
    description: name === null || quantity === 1 ? name : `${quantity} × ${name}`,
    findings: [priceFinding(active, type, total === null ? null : words)],
    lineItem: { price: priceId, quantity },
  })
}

function priceFinding(active: boolean, type: Stripe.Price.Type, total: string | null): ChangeFinding {
  if (!active) return finding('amount', 'stop', 'This price is archived at Stripe: nothing is sold at it.')
  if (type === 'recurring')
    return finding('amount', 'stop', 'This price recurs: it is sold as a subscription, not as one payment.')
  return total === null
    ? finding('amount', 'unknown', 'Stripe works out what this price comes to.')
    : finding('amount', 'ok', `${total} in all.`)
}
