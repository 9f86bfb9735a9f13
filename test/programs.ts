// The programs and threads of Bursar as tests start them: what ships where it is built, which starts in a third of the time, else
// the sources. It must never give a build of other sources.
import { join } from 'node:path'
import { isBuildFresh, root } from './e2e/support/build.ts'

const sources = {
  headless: 'headless.ts',
  engine: 'engine/index.ts',
  reader: 'reader/index.ts',
  simulator: 'simulator/index.ts',
  listener: 'engine/webhook/listener.ts',
  writer: 'engine/webhook/inbox-writer.ts',
}
const built: Record<keyof typeof sources, string> = {
  headless: 'headless.js',
  engine: 'engine.js',
  reader: 'reader.js',
  simulator: 'simulator.js',
  listener: 'listener.js',
  writer: 'inbox-writer.js',
}
const isFresh = isBuildFresh()

/** The file to start. */
export const programOf = (name: keyof typeof sources): string =>
  isFresh ? join(root, 'out', 'main', built[name]) : join(root, 'electron', sources[name])
