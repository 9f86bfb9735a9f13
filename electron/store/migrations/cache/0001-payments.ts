// The first tables of the cache: payments and what belongs to them, the events behind them, the text search. All rebuildable from Stripe.
import type { Migration } from '../migration.ts'

// Rows are keyed by an integer in order of arrival, because Stripe's ids are random and random keys halve the insert rate.
// `created` and other Stripe times are Unix seconds; `as_of` and `received_at` are ours, in milliseconds.
// Amounts are integers in the minor unit. `body` is the object as Stripe gave it, packed (electron/store/body.ts).
//
// SQLite ends every index with the row id, so an index on (created) already serves ORDER BY created, rowid.
const up = /* sql */ `
CREATE TABLE payment_intents (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  amount_received INTEGER NOT NULL DEFAULT 0,
  amount_capturable INTEGER NOT NULL DEFAULT 0,
  currency TEXT NOT NULL,
  stripe_status TEXT NOT NULL,
  -- What a person calls it: paymentStatuses of src/contract/payments.ts.
  status TEXT NOT NULL,
  amount_refunded INTEGER NOT NULL DEFAULT 0,
  -- Thousandths of the major unit, exact in every currency: what lists filter and sort by across currencies.
  -- Beyond 2^53 for the largest amounts of a currency without decimals: bind and read those as BigInt.
  amount_milli INTEGER NOT NULL,
  customer_id TEXT,
  latest_charge_id TEXT,
  payment_method_id TEXT,
  description TEXT,
  method_type TEXT,
  method_brand TEXT,
  method_last4 TEXT,
  method_wallet TEXT,
  method_exp_month INTEGER,
  method_exp_year INTEGER,
  method_country TEXT,
  decline_code TEXT,
  disputed INTEGER NOT NULL DEFAULT 0 CHECK (disputed IN (0, 1)),
  as_of INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX payment_intents_by_created ON payment_intents (created);
CREATE INDEX payment_intents_by_status ON payment_intents (status, created);
CREATE INDEX payment_intents_by_currency ON payment_intents (currency, created);
CREATE INDEX payment_intents_by_amount ON payment_intents (amount_milli);
CREATE INDEX payment_intents_by_customer ON payment_intents (customer_id, created);

CREATE TABLE charges (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  payment_intent_id TEXT,
  created INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  amount_captured INTEGER NOT NULL DEFAULT 0,
  amount_refunded INTEGER NOT NULL DEFAULT 0,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  paid INTEGER NOT NULL DEFAULT 0 CHECK (paid IN (0, 1)),
  captured INTEGER NOT NULL DEFAULT 0 CHECK (captured IN (0, 1)),
  refunded INTEGER NOT NULL DEFAULT 0 CHECK (refunded IN (0, 1)),
  disputed INTEGER NOT NULL DEFAULT 0 CHECK (disputed IN (0, 1)),
  failure_code TEXT,
  failure_message TEXT,
  decline_code TEXT,
  network_decline_code TEXT,
  network_advice_code TEXT,
  outcome_reason TEXT,
  risk_level TEXT,
  payment_method_id TEXT,
  customer_id TEXT,
  balance_transaction_id TEXT,
  statement_descriptor TEXT,
  as_of INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX charges_by_payment_intent ON charges (payment_intent_id);

CREATE TABLE refunds (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  payment_intent_id TEXT,
  charge_id TEXT,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT,
  pending_reason TEXT,
  failure_reason TEXT,
  created INTEGER NOT NULL,
  -- metadata.bursar_order: the order of ours that made it.
  order_id TEXT,
  as_of INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX refunds_by_payment_intent ON refunds (payment_intent_id);
CREATE INDEX refunds_by_created ON refunds (created);
CREATE INDEX refunds_by_order ON refunds (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE customers (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT,
  email TEXT,
  phone TEXT,
  created INTEGER NOT NULL,
  -- A tombstone: the row stays, so that a late event can't bring the customer back to life.
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

CREATE TABLE payment_methods (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT,
  type TEXT NOT NULL,
  brand TEXT,
  last4 TEXT,
  exp_month INTEGER,
  exp_year INTEGER,
  country TEXT,
  funding TEXT,
  wallet TEXT,
  fingerprint TEXT,
  created INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX payment_methods_by_customer ON payment_methods (customer_id);

CREATE TABLE disputes (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  payment_intent_id TEXT,
  charge_id TEXT,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  reason TEXT NOT NULL,
  created INTEGER NOT NULL,
  evidence_due_by INTEGER,
  as_of INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX disputes_by_payment_intent ON disputes (payment_intent_id);

CREATE TABLE events (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  created INTEGER NOT NULL,
  object_id TEXT,
  -- request.idempotency_key: how an event is matched to the order that caused it.
  idempotency_key TEXT,
  received_at INTEGER NOT NULL,
  -- Where it came from: webhook, catch-up, backfill.
  source TEXT NOT NULL,
  body BLOB NOT NULL
) STRICT;
CREATE INDEX events_by_created ON events (created);
CREATE INDEX events_by_object ON events (object_id, created) WHERE object_id IS NOT NULL;
CREATE INDEX events_by_idempotency_key ON events (idempotency_key) WHERE idempotency_key IS NOT NULL;

-- One row per payment, rowid = payment_intents.rowid. Keeps only the index, not the text, so it must be deleted from before
-- a payment's text changes. Trigrams find any part of a word of three characters or more, accents ignored.
CREATE VIRTUAL TABLE payment_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);

CREATE TABLE sync_state (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
`

export const cacheOfPayments: Migration = { number: 1, name: 'payments', up }
