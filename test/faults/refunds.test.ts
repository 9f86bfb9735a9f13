// The short form of the fault runs: `npm run faults` has the long one.
import { expect, test } from 'vitest'
import { runRefundFaults } from './refunds.ts'
import { everyFault } from './steps.ts'

test(
  'money moves once, as ordered, whatever kills the process and whatever Stripe answers',
  { timeout: 420_000 },
  async () => {
    const report = await runRefundFaults({ runs: 204, seed: 20_261_123, homes: 3 })
    expect(report.violations).toEqual([])
    expect(report.runs).toBeGreaterThanOrEqual(200)
    expect(Object.keys(report.byFault)).toHaveLength(everyFault.length)
    expect(report.ended['done']).toBeGreaterThan(report.runs / 4)
  },
)
