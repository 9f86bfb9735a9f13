// What the balance moved, what failed and what came back in each stretch of time, kept as rows are written, so that a year of
// figures is a sum of few rows.
import type { Migration } from '../migration.ts'

/** Widths of the stretches that are summed up, seconds: days of every time zone are made of whole quarters of an hour. */
const figureWidths = [900, 3600, 86_400, 2_764_800] as const

/** Figures (src/contract/finance.ts) of which a sum and a count is kept; the sum of `net` follows from the first five. */
const balanceFigures = ['gross', 'refunds', 'disputes', 'other', 'fees'] as const

// Types and categories: docs.stripe.com/reports/balance-transaction-types. An application fee is income, not a fee.
const figure = /* sql */ `CASE
  WHEN type IN ('payout', 'payout_cancel', 'payout_failure') THEN NULL
  WHEN type IN ('charge', 'payment') THEN 'gross'
  WHEN type IN ('refund', 'payment_refund', 'refund_failure', 'payment_failure_refund', 'payment_reversal') THEN 'refunds'
  WHEN type = 'adjustment' AND reporting_category IN ('dispute', 'dispute_reversal') THEN 'disputes'
  WHEN type IN ('stripe_fee', 'stripe_fx_fee', 'tax_fee') THEN 'fees'
  ELSE 'other' END`

type Columns = Readonly<Record<string, string>>

/** What a movement adds to each column. */
const movementAdds = (row: string): Columns => ({
  ...Object.fromEntries(
    balanceFigures.flatMap((name) =>
      name === 'fees'
        ? [
            ['fees', `iif(${row}.figure = 'fees', ${row}.amount, 0) - ${row}.fee`],
            ['fees_count', `${row}.figure = 'fees' OR ${row}.fee <> 0`],
          ]
        : [
            [name, `iif(${row}.figure = '${name}', ${row}.amount, 0)`],
            [`${name}_count`, `${row}.figure = '${name}'`],
          ],
    ),
  ),
  net_count: '1',
})
const failureAdds = (row: string): Columns => ({ failed: `${row}.amount`, failed_count: '1' })
const recoveryAdds = (row: string): Columns => ({ recovered: `${row}.amount`, recovered_count: '1' })

interface Summing {
  row: string
  at: string
  /** Rows for which this does not hold are left out. */
  counts: string
  columns: Columns
}
const movement = (row: string): Summing => ({
  row,
  at: 'created',
  counts: `${row}.figure IS NOT NULL`,
  columns: movementAdds(row),
})
const failed = (row: string): Summing => ({
  row,
  at: 'first_failed_at',
  counts: '1',
  columns: failureAdds(row),
})
const recovered = (row: string): Summing => ({
  row,
  at: 'settled_at',
  counts: `${row}.state = 'recovered' AND ${row}.settled_at IS NOT NULL`,
  columns: recoveryAdds(row),
})

const widths = `(SELECT column1 AS width FROM (VALUES ${figureWidths.map((width) => `(${width})`).join(', ')})) AS w`

/** Adds a row to the sums, or takes it out. */
const summed = ({ row, at, counts, columns }: Summing, sign: 1 | -1): string => /* sql */ `
  INSERT INTO figure_sums (width, currency, slot, ${Object.keys(columns).join(', ')})
  SELECT w.width, ${row}.currency, ${row}.${at} / w.width * w.width, ${Object.values(columns)
    .map((value) => `${sign} * (${value})`)
    .join(', ')}
  FROM ${widths} WHERE ${counts}
  ON CONFLICT DO UPDATE SET ${Object.keys(columns)
    .map((name) => `${name} = ${name} + excluded.${name}`)
    .join(', ')};`

/** Makes the sums those of all rows that there are. */
const summedSoFar = (table: string, { row, at, counts, columns }: Summing): string => /* sql */ `
INSERT INTO figure_sums (width, currency, slot, ${Object.keys(columns).join(', ')})
SELECT w.width, ${row}.currency, ${row}.${at} / w.width * w.width, ${Object.values(columns)
  .map((value) => `sum(${value})`)
  .join(', ')}
FROM ${table} AS ${row} CROSS JOIN ${widths} WHERE ${counts} GROUP BY 1, 2, 3
ON CONFLICT DO UPDATE SET ${Object.keys(columns)
  .map((name) => `${name} = excluded.${name}`)
  .join(', ')};`

const changes = (...names: string[]): string =>
  names.map((name) => `old.${name} IS NOT new.${name}`).join(' OR ')

/** Makes the sums those of all movements that there are. */
export const movementsSoFar = summedSoFar('balance_transactions', movement('t'))

/** `madeOf`: the columns that a movement's figure is told by. */
export const movementTriggers = (
  madeOf = 'type, reporting_category',
): string => /* sql */ `CREATE TRIGGER movement_summed AFTER INSERT ON balance_transactions BEGIN ${summed(movement('new'), 1)}
END;
CREATE TRIGGER movement_summed_anew AFTER UPDATE OF ${madeOf}, amount, fee, currency, created ON balance_transactions
WHEN ${changes('figure', 'amount', 'fee', 'currency', 'created')}
BEGIN ${summed(movement('old'), -1)} ${summed(movement('new'), 1)}
END;
CREATE TRIGGER movement_unsummed AFTER DELETE ON balance_transactions BEGIN ${summed(movement('old'), -1)}
END;`

const up = /* sql */ `
-- The figure of the overview that a movement belongs to; null for payouts, which are left out.
ALTER TABLE balance_transactions ADD COLUMN figure TEXT GENERATED ALWAYS AS (${figure}) VIRTUAL;
-- The row id stands before what is only filtered by: it breaks ties in lists.
CREATE INDEX balance_transactions_by_figure ON balance_transactions (currency, figure, created);
CREATE INDEX balance_transactions_by_created ON balance_transactions (currency, created, rowid, figure, fee);
DROP INDEX failures_by_failed;
DROP INDEX failures_by_settled;
CREATE INDEX failures_by_failed ON failures (currency, first_failed_at, rowid, amount);
CREATE INDEX failures_by_settled ON failures (currency, settled_at, rowid, state, amount);
-- All that disputes are filtered and sorted by: there are few of them.
CREATE INDEX disputes_listed ON disputes (created, rowid, status, currency, amount, evidence_due_by);
-- Cards by when they expire.
CREATE INDEX payment_methods_by_expiry ON payment_methods (exp_year, exp_month) WHERE exp_year IS NOT NULL;

-- Kept by triggers, so that no way of writing a row can forget it. Minor units.
CREATE TABLE figure_sums (
  -- Seconds; figureWidths.
  width INTEGER NOT NULL,
  currency TEXT NOT NULL,
  -- When the stretch begins, Unix seconds.
  slot INTEGER NOT NULL,
  ${[movementAdds, failureAdds, recoveryAdds]
    .flatMap((adds) => Object.keys(adds('')))
    .map((name) => `${name} INTEGER NOT NULL DEFAULT 0,`)
    .join('\n  ')}
  PRIMARY KEY (width, currency, slot)
) STRICT, WITHOUT ROWID;
${movementsSoFar}
${summedSoFar('failures', failed('f'))}
${summedSoFar('failures', recovered('f'))}

${movementTriggers()}

CREATE TRIGGER failure_summed AFTER INSERT ON failures BEGIN ${summed(failed('new'), 1)} ${summed(recovered('new'), 1)}
END;
CREATE TRIGGER failure_summed_anew AFTER UPDATE OF currency, amount, first_failed_at, state, settled_at ON failures
WHEN ${changes('currency', 'amount', 'first_failed_at', 'state', 'settled_at')}
BEGIN ${[failed, recovered].map((each) => summed(each('old'), -1) + summed(each('new'), 1)).join(' ')}
END;
CREATE TRIGGER failure_unsummed AFTER DELETE ON failures BEGIN ${summed(failed('old'), -1)} ${summed(recovered('old'), -1)}
END;
`

export const cacheOfFinance: Migration = { number: 10, name: 'finance', up }
