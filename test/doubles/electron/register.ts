// Loaded before an app's first line (node --import): makes `electron` mean the double, and the process look like Electron's main process.
import { registerHooks } from 'node:module'
import { isMainThread } from 'node:worker_threads'

const double = new URL('./electron.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: double, shortCircuit: true }
      : next(specifier, context),
})

if (isMainThread) {
  // The engine reads this and refuses live keys: the double is for evaluation and tests.
  process.env['BURSAR_DOUBLE'] = '1'
  Object.assign(process.versions, { electron: '45.4.1', chrome: '0.0.0' })
  Object.assign(process, { type: 'browser', resourcesPath: process.cwd(), defaultApp: true })
}
