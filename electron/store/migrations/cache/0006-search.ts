// One search over everything beside payments (those have their own), and the indexes that its questions and the customer's page
// walk. Filled as the tables are made again.
import type { Migration } from '../migration.ts'

const searchTable = (name: string): string => /* sql */ `CREATE VIRTUAL TABLE ${name} USING fts5 (
  text,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);`

const up = /* sql */ `
-- What the searches know of an object; which one it is.
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

-- They keep only the index, not the text. Trigrams find any part of three characters or more, accents ignored; each field begins
-- with a line break, so that the beginning of a field or a word is found with two.
${searchTable('customer_search')}
-- Refunds, invoices, subscriptions, disputes and cards in one: one walk finds the newest of all of them.
${searchTable('object_search')}

-- The words of names, without case and accents: what begins with one letter or two is found here.
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
`

export const cacheOfSearch: Migration = { number: 6, name: 'search', up }
