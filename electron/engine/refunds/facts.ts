// The facts that a preflight judges, taken from a payment as it was just read.
import { knownDispute } from '../../store/queries/disputes/movements.ts'
import { transferOf } from '../../store/queries/payments/payment-facts.ts'
import type { PaymentRead } from '../payments/read-payment.ts'
import type { RefundFacts } from './findings.ts'

/** What the payment alone does not tell. */
export type Circumstances = Pick<
  RefundFacts,
  'balanceAvailable' | 'openOrder' | 'fraudWarnings' | 'paidOtherWay'
>

/** What the amount does not depend on. */
export const nothingElse: Circumstances = {
  balanceAvailable: null,
  openOrder: null,
  fraudWarnings: [],
  paidOtherWay: [],
}

export function factsOf(
  { intent, charge, refunds, disputes }: PaymentRead,
  circumstances: Circumstances,
): RefundFacts {
  return {
    paymentIntentId: intent.id,
    currency: intent.currency,
    charge: charge && {
      paid: charge.paid,
      captured: charge.captured,
      amountCaptured: charge.amount_captured,
      amountRefunded: charge.amount_refunded,
      disputed: charge.disputed,
      methodType: charge.payment_method_details?.type ?? null,
    },
    refunds: refunds.map(({ amount, status }) => ({ amount, status: status ?? 'pending' })),
    disputes: disputes.map((dispute) => knownDispute(dispute, dispute)),
    transfer: transferOf(intent, charge),
    ...circumstances,
  }
}
