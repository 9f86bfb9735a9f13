// A bulk run of a thousand rows through twenty kills: `npm run faults` has more of them.
import { expect, test } from 'vitest'
import { runRunFaults } from './runs.ts'

test(
  'a run of a thousand refunds is exactly as ordered, though Stripe fails and the process is killed twenty times',
  { timeout: 420_000 },
  async () => {
    const report = await runRunFaults({ rows: 1000, kills: 20, seed: 20_261_125 })
    expect(report.violations).toEqual([])
    expect(report.kills).toBe(20)
    expect(report.ended.made).toBeGreaterThan(900)
    // Those that somebody else had refunded.
    expect(report.ended.failed).toBeGreaterThanOrEqual(20)
    expect(report.orderedAgain).toBeGreaterThan(0)
  },
)
