// A desk that is killed while it reads goes on from the last page it stored, and never claims a page that it did not.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventsKind } from '../../../../electron/engine/sync/catch-up.ts'
import { openCache } from '../../../../electron/store/open.ts'
import { windowsOf } from '../../../../electron/store/sync/windows.ts'
import { aHome } from '../../../integration/engine/desk.ts'
import { openBench, type Bench } from '../../simulator/harness.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ seed: 'killed', size: { customers: 30, payments: 450 } })
  bench.simulator.chaos.latencyMs = [1, 25]
})
afterAll(() => bench.close())

const driver = join(import.meta.dirname, 'driver.ts')

/** Runs the desk until it ends or, with SIGKILL, until it said so many lines. Returns what it said. */
async function run(folder: string, killAfter = Infinity): Promise<string[]> {
  const [account] = bench.simulator.accounts
  const child = spawn(process.execPath, [driver, folder, bench.simulator.baseUrl, account!.keys.secretTest], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
    if (said.split('\n').length > killAfter) child.kill('SIGKILL')
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  if (killAfter === 0) setTimeout(() => child.kill('SIGKILL'), 350)
  await ended
  return said.split('\n').filter(Boolean)
}

/** Objects that the windows claim to be in the cache and that are not, and all that are there. */
function looked(folder: string): { falseClaims: string[]; payments: string[] } {
  const opened = openCache(folder, Buffer.alloc(32, 7), { check: 'integrity_check' })
  if (!opened.ok) throw new Error(opened.detail)
  const { database: cache } = opened
  const ledger = bench.simulator.ledger(bench.account, 'test')
  const windows = windowsOf(cache)
  const falseClaims = (
    [
      ['payment_intents', [...ledger.paymentIntents.values()]],
      ['refunds', [...ledger.refunds.values()]],
      ['disputes', [...ledger.disputes.values()]],
      [eventsKind, ledger.events],
    ] as const
  ).flatMap(([kind, objects]) => {
    const covered = windows.covered(kind)
    const has = cache.prepare<[string]>(`SELECT 1 FROM ${kind} WHERE id = ?`)
    return objects
      .filter(({ created }) => covered.some(({ from, to }) => from <= created && created < to))
      .filter(({ id }) => has.get(id) === undefined)
      .map(({ id }) => id)
  })
  const payments = cache.prepare<[], string>('SELECT id FROM payment_intents ORDER BY id').pluck().all()
  cache.close()
  return { falseClaims, payments }
}

test.each([[[0, 1, 2]], [[3, 1]], [[5]], [[2, 4]]])(
  'killed after %j pages in turn, it ends with everything, each once',
  { timeout: 120_000 },
  async (kills) => {
    const folder = join(aHome(), 'desk')
    let before = 0
    for (const pages of kills) {
      await run(folder, pages)
      const { falseClaims, payments } = looked(folder)
      expect(falseClaims).toEqual([])
      expect(payments.length).toBeGreaterThanOrEqual(before)
      before = payments.length
    }
    expect((await run(folder)).at(-1)).toBe('current')
    const { falseClaims, payments } = looked(folder)
    expect(falseClaims).toEqual([])
    expect(payments).toEqual([...bench.simulator.ledger(bench.account, 'test').paymentIntents.keys()].sort())
  },
)
