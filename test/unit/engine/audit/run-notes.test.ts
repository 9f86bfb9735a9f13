// What the audit says of bulk runs, in words that a person knows from the screen.
import { expect, test } from 'vitest'
import { runChanged, runPlaced } from '../../../../electron/engine/audit/run-notes.ts'
import { pauseReasons, type Run } from '../../../../src/contract/index.ts'

const run: Run = {
  id: 'r', deskId: 'demo', name: 'n', note: null, operator: 'ada', retryOf: null, state: 'paused', pausedBecause: null,
  problem: null, placedAt: 0, sendAt: 0, endedAt: null, rows: 40, canary: 5, afterCanary: 'go_on', canaryOver: false, totals: [], perMinute: null,
  counts: { waiting: 35, sending: 0, made: 5, failed: 0, unknown: 0, skipped: 0 }, retriable: 0,
} // prettier-ignore

test('how many rows go first is said, never more than there are', () => {
  const firstRows = (more: Partial<Run>) => runPlaced({ ...run, ...more }, 'd', false).detail['firstRows']
  expect(firstRows({})).toBe('first 5 rows alone, the rest if they were made')
  expect(firstRows({ rows: 3, afterCanary: 'ask' })).toBe('first 3 rows alone, the rest when told to')
  expect(firstRows({ canary: 1 })).toBe('first row alone, the rest if they were made')
})

test.each(pauseReasons)('why it was paused is said in plain words: %s', (pausedBecause) => {
  const note = runChanged({ ...run, pausedBecause }, { ...run, pausedBecause })
  expect(note.text).toMatch(/^Paused \([\w: ]+\): run of 40 refunds, 5 made, 0 failed\.$/)
  const said = { state: 'paused', pausedBecause: /\((.*)\)/.exec(note.text)?.[1] }
  expect(note.detail).toMatchObject({ before: said, after: said })
  expect(note.text).not.toMatch(/canary|_|operator/)
})

test('a first row whose outcome is not known is not called not made', () => {
  const paused = { ...run, pausedBecause: 'canary_failed' as const }
  const say = (counts: Partial<Run['counts']>) => runChanged(run, { ...paused, counts: { ...run.counts, ...counts } }).text
  expect(say({ made: 4, unknown: 1 })).toContain('first 5 rows not all known to be made')
  expect(say({ made: 4, failed: 1 })).toContain('first 5 rows not all made')
}) // prettier-ignore
