// What makes every question as quick at a million events as at a thousand: indexes that hold what is filtered by, counts kept
// as payments change, and text searches in order of time.
import type { Migration } from '../migration.ts'

/** Widths of the stretches of time that payments are counted in, seconds: a day, and 32 days. */
const countWidths = [86_400, 2_764_800] as const

/** Counts a payment in every stretch, or takes it out. */
export const counted = (row: 'new' | 'old', by: 1 | -1): string => /* sql */ `
  INSERT INTO payment_counts (width, slot, status, currency, count)
  VALUES ${countWidths.map((width) => `(${width}, ${row}.created / ${width} * ${width}, ${row}.status, ${row}.currency, ${by})`).join(', ')}
  ON CONFLICT DO UPDATE SET count = count + ${by};`

const up = /* sql */ `
-- How many payments were created in each stretch of time. Kept by triggers, so that no way of writing a payment can forget it.
CREATE TABLE payment_counts (
  -- Seconds; countWidths.
  width INTEGER NOT NULL,
  -- When the stretch begins, Unix seconds.
  slot INTEGER NOT NULL,
  status TEXT NOT NULL,
  currency TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (width, slot, status, currency)
) STRICT, WITHOUT ROWID;
${countWidths
  .map(
    (width) => /* sql */ `INSERT INTO payment_counts
  SELECT ${width}, created / ${width} * ${width}, status, currency, count(*) FROM payment_intents GROUP BY 2, 3, 4;`,
  )
  .join('\n')}
CREATE TRIGGER payment_counted AFTER INSERT ON payment_intents BEGIN ${counted('new', 1)}
END;
CREATE TRIGGER payment_counted_anew AFTER UPDATE OF status, currency, created ON payment_intents
WHEN old.status IS NOT new.status OR old.currency IS NOT new.currency OR old.created IS NOT new.created
BEGIN ${counted('old', -1)} ${counted('new', 1)}
END;
CREATE TRIGGER payment_uncounted AFTER DELETE ON payment_intents BEGIN ${counted('old', -1)}
END;

-- The row id stands before what is only filtered by: it breaks ties in every list.
DROP INDEX payment_intents_by_created;
DROP INDEX payment_intents_by_status;
DROP INDEX payment_intents_by_currency;
DROP INDEX payment_intents_by_amount;
CREATE INDEX payment_intents_by_created ON payment_intents (created, rowid, status, currency, amount_milli);
CREATE INDEX payment_intents_by_status ON payment_intents (status, created, rowid, amount_milli);
CREATE INDEX payment_intents_by_currency ON payment_intents (currency, created, rowid, amount_milli);
CREATE INDEX payment_intents_by_both ON payment_intents (currency, status, created, rowid, amount_milli);
CREATE INDEX payment_intents_by_amount ON payment_intents (amount_milli, rowid, created, status, currency);

-- The search again, its row ids in order of creation, so that the newest matches of a common word are found first; and with
-- the status and the currency inside, so that a word can be narrowed by them. It is filled when the tables are made again.
ALTER TABLE payment_intents ADD COLUMN search_key INTEGER;
CREATE INDEX payment_intents_by_search ON payment_intents (search_key, status, amount_milli) WHERE search_key IS NOT NULL;
DROP TABLE payment_search;
CREATE VIRTUAL TABLE payment_search USING fts5 (
  text, status, currency,
  content = '',
  contentless_delete = 1,
  tokenize = 'trigram remove_diacritics 1'
);
UPDATE payment_intents SET search_digest = NULL;

CREATE INDEX events_by_type ON events (type, created, rowid, source, state);
CREATE INDEX events_by_source ON events (source, created, rowid, state);
-- Most events are applied; the others are looked for. The index on failed ones is there already.
CREATE INDEX events_kept ON events (created) WHERE state = 'kept';
CREATE INDEX events_waiting_by_created ON events (created) WHERE state = 'waiting';

-- Parts of ids. Only which rows hold which trigrams, not where: what it finds is looked at again.
CREATE VIRTUAL TABLE event_search USING fts5 (
  ids,
  content = '',
  columnsize = 0,
  detail = none,
  tokenize = 'trigram'
);
INSERT INTO event_search (rowid, ids) SELECT rowid, id || ' ' || coalesce(object_id, '') FROM events;
CREATE TRIGGER event_searched AFTER INSERT ON events BEGIN
  INSERT INTO event_search (rowid, ids) VALUES (new.rowid, new.id || ' ' || coalesce(new.object_id, ''));
END;
`

export const cacheOfQuestions: Migration = { number: 4, name: 'questions', up }
