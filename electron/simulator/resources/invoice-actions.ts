// What can be done to an invoice: finalize, pay, void, mark uncollectible. The rules of its life are in life/invoices.ts and life/collecting.ts.
import { cardError } from '../declines.ts'
import type { Invoice } from '../invoice-records.ts'
import { finalizeByHand, payInvoice, payOutOfBand, settleInvoice } from '../life/collecting.ts'
import { finalizeInvoice, giveUpInvoice, methodOfInvoice, voidInvoice } from '../life/invoices.ts'
import type { Attempt } from '../life/payments.ts'
import { told } from '../life/standing.ts'
import { operation, type Call, type Operation } from '../operations.ts'
import { flag, text, type Rules } from '../parameters.ts'
import type { PaymentMethod } from '../records.ts'
import { isRefusal, refuse, type Refusal } from '../refusals.ts'
import { advancing, invoiceOf } from './invoice-drafts.ts'
import { chargeableMethodOf } from './lookups.ts'

const WRITE = ['rak_invoice_write'] as const
const notOpen = () => refuse(400, { message: "You can only pass in open invoices. This invoice isn't open." })

const noMethod = () =>
  refuse(400, {
    message:
      'There is no `default_payment_method` set on this Customer or Invoice. Please set either an `invoice_settings.default_payment_method` on the Customer or the `default_payment_method` on the Invoice.',
  })

/** What it is to be paid with: the one named, else what Stripe would use. */
function methodFor(call: Call<Rules>, invoice: Invoice, named: string | undefined): PaymentMethod | Refusal {
  if (named === undefined) return methodOfInvoice(call.book, invoice) ?? noMethod()
  return chargeableMethodOf(call, named, invoice.customer ?? '', 'payment_method')
}

function checkPayable({ status }: Invoice): Refusal | undefined {
  if (status === 'paid') return refuse(400, { message: 'Invoice is already paid' })
  if (status === 'void') return refuse(400, { message: 'This invoice can no longer be paid' })
  return undefined
}

function outcome(call: Call<Rules>, id: string, attempt: Attempt, method: PaymentMethod): Invoice | Refusal {
  if (attempt.kind === 'declined')
    return cardError(attempt.decline, {
      charge: attempt.charge.id,
      payment_intent: attempt.intent,
      payment_method: method,
    })
  if (attempt.intent.status === 'requires_action')
    return refuse(402, {
      type: 'card_error',
      code: 'invoice_payment_intent_requires_action',
      message:
        'This payment requires additional user action before it can be completed successfully. Payment can be completed using the PaymentIntent associated with the invoice. For more details see: https://stripe.com/docs/billing/subscriptions/overview#requires-action',
    })
  return call.book.invoices.get(id) ?? noMethod()
}

export const invoiceActions: readonly Operation[] = [
  operation({
    method: 'POST',
    path: '/v1/invoices/:id/finalize',
    answers: 'invoice',
    permissions: WRITE,
    parameters: { auto_advance: flag },
    run: (call) => {
      const invoice = invoiceOf(call)
      if (isRefusal(invoice)) return invoice
      if (invoice.status !== 'draft')
        return refuse(400, {
          message: "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
        })
      const { auto_advance: wanted } = call.parameters
      const changes = advancing(invoice, wanted, call.book.now())
      const isChanged = Object.keys(changes).length > 0
      return finalizeByHand(call.book, isChanged ? told(call.book, invoice, changes).record : invoice)
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/invoices/:id/pay',
    answers: 'invoice',
    permissions: WRITE,
    parameters: { off_session: flag, paid_out_of_band: flag, payment_method: text() },
    notSimulated: ['forgive', 'mandate', 'source'],
    run: (call) => {
      const { book, parameters: sent } = call
      const found = invoiceOf(call)
      if (isRefusal(found)) return found
      const wrong = checkPayable(found)
      if (wrong !== undefined) return wrong
      if (sent.paid_out_of_band === true) return payOutOfBand(book, finalizeInvoice(book, found))
      const method = methodFor(call, found, sent.payment_method)
      if (isRefusal(method)) return method
      const invoice = finalizeInvoice(book, found)
      const attempt = payInvoice(book, invoice, method, { offSession: sent.off_session ?? true })
      return attempt === undefined
        ? settleInvoice(book, invoice, {})
        : outcome(call, invoice.id, attempt, method)
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/invoices/:id/void',
    answers: 'invoice',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const invoice = invoiceOf(call)
      if (isRefusal(invoice)) return invoice
      if (invoice.status === 'paid' || invoice.amount_paid > 0)
        return refuse(400, { message: 'Invoices with `paid` payments cannot be voided.' })
      const isOwed = invoice.status === 'open' || invoice.status === 'uncollectible'
      return isOwed ? voidInvoice(call.book, invoice) : notOpen()
    },
  }),
  operation({
    method: 'POST',
    path: '/v1/invoices/:id/mark_uncollectible',
    answers: 'invoice',
    permissions: WRITE,
    parameters: {},
    run: (call) => {
      const invoice = invoiceOf(call)
      if (isRefusal(invoice)) return invoice
      if (invoice.status === 'uncollectible')
        return refuse(400, { message: 'This invoice has already been marked uncollectible.' })
      return invoice.status === 'open' ? giveUpInvoice(call.book, invoice) : notOpen()
    },
  }),
]
