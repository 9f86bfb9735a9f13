// The short form of the modes run: 2,000 sequences; `npm run faults` runs 20,000.
import { expect, test } from 'vitest'
import { runModes } from './modes.ts'

const seed = Number(process.env['MODES_SEED'] ?? 20_261_125)

test(`whatever is done on four desks, nothing comes to another account or mode (seed ${seed})`, async () => {
  const report = await runModes({ runs: 2000, seed })
  expect(report.violation).toBeNull()
  expect(report.sequences).toBe(2000)
  // The sequences are worth playing: what is right happens often, and what is wrong is tried in every way.
  expect(report.refunds.test).toBeGreaterThan(300)
  expect(report.refunds.live).toBeGreaterThan(150)
  expect(report.eventsAccepted).toBeGreaterThan(1000)
  expect(report.keysReplaced).toBeGreaterThan(10)
  for (const tried of [
    'order of another: not_found',
    'order of its own: locked',
    'event: signature_wrong',
    'event: other_mode',
    'event: other_account',
    'key: mode_mismatch',
    'key: account_mismatch',
    'key: key_revoked',
    'answer: mode_mismatch',
  ])
    expect([tried, report.refusals[tried] ?? 0]).toEqual([tried, expect.toSatisfy((often) => often > 20)])
}, 600_000)
