// A pasted key is judged at the pace of where it is asked.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { judgeKey } from '../../../../electron/engine/accounts/judge-key.ts'
import { chooseSecretStore } from '../../../../electron/keychain/choose.ts'
import { openBench, type Bench } from '../../simulator/harness.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

test('a server on this machine is asked everything at once', async () => {
  const { keys } = bench.simulator.accounts[0]!
  // No second of a limit passes.
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval'] })
  try {
    const keychain = () =>
      chooseSecretStore({ forced: 'memory' }).then(({ store }) => ({
        store,
        available: true,
        explanation: '',
      }))
    const judged = await judgeKey(
      { keychain, liveKeys: 'simulated' },
      keys.secretTest,
      bench.simulator.baseUrl,
    )
    expect(judged.ok).toBe(true)
  } finally {
    vi.useRealTimers()
  }
})
