// Expansion: what a request asks to have expanded, checked before anything is looked up, then put in place. Never changes a stored record.
import type { Book } from './book.ts'
import { EXPANDABLE, type ObjectName, type Target } from './expandable.ts'
import { withFirstLines } from './first-lines.ts'
import { withoutCreated, type Identified } from './records.ts'
import { isRefusal, refusals, type Refusal } from './refusals.ts'

export interface Expansion {
  [field: string]: Expansion
}

/**
 * Reads the `expand[]` paths of a request that answers with this object, or a list of it.
 * `mayRead` says whether the key may read the kinds of object it would uncover.
 */
export function readExpansion(
  paths: readonly string[],
  object: ObjectName,
  isList: boolean,
  mayRead: (object: ObjectName) => true | Refusal,
): Expansion | Refusal {
  const root: Expansion = {}
  for (const path of paths) {
    const parts = path.split('.')
    if (isList && parts[0] !== 'data') {
      const isKnown = Object.hasOwn(EXPANDABLE[object], parts[0] ?? '')
      return refusals.cannotExpand(path, isKnown ? `data.${path}` : undefined)
    }
    const inner = isList ? parts.slice(1) : parts
    if (inner.length === 0) return refusals.cannotExpand(path)
    if (inner.filter((part) => part !== 'data').length > 4) return refusals.expandTooDeep(path)
    const read = readPath(root, inner, EXPANDABLE[object], path, mayRead)
    if (isRefusal(read)) return read
  }
  return root
}

function readPath(
  into: Expansion,
  parts: readonly string[],
  fields: Readonly<Record<string, Target>>,
  path: string,
  mayRead: (object: ObjectName) => true | Refusal,
): true | Refusal {
  const [field, ...rest] = parts
  if (field === undefined) return true
  const target = Object.hasOwn(fields, field) ? fields[field] : undefined
  if (target === undefined) return refusals.cannotExpand(path)
  const next = (into[field] ??= {})
  switch (target.kind) {
    case 'nothing':
      return true
    case 'inside':
      return rest.length === 0
        ? refusals.cannotExpand(path)
        : readPath(next, rest, target.fields, path, mayRead)
    case 'list': {
      const allowed = mayRead(target.of)
      if (isRefusal(allowed)) return allowed
      if (rest.length === 0) return true
      if (rest[0] !== 'data') return refusals.cannotExpand(path)
      return readPath(next, rest.slice(1), EXPANDABLE[target.of], path, mayRead)
    }
    case 'object': {
      const allowed = mayRead(target.of)
      if (isRefusal(allowed)) return allowed
      return readPath(next, rest, EXPANDABLE[target.of], path, mayRead)
    }
  }
}

/** The object as it is sent, with the expansion put in place: a copy, at every level touched. */
export function expanded(book: Book, object: object, name: ObjectName, expansion: Expansion): object {
  return expandFields(book, withFirstLines(object), EXPANDABLE[name], expansion)
}

function expandFields(
  book: Book,
  object: object,
  fields: Readonly<Record<string, Target>>,
  expansion: Expansion,
): object {
  const names = Object.keys(expansion)
  if (names.length === 0) return object
  const copy: Record<string, unknown> = { ...object }
  for (const name of names) {
    const target = fields[name]
    const inner = expansion[name]
    if (target === undefined || inner === undefined) continue
    copy[name] = resolve(book, copy, name, target, inner)
  }
  return copy
}

function resolve(
  book: Book,
  holder: Readonly<Record<string, unknown>>,
  name: string,
  target: Target,
  inner: Expansion,
): unknown {
  const value = holder[name]
  switch (target.kind) {
    case 'nothing':
      return name === 'invoice_credit_balance' ? {} : name === 'tax' ? unknownTax : (value ?? undefined)
    case 'inside':
      return each(value, (part) =>
        typeof part === 'object' && part !== null ? expandFields(book, part, target.fields, inner) : part,
      )
    case 'list':
      return target.of === 'invoice_payment'
        ? paymentsOfInvoice(book, String(holder['id']), inner)
        : refundsOfCharge(book, String(holder['id']), inner)
    case 'object':
      return each(value, (id) => {
        const found = typeof id === 'string' ? find(book, target.of, id) : undefined
        return found === undefined ? id : expanded(book, found, target.of, inner)
      })
  }
}

const each = (value: unknown, of: (part: unknown) => unknown): unknown =>
  Array.isArray(value) ? value.map(of) : of(value)

const unknownTax = {
  automatic_tax: 'unrecognized_location',
  ip_address: null,
  location: null,
  provider: 'stripe',
}

/** The ten newest refunds of a charge, as `refunds` shows them when expanded. */
function refundsOfCharge(book: Book, charge: string, inner: Expansion): object {
  const data = [...book.refunds.walk({ where: ['charge', charge] })]
  return {
    object: 'list',
    data: data.slice(0, 10).map((refund) => expanded(book, refund, 'refund', inner)),
    has_more: data.length > 10,
    url: `/v1/charges/${charge}/refunds`,
  }
}

/** Everything that pays an invoice, as `payments` shows it when expanded. */
function paymentsOfInvoice(book: Book, invoice: string, inner: Expansion): object {
  const data = [...book.invoicePayments.walk({ where: ['invoice', invoice] })]
  return {
    object: 'list',
    data: data.map((payment) => expanded(book, payment, 'invoice_payment', inner)),
    has_more: false,
    url: '/v1/invoices/payments',
  }
}

const shown = <T extends Identified>(record: T | undefined) => record && withoutCreated(record)

/** The object as it stands, of the kinds that others refer to by their id. */
export function find(book: Book, name: ObjectName, id: string): object | undefined {
  switch (name) {
    case 'balance_transaction':
      return currentTransaction(book, id)
    case 'charge':
      return book.charges.get(id)
    case 'checkout.session':
      return book.checkoutSessions.get(id)
    case 'coupon':
      return book.coupons.get(id) ?? book.deletedCoupons.get(id)
    case 'customer':
      return book.deletedCustomers.get(id) ?? book.customers.get(id)
    case 'discount':
      return shown(book.discounts.get(id))
    case 'dispute':
      return book.disputes.get(id)
    case 'entitlements.feature':
      return shown(book.features.get(id))
    case 'event':
      return book.events.get(id)
    case 'invoice':
      return book.invoices.get(id)
    case 'invoice_payment':
      return book.invoicePayments.get(id)
    case 'invoiceitem':
      return shown(book.invoiceItems.get(id))
    case 'payment_intent':
      return book.paymentIntents.get(id)
    case 'payment_method':
      return book.paymentMethods.get(id)
    case 'payout':
      return book.payouts.get(id)
    case 'price':
      return book.prices.get(id)
    case 'product':
      return book.products.get(id)
    case 'promotion_code':
      return book.promotionCodes.get(id)
    case 'refund':
      return book.refunds.get(id)
    case 'setup_intent':
      return book.setupIntents.get(id)
    case 'subscription':
      return book.subscriptions.get(id)
    case 'subscription_schedule':
      return book.subscriptionSchedules.get(id)
    case 'test_helpers.test_clock':
      return book.testClocks.get(id)
    case 'account':
    case 'balance':
    case 'billing_portal.configuration':
    case 'billing_portal.session':
    case 'entitlements.active_entitlement':
    case 'line_item':
    case 'product_feature':
    case 'subscription_item':
      return undefined
  }
}

/** A balance transaction becomes available when its time comes, without an event. */
export function currentTransaction(book: Book, id: string) {
  const transaction = book.balanceTransactions.get(id)
  if (transaction === undefined || transaction.status === 'available') return transaction
  return transaction.available_on <= book.clock.nowSeconds()
    ? { ...transaction, status: 'available' as const }
    : transaction
}
