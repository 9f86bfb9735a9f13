// Invoices that somebody asks for: made as drafts, changed, sent, deleted. What they come to is in life/manual-invoices.ts.
import type { Subscription } from '../billing-records.ts'
import type { Invoice, InvoiceItem } from '../invoice-records.ts'
import { advanceLater, finalizeByHand, tryAt } from '../life/collecting.ts'
import { currencyOf } from '../life/customers.ts'
import { pendingItems } from '../life/invoice-items.ts'
import { DRAFT_LASTS_SECONDS } from '../life/invoice-shape.ts'
import { deleteDraft, draftByHand } from '../life/manual-invoices.ts'
import { sendInvoice } from '../life/sending.ts'
import { told } from '../life/standing.ts'
import { operation, recordOf, type Call, type Operation } from '../operations.ts'
import {
  changedMetadata,
  flag,
  integer,
  metadata,
  oneOf,
  text,
  type Parsed,
  type Rules,
} from '../parameters.ts'
import type { Customer } from '../records.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import { chargeableMethodOf, customerOf, subscriptionNamed } from './lookups.ts'
import { COLLECTION } from './subscription-rules.ts'

const WRITE = ['rak_invoice_write'] as const
// Unlike the reading of one, what is done to one names its id `id`.
const missing = { noun: 'invoice', param: 'id' }

export const invoiceOf = (call: Pick<Call<Rules>, 'book' | 'ids' | 'otherMode'>): Invoice | Refusal =>
  recordOf(call, (book) => book.invoices, call.ids['id'] ?? '', missing)

/** What may be said of an invoice, new or not. */
const facts = {
  auto_advance: flag,
  collection_method: COLLECTION,
  days_until_due: integer({ lowest: 0 }),
  default_payment_method: text(),
  description: text(),
  due_date: integer(),
  metadata,
}
const parameters = {
  ...facts,
  currency: text(),
  customer: text(),
  pending_invoice_items_behavior: oneOf(['exclude', 'include']),
  subscription: text(),
}
type Facts = Parsed<typeof facts>

const NOT_SIMULATED = [
  'account_tax_ids', 'application_fee_amount', 'automatic_tax', 'automatically_finalizes_at', 'custom_fields', 'default_source',
  'default_tax_rates', 'discounts', 'effective_at', 'footer', 'issuer', 'number', 'on_behalf_of', 'payment_settings', 'rendering',
  'shipping_cost', 'shipping_details', 'statement_descriptor', 'transfer_data',
] as const // prettier-ignore

/** By when it is to be paid, or why that can't be so. */
function dueOf(
  sent: Facts,
  method: Invoice['collection_method'],
  known: number | null,
  created: number,
): number | null | Refusal {
  const { days_until_due: days, due_date: date } = sent
  if (days !== undefined && date !== undefined)
    return refuse(400, { message: 'You may only specify one of these parameters: days_until_due, due_date.' })
  if (method === 'charge_automatically')
    return days === undefined && date === undefined
      ? null
      : refuse(400, {
          message: `\`${days === undefined ? 'due_date' : 'days_until_due'}\` can only be set when \`collection_method\` is \`send_invoice\`.`,
          param: days === undefined ? 'due_date' : 'days_until_due',
        })
  if (date !== undefined) return date
  if (days !== undefined) return created + days * 86_400
  return known ?? refusals.missingParameter('days_until_due')
}

const nothingToInvoice = () =>
  refuse(400, {
    code: 'invoice_no_customer_line_items',
    message: 'Nothing to invoice for customer',
    param: 'customer',
  })

/** What of the pending items it is to bill. */
function billedBy(
  { book, parameters: sent }: Call<typeof parameters>,
  customer: Customer,
  subscription: Subscription | null,
): readonly InvoiceItem[] {
  if (sent.pending_invoice_items_behavior !== 'include') return []
  const currency = sent.currency?.toLowerCase()
  return pendingItems(
    book,
    customer.id,
    (item) =>
      (currency === undefined || item.currency === currency) &&
      (subscription === null
        ? item.parent === null
        : item.parent?.subscription_details.subscription === subscription.id),
  )
}

function create(call: Call<typeof parameters>): Invoice | Refusal {
  const { book, parameters: sent } = call
  const subscription = subscriptionNamed(call, sent.subscription) ?? null
  if (isRefusal(subscription)) return subscription
  const named = sent.customer ?? subscription?.customer
  if (named === undefined) return refusals.missingParameter('customer')
  const customer = customerOf(call, named, 'customer')
  if (isRefusal(customer)) return customer
  if (subscription !== null && subscription.customer !== customer.id)
    return refusals.noSuch('subscription', subscription.id, 'subscription')
  const method = sent.collection_method ?? 'charge_automatically'
  const due = dueOf(sent, method, null, book.now())
  if (isRefusal(due)) return due
  const card = methodNamed(call, sent, customer.id)
  if (isRefusal(card)) return card
  const items = billedBy(call, customer, subscription)
  if (sent.pending_invoice_items_behavior === 'include' && items.length === 0) return nothingToInvoice()
  const known = subscription?.currency ?? items[0]?.currency ?? currencyOf(book, customer)
  const currency = sent.currency?.toLowerCase() ?? known ?? book.account.currency
  if (known !== null && currency !== known)
    return refuse(400, {
      message: `You cannot combine currencies on a single customer. This customer has been billed in ${known}.`,
      param: 'currency',
    })
  const draft = draftByHand(book, {
    customer,
    currency,
    items,
    autoAdvance: sent.auto_advance ?? false,
    collectionMethod: method,
    daysUntilDue: null,
    dueDate: due,
    defaultPaymentMethod: card,
    description: sent.description ?? null,
    metadata: changedMetadata({}, sent.metadata),
    subscription,
  })
  if (draft.auto_advance) advanceLater(book, draft)
  return draft
}

function methodNamed(
  call: Pick<Call<typeof facts>, 'book' | 'otherMode'>,
  { default_payment_method: id }: Facts,
  customer: string,
): string | null | Refusal {
  if (id === undefined) return null
  const known = chargeableMethodOf(call, id, customer, 'default_payment_method')
  return isRefusal(known) ? known : known.id
}

const CLOSED = new Set(['paid', 'uncollectible', 'void'])

/** Why an invoice in its state can't be changed like this; undefined where it can. */
function refusedByStatus({ status }: Invoice, sent: Facts): Refusal | undefined {
  const { metadata: _facts, ...others } = sent
  const { auto_advance: _collected, default_payment_method: _method, description: _text, ...terms } = others
  const isRefused = status === 'draft' ? false : Object.keys(CLOSED.has(status) ? others : terms).length > 0
  return isRefused ? refuse(400, { message: "Finalized invoices can't be updated in this way" }) : undefined
}

/** When it goes on by itself, as the fields that say so. */
export function advancing(invoice: Invoice, wanted: boolean | undefined, now: number): Partial<Invoice> {
  if (wanted === undefined || wanted === invoice.auto_advance) return {}
  const at = wanted ? now + DRAFT_LASTS_SECONDS : null
  return {
    auto_advance: wanted,
    automatically_finalizes_at: invoice.status === 'draft' ? at : null,
    next_payment_attempt: invoice.collection_method === 'charge_automatically' ? at : null,
  }
}

function update(call: Call<typeof facts>, invoice: Invoice): Invoice | Refusal {
  const { book, parameters: sent } = call
  const refused = refusedByStatus(invoice, sent)
  if (refused !== undefined) return refused
  const method = sent.collection_method ?? invoice.collection_method
  const due = dueOf(sent, method, invoice.due_date, invoice.created)
  if (isRefusal(due)) return due
  const card = methodNamed(call, sent, invoice.customer ?? '')
  if (isRefusal(card)) return card
  const changed = { ...invoice, collection_method: method }
  const { record } = told(book, invoice, {
    ...advancing(changed, sent.auto_advance, book.now()),
    collection_method: method,
    due_date: due,
    ...(method === 'send_invoice' ? { next_payment_attempt: null } : {}),
    ...(card === null ? {} : { default_payment_method: card }),
    ...(sent.description === undefined ? {} : { description: sent.description }),
    ...(sent.metadata === undefined ? {} : { metadata: changedMetadata(invoice.metadata, sent.metadata) }),
  })
  if (record.auto_advance && !invoice.auto_advance) {
    if (record.status === 'draft') advanceLater(book, record)
    else if (record.next_payment_attempt !== null) tryAt(book, record, record.next_payment_attempt)
  }
  return record
}

function send(call: Pick<Call<Rules>, 'book'>, invoice: Invoice): Invoice | Refusal {
  const { book } = call
  if (invoice.collection_method !== 'send_invoice')
    return refuse(400, {
      message: "You can only manually send an invoice if its collection method is 'send_invoice'.",
    })
  if (invoice.status === 'void')
    return refuse(400, { message: 'You cannot send an invoice that has been voided.' })
  if (invoice.customer_email === null)
    return refuse(400, {
      message:
        'Missing email. In order to create invoices that are sent to the customer, the customer must have a valid email.',
    })
  const isDraft = invoice.status === 'draft'
  const open = isDraft ? finalizeByHand(book, invoice) : invoice
  // What goes on by itself was sent with that.
  if (!isDraft || !invoice.auto_advance) sendInvoice(book, open)
  return open
}

export const invoiceDrafts: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/invoices',
    answers: 'invoice',
    permissions: WRITE,
    parameters,
    notSimulated: [...NOT_SIMULATED, 'customer_account', 'from_invoice'],
    run: create,
  }),
  operation({
    method: 'POST',
    path: '/v1/invoices/:id',
    answers: 'invoice',
    permissions: WRITE,
    parameters: facts,
    notSimulated: NOT_SIMULATED,
    run: (call) => {
      const invoice = invoiceOf(call)
      return isRefusal(invoice) ? invoice : update(call, invoice)
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/invoices/:id/send',
    answers: 'invoice',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const invoice = invoiceOf(call)
      return isRefusal(invoice) ? invoice : send(call, invoice)
    },
  }),
  operation({
    method: 'DELETE',
    path: '/v1/invoices/:id',
    answers: 'invoice',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const invoice = invoiceOf(call)
      if (isRefusal(invoice)) return invoice
      if (invoice.status !== 'draft' || invoice.parent !== null)
        return refuse(400, {
          message:
            invoice.status === 'draft'
              ? 'You can only delete draft invoices that are of no subscription; void the invoice instead.'
              : 'You can only delete draft invoices',
        })
      deleteDraft(call.book, invoice)
      return { id: invoice.id, object: 'invoice', deleted: true }
    },
  }),
]
