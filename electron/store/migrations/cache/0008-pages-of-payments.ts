// What a payment is paid through: its invoice, its hosted page. Old invoices name their payment themselves.
import type { Migration } from '../migration.ts'

const up = /* sql */ `
CREATE INDEX invoice_payments_by_payment ON invoice_payments (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
CREATE INDEX invoices_by_payment ON invoices (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
CREATE INDEX checkout_sessions_by_payment ON checkout_sessions (payment_intent_id) WHERE payment_intent_id IS NOT NULL;
`

export const cacheOfPagesOfPayments: Migration = { number: 8, name: 'pages-of-payments', up }
