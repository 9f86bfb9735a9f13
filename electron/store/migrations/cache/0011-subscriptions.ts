// Subscriptions as they are listed, what schedules will do to them, what Entitlements say, and what access is derived from.
import type { Migration } from '../migration.ts'

// Filled as the tables are made again (projectionVersion). Times are Unix seconds, amounts integers in the minor unit.
const up = /* sql */ `
ALTER TABLE subscriptions ADD COLUMN trial_start INTEGER;
ALTER TABLE subscriptions ADD COLUMN pause_resumes_at INTEGER;
ALTER TABLE subscriptions ADD COLUMN schedule_id TEXT;
ALTER TABLE subscriptions ADD COLUMN billing_mode TEXT;
-- Worth in a month (src/domain/subscription-value.ts); null where it is not known.
ALTER TABLE subscriptions ADD COLUMN monthly INTEGER;
-- What lists are sorted by: never null. Thousandths of the major unit, -1 where it is not known.
ALTER TABLE subscriptions ADD COLUMN monthly_order INTEGER NOT NULL DEFAULT -1;
-- The end of the period, 2^53 - 1 where there is none.
ALTER TABLE subscriptions ADD COLUMN ends_order INTEGER NOT NULL DEFAULT 9007199254740991;
CREATE INDEX subscriptions_by_ends ON subscriptions (ends_order);
CREATE INDEX subscriptions_by_monthly ON subscriptions (monthly_order);
CREATE INDEX subscriptions_by_currency ON subscriptions (currency, created);
CREATE INDEX subscriptions_by_status ON subscriptions (status, created);
CREATE INDEX subscriptions_by_status_ends ON subscriptions (status, ends_order);
CREATE INDEX subscriptions_by_status_monthly ON subscriptions (status, monthly_order);
-- All that counts ask when nothing is filtered.
CREATE INDEX subscriptions_counted ON subscriptions (deleted, status, currency, pause_behavior, monthly);
-- Those that may need attention beside those of a status.
CREATE INDEX subscriptions_to_cancel ON subscriptions (created)
  WHERE (cancel_at IS NOT NULL OR cancel_at_period_end = 1) AND status NOT IN ('canceled', 'incomplete_expired');
CREATE INDEX subscriptions_not_collected ON subscriptions (created)
  WHERE pause_behavior IS NOT NULL AND status NOT IN ('canceled', 'incomplete_expired');
CREATE INDEX subscriptions_scheduled ON subscriptions (created)
  WHERE schedule_id IS NOT NULL AND status NOT IN ('canceled', 'incomplete_expired');
CREATE INDEX subscription_items_by_price ON subscription_items (price_id);
CREATE INDEX subscription_items_by_product ON subscription_items (product_id);
CREATE INDEX prices_retired ON prices (id) WHERE active = 0;
CREATE INDEX invoices_by_subscription ON invoices (subscription_id, created) WHERE subscription_id IS NOT NULL;
CREATE INDEX failures_by_invoice ON failures (invoice_id) WHERE invoice_id IS NOT NULL;
CREATE INDEX invoices_open ON invoices (created) WHERE status = 'open';

CREATE TABLE subscription_schedules (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  customer_id TEXT,
  subscription_id TEXT,
  status TEXT NOT NULL,
  -- release or cancel: what becomes of the subscription after the last phase.
  end_behavior TEXT,
  -- When the last phase begins.
  last_phase_start INTEGER,
  -- JSON: start, end, items (price, quantity), trial_end of each.
  phases TEXT NOT NULL CHECK (json_valid(phases)),
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
) STRICT;

-- What Stripe's Entitlements told of a customer, an event each; the newest holds, of one second the greater id.
CREATE TABLE entitlement_facts (
  customer_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  -- JSON: lookupKey, featureId of each that is active.
  features TEXT NOT NULL CHECK (json_valid(features)),
  PRIMARY KEY (customer_id, at, event_id)
) STRICT, WITHOUT ROWID;

-- What an event says of access, once; written with the event, and a function of nothing else.
CREATE TABLE access_facts (
  event_id TEXT NOT NULL PRIMARY KEY,
  type TEXT NOT NULL,
  -- subscription, paid, failed
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  customer_id TEXT,
  subscription_id TEXT,
  -- Of an invoice; of a subscription its latest.
  invoice_id TEXT,
  -- Of a subscription; null in facts of an invoice.
  status TEXT,
  -- What it was before this event; null where the event does not say that it changed.
  status_before TEXT,
  -- JSON, ids of products.
  products TEXT CHECK (json_valid(products)),
  pause_behavior TEXT,
  pause_resumes_at INTEGER,
  trial_end INTEGER,
  -- When it ends by itself.
  ends_at INTEGER,
  -- Of an invoice.
  invoice_created INTEGER,
  attempts INTEGER,
  next_attempt_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX access_facts_by_subscription ON access_facts (subscription_id, at);
CREATE INDEX access_facts_failed ON access_facts (at, invoice_id) WHERE kind = 'failed';
CREATE INDEX access_facts_by_invoice ON access_facts (invoice_id, attempts) WHERE kind = 'failed';

-- Access to a product by one subscription from one moment to another, whatever the policy: derived from the facts and the rows.
CREATE TABLE access_stretches (
  subscription_id TEXT NOT NULL,
  product_id TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  customer_id TEXT NOT NULL,
  -- Null: it still is so.
  to_at INTEGER,
  -- accessStates of src/domain/access.ts
  state TEXT NOT NULL,
  -- Of failing: the first failed try of the newest invoice.
  failed_at INTEGER,
  collection_paused INTEGER NOT NULL CHECK (collection_paused IN (0, 1)),
  resumes_at INTEGER,
  trial_end INTEGER,
  ends_at INTEGER,
  event_id TEXT,
  -- From dates of the objects: no event of it is kept here.
  assumed INTEGER NOT NULL CHECK (assumed IN (0, 1)),
  PRIMARY KEY (subscription_id, product_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX access_stretches_by_customer ON access_stretches (customer_id, product_id, from_at);
CREATE INDEX access_stretches_now ON access_stretches (customer_id, product_id, state, collection_paused, failed_at) WHERE to_at IS NULL;
CREATE INDEX access_stretches_assumed ON access_stretches (subscription_id) WHERE assumed = 1;
`

export const cacheOfSubscriptions: Migration = { number: 11, name: 'subscriptions', up }
