// How the sums that triggers keep are laid out, as the questions read them. Migrations fixed it and hold copies of their own, because their
// SQL never changes (frozen-migrations.test.ts): it must never differ from what the newest of them says.

/** Widths of the stretches of time that payments are counted in, seconds: a day, and 32 days. */
export const countWidths = [86_400, 2_764_800] as const

/** Widths of the stretches that are summed up, seconds: days of every time zone are made of whole quarters of an hour. */
export const figureWidths = [900, 3600, 86_400, 2_764_800] as const

/** Figures (src/contract/finance.ts) of which a sum and a count is kept; the sum of `net` follows from the first five. */
export const balanceFigures = ['gross', 'refunds', 'disputes', 'other', 'fees'] as const

/** What a movement adds to each column of figure_sums. */
export const movementAdds = (row: string): Readonly<Record<string, string>> => ({
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

/** The `day` of failure_sums over all days. */
export const everyDay = -1
/** Seconds. */
export const dayLength = 86_400

/** Whether a failure does not lapse with time: failure_sums.is_to_come. */
export const isToCome = (row: string): string =>
  `(${row}.next_attempt_at IS NOT NULL OR ${row}.under_way = 1)`
