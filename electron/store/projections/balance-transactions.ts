// Balance transactions as rows: what money really moved, with Stripe's fees.
import { z } from 'zod'
import { kindOf } from './kind.ts'
import { amount, idOf, reference, seconds, text } from './shapes.ts'

const balanceTransactionShape = z.object({
  id: z.string(),
  object: z.literal('balance_transaction'),
  type: z.string(),
  reporting_category: text,
  balance_type: text,
  source: reference,
  amount,
  fee: amount,
  net: amount,
  currency: z.string(),
  status: z.string(),
  available_on: seconds.nullish(),
  created: seconds,
})

export const balanceTransactions = kindOf({
  table: 'balance_transactions',
  objects: ['balance_transaction'],
  shape: balanceTransactionShape,
  references: ['source'],
  columns: (transaction) => ({
    type: transaction.type,
    reporting_category: transaction.reporting_category,
    balance_type: transaction.balance_type,
    source_id: idOf(transaction.source),
    amount: transaction.amount,
    fee: transaction.fee,
    net: transaction.net,
    currency: transaction.currency,
    status: transaction.status,
    available_on: transaction.available_on,
    created: transaction.created,
  }),
})
