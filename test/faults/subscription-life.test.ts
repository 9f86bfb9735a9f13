// The short form: 500 lives; `npm run faults -- lives` runs 5,000.
import { expect, test } from 'vitest'
import { runSubscriptionLife } from './subscription-life.ts'

const seed = Number(process.env['LIVES_SEED'] ?? 20_261_126)

test(`whatever is ordered and whatever customers do, the tables and the access are what Stripe has (seed ${seed})`, async () => {
  const report = await runSubscriptionLife({ sequences: 500, seed, steps: 8 })
  expect(report.violation).toBeNull()
  // Lives worth telling: many things done, and every state seen.
  expect(report.steps).toBeGreaterThan(2000)
  expect(Object.keys(report.states).toSorted()).toEqual([
    'active',
    'canceled',
    'incomplete',
    'incomplete_expired',
    'past_due',
    'paused',
    'trialing',
    'unpaid',
  ])
}, 600_000)
