// PaymentIntents as rows. What a payment looks like beside its own columns (status, refunds, method) is derived in derive-payment.ts.
import { z } from 'zod'
import { thousandths } from '../../../src/domain/money.ts'
import { kindOf } from './kind.ts'
import { idOf, listOf, paymentIntentShape } from './shapes.ts'

export const paymentIntents = kindOf({
  table: 'payment_intents',
  objects: ['payment_intent'],
  shape: paymentIntentShape,
  references: ['latest_charge', 'customer', 'payment_method', 'invoice'],
  // Before 2022-11-15.
  lists: ['charges'],
  modern: (intent) =>
    'charges' in intent && !('latest_charge' in intent)
      ? { ...intent, latest_charge: newestOf(intent['charges']) }
      : intent,
  columns: (intent) => ({
    created: intent.created,
    amount: intent.amount,
    amount_received: intent.amount_received,
    amount_capturable: intent.amount_capturable,
    amount_milli: thousandths(intent.amount, intent.currency),
    currency: intent.currency,
    stripe_status: intent.status,
    customer_id: idOf(intent.customer),
    latest_charge_id: idOf(intent.latest_charge),
    payment_method_id: idOf(intent.payment_method) ?? idOf(intent.source),
    description: intent.description,
  }),
})

const newestFirst = listOf(z.looseObject({ id: z.string() }))

function newestOf(charges: unknown): string | null {
  return newestFirst.safeParse(charges).data?.data[0]?.id ?? null
}
