// A desk whose cache has to be read from end to end before it opens: whoever asks meanwhile is told so first.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aHome } from './desk.ts'
import { openSome } from './desks.support.ts'

const store = vi.hoisted(() => ({
  isReadWhole: vi.fn<() => boolean>(() => false),
  opened: vi.fn<() => void>(),
}))
vi.mock(import('../../../electron/store/recover.ts'), async (original) => {
  const module = await original()
  return {
    ...module,
    isReadWhole: store.isReadWhole,
    openDeskStore(...asked) {
      store.opened()
      return module.openDeskStore(...asked)
    },
  }
})

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('the desk says that its data is checked, and is checked once that was told', async () => {
  const home = aHome()
  const first = await openSome(bench, { home })
  const connected = await first.connect(bench.simulator.accounts[0]!.keys.secretTest)
  const id = connected.ok ? connected.value.id : ''
  await first.desks.closeAll()
  store.isReadWhole.mockReturnValue(true)
  store.opened.mockClear()

  const { desks, told, connect } = await openSome(bench, { home })
  const opening = connect(bench.simulator.accounts[0]!.keys.secretTest)
  const checking = { id, state: 'opening', doing: 'Checking the stored data…' }
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject(checking), { timeout: 5000 })
  expect(store.opened).not.toHaveBeenCalled()
  expect(desks.list()).toMatchObject([checking])
  expect(await opening).toMatchObject({ value: { id, state: 'open' } })
  expect(store.opened).toHaveBeenCalledOnce()
  expect(desks.list()[0]).not.toHaveProperty('doing')
}, 30_000)
