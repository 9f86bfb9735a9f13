// Failures of which another try is under way, as a debit on its way: there is nothing to do about them but wait, and they do not lapse with
// time. What failures are judged by, and their sums, are made again with it.
import type { Migration } from '../migration.ts'

/** The `day` of the sum over all days. */
const everyDay = -1
/** Seconds. */
const dayLength = 86_400

/** As 0012-failure-counts.ts has it, and whether a try is under way. */
const judged = (
  row: string,
): string => /* sql */ `json_array(${row}.decline_code, ${row}.advice_code, ${row}.network_advice_code,
    ${row}.outcome_type, ${row}.outcome_reason, ${row}.risk_level, iif(${row}.network_advice_code IS NULL, NULL, ${row}.brand),
    ${row}.awaits_customer, ${row}.next_attempt_at IS NOT NULL, ${row}.under_way)`

const isToCome = (row: string): string =>
  `(${row}.next_attempt_at IS NOT NULL OR ${row}.awaits_customer = 1 OR ${row}.under_way = 1)`

const columns = 'state, is_to_come, day, currency, judged, amount, count'

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
const watched = ['state', 'currency', 'amount', 'last_failed_at', ...judgedBy]

const differs = (names: readonly string[]): string =>
  names.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ')

const keep = /* sql */ `
  INSERT INTO failure_judgings (judged) SELECT ${judged('new')} WHERE true ON CONFLICT DO NOTHING;
  UPDATE failures SET judging = (SELECT id FROM failure_judgings WHERE judged = ${judged('new')}) WHERE rowid = new.rowid;`

const up = /* sql */ `
DROP TRIGGER failure_counted;
DROP TRIGGER failure_counted_anew;
DROP TRIGGER failure_uncounted;
DROP TRIGGER failure_judged;
DROP TRIGGER failure_judged_anew;
DROP INDEX failures_to_come;

-- Still open, and another try is under way, or its money is set aside to be captured.
ALTER TABLE failures ADD COLUMN under_way INTEGER NOT NULL DEFAULT 0 CHECK (under_way IN (0, 1));
UPDATE failures SET under_way = 1 WHERE state = 'open'
  AND rowid IN (SELECT rowid FROM payment_intents WHERE stripe_status IN ('processing', 'requires_capture'));

-- Those that do not lapse with time: something is still to come.
CREATE INDEX failures_to_come ON failures (last_failed_at)
  WHERE state = 'open' AND (next_attempt_at IS NOT NULL OR awaits_customer = 1 OR under_way = 1);

DELETE FROM failure_sums;
${soFar(String(everyDay), 'true')}
${soFar(`f.last_failed_at / ${dayLength}`, `f.state = 'open' AND NOT ${isToCome('f')}`)}
DELETE FROM failure_judgings;
INSERT INTO failure_judgings (judged) SELECT DISTINCT ${judged('f')} FROM failures AS f;
UPDATE failures AS f SET judging = (SELECT id FROM failure_judgings WHERE judged = ${judged('f')});

CREATE TRIGGER failure_counted AFTER INSERT ON failures BEGIN ${summed('new', 1)}
END;
CREATE TRIGGER failure_counted_anew AFTER UPDATE OF ${watched.join(', ')} ON failures
WHEN ${differs(watched)}
BEGIN ${summed('old', -1)} ${summed('new', 1)}
END;
CREATE TRIGGER failure_uncounted AFTER DELETE ON failures BEGIN ${summed('old', -1)}
END;
CREATE TRIGGER failure_judged AFTER INSERT ON failures BEGIN ${keep}
END;
CREATE TRIGGER failure_judged_anew AFTER UPDATE OF ${judgedBy.join(', ')} ON failures
WHEN ${differs(judgedBy)}
BEGIN ${keep}
END;
`

export const cacheOfTriesUnderWay: Migration = { number: 21, name: 'tries-under-way', up }
