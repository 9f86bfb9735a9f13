// What failures are judged by, each text once: thousands of them share a few dozen, and a number is handed over and compared in a
// fraction of the time. Kept by triggers, so that no way of writing a row can forget it.
import type { Migration } from '../migration.ts'

/** As 0012-failure-counts.ts has it. */
const judged = (
  row: string,
): string => /* sql */ `json_array(${row}.decline_code, ${row}.advice_code, ${row}.network_advice_code,
    ${row}.outcome_type, ${row}.outcome_reason, ${row}.risk_level, iif(${row}.network_advice_code IS NULL, NULL, ${row}.brand),
    ${row}.awaits_customer, ${row}.next_attempt_at IS NOT NULL)`

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
]

const keep = /* sql */ `
  INSERT INTO failure_judgings (judged) SELECT ${judged('new')} WHERE true ON CONFLICT DO NOTHING;
  UPDATE failures SET judging = (SELECT id FROM failure_judgings WHERE judged = ${judged('new')}) WHERE rowid = new.rowid;`

const up = /* sql */ `
CREATE TABLE failure_judgings (
  id INTEGER PRIMARY KEY,
  -- A JSON array, as in failure_sums. Stays when no failure has it any more.
  judged TEXT NOT NULL UNIQUE
) STRICT;
-- failure_judgings.id
ALTER TABLE failures ADD COLUMN judging INTEGER;
INSERT INTO failure_judgings (judged) SELECT DISTINCT ${judged('f')} FROM failures AS f;
UPDATE failures AS f SET judging = (SELECT id FROM failure_judgings WHERE judged = ${judged('f')});

CREATE TRIGGER failure_judged AFTER INSERT ON failures BEGIN ${keep}
END;
CREATE TRIGGER failure_judged_anew AFTER UPDATE OF ${judgedBy.join(', ')} ON failures
WHEN ${judgedBy.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ')}
BEGIN ${keep}
END;
`

export const cacheOfFailureJudgings: Migration = { number: 14, name: 'failure-judgings', up }
