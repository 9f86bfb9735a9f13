// The one fixture of all end-to-end specs: fresh profiles, apps that are closed again, a Stripe of their own, and the measure of
// the app's main thread, which fails a spec when one of its tasks was too long.
/* oxlint-disable no-empty-pattern -- Playwright reads from this pattern which fixtures a fixture needs; {} says none. */
import { test as base, expect, type Page, type TestInfo } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SimulatorOptions } from '../../electron/simulator/server.ts'
import { openApp, type OpenOptions, type RunningApp } from './support/app.ts'
import { longestTaskMs, mainThreadNote } from './support/main-thread-reporter.ts'
import { copyLoadedDemo } from './support/loaded-demo.ts'
import {
  callByBridge,
  connect,
  connectByBridge,
  connectFourDesks,
  freshList,
  reopenDemo,
  setPassphrase,
  untilCurrent,
} from './support/operator.ts'
import { startStripe, type Stripe } from './support/stripe.ts'

export { expect }
export type { RunningApp } from './support/app.ts'
export type { Stripe } from './support/stripe.ts'

export type Launch = (options?: Partial<OpenOptions>) => Promise<RunningApp>

interface PerTest {
  /** A fresh, empty profile folder; the default of `launch`. */
  profile: string
  /**
   * Opens the app, its demo no earlier than asked for; it is measured and closed when the spec ends. Called again it opens the same
   * profile again.
   */
  launch: Launch
  /** Starts a simulated Stripe, closed when the spec ends. */
  serveStripe: (options?: Partial<SimulatorOptions>) => Promise<Stripe>
  /** An app on the demo desk, loaded to the end. Specs share it; each begins on the unfiltered list. */
  demo: RunningApp
  /** An app on a small account of a simulated Stripe, whose ledger and chaos the spec has in its hands. Shared as `demo` is. */
  account: Account
  /** An app on a live desk of a simulated account, whose passphrase was set. Shared as `demo` is; each spec begins locked. */
  live: Account
  /** An app with the desks of two accounts in both modes. Shared as `demo` is; each spec begins at the live desk of the second. */
  fourDesks: Account
}

interface PerWorker {
  sharedDemo: RunningApp
  sharedAccount: Account
  sharedLive: Account
  sharedFourDesks: Account
}

export interface Account {
  app: RunningApp
  page: Page
  stripe: Stripe
  deskId: string
}

export const test = base.extend<PerTest, PerWorker>({
  profile: async ({}, use) => {
    const folder = newProfile()
    await use(folder)
    rmSync(folder, { recursive: true, force: true })
  },

  launch: async ({ profile }, use, testInfo) => {
    const opened: RunningApp[] = []
    await use(async (options) => {
      const app = await openApp({ profile, lateDemo: true, ...options })
      opened.push(app)
      return app
    })
    for (const app of opened) await judgeMainThread(app, testInfo)
    await Promise.all(opened.map((app) => app.quit()))
  },

  serveStripe: async ({}, use) => {
    const servers: Stripe[] = []
    await use(async (options) => {
      const server = await startStripe(options)
      servers.push(server)
      return server
    })
    await Promise.all(servers.map((server) => server.close().catch(() => undefined)))
  },

  demo: async ({ sharedDemo }, use, testInfo) => {
    await freshList(sharedDemo.page, 'demo')
    await use(sharedDemo)
    await judgeMainThread(sharedDemo, testInfo)
  },

  account: async ({ sharedAccount }, use, testInfo) => {
    const { app, page, deskId } = sharedAccount
    await freshList(page, deskId)
    await use(sharedAccount)
    await judgeMainThread(app, testInfo)
  },

  live: async ({ sharedLive }, use, testInfo) => {
    const { app, page, deskId } = sharedLive
    await callByBridge(page, 'desk.lock', { deskId })
    await freshList(page, deskId)
    await use(sharedLive)
    await judgeMainThread(app, testInfo)
  },

  fourDesks: async ({ sharedFourDesks }, use, testInfo) => {
    await freshList(sharedFourDesks.page, sharedFourDesks.deskId)
    await use(sharedFourDesks)
    await judgeMainThread(sharedFourDesks.app, testInfo)
  },

  sharedFourDesks: [
    async ({}, use) => {
      const profile = newProfile()
      const stripe = await startStripe({ size: { customers: 30, payments: 200 } })
      const app = await openApp({ profile, lateDemo: true })
      const deskId = await connectFourDesks(app.page, stripe)
      await use({ app, page: app.page, stripe, deskId })
      await app.quit()
      await stripe.close()
      rmSync(profile, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  sharedLive: [
    async ({}, use) => {
      const profile = newProfile()
      const stripe = await startStripe({ size: { customers: 200, payments: 2_000 } })
      const app = await openApp({ profile, lateDemo: true })
      const deskId = await connectByBridge(app.page, stripe.keys.restrictedLive, stripe.baseUrl)
      await setPassphrase(app.page, deskId)
      await untilCurrent(app.page)
      await use({ app, page: app.page, stripe, deskId })
      await app.quit()
      await stripe.close()
      rmSync(profile, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  sharedAccount: [
    async ({}, use) => {
      const profile = newProfile()
      const stripe = await startStripe()
      const app = await openApp({ profile, lateDemo: true })
      await connect(app.page, stripe.keys.secretTest, stripe.baseUrl)
      await untilCurrent(app.page)
      await use({ app, page: app.page, stripe, deskId: `${stripe.accountId}-test-local` })
      await app.quit()
      await stripe.close()
      rmSync(profile, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 150_000 },
  ],

  sharedDemo: [
    async ({}, use) => {
      const profile = newProfile()
      await copyLoadedDemo(profile)
      const app = await openApp({ profile })
      await reopenDemo(app.page)
      await use(app)
      await app.quit()
      rmSync(profile, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 150_000 },
  ],
})

/** Notes the main thread's longest task since the window showed, and fails the spec when it was too long. */
async function judgeMainThread(app: RunningApp, testInfo: TestInfo): Promise<void> {
  const { annotations, status, expectedStatus } = testInfo
  // What a thread wrote about a question or an order that it could not answer stands nowhere else.
  if (status !== expectedStatus) process.stderr.write(`The app wrote:\n${app.output().slice(-4000)}\n`)
  // An app that was quit or killed by the spec can't be asked any more.
  const measured = await app.mainThread().catch(() => null)
  if (measured === null) return
  annotations.push({ type: mainThreadNote, description: JSON.stringify(measured) })
  expect
    .soft(measured.maxBusyMs, 'longest task of the main thread after the window showed, in ms')
    .toBeLessThan(longestTaskMs)
}

function newProfile(): string {
  return mkdtempSync(join(tmpdir(), 'bursar-e2e-'))
}
