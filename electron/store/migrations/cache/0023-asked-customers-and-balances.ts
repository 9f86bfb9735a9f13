// Two things that sums were wrong about. A failure whose customer was asked to confirm with their bank lapses too, 30 days after that: customers
// who left never answer, and such a payment was called at risk for good. What moves other balances than those that payments, refunds and
// disputes are booked to, as that of Issuing, is in no figure: it was under Other, and a reserve came to nothing. All sums are made again. And
// the pages of a customer are found.
import type { Migration } from '../migration.ts'
import { figuredAnew } from './0015-figures-by-category.ts'

/** The `day` of the sum over all days. */
const everyDay = -1
/** Seconds. */
const dayLength = 86_400

/** As 0021-tries-under-way.ts has it. */
const judged = (
  row: string,
): string => /* sql */ `json_array(${row}.decline_code, ${row}.advice_code, ${row}.network_advice_code,
    ${row}.outcome_type, ${row}.outcome_reason, ${row}.risk_level, iif(${row}.network_advice_code IS NULL, NULL, ${row}.brand),
    ${row}.awaits_customer, ${row}.next_attempt_at IS NOT NULL, ${row}.under_way)`

const isToCome = (row: string): string => `(${row}.next_attempt_at IS NOT NULL OR ${row}.under_way = 1)`

const columns = 'state, is_to_come, day, currency, judged, amount, count'

const days = (row: string): string => /* sql */ `(SELECT ${everyDay} AS day
    UNION ALL SELECT ${row}.still_since / ${dayLength} WHERE ${row}.state = 'open' AND NOT ${isToCome(row)}) AS d`

const summed = (row: 'old' | 'new', sign: 1 | -1): string => /* sql */ `
  INSERT INTO failure_sums (${columns})
  SELECT ${row}.state, ${isToCome(row)}, d.day, ${row}.currency, ${judged(row)}, ${sign} * ${row}.amount, ${sign} FROM ${days(row)}
  WHERE true
  ON CONFLICT DO UPDATE SET amount = amount + excluded.amount, count = count + excluded.count;`

const soFar = (day: string, condition: string): string => /* sql */ `
INSERT INTO failure_sums (${columns})
SELECT f.state, ${isToCome('f')}, ${day}, f.currency, ${judged('f')}, sum(f.amount), count(*) FROM failures AS f
WHERE ${condition} GROUP BY 1, 2, 3, 4, 5;`

const judgedBy = [
  'decline_code',
  'advice_code',
  'network_advice_code',
  'outcome_type',
  'outcome_reason',
  'risk_level',
  'brand',
  'awaits_customer',
  'next_attempt_at',
  'under_way',
]
/** What still_since is made of. */
const watched = ['state', 'currency', 'amount', 'last_failed_at', 'asked_at', ...judgedBy]

const failures = /* sql */ `
DROP TRIGGER failure_counted;
DROP TRIGGER failure_counted_anew;
DROP TRIGGER failure_uncounted;
DROP INDEX failures_to_come;
DROP INDEX failures_by_state;

-- When the customer was last asked to confirm, of one that waits for that; null where that is not known.
ALTER TABLE failures ADD COLUMN asked_at INTEGER;
-- Since when nothing more was tried or asked: from then on it lapses, unless something is to come.
ALTER TABLE failures ADD COLUMN still_since INTEGER NOT NULL
  GENERATED ALWAYS AS (max(last_failed_at, coalesce(asked_at, last_failed_at))) VIRTUAL;
UPDATE failures SET asked_at = (SELECT max(created) FROM events
  WHERE object_id = failures.payment_intent_id AND type = 'payment_intent.requires_action') WHERE awaits_customer = 1;

CREATE INDEX failures_by_state ON failures (state, still_since);
-- Those that do not lapse with time: something is still to come.
CREATE INDEX failures_to_come ON failures (still_since) WHERE state = 'open' AND (next_attempt_at IS NOT NULL OR under_way = 1);

DELETE FROM failure_sums;
${soFar(String(everyDay), 'true')}
${soFar(`f.still_since / ${dayLength}`, `f.state = 'open' AND NOT ${isToCome('f')}`)}

CREATE TRIGGER failure_counted AFTER INSERT ON failures BEGIN ${summed('new', 1)}
END;
CREATE TRIGGER failure_counted_anew AFTER UPDATE OF ${watched.join(', ')} ON failures
WHEN ${watched.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ')}
BEGIN ${summed('old', -1)} ${summed('new', 1)}
END;
CREATE TRIGGER failure_uncounted AFTER DELETE ON failures BEGIN ${summed('old', -1)}
END;
`

const movements = /* sql */ `
-- Stripe's balance_type; null until the tables are made again, and in old API versions.
ALTER TABLE balance_transactions ADD COLUMN balance_type TEXT;
${figuredAnew(
  `reporting_category IN ('partial_capture_reversal', 'charge_failure')`,
  ` OR reporting_category = 'network_cost'`,
  `
  WHEN balance_type NOT IN ('payments', 'refund_and_dispute_prefunding') THEN NULL`,
  'balance_type, type, reporting_category',
)}`

/** For what became of the pages of a customer. */
const sessions = /* sql */ `
CREATE INDEX checkout_sessions_by_customer ON checkout_sessions (customer_id) WHERE customer_id IS NOT NULL;
`

export const cacheOfAskedCustomersAndBalances: Migration = {
  number: 23,
  name: 'asked-customers-and-balances',
  up: failures + movements + sessions,
}
