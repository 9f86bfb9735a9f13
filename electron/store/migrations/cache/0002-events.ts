// The event log as it is processed, precedence for every object, and the tables of everything that is not a payment.
import type { Migration } from '../migration.ts'

// Every table of objects says of each row how it is known, so that any order of arrival ends in the same row
// (docs/decisions/0007-precedence.md): `as_of` (milliseconds by Stripe's clock), `said` (0 the event of its creation, 1 another
// event, 2 read from Stripe, 3 the event of its deletion), `whole` (0 for a statement that holds only a part of the object)
// and `deleted`, which follows the table of tombstones. Children (lines, items) are replaced with their parent.
// Indexes come with the questions that need them.
const known = /* sql */ `
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL`

const knownBefore = (table: string): string => /* sql */ `
ALTER TABLE ${table} ADD COLUMN said INTEGER NOT NULL DEFAULT 2;
ALTER TABLE ${table} ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;`

const deletable = (table: string): string =>
  /* sql */ `ALTER TABLE ${table} ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0;`

const up = /* sql */ `
${['payment_intents', 'charges', 'refunds', 'payment_methods', 'disputes'].map((table) => knownBefore(table) + deletable(table)).join('\n')}
${knownBefore('customers')}

-- Digest of the text that payment_search holds of a payment: a change that leaves it alone leaves the index alone.
ALTER TABLE payment_intents ADD COLUMN search_digest INTEGER;
-- Only a payment that was never tried is described by its payment method; all others by their charge.
CREATE INDEX payment_intents_untried ON payment_intents (payment_method_id)
  WHERE latest_charge_id IS NULL AND payment_method_id IS NOT NULL;
-- Refunds and disputes of old API versions name only the charge; the payment is filled in when the charge is known.
CREATE INDEX refunds_without_payment ON refunds (charge_id) WHERE payment_intent_id IS NULL;
CREATE INDEX disputes_without_payment ON disputes (charge_id) WHERE payment_intent_id IS NULL;

-- What was deleted at Stripe, whether or not we ever knew it. Nothing takes a row out again.
CREATE TABLE tombstones (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
INSERT INTO tombstones (kind, id) SELECT 'customers', id FROM customers WHERE deleted = 1;

-- Objects of which two statements differ and can't be told apart in time: to be read again from Stripe.
CREATE TABLE reads_due (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  -- Stripe's word for the object, which says how it is read.
  object_type TEXT NOT NULL,
  -- The later of the two statements, milliseconds by Stripe's clock.
  as_of INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- By our clock, in milliseconds; 0 is at once.
  next_attempt_at INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

ALTER TABLE events ADD COLUMN object_type TEXT;
ALTER TABLE events ADD COLUMN request_id TEXT;
ALTER TABLE events ADD COLUMN api_version TEXT;
-- How often the listener received it; 0 when it was found by asking.
ALTER TABLE events ADD COLUMN deliveries INTEGER NOT NULL DEFAULT 0;
-- eventStates of src/contract/events.ts.
ALTER TABLE events ADD COLUMN state TEXT NOT NULL DEFAULT 'applied';
ALTER TABLE events ADD COLUMN attempts INTEGER NOT NULL DEFAULT 1;
ALTER TABLE events ADD COLUMN next_attempt_at INTEGER;
ALTER TABLE events ADD COLUMN problem TEXT;
-- The dictionary that the body was packed with; null for none.
ALTER TABLE events ADD COLUMN dictionary INTEGER;
CREATE INDEX events_waiting ON events (next_attempt_at) WHERE state = 'waiting';
CREATE INDEX events_failed ON events (created) WHERE state = 'failed';

-- What the bodies of a type have in common, for packing them small. Never changed: bodies can't be read without.
CREATE TABLE dictionaries (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

-- What followed from an event that must be handled, once.
CREATE TABLE handled (
  event_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  detail TEXT NOT NULL CHECK (json_valid(detail)),
  PRIMARY KEY (event_id, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoices (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT,
  subscription_id TEXT,
  number TEXT,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_due INTEGER NOT NULL,
  amount_paid INTEGER NOT NULL,
  amount_remaining INTEGER NOT NULL,
  total INTEGER NOT NULL,
  billing_reason TEXT,
  collection_method TEXT,
  attempt_count INTEGER NOT NULL DEFAULT 0,
  next_payment_attempt INTEGER,
  due_date INTEGER,
  period_start INTEGER,
  period_end INTEGER,
  paid_at INTEGER,
  -- Of API versions before basil; later ones have invoice_payments.
  payment_intent_id TEXT,
  charge_id TEXT,
  created INTEGER NOT NULL,${known}
) STRICT;

CREATE TABLE invoice_lines (
  -- invoices.rowid
  invoice INTEGER NOT NULL,
  position INTEGER NOT NULL,
  id TEXT,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  description TEXT,
  quantity INTEGER,
  price_id TEXT,
  product_id TEXT,
  subscription_id TEXT,
  proration INTEGER NOT NULL CHECK (proration IN (0, 1)),
  period_start INTEGER,
  period_end INTEGER,
  PRIMARY KEY (invoice, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice_payments (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  invoice_id TEXT,
  payment_intent_id TEXT,
  charge_id TEXT,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_paid INTEGER,
  amount_requested INTEGER,
  is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
  created INTEGER NOT NULL,${known}
) STRICT;

CREATE TABLE subscriptions (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT,
  status TEXT NOT NULL,
  currency TEXT,
  -- Of the item that ends first, where the API version tells it per item.
  current_period_start INTEGER,
  current_period_end INTEGER,
  cancel_at INTEGER,
  cancel_at_period_end INTEGER NOT NULL CHECK (cancel_at_period_end IN (0, 1)),
  canceled_at INTEGER,
  ended_at INTEGER,
  trial_end INTEGER,
  collection_method TEXT,
  pause_behavior TEXT,
  default_payment_method_id TEXT,
  latest_invoice_id TEXT,
  created INTEGER NOT NULL,${known}
) STRICT;

CREATE TABLE subscription_items (
  -- subscriptions.rowid
  subscription INTEGER NOT NULL,
  position INTEGER NOT NULL,
  id TEXT,
  price_id TEXT,
  product_id TEXT,
  currency TEXT,
  -- Per unit and period; null where the price has tiers or parts of the minor unit.
  unit_amount INTEGER,
  quantity INTEGER,
  recurring_interval TEXT,
  recurring_interval_count INTEGER,
  current_period_start INTEGER,
  current_period_end INTEGER,
  PRIMARY KEY (subscription, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE products (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT,
  description TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  created INTEGER NOT NULL,${known}
) STRICT;

CREATE TABLE prices (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  product_id TEXT,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  currency TEXT NOT NULL,
  unit_amount INTEGER,
  type TEXT NOT NULL,
  recurring_interval TEXT,
  recurring_interval_count INTEGER,
  nickname TEXT,
  lookup_key TEXT,
  created INTEGER NOT NULL,${known}
) STRICT;

CREATE TABLE payouts (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  amount INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  type TEXT,
  method TEXT,
  automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)),
  arrival_date INTEGER,
  failure_code TEXT,
  balance_transaction_id TEXT,
  created INTEGER NOT NULL,${known}
) STRICT;

CREATE TABLE checkout_sessions (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  mode TEXT NOT NULL,
  status TEXT,
  payment_status TEXT,
  customer_id TEXT,
  payment_intent_id TEXT,
  subscription_id TEXT,
  invoice_id TEXT,
  amount_total INTEGER,
  currency TEXT,
  expires_at INTEGER,
  -- Not told by API versions before 2021.
  created INTEGER,${known}
) STRICT;

CREATE TABLE balance_transactions (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  reporting_category TEXT,
  source_id TEXT,
  amount INTEGER NOT NULL,
  fee INTEGER NOT NULL,
  net INTEGER NOT NULL,
  currency TEXT NOT NULL,
  status TEXT NOT NULL,
  available_on INTEGER,
  created INTEGER NOT NULL,${known}
) STRICT;
`

export const cacheOfEvents: Migration = { number: 2, name: 'events', up }
