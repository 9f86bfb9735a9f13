// Payouts as rows.
import { z } from 'zod'
import { flag, kindOf } from './kind.ts'
import { amount, idOf, reference, seconds, text } from './shapes.ts'

const payoutShape = z.object({
  id: z.string(),
  object: z.literal('payout'),
  amount,
  currency: z.string(),
  status: z.string(),
  type: text,
  method: text,
  automatic: z.boolean().nullish(),
  arrival_date: seconds.nullish(),
  failure_code: text,
  balance_transaction: reference,
  created: seconds,
})

export const payouts = kindOf({
  table: 'payouts',
  objects: ['payout'],
  shape: payoutShape,
  references: ['balance_transaction'],
  columns: (payout) => ({
    amount: payout.amount,
    currency: payout.currency,
    status: payout.status,
    type: payout.type,
    method: payout.method,
    automatic: flag(payout.automatic),
    arrival_date: payout.arrival_date,
    failure_code: payout.failure_code,
    balance_transaction_id: idOf(payout.balance_transaction),
    created: payout.created,
  }),
})
