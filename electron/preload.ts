// The one bridge between the page and the rest of Bursar: `window.bursar`, two functions derived from the contract.
// It must never hand the page an event object, an Electron function, or a channel of its choice.
import { contextBridge, ipcRenderer } from 'electron'
import type { IpcRendererEvent } from 'electron'
import { callChannel, methods, pushChannel, pushNames } from '../src/contract/methods.ts'
import type { PushName } from '../src/contract/methods.ts'
import { failure } from '../src/contract/outcome.ts'
import type { Result } from '../src/contract/result.ts'

export interface Bridge {
  /** Calls a method of the contract. Always answers a Result; unknown methods never leave the page's process. */
  call(method: string, request: unknown): Promise<Result<unknown>>
  /** Hears every push. Answers a function that ends it. */
  subscribe(listener: (push: PushName, payload: unknown) => void): () => void
}

const isPushName = (name: unknown): name is PushName => (pushNames as readonly unknown[]).includes(name)

const bridge: Bridge = {
  async call(method, request) {
    if (typeof method !== 'string' || !Object.hasOwn(methods, method)) {
      return failure('unknown_method', 'Bursar has no such function.')
    }
    try {
      return (await ipcRenderer.invoke(callChannel, { method, request })) as Result<unknown>
    } catch {
      return failure(
        'internal',
        'Bursar did not answer. An order that was placed is in the journal; asking again does not place it twice.',
      )
    }
  },
  subscribe(listener) {
    const hear = (_event: IpcRendererEvent, push: unknown, payload: unknown): void => {
      if (isPushName(push)) listener(push, payload)
    }
    ipcRenderer.on(pushChannel, hear)
    return () => {
      ipcRenderer.removeListener(pushChannel, hear)
    }
  },
}

contextBridge.exposeInMainWorld('bursar', bridge)
