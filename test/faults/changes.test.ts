// The short form of the fault runs of changes: `npm run faults` has the long one.
import { expect, test } from 'vitest'
import { runChangeFaults } from './changes.ts'
import { everyFault, killSteps } from './steps.ts'

test(
  'a change is made once, as ordered, whatever kills the process and whatever Stripe answers',
  { timeout: 300_000 },
  async () => {
    const report = await runChangeFaults({ runs: 120, seed: 20_261_126, homes: 4 })
    expect(report.violations).toEqual([])
    expect(report.runs).toBeGreaterThanOrEqual(120)
    // Of the kills, each life draws one: all others are met for certain.
    expect(Object.keys(report.byFault).length).toBeGreaterThan(everyFault.length - killSteps.length)
    expect(report.ended['done']).toBeGreaterThan(report.runs / 3)
  },
)
