// Checkout Sessions as rows.
import { z } from 'zod'
import { kindOf } from './kind.ts'
import { amount, idOf, reference, seconds, text } from './shapes.ts'

const checkoutSessionShape = z.object({
  id: z.string(),
  object: z.literal('checkout.session'),
  mode: text,
  status: text,
  payment_status: text,
  customer: reference,
  payment_intent: reference,
  subscription: reference,
  invoice: reference,
  amount_total: amount.nullish(),
  currency: text,
  expires_at: seconds.nullish(),
  created: seconds.nullish(),
})

export const checkoutSessions = kindOf({
  table: 'checkout_sessions',
  objects: ['checkout.session'],
  shape: checkoutSessionShape,
  references: ['customer', 'payment_intent', 'subscription', 'invoice'],
  columns: (session) => ({
    // Before it was told, the mode was what the session had made.
    mode: session.mode ?? (idOf(session.subscription) === null ? 'payment' : 'subscription'),
    status: session.status,
    payment_status: session.payment_status,
    customer_id: idOf(session.customer),
    payment_intent_id: idOf(session.payment_intent),
    subscription_id: idOf(session.subscription),
    invoice_id: idOf(session.invoice),
    amount_total: session.amount_total,
    currency: session.currency,
    expires_at: session.expires_at,
    created: session.created,
  }),
})
