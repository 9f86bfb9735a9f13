// What is known of an invoice and of what it is paid with, from objects just read. Reads only.
import type Stripe from 'stripe'
import { z } from 'zod'
import { success, type ChangeFinding, type ChangeMoney, type Result } from '../../../src/contract/index.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { idOf } from '../../store/projections/shapes.ts'
import { retrieveIntent } from '../payments/read-payment.ts'
import { finding, type Effect } from './kind.ts'
import type { StripeReader } from './reader.ts'

/** What an invoice has to say for itself, in whatever answer it comes. */
const shape = z.looseObject({
  id: z.string(),
  object: z.literal('invoice'),
  status: z.string().nullish(),
})

/** The invoice's effect, where it is the one that was meant and stands like this. */
export function invoiceEffect(object: unknown, invoiceId: string, status: string): Effect | null {
  const invoice = shape.safeParse(object).data
  return invoice?.id === invoiceId && invoice.status === status ? { id: invoiceId, result: null } : null
}

export const readInvoice = (stripe: StripeReader, id: string): Promise<Result<Stripe.Invoice>> =>
  stripe.one((sdk) => sdk.invoices.retrieve(id))

/** What is still due of it: less than its payment was to pay, where a part was paid or credited since. */
export const moneyDue = ({ amount_remaining: amount, currency }: Stripe.Invoice): ChangeMoney => ({
  amount,
  currency,
})

/** "Invoice AQ-0007 for €49.00", by what is still due. */
export const invoiceWords = ({ number, id, amount_remaining: due, currency }: Stripe.Invoice): string =>
  `Invoice ${number ?? id} for ${spokenAmount(due, currency)}`

/** How it stands, in words: whoever ordered something meant it so. */
export const standingOf = ({ status, amount_remaining: due, currency }: Stripe.Invoice): string =>
  `${status ?? 'no status'}, ${spokenAmount(due, currency)} due`

/** The PaymentIntents that may still pay it, whole; an invoice has one by itself, others are attached by hand. */
export async function openPaymentsOf(
  stripe: StripeReader,
  invoiceId: string,
): Promise<Result<Stripe.PaymentIntent[]>> {
  const payments = await stripe.all((sdk, after) =>
    sdk.invoicePayments.list({ invoice: invoiceId, limit: 100, ...after }),
  )
  if (!payments.ok) return payments
  const ids = payments.value
    .filter(({ status }) => status === 'open')
    .map(({ payment }) => idOf(payment.payment_intent))
    .filter((id) => id !== null)
  const intents: Stripe.PaymentIntent[] = []
  for (const id of ids) {
    const intent = await stripe.one((sdk) => retrieveIntent(sdk, id))
    if (!intent.ok) return intent
    intents.push(intent.value)
  }
  return success(intents)
}

/** Money that is on its way can't be called back: whatever ends the invoice waits for it. */
export function underWay(intents: readonly Stripe.PaymentIntent[]): ChangeFinding | null {
  const moving = intents.filter(({ status }) => status === 'processing' || status === 'requires_capture')
  return moving.length === 0
    ? null
    : finding(
        'object',
        'stop',
        'A payment of this invoice is under way. Wait until its bank has answered.',
        moving.map(({ id }) => id),
      )
}

/** Why it can't be voided or given up, by its status; null where it is open. */
export function whyNotOpen({ status }: Stripe.Invoice): string | null {
  switch (status) {
    case 'open':
      return null
    case 'paid':
      return 'This invoice is paid.'
    case 'void':
      return 'This invoice is void.'
    case 'uncollectible':
      return 'This invoice is marked as uncollectible.'
    case 'draft':
      return 'This invoice is a draft: it has not been sent, and nobody owes it yet.'
    case null:
    default:
      return 'Stripe does not say how this invoice stands.'
  }
}
