// Which figure a movement belongs to, by Stripe's reporting category where its type does not tell: what was not captured of a hold,
// refunds that failed and fees that were adjusted. All sums of movements are made again.
import type { Migration } from '../migration.ts'
import { movementsSoFar, movementTriggers } from './0010-finance.ts'

// Categories: docs.stripe.com/reports/reporting-categories. Before 2025-03-31.basil a hold that was captured in part was booked whole,
// and the rest taken back as a refund of a category of its own.
const figureWhere = (
  lessPaid: string,
  orFee: string,
  elsewhere: string,
): string => /* sql */ `CASE${elsewhere}
  WHEN type IN ('payout', 'payout_cancel', 'payout_failure') THEN NULL
  WHEN type IN ('charge', 'payment') OR ${lessPaid} THEN 'gross'
  WHEN type IN ('refund', 'payment_refund', 'refund_failure', 'payment_failure_refund', 'payment_reversal') THEN 'refunds'
  WHEN type IN ('stripe_fee', 'stripe_fx_fee', 'tax_fee')${orFee} THEN 'fees'
  WHEN type <> 'adjustment' THEN 'other'
  WHEN reporting_category = 'refund_failure' THEN 'refunds'
  WHEN reporting_category IN ('dispute', 'dispute_reversal') THEN 'disputes'
  WHEN reporting_category = 'fee' THEN 'fees'
  ELSE 'other' END`

/**
 * `lessPaid`: what takes back of a payment that was booked, and belongs to Gross as that does. `orFee`: what is a fee besides, from its OR on;
 * nothing where this was not known yet. `elsewhere`: what is left out besides payouts, as that; `madeOf` as of the triggers.
 */
export const figuredAnew = (
  lessPaid: string,
  orFee = '',
  elsewhere = '',
  madeOf?: string,
): string => /* sql */ `
DROP TRIGGER movement_summed;
DROP TRIGGER movement_summed_anew;
DROP TRIGGER movement_unsummed;
DROP INDEX balance_transactions_by_figure;
DROP INDEX balance_transactions_by_created;
ALTER TABLE balance_transactions DROP COLUMN figure;
-- The figure of the overview that a movement belongs to; null for payouts, which are left out.
ALTER TABLE balance_transactions ADD COLUMN figure TEXT GENERATED ALWAYS AS (${figureWhere(lessPaid, orFee, elsewhere)}) VIRTUAL;
CREATE INDEX balance_transactions_by_figure ON balance_transactions (currency, figure, created);
CREATE INDEX balance_transactions_by_created ON balance_transactions (currency, created, rowid, figure, fee);
${movementsSoFar}
${movementTriggers(madeOf)}
`

export const cacheOfFiguresByCategory: Migration = {
  number: 15,
  name: 'figures-by-category',
  up: figuredAnew(`reporting_category = 'partial_capture_reversal'`),
}
