// /v1/invoiceitems: what waits for the next invoice of a customer or of a subscription, and what has been on one. Asked for here, or made
// by changes of subscriptions.
import type { Price } from '../billing-records.ts'
import type { Invoice, InvoiceItem } from '../invoice-records.ts'
import { currencyOf } from '../life/customers.ts'
import { amountsOf, changeItem, deleteItem, makeItem, priceOfAmount } from '../life/manual-items.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import { changedMetadata, fields, flag, integer, metadata, text, type Parsed } from '../parameters.ts'
import { withoutCreated, type Customer } from '../records.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { customerOf, subscriptionNamed } from './lookups.ts'
import { matchesValue, readOnly } from './read-only.ts'

const WRITE = ['rak_invoice_item_write'] as const
const PATH = '/v1/invoiceitems'
const missing = { noun: 'invoiceitem', param: 'invoiceitem' }

const reading = readOnly({
  path: PATH,
  answers: 'invoiceitem',
  collectionOf: (book) => book.invoiceItems,
  filters: { customer: text(), invoice: text(), pending: flag },
  notSimulated: ['customer_account'],
  matches: ({ customer, invoice }, asked) =>
    matchesValue(asked.customer, customer) &&
    matchesValue(asked.invoice, invoice) &&
    matchesValue(asked.pending, invoice === null),
  missing,
  shown: withoutCreated,
})

/** What may be said of an item, new or not. */
const facts = {
  amount: integer(),
  description: text(),
  discountable: flag,
  metadata,
  period: fields({ end: integer(), start: integer() }, ['end', 'start']),
  pricing: fields({ price: text() }),
  quantity: integer({ lowest: 0 }),
}
const parameters = { ...facts, currency: text(), customer: text(), invoice: text(), subscription: text() }
type Facts = Parsed<typeof facts>

const both = (left: string, right: string) =>
  refuse(400, { message: `You may only specify one of these parameters: ${left}, ${right}.` })

const combined = (currency: string) =>
  refuse(400, {
    message: `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${currency}.`,
  })

const notDraft = () =>
  refuse(400, {
    message: 'You can only change or delete invoice items that are on no invoice yet, or on a draft.',
  })

/** The price named; only one that is paid once can be an item's. */
function priceNamed({ book }: Pick<Call<typeof facts>, 'book'>, id: string): Price | Refusal {
  const price = book.prices.get(id)
  if (price === undefined)
    return refuse(400, {
      code: 'resource_missing',
      message: `No such price: '${id}'`,
      param: 'pricing[price]',
    })
  return price.recurring === null
    ? price
    : refuse(400, {
        message:
          'The price specified is set to `type=recurring` but this field only accepts prices with `type=one_time`.',
        param: 'pricing[price]',
      })
}

/** What an amount or a price comes to as a price and how many of it; undefined: neither was sent. */
function pricedAs(
  call: Pick<Call<typeof facts>, 'book'>,
  sent: Facts,
  { currency, description }: { currency: string | undefined; description: string | null },
): { price: Price; quantity: number } | undefined | Refusal {
  const { amount, pricing, quantity } = sent
  if (amount !== undefined && pricing?.price !== undefined) return both('amount', 'pricing')
  if (amount !== undefined && quantity !== undefined) return both('amount', 'quantity')
  if (pricing?.price !== undefined) {
    const price = priceNamed(call, pricing.price)
    if (isRefusal(price)) return price
    return currency === undefined || currency === price.currency
      ? { price, quantity: quantity ?? 1 }
      : refuse(400, {
          message: `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${currency}\`.`,
          param: 'pricing[price]',
        })
  }
  if (amount === undefined) return undefined
  if (currency === undefined) return refusals.missingParameter('currency')
  return { price: priceOfAmount(call.book, { amount, currency, description }), quantity: 1 }
}

/** The draft an item is to go on, if any: one of its customer's. */
function draftFor(call: Call<typeof parameters>, customer: Customer): Invoice | undefined | Refusal {
  const { invoice: id } = call.parameters
  if (id === undefined) return undefined
  const invoice = recordOf(call, (book) => book.invoices, id, { noun: 'invoice', param: 'invoice' })
  if (isRefusal(invoice)) return invoice
  if (invoice.customer !== customer.id)
    return refuse(400, {
      message: `The invoice ${id} does not belong to the customer ${customer.id}.`,
      param: 'invoice',
    })
  return invoice.status === 'draft' ? invoice : notDraft()
}

function create(call: Call<typeof parameters>): InvoiceItem | Refusal {
  const { book, parameters: sent } = call
  if (sent.customer === undefined) return refusals.missingParameter('customer')
  const customer = customerOf(call, sent.customer, 'customer')
  if (isRefusal(customer)) return customer
  const invoice = draftFor(call, customer)
  if (isRefusal(invoice)) return invoice
  const subscription = subscriptionNamed(call, sent.subscription)
  if (isRefusal(subscription)) return subscription
  if (subscription !== undefined && subscription.customer !== customer.id)
    return refusals.noSuch('subscription', subscription.id, 'subscription')
  const currency = sent.currency?.toLowerCase() ?? invoice?.currency
  const description = sent.description ?? null
  const known = currencyOf(book, customer)
  if (currency !== undefined && known !== null && currency !== known) return combined(known)
  const priced = pricedAs(call, sent, { currency, description })
  if (isRefusal(priced)) return priced
  if (priced === undefined) return refusals.missingParameter('amount')
  if (known !== null && priced.price.currency !== known) return combined(known)
  return makeItem(book, {
    ...priced,
    customer,
    description: description ?? nameOf(call, sent, priced.price),
    discountable: sent.discountable ?? priced.price.unit_amount >= 0,
    metadata: changedMetadata({}, sent.metadata),
    ...(invoice === undefined ? {} : { invoice }),
    ...(sent.period === undefined
      ? {}
      : { period: { start: sent.period.start ?? 0, end: sent.period.end ?? 0 } }),
    ...(subscription === undefined ? {} : { subscription: subscription.id }),
  })
}

/** An item of a price is called what its product is. */
const nameOf = ({ book }: Call<typeof parameters>, { pricing }: Facts, { product }: Price): string | null =>
  pricing?.price === undefined ? null : (book.products.get(product)?.name ?? null)

/** The item in the path, where it can still be changed. */
function changeable(call: Pick<Call<typeof facts>, 'book' | 'ids' | 'otherMode'>): InvoiceItem | Refusal {
  const item = recordOf(call, (book) => book.invoiceItems, call.ids['id'] ?? '', missing)
  if (isRefusal(item) || item.invoice === null) return item
  return call.book.invoices.get(item.invoice)?.status === 'draft' ? item : notDraft()
}

function update(call: Call<typeof facts>, item: InvoiceItem): InvoiceItem | Refusal {
  const { book, parameters: sent } = call
  const { description, discountable, period } = sent
  if (item.proration && (sent.amount ?? sent.quantity ?? sent.pricing) !== undefined)
    return refuse(400, { message: 'The amount of a proration cannot be changed.' })
  const name = description ?? item.description
  const priced = pricedAs(call, sent, { currency: item.currency, description: name })
  if (isRefusal(priced)) return priced
  const { price: own } = item.pricing['price_details'] as { price: string }
  const price = priced?.price ?? book.prices.get(own)
  const isCounted = priced !== undefined || sent.quantity !== undefined
  return changeItem(book, item, {
    description: name,
    ...(discountable === undefined ? {} : { discountable }),
    ...(period === undefined ? {} : { period: { start: period.start ?? 0, end: period.end ?? 0 } }),
    ...(sent.metadata === undefined ? {} : { metadata: changedMetadata(item.metadata, sent.metadata) }),
    ...(isCounted && price !== undefined
      ? amountsOf(price, priced?.quantity ?? sent.quantity ?? item.quantity)
      : {}),
  })
}

const shown = (item: InvoiceItem | Refusal) => (isRefusal(item) ? item : withoutCreated(item))

export const invoiceItemOperations: readonly Operation[] = [
  ...reading,
  operation({
    method: 'POST',
    path: PATH,
    answers: 'invoiceitem',
    permissions: WRITE,
    parameters,
    notSimulated: [
      'customer_account', 'discounts', 'price_data', 'quantity_decimal', 'tax_behavior', 'tax_code', 'tax_rates', 'unit_amount_decimal',
    ], // prettier-ignore
    run: (call) => shown(create(call)),
  }),
  operation({
    method: 'POST',
    path: `${PATH}/:id`,
    answers: 'invoiceitem',
    permissions: WRITE,
    parameters: facts,
    notSimulated: [
      'discounts', 'invoicing_rules', 'price_data', 'quantity_decimal', 'tax_behavior', 'tax_code', 'tax_rates', 'unit_amount_decimal',
    ], // prettier-ignore
    run: (call) => {
      const item = changeable(call)
      return shown(isRefusal(item) ? item : update(call, item))
    },
  }),
  operation({
    method: 'DELETE',
    path: `${PATH}/:id`,
    answers: 'invoiceitem',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const item = changeable(call)
      if (isRefusal(item)) return item
      deleteItem(call.book, item)
      return { id: item.id, object: 'invoiceitem', deleted: true }
    },
  }),
]
