// The face over the made-up bridge, as a page of its own. Switches come in the search: ?options={"payments":100000}
import './no-eval.ts'
import { createFakeBridge, type FakeOptions } from './fake-bridge.ts'

const given = new URLSearchParams(location.search).get('options')
const options = (given === null ? {} : JSON.parse(given)) as FakeOptions
Object.assign(window, { bursar: createFakeBridge(options).bridge })
await import('../../../src/renderer/app/main.tsx')
