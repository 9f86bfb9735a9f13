// The app process's one line to the host. It opens before the app's first line runs and closes the process when the host is gone.
import { isMainThread } from 'node:worker_threads'
import { connect, type Remote } from '../rpc.ts'
import type { AppMethods, HostMethods } from '../wire.ts'

if (!isMainThread || !process.send)
  throw new Error('electron is only available in the main thread of an app started by the Electron double')

/** Filled by the parts of the double as they load; the host asks nothing before it was greeted. */
export const appMethods: Partial<AppMethods> = {}

export function offer<Name extends keyof AppMethods>(methods: Pick<AppMethods, Name>): void {
  Object.assign(appMethods, methods)
}

export const host: Remote<HostMethods> = connect<HostMethods, AppMethods>(
  {
    post: (message) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => {})
    },
    onMessage: (listener) => process.on('message', listener),
  },
  appMethods as AppMethods,
  (failure) => {
    // A listener of the app threw: in Electron that is an uncaught exception of the main process, so it is one here.
    setImmediate(() => {
      throw failure
    })
  },
)

// Without its host the app has no windows: leave, as an app does whose display server is gone.
process.on('disconnect', () => process.exit(1))

/** Resolves when everything said so far has left this process, or after 200 ms. */
export function flushed(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 200).unref()
    if (!process.connected || !process.send) resolve()
    else process.send({ kind: 'tell', name: 'bye', args: [] }, undefined, undefined, () => resolve())
  })
}
