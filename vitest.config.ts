import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The fault runs take minutes: started last, they would run alone at the end. */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFault = ({ moduleId }: TestSpecification): boolean => moduleId.includes('/test/faults/')
    return (await super.sort(files)).toSorted((a, b) => Number(isFault(b)) - Number(isFault(a)))
  }
}

const ofNode = 'test/{unit,integration,security,conformance}/**/*.test.ts'
/** Files that put something in the place of a module: they need modules of their own. */
const mocking = globSync(ofNode).filter((file) => /\bvi\.mock\(/.test(readFileSync(file, 'utf8')))

/** Processes that tests start, and kill, and start again, find the sources compiled by the first of them. */
const env = { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'compiled-in-tests') }

const inNode = {
  environment: 'node',
  setupFiles: 'test/setup.ts',
  // As patient as vi.waitFor is made there.
  expect: { poll: { timeout: 20_000 } },
  testTimeout: 40_000,
  hookTimeout: 60_000,
  env,
} as const

/** Where changes are judged, a test that fails is run again, and is named if it passes then (scripts/test.ts). */
const retry = process.env['CI'] ? 1 : 0

// The engine's tests run in Node; components in a DOM. Both run what ships, unbuilt. Reading the modules anew for every file would
// cost more than most files do: a worker keeps them, so that a file must put back whatever it changes for all.
export default defineConfig({
  test: {
    sequence: { sequencer: FaultsFirst },
    // Of two cores vitest would use one. The fault runs wait for processes that end and begin again: three share two cores well. Timeouts
    // allow for a machine that has more to do.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      // Never run again: what one of them finds once in a thousand is what they are for.
      { test: { ...inNode, name: 'faults', isolate: false, include: ['test/faults/**/*.test.ts'] } },
      { test: { ...inNode, name: 'node', isolate: false, retry, include: [ofNode], exclude: mocking } },
      { test: { ...inNode, name: 'mocking', retry, include: mocking } },
      {
        plugins: [react()],
        test: {
          name: 'components',
          isolate: false,
          retry,
          environment: 'jsdom',
          include: ['test/unit/renderer/**/*.test.tsx'],
          setupFiles: ['test/unit/renderer/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
