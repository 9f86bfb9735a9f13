// Strangers are written down and told, and a flood of them fills nothing.
import { expect, test } from 'vitest'
import { watchForStrangers } from '../../../../electron/engine/accounts/strangers.ts'
import type { AuditNote } from '../../../../electron/engine/audit/audit.ts'

const hour = 3_600_000

function watch() {
  const clock = { now: 1_795_000_000_000 }
  const written: AuditNote[] = []
  const notices: string[] = []
  const strangers = watchForStrangers({
    mode: 'test',
    now: () => clock.now,
    record: (note) => written.push(note),
    onNotice: (text) => notices.push(text),
  })
  return { clock, written, notices, ...strangers }
}

test('the first of each kind is written at once, with where it was seen, and told in words', () => {
  const { came, written, notices } = watch()
  came('answer_other_mode', 1, 'data[3].livemode')
  came('event_other_account', 3)
  expect(written).toMatchObject([
    { kind: 'stranger_refused', detail: { what: 'answer_other_mode', count: 1, place: 'data[3].livemode' } },
    { kind: 'stranger_refused', detail: { what: 'event_other_account', count: 3, place: null } },
  ])
  expect(notices).toEqual([
    expect.stringMatching(/^An answer of the other mode than this test desk's .* refused/),
    expect.stringMatching(/^An event of another account .* refused/),
  ])
})

test('of a flood there is one entry an hour, with how many came since', () => {
  const { came, clock, written } = watch()
  came('event_other_mode')
  for (let sent = 0; sent < 10_000; sent += 1) came('event_other_mode')
  expect(written).toHaveLength(1)
  clock.now += hour
  came('event_other_mode', 5)
  expect(written).toHaveLength(2)
  expect(written[1]).toMatchObject({
    detail: { count: 10_005 },
    text: expect.stringContaining('the last of 10005'),
  })
})

test('a clock that is set back does not silence it', () => {
  const { came, clock, written } = watch()
  came('event_other_mode')
  clock.now -= 48 * hour
  came('event_other_mode')
  expect(written).toHaveLength(2)
})
