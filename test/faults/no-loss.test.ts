// The short form of the loss runs: `npm run faults` has the long one.
import { expect, test } from 'vitest'
import { runLoss } from './no-loss.ts'

test(
  'what was answered with a 2xx is in the log and in effect, once, whenever the process is killed',
  { timeout: 420_000 },
  async () => {
    const report = await runLoss({ rounds: 60, seed: 20_261_125 })
    expect(report.violations).toEqual([])
    expect(report.rounds).toBe(60)
    expect(report.promised).toBeGreaterThan(300)
    expect(report.unanswered).toBeGreaterThan(0)
  },
)
