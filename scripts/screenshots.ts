// `npm run screenshots`: the pictures of docs/pictures/, each screen in a state worth showing. The same every time but for what
// the day changes: the demo’s year of business ends today.
import { expect, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp, type OpenOptions, type RunningApp } from '../test/e2e/support/app.ts'
import { buildIfStale, root } from '../test/e2e/support/build.ts'
import { copyLoadedDemo } from '../test/e2e/support/loaded-demo.ts'
import * as operator from '../test/e2e/support/operator.ts'
import { startStripe } from '../test/e2e/support/stripe.ts'

const folder = join(root, 'docs', 'pictures')

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate(async () => {
    await document.fonts.ready
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(ending.map((animation) => animation.finished))
  })
  await page.screenshot({ path: join(folder, `${name}.png`), caret: 'hide' })
  console.log(`docs/pictures/${name}.png`)
}

/** An app of its own on a fresh profile, closed and forgotten afterwards. */
async function inApp(
  options: Partial<OpenOptions> & { demo?: boolean },
  show: (app: RunningApp) => Promise<void>,
): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'bursar-pictures-'))
  const { demo = false, ...rest } = options
  if (demo) await copyLoadedDemo(profile, root)
  const app = await openApp({ folder: root, profile, ...rest })
  try {
    if (demo) await operator.reopenDemo(app.page)
    await show(app)
  } finally {
    await app.quit()
    rmSync(profile, { recursive: true, force: true })
  }
}

async function showStart({ page }: RunningApp): Promise<void> {
  await expect(page.getByRole('button', { name: 'Open the demo desk' })).toBeVisible()
  await picture(page, 'start')
  await operator.fillConnectForm(page, 'pk_test_51NotTheRightKindOfKey')
  await picture(page, 'connect-wrong-key')
  await operator.fillConnectForm(page, ['rk', 'test', 'NobodyKnowsThisKey00'].join('_'), 'http://127.0.0.1:9')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible({ timeout: 20_000 })
  await picture(page, 'connect-refused')
}

async function showEvents({ page }: RunningApp): Promise<void> {
  await operator.eventsScreen(page)
  await expect(operator.eventRows(page).first()).toBeVisible()
  await operator.searchEvents(page, 'charge.refunded')
  await expect(operator.eventRows(page).first()).toContainText('charge.refunded')
  await operator.eventRows(page).first().click()
  await expect(operator.inspectorOfEvent(page).getByRole('heading', { name: 'Payload' })).toBeVisible()
  await picture(page, 'events')
  await page.keyboard.press('Escape')
  await operator.listenerScreen(page)
  await page.getByRole('button', { name: 'Run the self-test' }).click()
  await expect(page.getByText('All steps passed.')).toBeVisible()
  await picture(page, 'listener')
  await operator.freshnessPanel(page)
  await picture(page, 'freshness')
  await page.keyboard.press('Escape')
}

async function showDesk({ page }: RunningApp): Promise<void> {
  await operator.settledCount(page)
  await picture(page, 'payments')
  await operator.chooseStatus(page, 'Refunded')
  await operator.currencyFilter(page).selectOption({ label: 'EUR' })
  await operator.settledCount(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(operator.inspector(page).getByRole('region', { name: 'Raw JSON' })).toBeVisible()
  await picture(page, 'inspector')

  await operator.freshList(page, 'demo')
  await operator.chooseStatus(page, 'Succeeded')
  await operator.currencyFilter(page).selectOption({ label: 'EUR' })
  await operator.settledCount(page)
  // By card: refunds through other methods are pending for days.
  await operator
    .rows(page)
    .filter({ hasText: /Visa|Mastercard/ })
    .first()
    .click()
  await expect(operator.inspector(page).getByRole('region', { name: 'Timeline' })).toBeVisible()
  const form = await operator.openRefundForm(page)
  await form.getByRole('button', { name: 'Half' }).click()
  await form.getByLabel('Internal note').fill('Arrived damaged, kept by the customer')
  await picture(page, 'refund-form')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('Refund held')).toBeVisible()
  await operator.closeDialog(page)
  await picture(page, 'hold-tray')
  await operator.sendNow(operator.tray(page))
  await expect(operator.tray(page).getByText(/is refunded/)).toBeVisible()
  await operator.tray(page).getByRole('button', { name: 'Put away' }).click()
  await operator.refundsScreen(page)
  await picture(page, 'refunds')
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByRole('heading', { name: 'Appearance' })).toBeVisible()
  await picture(page, 'settings')

  await operator.freshList(page, 'demo')
  await page.setViewportSize({ width: 640, height: 400 })
  await picture(page, 'zoom-200')
}

async function showDark({ page }: RunningApp): Promise<void> {
  await operator.settledCount(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(operator.inspector(page).getByRole('region', { name: 'Raw JSON' })).toBeVisible()
  await picture(page, 'payments-dark')
}

async function showAccounts(app: RunningApp): Promise<void> {
  const { page } = app
  const live = await startStripe({ seed: 'pictures', size: { customers: 200, payments: 2_000 } })
  await operator.connectByBridge(page, live.keys.secretLive, live.baseUrl)
  await operator.untilCurrent(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(operator.inspector(page).getByRole('region', { name: 'Raw JSON' })).toBeVisible()
  await picture(page, 'live-read-only')
  await live.close()
  await operator.refresh(page)
  await expect(page.getByRole('contentinfo')).toContainText('Stalled', { timeout: 30_000 })
  await picture(page, 'stripe-unreachable')
}

/** A history that takes its time. */
async function showLoading({ page }: RunningApp): Promise<void> {
  const stripe = await startStripe({ seed: 'pictures', size: { customers: 200, payments: 4_000 } })
  stripe.simulator.chaos.latencyMs = [400, 600]
  await operator.connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(page.getByRole('progressbar').first()).toBeVisible()
  await page.waitForTimeout(2500)
  await picture(page, 'loading')
  await stripe.close()
}

async function showEmpty({ page }: RunningApp): Promise<void> {
  const stripe = await startStripe({ seed: 'empty', size: { customers: 0, payments: 0 } })
  await operator.connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await operator.untilCurrent(page)
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await picture(page, 'empty-desk')
  await operator.eventsScreen(page)
  await picture(page, 'events-empty')
  await stripe.close()
}

buildIfStale()
mkdirSync(folder, { recursive: true })
mkdirSync(join(root, 'out', 'test'), { recursive: true })
await inApp({}, showStart)
await inApp({ demo: true }, showDesk)
await inApp({ demo: true }, showEvents)
await inApp({ demo: true, dark: true }, showDark)
await inApp({}, showAccounts)
await inApp({}, showLoading)
await inApp({}, showEmpty)
