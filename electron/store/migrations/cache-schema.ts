// What all migrations of the cache together make of nothing, so that a new cache is made in one go, and the schema of today can be read in
// one place. Written by scripts/cache-schema.ts.

export const cacheSchema = /* sql */ `
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
, said INTEGER NOT NULL DEFAULT 2, whole INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0, search_digest INTEGER, search_key INTEGER) STRICT;

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
, said INTEGER NOT NULL DEFAULT 2, whole INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0) STRICT;

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
, said INTEGER NOT NULL DEFAULT 2, whole INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0) STRICT;

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
, said INTEGER NOT NULL DEFAULT 2, whole INTEGER NOT NULL DEFAULT 1) STRICT;

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
, said INTEGER NOT NULL DEFAULT 2, whole INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0) STRICT;

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
, said INTEGER NOT NULL DEFAULT 2, whole INTEGER NOT NULL DEFAULT 1, deleted INTEGER NOT NULL DEFAULT 0) STRICT;

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
, object_type TEXT, request_id TEXT, api_version TEXT, deliveries INTEGER NOT NULL DEFAULT 0, state TEXT NOT NULL DEFAULT 'applied', attempts INTEGER NOT NULL DEFAULT 1, next_attempt_at INTEGER, problem TEXT, dictionary INTEGER) STRICT;

CREATE INDEX events_by_created ON events (created);

CREATE INDEX events_by_object ON events (object_id, created) WHERE object_id IS NOT NULL;

CREATE INDEX events_by_idempotency_key ON events (idempotency_key) WHERE idempotency_key IS NOT NULL;

CREATE TABLE sync_state (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

CREATE INDEX payment_intents_untried ON payment_intents (payment_method_id)
  WHERE latest_charge_id IS NULL AND payment_method_id IS NOT NULL;

CREATE INDEX refunds_without_payment ON refunds (charge_id) WHERE payment_intent_id IS NULL;

CREATE INDEX disputes_without_payment ON disputes (charge_id) WHERE payment_intent_id IS NULL;

CREATE TABLE tombstones (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

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

CREATE INDEX events_waiting ON events (next_attempt_at) WHERE state = 'waiting';

CREATE INDEX events_failed ON events (created) WHERE state = 'failed';

CREATE TABLE dictionaries (
  id INTEGER PRIMARY KEY,
  type TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
, trial_start INTEGER, pause_resumes_at INTEGER, schedule_id TEXT, billing_mode TEXT, monthly INTEGER, monthly_order INTEGER NOT NULL DEFAULT -1, ends_order INTEGER NOT NULL DEFAULT 9007199254740991) STRICT;

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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
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
  created INTEGER,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
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
  created INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted IN (0, 1)),
  as_of INTEGER NOT NULL,
  said INTEGER NOT NULL,
  whole INTEGER NOT NULL,
  body BLOB NOT NULL
, balance_type TEXT, figure TEXT GENERATED ALWAYS AS (CASE
  WHEN balance_type NOT IN ('payments', 'refund_and_dispute_prefunding') THEN NULL
  WHEN type IN ('payout', 'payout_cancel', 'payout_failure') THEN NULL
  WHEN type IN ('charge', 'payment') OR reporting_category IN ('partial_capture_reversal', 'charge_failure') THEN 'gross'
  WHEN type IN ('refund', 'payment_refund', 'refund_failure', 'payment_failure_refund', 'payment_reversal') THEN 'refunds'
  WHEN type IN ('stripe_fee', 'stripe_fx_fee', 'tax_fee') OR reporting_category = 'network_cost' THEN 'fees'
  WHEN type <> 'adjustment' THEN 'other'
  WHEN reporting_category = 'refund_failure' THEN 'refunds'
  WHEN reporting_category IN ('dispute', 'dispute_reversal') THEN 'disputes'
  WHEN reporting_category = 'fee' THEN 'fees'
  ELSE 'other' END) VIRTUAL) STRICT;

CREATE TABLE lists_read (
  kind TEXT NOT NULL PRIMARY KEY,
  -- Everything created or changed before this was in the cache when the last whole reading ended; null: never read whole.
  whole_at INTEGER,
  -- When the reading under way began; null when none is.
  begun_at INTEGER,
  -- Of the reading under way, or else of the last one: how many objects it stored, and when the oldest was created.
  objects INTEGER NOT NULL DEFAULT 0,
  oldest INTEGER,
  -- Why Stripe does not let this key read it, in words; null when it does.
  unreadable TEXT
, again INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;

CREATE TABLE windows (
  -- Never used again: an answer that comes after its window was given up must not be taken for another's.
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  -- Inclusive and exclusive.
  created_from INTEGER NOT NULL,
  created_to INTEGER NOT NULL CHECK (created_to > created_from),
  state TEXT NOT NULL CHECK (state IN ('due', 'covered')),
  -- Of a due window, which is read newest first: the last id stored; null when none was.
  cursor TEXT,
  UNIQUE (kind, created_from)
) STRICT;

CREATE INDEX payment_intents_by_created ON payment_intents (created, rowid, status, currency, amount_milli);

CREATE INDEX payment_intents_by_status ON payment_intents (status, created, rowid, amount_milli);

CREATE INDEX payment_intents_by_currency ON payment_intents (currency, created, rowid, amount_milli);

CREATE INDEX payment_intents_by_both ON payment_intents (currency, status, created, rowid, amount_milli);

CREATE INDEX payment_intents_by_amount ON payment_intents (amount_milli, rowid, created, status, currency);

CREATE INDEX payment_intents_by_search ON payment_intents (search_key, status, amount_milli) WHERE search_key IS NOT NULL;

CREATE VIRTUAL TABLE payment_search USING fts5 (
  text, status, currency,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);

CREATE INDEX events_by_type ON events (type, created, rowid, source, state);

CREATE INDEX events_by_source ON events (source, created, rowid, state);

CREATE INDEX events_kept ON events (created) WHERE state = 'kept';

CREATE INDEX events_waiting_by_created ON events (created) WHERE state = 'waiting';

CREATE VIRTUAL TABLE event_search USING fts5 (
  ids,
  content = '',
  columnsize = 0,
  detail = none,
  tokenize = 'trigram'
);

CREATE TABLE searchables (
  -- The second of creation times 1024, plus a number within the second; of customers, customerKeys more. In order of creation, so
  -- that the newest matches are found first; kept for good.
  key INTEGER PRIMARY KEY,
  -- searchNumbers of electron/store/projections/search-text.ts
  kind INTEGER NOT NULL,
  -- The rowid in the kind's own table.
  object INTEGER NOT NULL,
  -- Of the text: a change that leaves it alone leaves the index alone.
  digest INTEGER NOT NULL,
  -- Of customers: the words of the name as customer_words has them, to take them out again.
  words TEXT,
  UNIQUE (kind, object)
) STRICT;

CREATE VIRTUAL TABLE customer_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);

CREATE VIRTUAL TABLE object_search USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);

CREATE TABLE customer_words (
  word TEXT NOT NULL,
  -- searchables.key
  key INTEGER NOT NULL,
  PRIMARY KEY (word, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX customers_by_created ON customers (created);

CREATE INDEX customers_by_called ON customers (coalesce(name, email, id) COLLATE NOCASE);

CREATE INDEX customers_by_email ON customers (email COLLATE NOCASE) WHERE email IS NOT NULL;

CREATE INDEX invoices_by_created ON invoices (created);

CREATE INDEX invoices_by_customer ON invoices (customer_id, created);

CREATE INDEX invoices_by_number ON invoices (number COLLATE NOCASE) WHERE number IS NOT NULL;

CREATE INDEX invoices_by_total ON invoices (total, created);

CREATE INDEX invoice_payments_by_invoice ON invoice_payments (invoice_id);

CREATE INDEX subscriptions_by_created ON subscriptions (created);

CREATE INDEX subscriptions_by_customer ON subscriptions (customer_id, created);

CREATE INDEX refunds_by_amount ON refunds (amount, created);

CREATE INDEX disputes_by_created ON disputes (created);

CREATE INDEX disputes_by_amount ON disputes (amount, created);

CREATE INDEX payment_methods_by_created ON payment_methods (created);

CREATE INDEX payment_methods_by_last4 ON payment_methods (last4, created) WHERE last4 IS NOT NULL;

CREATE INDEX refunds_by_status ON refunds (status, created);

CREATE INDEX invoice_payments_by_payment ON invoice_payments (payment_intent_id) WHERE payment_intent_id IS NOT NULL;

CREATE INDEX invoices_by_payment ON invoices (payment_intent_id) WHERE payment_intent_id IS NOT NULL;

CREATE INDEX checkout_sessions_by_payment ON checkout_sessions (payment_intent_id) WHERE payment_intent_id IS NOT NULL;

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
, judging INTEGER, under_way INTEGER NOT NULL DEFAULT 0 CHECK (under_way IN (0, 1)), asked_at INTEGER, still_since INTEGER NOT NULL
  GENERATED ALWAYS AS (max(last_failed_at, coalesce(asked_at, last_failed_at))) VIRTUAL) STRICT;

CREATE INDEX failures_by_customer ON failures (customer_id);

CREATE INDEX failures_by_reference ON failures (order_reference) WHERE order_reference IS NOT NULL;

CREATE INDEX charges_failed_by_method ON charges (payment_method_id) WHERE status = 'failed';

CREATE INDEX failures_by_failed ON failures (currency, first_failed_at, rowid, amount);

CREATE INDEX failures_by_settled ON failures (currency, settled_at, rowid, state, amount);

CREATE INDEX disputes_listed ON disputes (created, rowid, status, currency, amount, evidence_due_by);

CREATE INDEX payment_methods_by_expiry ON payment_methods (exp_year, exp_month) WHERE exp_year IS NOT NULL;

CREATE TABLE figure_sums (
  -- Seconds; figureWidths.
  width INTEGER NOT NULL,
  currency TEXT NOT NULL,
  -- When the stretch begins, Unix seconds.
  slot INTEGER NOT NULL,
  gross INTEGER NOT NULL DEFAULT 0,
  gross_count INTEGER NOT NULL DEFAULT 0,
  refunds INTEGER NOT NULL DEFAULT 0,
  refunds_count INTEGER NOT NULL DEFAULT 0,
  disputes INTEGER NOT NULL DEFAULT 0,
  disputes_count INTEGER NOT NULL DEFAULT 0,
  other INTEGER NOT NULL DEFAULT 0,
  other_count INTEGER NOT NULL DEFAULT 0,
  fees INTEGER NOT NULL DEFAULT 0,
  fees_count INTEGER NOT NULL DEFAULT 0,
  net_count INTEGER NOT NULL DEFAULT 0,
  failed INTEGER NOT NULL DEFAULT 0,
  failed_count INTEGER NOT NULL DEFAULT 0,
  recovered INTEGER NOT NULL DEFAULT 0,
  recovered_count INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (width, currency, slot)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER failure_summed AFTER INSERT ON failures BEGIN 
  INSERT INTO figure_sums (width, currency, slot, failed, failed_count)
  SELECT w.width, new.currency, new.first_failed_at / w.width * w.width, 1 * (new.amount), 1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE 1
  ON CONFLICT DO UPDATE SET failed = failed + excluded.failed, failed_count = failed_count + excluded.failed_count; 
  INSERT INTO figure_sums (width, currency, slot, recovered, recovered_count)
  SELECT w.width, new.currency, new.settled_at / w.width * w.width, 1 * (new.amount), 1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE new.state = 'recovered' AND new.settled_at IS NOT NULL
  ON CONFLICT DO UPDATE SET recovered = recovered + excluded.recovered, recovered_count = recovered_count + excluded.recovered_count;
END;

CREATE TRIGGER failure_summed_anew AFTER UPDATE OF currency, amount, first_failed_at, state, settled_at ON failures
WHEN old.currency IS NOT new.currency OR old.amount IS NOT new.amount OR old.first_failed_at IS NOT new.first_failed_at OR old.state IS NOT new.state OR old.settled_at IS NOT new.settled_at
BEGIN 
  INSERT INTO figure_sums (width, currency, slot, failed, failed_count)
  SELECT w.width, old.currency, old.first_failed_at / w.width * w.width, -1 * (old.amount), -1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE 1
  ON CONFLICT DO UPDATE SET failed = failed + excluded.failed, failed_count = failed_count + excluded.failed_count;
  INSERT INTO figure_sums (width, currency, slot, failed, failed_count)
  SELECT w.width, new.currency, new.first_failed_at / w.width * w.width, 1 * (new.amount), 1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE 1
  ON CONFLICT DO UPDATE SET failed = failed + excluded.failed, failed_count = failed_count + excluded.failed_count; 
  INSERT INTO figure_sums (width, currency, slot, recovered, recovered_count)
  SELECT w.width, old.currency, old.settled_at / w.width * w.width, -1 * (old.amount), -1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE old.state = 'recovered' AND old.settled_at IS NOT NULL
  ON CONFLICT DO UPDATE SET recovered = recovered + excluded.recovered, recovered_count = recovered_count + excluded.recovered_count;
  INSERT INTO figure_sums (width, currency, slot, recovered, recovered_count)
  SELECT w.width, new.currency, new.settled_at / w.width * w.width, 1 * (new.amount), 1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE new.state = 'recovered' AND new.settled_at IS NOT NULL
  ON CONFLICT DO UPDATE SET recovered = recovered + excluded.recovered, recovered_count = recovered_count + excluded.recovered_count;
END;

CREATE TRIGGER failure_unsummed AFTER DELETE ON failures BEGIN 
  INSERT INTO figure_sums (width, currency, slot, failed, failed_count)
  SELECT w.width, old.currency, old.first_failed_at / w.width * w.width, -1 * (old.amount), -1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE 1
  ON CONFLICT DO UPDATE SET failed = failed + excluded.failed, failed_count = failed_count + excluded.failed_count; 
  INSERT INTO figure_sums (width, currency, slot, recovered, recovered_count)
  SELECT w.width, old.currency, old.settled_at / w.width * w.width, -1 * (old.amount), -1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE old.state = 'recovered' AND old.settled_at IS NOT NULL
  ON CONFLICT DO UPDATE SET recovered = recovered + excluded.recovered, recovered_count = recovered_count + excluded.recovered_count;
END;

CREATE INDEX subscriptions_by_ends ON subscriptions (ends_order);

CREATE INDEX subscriptions_by_monthly ON subscriptions (monthly_order);

CREATE INDEX subscriptions_by_currency ON subscriptions (currency, created);

CREATE INDEX subscriptions_by_status ON subscriptions (status, created);

CREATE INDEX subscriptions_by_status_ends ON subscriptions (status, ends_order);

CREATE INDEX subscriptions_by_status_monthly ON subscriptions (status, monthly_order);

CREATE INDEX subscriptions_counted ON subscriptions (deleted, status, currency, pause_behavior, monthly);

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

CREATE TABLE entitlement_facts (
  customer_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  event_id TEXT NOT NULL,
  -- JSON: lookupKey, featureId of each that is active.
  features TEXT NOT NULL CHECK (json_valid(features)),
  PRIMARY KEY (customer_id, at, event_id)
) STRICT, WITHOUT ROWID;

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

CREATE TABLE failure_sums (
  -- failures.state
  state TEXT NOT NULL,
  -- A try is planned or the customer is waited for: it does not lapse with time.
  is_to_come INTEGER NOT NULL,
  -- Of the last failed try, whole days (UTC) since 1970: only of open ones with nothing to come. -1: over all days.
  day INTEGER NOT NULL,
  currency TEXT NOT NULL,
  -- What they are judged by, a JSON array.
  judged TEXT NOT NULL,
  -- Minor units.
  amount INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (state, is_to_come, day, currency, judged)
) STRICT, WITHOUT ROWID;

CREATE INDEX failures_undated ON failures (currency, amount) WHERE state = 'recovered' AND settled_at IS NULL;

CREATE TABLE fraud_warnings (
  id TEXT NOT NULL PRIMARY KEY,
  charge_id TEXT NOT NULL,
  payment_intent_id TEXT,
  fraud_type TEXT NOT NULL,
  actionable INTEGER NOT NULL CHECK (actionable IN (0, 1)),
  created INTEGER NOT NULL,
  -- The event that told it: whether it tells of a change, and when.
  changed INTEGER NOT NULL CHECK (changed IN (0, 1)),
  told_at INTEGER NOT NULL,
  event_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX fraud_warnings_by_charge ON fraud_warnings (charge_id);

CREATE INDEX fraud_warnings_by_payment ON fraud_warnings (payment_intent_id) WHERE payment_intent_id IS NOT NULL;

CREATE TABLE failure_judgings (
  id INTEGER PRIMARY KEY,
  -- A JSON array, as in failure_sums. Stays when no failure has it any more.
  judged TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE payment_counts (
  -- Seconds; countWidths.
  width INTEGER NOT NULL,
  -- When the stretch begins, Unix seconds.
  slot INTEGER NOT NULL,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  -- Never null: a row begins with one payment.
  count INTEGER,
  PRIMARY KEY (width, slot, status, currency)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER payment_counted AFTER INSERT ON payment_intents BEGIN 
  INSERT INTO payment_counts (width, slot, status, currency, count)
  VALUES (86400, new.created / 86400 * 86400, new.status, new.currency, 1), (2764800, new.created / 2764800 * 2764800, new.status, new.currency, 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER payment_counted_anew AFTER UPDATE OF status, currency, created ON payment_intents
WHEN old.status IS NOT new.status OR old.currency IS NOT new.currency OR old.created IS NOT new.created
BEGIN 
  INSERT INTO payment_counts (width, slot, status, currency, count)
  VALUES (86400, old.created / 86400 * 86400, old.status, old.currency, -1), (2764800, old.created / 2764800 * 2764800, old.status, old.currency, -1)
  ON CONFLICT DO UPDATE SET count = count + -1; 
  INSERT INTO payment_counts (width, slot, status, currency, count)
  VALUES (86400, new.created / 86400 * 86400, new.status, new.currency, 1), (2764800, new.created / 2764800 * 2764800, new.status, new.currency, 1)
  ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TRIGGER payment_uncounted AFTER DELETE ON payment_intents BEGIN 
  INSERT INTO payment_counts (width, slot, status, currency, count)
  VALUES (86400, old.created / 86400 * 86400, old.status, old.currency, -1), (2764800, old.created / 2764800 * 2764800, old.status, old.currency, -1)
  ON CONFLICT DO UPDATE SET count = count + -1;
END;

CREATE TABLE odd_objects (
  rowid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  why TEXT NOT NULL,
  -- Stripe's clock, milliseconds.
  as_of INTEGER NOT NULL,
  -- NULL where only the id is known.
  body BLOB
);

CREATE TRIGGER failure_judged AFTER INSERT ON failures BEGIN 
  INSERT INTO failure_judgings (judged) SELECT json_array(new.decline_code, new.advice_code, new.network_advice_code,
    new.outcome_type, new.outcome_reason, new.risk_level, iif(new.network_advice_code IS NULL, NULL, new.brand),
    new.awaits_customer, new.next_attempt_at IS NOT NULL, new.under_way) WHERE true ON CONFLICT DO NOTHING;
  UPDATE failures SET judging = (SELECT id FROM failure_judgings WHERE judged = json_array(new.decline_code, new.advice_code, new.network_advice_code,
    new.outcome_type, new.outcome_reason, new.risk_level, iif(new.network_advice_code IS NULL, NULL, new.brand),
    new.awaits_customer, new.next_attempt_at IS NOT NULL, new.under_way)) WHERE rowid = new.rowid;
END;

CREATE TRIGGER failure_judged_anew AFTER UPDATE OF decline_code, advice_code, network_advice_code, outcome_type, outcome_reason, risk_level, brand, awaits_customer, next_attempt_at, under_way ON failures
WHEN old.decline_code IS NOT new.decline_code OR old.advice_code IS NOT new.advice_code OR old.network_advice_code IS NOT new.network_advice_code OR old.outcome_type IS NOT new.outcome_type OR old.outcome_reason IS NOT new.outcome_reason OR old.risk_level IS NOT new.risk_level OR old.brand IS NOT new.brand OR old.awaits_customer IS NOT new.awaits_customer OR old.next_attempt_at IS NOT new.next_attempt_at OR old.under_way IS NOT new.under_way
BEGIN 
  INSERT INTO failure_judgings (judged) SELECT json_array(new.decline_code, new.advice_code, new.network_advice_code,
    new.outcome_type, new.outcome_reason, new.risk_level, iif(new.network_advice_code IS NULL, NULL, new.brand),
    new.awaits_customer, new.next_attempt_at IS NOT NULL, new.under_way) WHERE true ON CONFLICT DO NOTHING;
  UPDATE failures SET judging = (SELECT id FROM failure_judgings WHERE judged = json_array(new.decline_code, new.advice_code, new.network_advice_code,
    new.outcome_type, new.outcome_reason, new.risk_level, iif(new.network_advice_code IS NULL, NULL, new.brand),
    new.awaits_customer, new.next_attempt_at IS NOT NULL, new.under_way)) WHERE rowid = new.rowid;
END;

CREATE INDEX failures_by_state ON failures (state, still_since);

CREATE INDEX failures_to_come ON failures (still_since) WHERE state = 'open' AND (next_attempt_at IS NOT NULL OR under_way = 1);

CREATE TRIGGER failure_counted AFTER INSERT ON failures BEGIN 
  INSERT INTO failure_sums (state, is_to_come, day, currency, judged, amount, count)
  SELECT new.state, (new.next_attempt_at IS NOT NULL OR new.under_way = 1), d.day, new.currency, json_array(new.decline_code, new.advice_code, new.network_advice_code,
    new.outcome_type, new.outcome_reason, new.risk_level, iif(new.network_advice_code IS NULL, NULL, new.brand),
    new.awaits_customer, new.next_attempt_at IS NOT NULL, new.under_way), 1 * new.amount, 1 FROM (SELECT -1 AS day
    UNION ALL SELECT new.still_since / 86400 WHERE new.state = 'open' AND NOT (new.next_attempt_at IS NOT NULL OR new.under_way = 1)) AS d
  WHERE true
  ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count;
END;

CREATE TRIGGER failure_counted_anew AFTER UPDATE OF state, currency, amount, last_failed_at, asked_at, decline_code, advice_code, network_advice_code, outcome_type, outcome_reason, risk_level, brand, awaits_customer, next_attempt_at, under_way ON failures
WHEN old.state IS NOT new.state OR old.currency IS NOT new.currency OR old.amount IS NOT new.amount OR old.last_failed_at IS NOT new.last_failed_at OR old.asked_at IS NOT new.asked_at OR old.decline_code IS NOT new.decline_code OR old.advice_code IS NOT new.advice_code OR old.network_advice_code IS NOT new.network_advice_code OR old.outcome_type IS NOT new.outcome_type OR old.outcome_reason IS NOT new.outcome_reason OR old.risk_level IS NOT new.risk_level OR old.brand IS NOT new.brand OR old.awaits_customer IS NOT new.awaits_customer OR old.next_attempt_at IS NOT new.next_attempt_at OR old.under_way IS NOT new.under_way
BEGIN 
  INSERT INTO failure_sums (state, is_to_come, day, currency, judged, amount, count)
  SELECT old.state, (old.next_attempt_at IS NOT NULL OR old.under_way = 1), d.day, old.currency, json_array(old.decline_code, old.advice_code, old.network_advice_code,
    old.outcome_type, old.outcome_reason, old.risk_level, iif(old.network_advice_code IS NULL, NULL, old.brand),
    old.awaits_customer, old.next_attempt_at IS NOT NULL, old.under_way), -1 * old.amount, -1 FROM (SELECT -1 AS day
    UNION ALL SELECT old.still_since / 86400 WHERE old.state = 'open' AND NOT (old.next_attempt_at IS NOT NULL OR old.under_way = 1)) AS d
  WHERE true
  ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count; 
  INSERT INTO failure_sums (state, is_to_come, day, currency, judged, amount, count)
  SELECT new.state, (new.next_attempt_at IS NOT NULL OR new.under_way = 1), d.day, new.currency, json_array(new.decline_code, new.advice_code, new.network_advice_code,
    new.outcome_type, new.outcome_reason, new.risk_level, iif(new.network_advice_code IS NULL, NULL, new.brand),
    new.awaits_customer, new.next_attempt_at IS NOT NULL, new.under_way), 1 * new.amount, 1 FROM (SELECT -1 AS day
    UNION ALL SELECT new.still_since / 86400 WHERE new.state = 'open' AND NOT (new.next_attempt_at IS NOT NULL OR new.under_way = 1)) AS d
  WHERE true
  ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count;
END;

CREATE TRIGGER failure_uncounted AFTER DELETE ON failures BEGIN 
  INSERT INTO failure_sums (state, is_to_come, day, currency, judged, amount, count)
  SELECT old.state, (old.next_attempt_at IS NOT NULL OR old.under_way = 1), d.day, old.currency, json_array(old.decline_code, old.advice_code, old.network_advice_code,
    old.outcome_type, old.outcome_reason, old.risk_level, iif(old.network_advice_code IS NULL, NULL, old.brand),
    old.awaits_customer, old.next_attempt_at IS NOT NULL, old.under_way), -1 * old.amount, -1 FROM (SELECT -1 AS day
    UNION ALL SELECT old.still_since / 86400 WHERE old.state = 'open' AND NOT (old.next_attempt_at IS NOT NULL OR old.under_way = 1)) AS d
  WHERE true
  ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count;
END;

CREATE INDEX balance_transactions_by_figure ON balance_transactions (currency, figure, created);

CREATE INDEX balance_transactions_by_created ON balance_transactions (currency, created, rowid, figure, fee);

CREATE TRIGGER movement_summed AFTER INSERT ON balance_transactions BEGIN 
  INSERT INTO figure_sums (width, currency, slot, gross, gross_count, refunds, refunds_count, disputes, disputes_count, other, other_count, fees, fees_count, net_count)
  SELECT w.width, new.currency, new.created / w.width * w.width, 1 * (iif(new.figure = 'gross', new.amount, 0)), 1 * (new.figure = 'gross'), 1 * (iif(new.figure = 'refunds', new.amount, 0)), 1 * (new.figure = 'refunds'), 1 * (iif(new.figure = 'disputes', new.amount, 0)), 1 * (new.figure = 'disputes'), 1 * (iif(new.figure = 'other', new.amount, 0)), 1 * (new.figure = 'other'), 1 * (iif(new.figure = 'fees', new.amount, 0) - new.fee), 1 * (new.figure = 'fees' OR new.fee <> 0), 1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE new.figure IS NOT NULL
  ON CONFLICT DO UPDATE SET gross = gross + excluded.gross, gross_count = gross_count + excluded.gross_count, refunds = refunds + excluded.refunds, refunds_count = refunds_count + excluded.refunds_count, disputes = disputes + excluded.disputes, disputes_count = disputes_count + excluded.disputes_count, other = other + excluded.other, other_count = other_count + excluded.other_count, fees = fees + excluded.fees, fees_count = fees_count + excluded.fees_count, net_count = net_count + excluded.net_count;
END;

CREATE TRIGGER movement_summed_anew AFTER UPDATE OF balance_type, type, reporting_category, amount, fee, currency, created ON balance_transactions
WHEN old.figure IS NOT new.figure OR old.amount IS NOT new.amount OR old.fee IS NOT new.fee OR old.currency IS NOT new.currency OR old.created IS NOT new.created
BEGIN 
  INSERT INTO figure_sums (width, currency, slot, gross, gross_count, refunds, refunds_count, disputes, disputes_count, other, other_count, fees, fees_count, net_count)
  SELECT w.width, old.currency, old.created / w.width * w.width, -1 * (iif(old.figure = 'gross', old.amount, 0)), -1 * (old.figure = 'gross'), -1 * (iif(old.figure = 'refunds', old.amount, 0)), -1 * (old.figure = 'refunds'), -1 * (iif(old.figure = 'disputes', old.amount, 0)), -1 * (old.figure = 'disputes'), -1 * (iif(old.figure = 'other', old.amount, 0)), -1 * (old.figure = 'other'), -1 * (iif(old.figure = 'fees', old.amount, 0) - old.fee), -1 * (old.figure = 'fees' OR old.fee <> 0), -1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE old.figure IS NOT NULL
  ON CONFLICT DO UPDATE SET gross = gross + excluded.gross, gross_count = gross_count + excluded.gross_count, refunds = refunds + excluded.refunds, refunds_count = refunds_count + excluded.refunds_count, disputes = disputes + excluded.disputes, disputes_count = disputes_count + excluded.disputes_count, other = other + excluded.other, other_count = other_count + excluded.other_count, fees = fees + excluded.fees, fees_count = fees_count + excluded.fees_count, net_count = net_count + excluded.net_count; 
  INSERT INTO figure_sums (width, currency, slot, gross, gross_count, refunds, refunds_count, disputes, disputes_count, other, other_count, fees, fees_count, net_count)
  SELECT w.width, new.currency, new.created / w.width * w.width, 1 * (iif(new.figure = 'gross', new.amount, 0)), 1 * (new.figure = 'gross'), 1 * (iif(new.figure = 'refunds', new.amount, 0)), 1 * (new.figure = 'refunds'), 1 * (iif(new.figure = 'disputes', new.amount, 0)), 1 * (new.figure = 'disputes'), 1 * (iif(new.figure = 'other', new.amount, 0)), 1 * (new.figure = 'other'), 1 * (iif(new.figure = 'fees', new.amount, 0) - new.fee), 1 * (new.figure = 'fees' OR new.fee <> 0), 1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE new.figure IS NOT NULL
  ON CONFLICT DO UPDATE SET gross = gross + excluded.gross, gross_count = gross_count + excluded.gross_count, refunds = refunds + excluded.refunds, refunds_count = refunds_count + excluded.refunds_count, disputes = disputes + excluded.disputes, disputes_count = disputes_count + excluded.disputes_count, other = other + excluded.other, other_count = other_count + excluded.other_count, fees = fees + excluded.fees, fees_count = fees_count + excluded.fees_count, net_count = net_count + excluded.net_count;
END;

CREATE TRIGGER movement_unsummed AFTER DELETE ON balance_transactions BEGIN 
  INSERT INTO figure_sums (width, currency, slot, gross, gross_count, refunds, refunds_count, disputes, disputes_count, other, other_count, fees, fees_count, net_count)
  SELECT w.width, old.currency, old.created / w.width * w.width, -1 * (iif(old.figure = 'gross', old.amount, 0)), -1 * (old.figure = 'gross'), -1 * (iif(old.figure = 'refunds', old.amount, 0)), -1 * (old.figure = 'refunds'), -1 * (iif(old.figure = 'disputes', old.amount, 0)), -1 * (old.figure = 'disputes'), -1 * (iif(old.figure = 'other', old.amount, 0)), -1 * (old.figure = 'other'), -1 * (iif(old.figure = 'fees', old.amount, 0) - old.fee), -1 * (old.figure = 'fees' OR old.fee <> 0), -1 * (1)
  FROM (SELECT column1 AS width FROM (VALUES (900), (3600), (86400), (2764800))) AS w WHERE old.figure IS NOT NULL
  ON CONFLICT DO UPDATE SET gross = gross + excluded.gross, gross_count = gross_count + excluded.gross_count, refunds = refunds + excluded.refunds, refunds_count = refunds_count + excluded.refunds_count, disputes = disputes + excluded.disputes, disputes_count = disputes_count + excluded.disputes_count, other = other + excluded.other, other_count = other_count + excluded.other_count, fees = fees + excluded.fees, fees_count = fees_count + excluded.fees_count, net_count = net_count + excluded.net_count;
END;

CREATE INDEX checkout_sessions_by_customer ON checkout_sessions (customer_id) WHERE customer_id IS NOT NULL;

INSERT INTO sync_state VALUES ('events_searchable_up_to', '0');
`
