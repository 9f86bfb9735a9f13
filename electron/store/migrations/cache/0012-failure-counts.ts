// How many payments failed and how much they were to bring, by all that they are judged by, kept as rows are written: the desk's rules
// and the clock can't be asked of the database, but few payments differ in what those go by.
import type { Migration } from '../migration.ts'

/** The `day` of the sum over all days. */
const everyDay = -1
/** Seconds. */
const dayLength = 86_400

/**
 * What a failure's group is judged by (FailureFacts of src/domain/failure-group.ts) as one text, a JSON array: electron/store/queries/
 * judged-facts.ts reads it. The brand only tells whose the network's advice is.
 */
const judged = (
  row: string,
): string => /* sql */ `json_array(${row}.decline_code, ${row}.advice_code, ${row}.network_advice_code,
    ${row}.outcome_type, ${row}.outcome_reason, ${row}.risk_level, iif(${row}.network_advice_code IS NULL, NULL, ${row}.brand),
    ${row}.awaits_customer, ${row}.next_attempt_at IS NOT NULL)`

const isToCome = (row: string): string => `(${row}.next_attempt_at IS NOT NULL OR ${row}.awaits_customer = 1)`

const columns = 'state, is_to_come, day, currency, judged, amount, count'

/** Once over all days, and once by the day of the last failed try where that decides whether it lapsed. */
const days = (row: string): string => /* sql */ `(SELECT ${everyDay} AS day
    UNION ALL SELECT ${row}.last_failed_at / ${dayLength} WHERE ${row}.state = 'open' AND NOT ${isToCome(row)}) AS d`

const summed = (row: 'old' | 'new', sign: 1 | -1): string => /* sql */ `
  INSERT INTO failure_sums (${columns})
  SELECT ${row}.state, ${isToCome(row)}, d.day, ${row}.currency, ${judged(row)}, ${sign} * ${row}.amount, ${sign} FROM ${days(row)}
  WHERE true
  ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count;`

const soFar = (day: string, condition: string): string => /* sql */ `
INSERT INTO failure_sums (${columns})
SELECT f.state, ${isToCome('f')}, ${day}, f.currency, ${judged('f')}, sum(f.amount), count(*) FROM failures AS f
WHERE ${condition} GROUP BY 1, 2, 3, 4, 5;`

const watched = [
  'state',
  'currency',
  'amount',
  'last_failed_at',
  'next_attempt_at',
  'awaits_customer',
  'decline_code',
  'advice_code',
  'network_advice_code',
  'outcome_type',
  'outcome_reason',
  'risk_level',
  'brand',
]

const up = /* sql */ `
-- Kept by triggers, so that no way of writing a row can forget it.
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
${soFar(String(everyDay), 'true')}
${soFar(`f.last_failed_at / ${dayLength}`, `f.state = 'open' AND NOT ${isToCome('f')}`)}

CREATE TRIGGER failure_counted AFTER INSERT ON failures BEGIN ${summed('new', 1)}
END;
CREATE TRIGGER failure_counted_anew AFTER UPDATE OF ${watched.join(', ')} ON failures
WHEN ${watched.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ')}
BEGIN ${summed('old', -1)} ${summed('new', 1)}
END;
CREATE TRIGGER failure_uncounted AFTER DELETE ON failures BEGIN ${summed('old', -1)}
END;

-- Paid, but it is not known when: no stretch of time has them.
CREATE INDEX failures_undated ON failures (currency, amount) WHERE state = 'recovered' AND settled_at IS NULL;
`

export const cacheOfFailureCounts: Migration = { number: 12, name: 'failure-counts', up }
