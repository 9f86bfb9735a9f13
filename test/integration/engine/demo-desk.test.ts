// The demo desk, whose files are opened ahead, while the window appears.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDeskStore } from '../../../electron/store/recover.ts'
import { programOf } from '../../programs.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome } from './desk.ts'
import { openSome } from './desks.support.ts'

vi.mock('../../../electron/store/recover.ts', { spy: true })

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

const demoOf = (home: string) => openSome(bench, { home, simulatorFile: programOf('simulator') })
const file = (home: string, name: string): string => join(home, 'desks', 'demo', name)

test(
  'it takes up the files that were opened ahead, the first time and later',
  { timeout: 60_000 },
  async () => {
    const home = aHome()
    for (let time = 1; time <= 2; time += 1) {
      vi.mocked(openDeskStore).mockClear()
      const { desks } = await demoOf(home)
      desks.prepareDemo()
      expect(existsSync(file(home, 'inbox.db'))).toBe(true)
      expect((await desks.openDemo()).ok).toBe(true)
      expect(openDeskStore).toHaveBeenCalledTimes(1)
      await desks.closeAll()
    }
  },
)

test('files that were opened ahead for nobody are let go of', { timeout: 60_000 }, async () => {
  const home = aHome()
  const { desks } = await demoOf(home)
  desks.prepareDemo()
  const open = ['cache.db-wal', 'journal.db-wal']
  expect(open.map((name) => existsSync(file(home, name)))).toEqual([true, true])
  await desks.closeAll()
  expect(open.map((name) => existsSync(file(home, name)))).toEqual([false, false])
})

test(
  'what goes wrong while they are opened ahead ends nothing: they are opened again',
  { timeout: 60_000 },
  async () => {
    const { desks } = await demoOf(aHome())
    vi.mocked(openDeskStore).mockImplementationOnce(() => {
      throw new Error('nobody thought of this')
    })
    desks.prepareDemo()
    expect((await desks.openDemo()).ok).toBe(true)
  },
)
