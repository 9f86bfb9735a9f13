// Checklist 20, do not expose Electron APIs to untrusted web content: two functions, plain data in and out.
// What the functions refuse is tested in test/unit/shell/preload.test.ts.
import { expect, it, vi } from 'vitest'
import type { Bridge } from '../../electron/preload.ts'
import { offenders, sourcesOf } from './sources.ts'

const exposed = vi.hoisted(() => new Map<string, unknown>())
const ipcRenderer = vi.hoisted(() => ({
  invoke: () => Promise.resolve({ ok: true, value: {} }),
  on: () => undefined,
  removeListener: () => undefined,
}))
vi.mock('electron', () => ({
  contextBridge: { exposeInMainWorld: (name: string, api: unknown) => exposed.set(name, api) },
  ipcRenderer,
}))

it('the page gets no object of Electron, nor a way to one', async () => {
  await import('../../electron/preload.ts')
  expect([...exposed.keys()]).toEqual(['bursar'])
  const bridge = exposed.get('bursar') as Bridge
  expect(Object.keys(bridge).toSorted()).toEqual(['call', 'subscribe'])
  expect(bridge.subscribe(() => undefined)()).toBeUndefined()
  expect(Object.values(bridge)).not.toContain(ipcRenderer)
  expect(structuredClone(await bridge.call('desk.list', {}))).toEqual({ ok: true, value: {} })
})

it('only the preload talks to the page, and only the shell imports Electron', () => {
  expect(offenders(/contextBridge|ipcRenderer/, sourcesOf('electron', 'src'))).toEqual([
    'electron/preload.ts',
  ])
  const outside = offenders(/from 'electron'/, sourcesOf('electron', 'src')).filter(
    (path) => !/^electron\/(main\.ts|preload\.ts|shell\/|ipc\/)/.test(path),
  )
  expect(outside).toEqual([])
})
