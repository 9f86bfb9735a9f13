import { availableParallelism } from 'node:os'
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

// The engine's tests run in Node; components in a DOM. Both run what ships, unbuilt.
export default defineConfig({
  test: {
    sequence: { sequencer: FaultsFirst },
    // Of two cores vitest would use one. Timeouts allow for a machine that has more to do.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,integration,security,conformance,faults}/**/*.test.ts'],
          testTimeout: 40_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'components',
          environment: 'jsdom',
          include: ['test/unit/renderer/**/*.test.tsx'],
          setupFiles: ['test/unit/renderer/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
})
