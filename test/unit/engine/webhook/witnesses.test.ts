// Which events of a signing secret Stripe can be asked for, and how few of them are looked into.
import { expect, test, vi } from 'vitest'
import { createReporter } from '../../../../electron/engine/webhook/report.ts'
import { createWitnesses } from '../../../../electron/engine/webhook/witnesses.ts'
import { signingKeys } from '../../../../electron/engine/webhook/signature.ts'

const nowSeconds = 1_800_000_000
const day = 86_400

function some() {
  const clock = { now: nowSeconds * 1000 }
  const witnesses = createWitnesses(() => clock.now)
  const [key, other] = witnesses.keysOf([
    { id: 'blank', secret: ' ' },
    { id: 'one', secret: 'whsec_one' },
    { id: 'two', secret: 'whsec_two' },
  ])
  return { clock, witnesses, key: key!, other: other! }
}

const anEvent = (differing: object = {}): Buffer =>
  Buffer.from(JSON.stringify({ object: 'event', id: 'evt_1Abc', created: nowSeconds, ...differing }))

test.each<[string, Buffer, boolean]>([
  ['an event of now', anEvent(), true],
  ['an event of 28 days ago', anEvent({ created: nowSeconds - 28 * day }), true],
  [
    'an event of 29 days ago, which Stripe soon does not give out any more',
    anEvent({ created: nowSeconds - 29 * day }),
    false,
  ],
  ['a thin event, which is read at another address', anEvent({ object: 'v2.core.event' }), false],
  ['an event that the Dashboard made up', anEvent({ id: 'evt_00000000000000' }), false],
  ['an id that only begins with noughts', anEvent({ id: 'evt_00000000000001' }), true],
  ['something with an id of another kind', anEvent({ id: 'ch_1' }), false],
  ['something without a time', anEvent({ created: undefined }), false],
  ['what is no JSON', Buffer.from('{'), false],
  ['null', Buffer.from('null'), false],
])('%s', (_, body, isOne) => {
  const { witnesses, key } = some()
  expect(witnesses.pick(key, body) !== null).toBe(isOne)
})

test('it is named by the id of the secret that signed it, and by no key that was not given here', () => {
  const { witnesses, key, other } = some()
  expect(witnesses.pick(key, anEvent())).toEqual({
    secretId: 'one',
    event: { id: 'evt_1Abc', created: nowSeconds },
  })
  expect(witnesses.pick(other, anEvent())?.secretId).toBe('two')
  expect(witnesses.pick(signingKeys(['whsec_one'])[0]!, anEvent())).toBeNull()
})

test('however many come, one in a quarter of a second is looked into, also after the clock was put back', () => {
  const { clock, witnesses, key, other } = some()
  const parse = vi.spyOn(JSON, 'parse')
  for (let count = 0; count < 1000; count += 1) witnesses.pick(key, anEvent())
  expect(parse).toHaveBeenCalledTimes(1)
  parse.mockRestore()
  expect(witnesses.pick(other, anEvent())).not.toBeNull()
  clock.now += 250
  expect(witnesses.pick(key, anEvent())).not.toBeNull()
  clock.now -= 3_600_000
  expect(witnesses.pick(key, anEvent())).not.toBeNull()
})

test('a report names the newest one of each secret, and none where none was looked into', () => {
  const reports: unknown[] = []
  const reporter = createReporter(
    (report) => reports.push(report),
    () => 7,
  )
  const by = (secretId: string, id: string) => ({ secretId, event: { id, created: 1 } })
  reporter.accepted('desk', by('one', 'evt_1'))
  reporter.accepted('desk', null)
  reporter.accepted('desk', by('two', 'evt_2'))
  reporter.accepted('desk', by('one', 'evt_3'))
  reporter.flush()
  reporter.accepted('desk')
  reporter.flush()
  const witnesses = new Map([
    ['one', { id: 'evt_3', created: 1 }],
    ['two', { id: 'evt_2', created: 1 }],
  ])
  expect(reports).toEqual([
    { accepted: [{ deskId: 'desk', count: 4, lastAt: 7, witnesses }], refused: [] },
    { accepted: [{ deskId: 'desk', count: 1, lastAt: 7 }], refused: [] },
  ])
})
