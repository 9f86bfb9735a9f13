// End-to-end specs: the built app, driven as an operator drives it. `npm test` builds first; the global setup keeps that build.
import { defineConfig } from '@playwright/test'

export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'out/test/playwright',
  globalSetup: './test/e2e/support/build.ts',
  // Each worker drives an app of several processes of its own, but waits half of its time: holds of orders have to end.
  workers: 3,
  // Where changes are judged, a spec that fails is run again, and is named if it passes then (scripts/test.ts).
  retries: process.env['CI'] ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: 'out/test/playwright.json' }],
    ['./test/e2e/support/main-thread-reporter.ts'],
  ],
})
