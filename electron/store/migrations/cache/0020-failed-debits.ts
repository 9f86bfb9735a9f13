// A debit that failed after it was booked lessens what was paid: it is no refund, nobody asked for the money back. All sums of movements
// are made again.
import type { Migration } from '../migration.ts'
import { figuredAnew } from './0015-figures-by-category.ts'

// As in 0015-figures-by-category.ts, but for Stripe's category of such a debit: docs.stripe.com/reports/reporting-categories.
const figure = /* sql */ `CASE
  WHEN type IN ('payout', 'payout_cancel', 'payout_failure') THEN NULL
  WHEN type IN ('charge', 'payment') OR reporting_category IN ('partial_capture_reversal', 'charge_failure') THEN 'gross'
  WHEN type IN ('refund', 'payment_refund', 'refund_failure', 'payment_failure_refund', 'payment_reversal') THEN 'refunds'
  WHEN type IN ('stripe_fee', 'stripe_fx_fee', 'tax_fee') THEN 'fees'
  WHEN type <> 'adjustment' THEN 'other'
  WHEN reporting_category = 'refund_failure' THEN 'refunds'
  WHEN reporting_category IN ('dispute', 'dispute_reversal') THEN 'disputes'
  WHEN reporting_category = 'fee' THEN 'fees'
  ELSE 'other' END`

export const cacheOfFailedDebits: Migration = { number: 20, name: 'failed-debits', up: figuredAnew(figure) }
