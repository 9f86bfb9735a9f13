// Payments that failed at least once, a row each: what the desk of failed payments, the overview and the recovery figures ask.
import type { Migration } from '../migration.ts'

// Filled from the objects' rows by electron/store/projections/derive-failure.ts, as the tables are made again. Times are Unix
// seconds, amounts integers in the minor unit. Nothing in it depends on the clock or on what people noted here.
const up = /* sql */ `
CREATE TABLE failures (
  -- payment_intents.rowid
  rowid INTEGER PRIMARY KEY,
  payment_intent_id TEXT NOT NULL UNIQUE,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  first_failed_at INTEGER NOT NULL,
  last_failed_at INTEGER NOT NULL,
  -- Tries that failed.
  failed_attempts INTEGER NOT NULL,
  -- open, recovered, lost: as Stripe's objects say. What lapsed with time or was written off here is still open.
  state TEXT NOT NULL,
  -- canceled, void, uncollectible
  lost_why TEXT,
  -- When it was recovered or lost.
  settled_at INTEGER,
  -- waysBack of src/contract/failures.ts; null unless recovered.
  how TEXT,
  -- When Stripe tries again, from the invoice.
  next_attempt_at INTEGER,
  -- The customer has to confirm with their bank.
  awaits_customer INTEGER NOT NULL CHECK (awaits_customer IN (0, 1)),
  -- Of the last failed try.
  decline_code TEXT,
  network_decline_code TEXT,
  network_advice_code TEXT,
  advice_code TEXT,
  outcome_type TEXT,
  outcome_reason TEXT,
  risk_level TEXT,
  -- Of the method of the last failed try; the age in whole months at that try.
  brand TEXT,
  funding TEXT,
  country TEXT,
  card_age_months INTEGER,
  customer_id TEXT,
  -- The invoice that the PaymentIntent itself names, known here or not.
  order_reference TEXT,
  invoice_id TEXT,
  subscription_id TEXT
) STRICT;
CREATE INDEX failures_by_failed ON failures (currency, first_failed_at);
CREATE INDEX failures_by_settled ON failures (currency, settled_at);
CREATE INDEX failures_by_state ON failures (state, last_failed_at);
-- Those that do not lapse with time: something is still to come.
CREATE INDEX failures_to_come ON failures (last_failed_at)
  WHERE state = 'open' AND (next_attempt_at IS NOT NULL OR awaits_customer = 1);
CREATE INDEX failures_by_customer ON failures (customer_id);
CREATE INDEX failures_by_reference ON failures (order_reference) WHERE order_reference IS NOT NULL;
-- How old a card was when it failed is known once the card is.
CREATE INDEX charges_failed_by_method ON charges (payment_method_id) WHERE status = 'failed';
`

export const cacheOfFailures: Migration = { number: 9, name: 'failures', up }
