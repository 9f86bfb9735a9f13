// The short form of the convergence run: 1,000 histories; `npm run faults` runs 10,000.
import { expect, test } from 'vitest'
import { runConvergence } from './convergence.ts'

const seed = Number(process.env['CONVERGENCE_SEED'] ?? 20261123)

test(`a history ends in the same tables whatever order, way and number of times it is told (seed ${seed})`, async () => {
  const report = await runConvergence({ runs: 1000, seed })
  expect(report.violation).toBeNull()
  // The stories are worth telling: many events, and some that could not be put in order without asking.
  expect(report.events).toBeGreaterThan(8000)
  expect(report.rereads).toBeGreaterThan(200)
}, 600_000)
