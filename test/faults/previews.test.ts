// The short form: `npm run faults -- previews` runs 10,000.
import { expect, test } from 'vitest'
import { runPreviews } from './previews.ts'

test(
  'what a change of a subscription costs is what its preview said, to the minor unit',
  { timeout: 600_000 },
  async () => {
    const report = await runPreviews({ runs: 1000, seed: Number(process.env['PREVIEWS_SEED'] ?? 20_261_126) })
    expect(report.violations).toEqual([])
    // Worth telling: many are invoiced at once, many from leap days, in every kind of currency.
    expect(report.atOnce).toBeGreaterThan(250)
    expect(report.leapDays).toBeGreaterThan(50)
    expect(Object.keys(report.byCurrency).toSorted()).toEqual(['eur', 'isk', 'jpy', 'kwd', 'usd'])
  },
)
