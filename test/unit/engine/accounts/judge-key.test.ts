// A key is used where it may be and nowhere else, and a pasted one is judged at the pace of where it is asked.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  judgeKey,
  whyNotWithKept,
  type LiveKeys,
  type Meant,
} from '../../../../electron/engine/accounts/judge-key.ts'
import { chooseSecretStore } from '../../../../electron/keychain/choose.ts'
import { openBench, type Bench } from '../../simulator/harness.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const test51 = 'sk_test_51AbcDEF0123456789'
const live51 = 'sk_live_51AbcDEF0123456789'
const simulated = 'sk_live_sim_AbcDEF0123456789'
/** Nobody answers there. */
const here = 'http://127.0.0.1:9'

function pasted(
  key: string,
  baseUrl: string | undefined,
  {
    liveKeys = 'simulated',
    available = true,
    meant,
  }: { liveKeys?: LiveKeys; available?: boolean; meant?: Meant } = {},
) {
  const keychain = async () => ({
    ...(await chooseSecretStore({ forced: 'memory' })),
    available,
    explanation: '',
  })
  return judgeKey({ keychain, liveKeys }, key, baseUrl, meant)
}

test.each<[string, string | undefined, Parameters<typeof pasted>[2], string]>([
  [live51, here, { liveKeys: 'allowed' }, 'key_live_refused'],
  [live51, here, { liveKeys: 'simulated' }, 'key_live_refused'],
  [live51, undefined, { liveKeys: 'simulated' }, 'key_live_refused'],
  [live51, undefined, { liveKeys: 'refused' }, 'key_live_refused'],
  [live51, undefined, { liveKeys: 'allowed', available: false }, 'key_live_refused'],
  [simulated, here, { liveKeys: 'refused' }, 'key_live_refused'],
  [simulated, undefined, { liveKeys: 'simulated' }, 'key_live_refused'],
  [test51, 'http://stripe.example:80', {}, 'bad_request'],
  [test51, here, { meant: { accountId: 'acct_1', accountName: 'Ada', mode: 'live' } }, 'mode_mismatch'],
  [simulated, here, { meant: { accountId: 'acct_1', accountName: 'Ada', mode: 'test' } }, 'mode_mismatch'],
  ['pk_live_51AbcDEF0123456789', undefined, { liveKeys: 'allowed' }, 'key_publishable'],
  ['', undefined, {}, 'key_malformed'],
])('%s is not sent to %s under %j: %s', async (key, baseUrl, how, code) => {
  expect(await pasted(key, baseUrl, how)).toMatchObject({ ok: false, error: { code } })
})

test('a live key of the simulator needs no keychain', async () => {
  const judged = await pasted(simulated, here, { available: false })
  expect(judged).toMatchObject({ error: { code: 'stripe_unreachable' } })
})

test('a key of another account than is meant is refused', async () => {
  const { keys } = bench.simulator.accounts[0]!
  const other = { accountId: 'acct_other', accountName: 'Grace', mode: 'test' } as const
  const judged = await pasted(keys.secretTest, bench.simulator.baseUrl, { meant: other })
  expect(judged).toMatchObject({ error: { code: 'account_mismatch' } })
})

test.each<['test' | 'live', string | undefined, string | null, LiveKeys, string | undefined]>([
  ['test', undefined, test51, 'refused', undefined],
  ['test', undefined, null, 'refused', undefined],
  ['live', undefined, live51, 'allowed', undefined],
  ['live', here, simulated, 'simulated', undefined],
  ['live', here, null, 'simulated', undefined],
  ['live', here, simulated, 'refused', 'key_live_refused'],
  ['live', undefined, null, 'simulated', 'key_live_refused'],
  ['live', undefined, simulated, 'simulated', 'key_live_refused'],
  ['live', here, live51, 'simulated', 'key_live_refused'],
  ['live', here, live51, 'allowed', 'key_live_refused'],
  ['test', here, live51, 'allowed', 'key_live_refused'],
  ['test', undefined, live51, 'simulated', 'key_live_refused'],
  ['test', undefined, live51, 'allowed', 'mode_mismatch'],
  ['live', undefined, test51, 'allowed', 'mode_mismatch'],
])('a %s desk at %s that keeps %s, where live keys are %s: %s', (mode, baseUrl, key, liveKeys, code) => {
  const why = whyNotWithKept({ mode, baseUrl, accountName: 'Ada' }, key, liveKeys)
  expect(why?.code).toBe(code)
  expect(JSON.stringify(why)).not.toContain('AbcDEF')
})

test('a server on this machine is asked everything at once', async () => {
  const { keys } = bench.simulator.accounts[0]!
  // No second of a limit passes.
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
  try {
    expect((await pasted(keys.secretTest, bench.simulator.baseUrl)).ok).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})
