// The two ways to give an invoice up: void it, so that nobody owes it any more, or mark it as uncollectible, so that it counts as lost and can
// still be paid, or be void later. Neither moves money, and neither is done while some is on its way.
import type Stripe from 'stripe'
import { success, type ChangeFinding, type Result } from '../../../../src/contract/index.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import {
  invoiceEffect,
  invoiceWords,
  moneyDue,
  openPaymentsOf,
  readInvoice,
  standingOf,
  underWay,
  whyNotOpen,
} from '../invoices.ts'
import { finding, type Effect, type Judgement, type Kind } from '../kind.ts'
import type { StripeReader } from '../reader.ts'

interface Ending {
  /** Its status afterwards. */
  status: 'void' | 'uncollectible'
  /** Its statuses before. */
  from: ReadonlySet<string>
  /** They follow "Invoice … over …". */
  words: string
  final: ChangeFinding
  /** What is said where a part of it is paid. */
  partlyPaid: Pick<ChangeFinding, 'verdict' | 'text'>
  end(stripe: Stripe, id: string, options: { idempotencyKey: string }): Promise<Stripe.Invoice>
}

interface OfInvoice {
  invoiceId: string
}

/** Both kinds are told alike, so it is a kind of each. */
function endInvoice(ending: Ending) {
  const effectOf = (object: unknown, { invoiceId }: OfInvoice): Effect | null =>
    invoiceEffect(object, invoiceId, ending.status)
  return {
    action: 'change' as const,
    held: true,
    objectId: ({ invoiceId }: OfInvoice): string => invoiceId,
    blocks: ({ invoiceId }: OfInvoice): string => invoiceId,

    async judge(stripe: StripeReader, { invoiceId }: OfInvoice): Promise<Result<Judgement>> {
      const [invoice, payments] = await Promise.all([
        readInvoice(stripe, invoiceId),
        openPaymentsOf(stripe, invoiceId),
      ])
      if (!invoice.ok) return invoice
      if (!payments.ok) return payments
      const { status } = invoice.value
      const closed = status !== null && ending.from.has(status) ? null : whyNotOpen(invoice.value)
      const findings = [
        closed === null
          ? finding('object', 'ok', `This invoice is ${status ?? 'open'}.`, [invoiceId])
          : finding(status === ending.status ? 'already' : 'object', 'stop', closed, [invoiceId]),
        underWay(payments.value),
        partlyPaid(invoice.value, ending),
        ending.final,
        nextTry(invoice.value),
      ].filter((each) => each !== null)
      return success({
        words: `${invoiceWords(invoice.value)} ${ending.words}`,
        money: moneyDue(invoice.value),
        findings,
        base: standingOf(invoice.value),
        // Nothing but the id in the path.
        payload: () => ({}),
      })
    },

    send: (
      stripe: Stripe,
      { invoiceId }: OfInvoice,
      _: object,
      options: { idempotencyKey: string },
    ): Promise<object> => ending.end(stripe, invoiceId, options),

    effectOf,

    async find(stripe: StripeReader, change: OfInvoice): Promise<Result<Effect | null>> {
      const invoice = await readInvoice(stripe, change.invoiceId)
      return invoice.ok ? success(effectOf(invoice.value, change)) : invoice
    },
  }
}

function partlyPaid(
  { amount_paid: paid, id }: Stripe.Invoice,
  { partlyPaid: { verdict, text } }: Ending,
): ChangeFinding | null {
  return paid === 0 ? null : finding('amount', verdict, text, [id])
}

function nextTry({ next_payment_attempt: at }: Stripe.Invoice): ChangeFinding | null {
  return at === null
    ? null
    : finding('schedule', 'ok', `The try that Stripe planned for ${dayOf(at * 1000)} is not made any more.`)
}

export const voidInvoice: Kind<'void_invoice'> = endInvoice({
  status: 'void',
  from: new Set(['open', 'uncollectible']),
  words: 'is voided: nobody owes it any more.',
  final: finding(
    'permanent',
    'warn',
    'This is for good: a void invoice can be neither paid nor opened again.',
  ),
  // docs.stripe.com/invoicing/partial-payments
  partlyPaid: {
    verdict: 'stop',
    text: 'A part of it is paid already, and Stripe voids no such invoice: mark it as uncollectible, or credit what is left in the Stripe Dashboard.',
  },
  end: (stripe, id, options) => stripe.invoices.voidInvoice(id, {}, options),
})

export const uncollectibleInvoice: Kind<'uncollectible_invoice'> = endInvoice({
  status: 'uncollectible',
  from: new Set(['open']),
  words: 'is marked as uncollectible: it counts as lost, and Stripe tries no more.',
  final: finding('permanent', 'ok', 'It can still be paid or voided later.'),
  partlyPaid: { verdict: 'warn', text: 'A part of it is paid already: that stays with the business.' },
  end: (stripe, id, options) => stripe.invoices.markUncollectible(id, {}, options),
})
