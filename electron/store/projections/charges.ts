// Charges as rows. They are read, never made: payments are made as PaymentIntents.
import { flag, kindOf } from './kind.ts'
import { chargeShape, idOf } from './shapes.ts'

export const charges = kindOf({
  table: 'charges',
  objects: ['charge'],
  shape: chargeShape,
  references: ['payment_intent', 'customer', 'balance_transaction', 'invoice', 'dispute'],
  // Before 2022-11-15.
  lists: ['refunds'],
  columns: (charge) => ({
    payment_intent_id: idOf(charge.payment_intent),
    created: charge.created,
    amount: charge.amount,
    // Told since 2020.
    amount_captured: charge.amount_captured ?? (charge.captured === false ? 0 : charge.amount),
    amount_refunded: charge.amount_refunded,
    currency: charge.currency,
    status: charge.status ?? (charge.paid ? 'succeeded' : 'failed'),
    paid: flag(charge.paid),
    captured: flag(charge.captured ?? true),
    refunded: flag(charge.refunded),
    disputed: flag(charge.disputed ?? (charge.dispute !== null && charge.dispute !== undefined)),
    failure_code: charge.failure_code,
    failure_message: charge.failure_message,
    decline_code: null,
    network_decline_code: charge.outcome?.network_decline_code,
    network_advice_code: charge.outcome?.network_advice_code,
    outcome_reason: charge.outcome?.reason,
    risk_level: charge.outcome?.risk_level,
    payment_method_id: idOf(charge.payment_method) ?? idOf(charge.source),
    customer_id: idOf(charge.customer),
    balance_transaction_id: idOf(charge.balance_transaction),
    statement_descriptor: charge.calculated_statement_descriptor ?? charge.statement_descriptor,
  }),
})
