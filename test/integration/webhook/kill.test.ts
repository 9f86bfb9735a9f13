// The short form of the kills: `npm run faults` has the long one.
import { expect, test } from 'vitest'
import { runKills } from './kill.support.ts'

test('whatever was answered with 200 survives kill -9 at any moment', { timeout: 120_000 }, async () => {
  const report = await runKills({ rounds: 10 })
  expect(report.lost).toEqual([])
  expect(report.strange).toEqual([])
  expect(report.promised).toBeGreaterThan(200)
  // The kills came in the middle of work.
  expect(report.unanswered).toBeGreaterThan(20)
})
