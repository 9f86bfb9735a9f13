import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

// The engine's tests run in Node; components in a DOM. Both run what ships, unbuilt.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,integration,security,conformance,faults}/**/*.test.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [react()],
        test: {
          name: 'components',
          environment: 'jsdom',
          include: ['test/unit/renderer/**/*.test.tsx'],
          testTimeout: 20_000,
        },
      },
    ],
  },
})
