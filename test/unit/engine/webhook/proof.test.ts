// Whose account a signing secret is of, by what Stripe answers when it is asked for an event that came by it.
import { expect, onTestFinished, test, vi } from 'vitest'
import { openProof } from '../../../../electron/engine/webhook/proof.ts'
import { failure, type Failure } from '../../../../src/contract/index.ts'

type Answer = 'ours' | 'missing' | Failure

const missing: Failure = {
  ...failure('not_found', 'No such event.').error,
  stripe: { message: 'No such event.', code: 'resource_missing', status: 404 },
}
const forbidden = failure('key_permission', 'This key lacks rak_event_read.').error
const unreachable = failure('stripe_unreachable', 'Stripe could not be reached.').error
const busy = failure('stripe_rate_limited', 'Stripe asked Bursar to slow down.').error

/** The secret `new` let in `evt_1` just now. Each question gets the next of the answers, and then the last again. */
function aProof(...answers: Answer[]) {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  onTestFinished(() => void vi.useRealTimers())
  const did: string[] = []
  const newest = new Map([['new', { id: 'evt_1', created: 1_800_000_000 }]])
  const underWay = { now: 0, most: 0 }
  const proof = openProof({
    gateway: {
      async read(ask) {
        underWay.now += 1
        underWay.most = Math.max(underWay.most, underWay.now)
        const retrieve = (id: string) => did.push(`asked for ${id}`)
        await ask({ events: { retrieve } } as never)
        await new Promise((resolve) => void setTimeout(resolve, 1))
        underWay.now -= 1
        const answer = answers.length > 1 ? answers.shift() : answers[0]
        if (answer === 'ours') return { ok: true, value: {} as never, asOf: 0, requestId: null }
        return { ok: false, error: answer === 'missing' || answer === undefined ? missing : answer }
      },
    },
    witnesses: () => newest,
    now: Date.now,
    changed: () => did.push('changed'),
    judged: (secretId, verdict) => did.push(`${secretId} ${verdict}`),
    onBug: (error) => did.push(`bug ${String(error)}`),
  })
  onTestFinished(() => proof.stop())
  /** What it did within so many milliseconds. */
  async function within(milliseconds: number): Promise<string[]> {
    did.length = 0
    await vi.advanceTimersByTimeAsync(milliseconds)
    return [...did]
  }
  /** Another event comes, and it is told. */
  function comes(id: string, secretId = 'new'): void {
    newest.set(secretId, { id, created: Math.floor(Date.now() / 1000) })
    proof.wake()
  }
  return { proof, did, within, comes, newest, underWay, state: () => proof.of('new') }
}

const minute = 60_000
const hour = 60 * minute

test('a secret by which an event came that Stripe knows is proved, and is not asked about again', async () => {
  const { comes, within, state } = aProof('ours')
  expect(state()).toEqual({ proof: 'unproved', whyNotAsked: null })
  comes('evt_1')
  expect(await within(5)).toEqual(['changed'])
  expect(state().proof).toBe('proved')
  comes('evt_2')
  expect(await within(24 * hour)).toEqual([])
})

test('it is said to be another account’s only after two answers that there is no such event, ten seconds apart', async () => {
  const { comes, within, state } = aProof('missing')
  comes('evt_1')
  expect(await within(5)).toEqual([])
  // More that comes brings the second question no nearer.
  comes('evt_2')
  expect(await within(9_990)).toEqual([])
  expect(state().proof).toBe('unproved')
  expect(await within(10)).toEqual(['asked for evt_2', 'new unknown_to_stripe', 'changed'])
  expect(state().proof).toBe('unknown_to_stripe')
  expect(await within(24 * hour)).toEqual([])
})

test('an event that was only asked for too soon says nothing against its secret', async () => {
  const { comes, within, state } = aProof('missing', 'ours')
  comes('evt_1')
  expect(await within(11_000)).toEqual(['asked for evt_1', 'changed'])
  expect(state().proof).toBe('proved')
})

test('what was said is taken back once a later event is known, of which one in ten minutes is asked for', async () => {
  const { comes, within, state } = aProof('missing', 'missing', 'missing', 'ours')
  comes('evt_1')
  await within(11_000)
  expect(state().proof).toBe('unknown_to_stripe')
  comes('evt_2')
  comes('evt_3')
  expect(await within(9 * minute)).toEqual([])
  expect(await within(minute)).toEqual(['asked for evt_3'])
  comes('evt_4')
  expect(await within(9 * minute)).toEqual([])
  expect(await within(minute)).toEqual(['asked for evt_4', 'new known_after_all', 'changed'])
  expect(state()).toEqual({ proof: 'proved', whyNotAsked: null })
})

test.each<[string, Failure]>([
  ['the key may not read events', forbidden],
  ['Stripe can’t be reached', unreachable],
  ['Stripe is too busy', busy],
  ['there is no such address', failure('not_found', 'Unrecognized request URL.').error],
])(
  'where %s, nothing is said against it, and it is asked later and later, up to an hour',
  async (_, error) => {
    const { comes, within, state } = aProof(error)
    comes('evt_1')
    expect(await within(5)).toEqual(['changed'])
    expect(state()).toEqual({ proof: 'unproved', whyNotAsked: error })
    for (const pause of [10_000, minute, 10 * minute, hour, hour]) {
      comes('evt_2')
      expect(await within(pause - 900)).toEqual([])
      expect(await within(1000)).toEqual(['asked for evt_2'])
    }
  },
)

test('a failure between the two answers changes nothing about them, and is forgotten with the next answer', async () => {
  const { comes, within, state } = aProof('missing', unreachable, 'missing')
  comes('evt_1')
  expect(await within(10_500)).toEqual(['asked for evt_1', 'changed'])
  expect(state()).toEqual({ proof: 'unproved', whyNotAsked: unreachable })
  expect(await within(10_500)).toEqual(['asked for evt_1', 'new unknown_to_stripe', 'changed'])
  expect(state()).toEqual({ proof: 'unknown_to_stripe', whyNotAsked: null })
})

test('an event that has grown too old since it came is not asked for', async () => {
  const { comes, within, newest } = aProof(unreachable)
  comes('evt_1')
  newest.set('new', { id: 'evt_1', created: Date.now() / 1000 - 29 * 86_400 })
  await within(5)
  expect(await within(24 * hour)).toEqual([])
})

test('a secret that was removed while Stripe was asked is not judged', async () => {
  const { comes, within, newest, state } = aProof('missing')
  comes('evt_1')
  expect(await within(10_001)).toEqual(['asked for evt_1'])
  newest.delete('new')
  expect(await within(hour)).toEqual([])
  expect(state().proof).toBe('unproved')
})

test('two secrets are asked about one after the other, each for itself', async () => {
  const { proof, comes, within, underWay } = aProof('missing', 'ours', 'missing')
  comes('evt_1')
  comes('evt_2', 'old')
  await within(11_000)
  expect([proof.of('new').proof, proof.of('old').proof]).toEqual(['unknown_to_stripe', 'proved'])
  expect(underWay.most).toBe(1)
})

test('a clock that was ahead puts no question off for longer than an hour', async () => {
  const { comes, within, did } = aProof(unreachable)
  comes('evt_1')
  await within(5)
  vi.setSystemTime(Date.now() - 40 * 86_400_000)
  comes('evt_2')
  expect(did).toContain('asked for evt_2')
})

test('after the desk was closed nothing is asked, and an answer that comes then counts for nothing', async () => {
  const { proof, comes, within, state } = aProof('ours')
  comes('evt_1')
  proof.stop()
  expect(await within(hour)).toEqual([])
  expect(state().proof).toBe('unproved')
})
