// `npm run screenshots`: the pictures of docs/pictures/, each screen in a state worth showing; `npm run screenshots -- live` makes
// some of them. The same every time but for what the day changes: the demo’s year of business ends today.
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
  // Code and answers that are on their way.
  await expect(page.locator('.placeholder')).toHaveCount(0)
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
    if (demo) {
      await operator.reopenDemo(app.page)
      // What changed while the app was closed is asked for again.
      await expect(app.page.getByRole('contentinfo')).not.toContainText('missing', { timeout: 60_000 })
    }
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
  await operator.searchEvents(page, 'payment_intent.succeeded')
  // Rows of the list before may be of this type too, but not four in a row.
  for (const place of [0, 1, 2, 3])
    await expect(operator.eventRows(page).nth(place)).toContainText('payment_intent.succeeded')
  await operator.eventRows(page).nth(2).click()
  await expect(operator.inspectorOfEvent(page).getByRole('heading', { name: 'Payload' })).toBeVisible()
  await expect(operator.inspectorOfEvent(page).getByText('Compared with')).toBeVisible()
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
  // By card: refunds through other methods are pending for days. And none that is on its way back.
  await operator
    .rows(page)
    .filter({ hasText: /Visa|Mastercard/, hasNot: page.getByRole('img', { name: 'On its way:' }) })
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
  await expect(operator.tray(page).getByText(/is refunded|Stripe took the refund/)).toBeVisible()
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

/** What support does all day: find somebody, see how refunds stand, order many at once. */
async function showSupport({ page }: RunningApp): Promise<void> {
  await operator.settledCount(page)
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog', { name: 'Search and commands' })
  await palette.getByRole('combobox').fill('bakker visa')
  await expect(palette.getByRole('option').nth(2)).toBeVisible()
  await picture(page, 'search')
  await palette.getByRole('combobox').fill('daan bakker')
  await palette
    .getByRole('option', { name: /^Customer/ })
    .first()
    .click()
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await picture(page, 'customer')
  await operator.refundsScreen(page)
  await page.keyboard.press('b')
  await expect(page.getByRole('heading', { name: /^Failed/ })).toBeVisible()
  await picture(page, 'refunds-board')

  await operator.freshList(page, 'demo')
  await operator.chooseStatus(page, 'Succeeded')
  await operator.currencyFilter(page).selectOption({ label: 'EUR' })
  await operator.settledCount(page)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let more = 0; more < 7; more += 1) await page.keyboard.press('Shift+ArrowDown')
  const refundThem = page.getByRole('button', { name: /^Refund 8 payments/ })
  await expect(refundThem).toBeVisible()
  await picture(page, 'payments-chosen')
  await refundThem.click()
  await expect(page.getByText(/^All 8 rows are checked/)).toBeVisible({ timeout: 30_000 })
  await picture(page, 'run-form')
  // What is on its way back already can't be given back once more.
  const leaveOut = page.getByRole('checkbox', { name: /^Leave out/ })
  if (await leaveOut.isVisible()) await leaveOut.check()
  await page.getByRole('button', { name: /^Place \d refunds/ }).click()
  await expect(page.getByRole('button', { name: /^Go on/ })).toBeVisible({ timeout: 60_000 })
  await picture(page, 'run')
  const putAway = operator.tray(page).getByRole('button', { name: 'Put all away' })
  if (await putAway.isVisible()) await putAway.click()
  await operator.auditScreen(page)
  await operator.auditRows(page).first().click()
  await picture(page, 'audit')
}

/** What came in, what failed and came back, and what is to be done about it. */
async function showFinance({ page }: RunningApp): Promise<void> {
  await goTo(page, 'o', 'Overview')
  await expect(page.getByRole('listbox')).toBeVisible()
  await expect(page.getByText(/^Compared with /).first()).toBeAttached()
  await picture(page, 'overview')
  await page.getByRole('button', { name: 'Check a day against Stripe…' }).click()
  const check = page.getByRole('dialog', { name: 'Check a day against Stripe' })
  await check.getByRole('button', { name: 'Check', exact: true }).click()
  await expect(check.getByText(/found at/)).toBeVisible({ timeout: 60_000 })
  await picture(page, 'day-check')
  await operator.closeDialog(page)

  await goTo(page, 'f', 'Failed payments')
  await page.getByRole('button', { name: /^New card/ }).click()
  await expect(page.locator('[data-failure]').first()).toBeVisible()
  await page.locator('[data-failure]').first().click()
  await expect(page.getByRole('complementary').getByRole('heading', { name: /tr(y|ies)$/ })).toBeVisible()
  await picture(page, 'failures')
  await page.keyboard.press('Escape')

  await goTo(page, 'v', 'Recovery')
  await expect(page.getByRole('table', { name: 'By decline code' })).toBeVisible()
  await picture(page, 'recovery')
  await goTo(page, 'i', 'Disputes')
  await page.locator('[data-dispute]').first().click()
  await expect(page.getByRole('complementary')).toBeVisible()
  await picture(page, 'disputes')
}

async function goTo(page: Page, key: string, screen: string): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(key)
  await expect(page.getByRole('heading', { name: screen, level: 1 })).toBeVisible()
}

async function showSubscriptions({ page }: RunningApp): Promise<void> {
  await goTo(page, 'u', 'Subscriptions')
  const rows = page.getByRole('grid', { name: 'Subscriptions' }).locator('[data-subscription]')
  await page
    .getByRole('group', { name: 'State' })
    .getByRole('button', { name: /^Past due/ })
    .click()
  await expect(page.getByRole('grid', { name: 'Subscriptions' })).toHaveAttribute('aria-busy', 'false')
  await rows.first().click()
  const inspector = page.getByRole('complementary', { name: 'Subscription', exact: true })
  await expect(inspector.getByRole('list', { name: 'Invoices' })).toBeVisible()
  await picture(page, 'subscriptions')
  await page.keyboard.press('Escape')
  await page
    .getByRole('group', { name: 'State' })
    .getByRole('button', { name: /^Active/ })
    .click()
  await expect(page.getByRole('grid', { name: 'Subscriptions' })).toHaveAttribute('aria-busy', 'false')
  await rows.first().click()
  await expect(inspector.getByRole('heading', { name: 'How it is billed' })).toBeVisible()
  await page.keyboard.press('e')
  const form = page.getByRole('dialog', { name: 'Change the subscription' })
  await form
    .getByLabel(/^Quantity of/)
    .first()
    .fill('3')
  await form.getByLabel('At once').check()
  await expect(form.getByRole('region', { name: 'Next invoice' }).getByText('Total')).toBeVisible()
  await expect(form.getByRole('button', { name: /^Change the subscription/ })).toBeEnabled()
  await picture(page, 'subscription-change')
  await operator.closeDialog(page)
  await goTo(page, 'x', 'Access')
  await page.getByRole('grid', { name: 'Access' }).locator('[data-access]').first().click()
  await expect(page.getByRole('complementary', { name: 'Access', exact: true })).toBeVisible()
  await picture(page, 'access')
}

async function showDark({ page }: RunningApp): Promise<void> {
  await operator.settledCount(page)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(operator.inspector(page).getByRole('region', { name: 'Raw JSON' })).toBeVisible()
  await picture(page, 'payments-dark')
}

/** A live desk of the simulator from locked to confirmed, the desks beside it, and what is set for it. */
async function showLive({ page }: RunningApp): Promise<void> {
  const stripe = await startStripe({ seed: 'pictures', size: { customers: 200, payments: 2_000 } })
  const [, trade] = stripe.simulator.accounts
  for (const key of [trade?.keys.restrictedLive, trade?.keys.secretTest, stripe.keys.secretTest])
    await operator.callByBridge(page, 'account.connect', { key: key ?? '', baseUrl: stripe.baseUrl })
  const deskId = await operator.connectByBridge(page, stripe.keys.secretLive, stripe.baseUrl)
  await operator.untilCurrent(page)
  await dismissNotice(page)
  const [payment] = stripe.livePayments().filter(({ amount }) => amount > 5000)
  await operator.currencyFilter(page).selectOption({ label: 'EUR' })
  await operator.settledCount(page)
  await page.locator(`[data-payment="${payment?.id}"]`).click()
  await expect(operator.inspector(page).getByRole('region', { name: 'Timeline' })).toBeVisible()
  await picture(page, 'live-locked')

  await operator.setPassphrase(page, deskId)
  await limit(page, deskId)
  await operator.unlock(page)
  await picture(page, 'live-unlocked')
  const step = await operator.reviewRefund(page, { amount: '48' })
  await step.getByLabel(/^Type the amount/).fill('48')
  await expect(step.getByRole('button', { name: /^Yes, refund/ })).toBeEnabled()
  await picture(page, 'live-confirm')
  await operator.closeDialog(page)
  await operator.deskMenu(page)
  await picture(page, 'desks')
  await operator.closeDialog(page)
  await operator.settingsScreen(page)
  await page.getByRole('heading', { name: 'This desk' }).evaluate((heading) => heading.scrollIntoView())
  await picture(page, 'settings-live')
  await operator.policyForm(page)
  await picture(page, 'policy')
  await operator.closeDialog(page)

  await operator.goToDesk(page, deskId)
  await stripe.close()
  await operator.refresh(page)
  await expect(page.getByRole('contentinfo')).toContainText('Stalled', { timeout: 30_000 })
  await picture(page, 'stripe-unreachable')
}

async function limit(page: Page, deskId: string): Promise<void> {
  const { policy } = await operator.deskOf(page, deskId)
  const limits = [
    { currency: 'eur', perOrder: 20_000, perDay: 100_000, typeAbove: 2_500 },
    { currency: 'usd', perOrder: 20_000, perDay: null, typeAbove: null },
  ]
  await operator.callByBridge(page, 'desk.setPolicy', {
    deskId,
    passphrase: operator.passphrase,
    policy: { ...policy, role: 'finance', allowed: ['refund', 'bulk'], limits, timeZone: 'Europe/Berlin' },
  })
}

const dismissNotice = (page: Page): Promise<void> => page.getByRole('button', { name: 'Dismiss' }).click()

/** A history that takes its time. */
async function showLoading({ page }: RunningApp): Promise<void> {
  const stripe = await startStripe({ seed: 'pictures', size: { customers: 200, payments: 4_000 } })
  stripe.simulator.chaos.latencyMs = [400, 600]
  await operator.connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await dismissNotice(page)
  await expect(page.getByRole('progressbar').first()).toBeVisible()
  await page.waitForTimeout(2500)
  await picture(page, 'loading')
  await stripe.close()
}

async function showEmpty({ page }: RunningApp): Promise<void> {
  const stripe = await startStripe({ seed: 'empty', size: { customers: 0, payments: 0 } })
  await operator.connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await operator.untilCurrent(page)
  await dismissNotice(page)
  await picture(page, 'empty-desk')
  await operator.eventsScreen(page)
  await picture(page, 'events-empty')
  await stripe.close()
}

const shows: Record<string, () => Promise<void>> = {
  start: () => inApp({}, showStart),
  desk: () => inApp({ demo: true }, showDesk),
  support: () => inApp({ demo: true }, showSupport),
  finance: () => inApp({ demo: true }, showFinance),
  subscriptions: () => inApp({ demo: true }, showSubscriptions),
  events: () => inApp({ demo: true }, showEvents),
  dark: () => inApp({ demo: true, dark: true }, showDark),
  live: () => inApp({}, showLive),
  loading: () => inApp({}, showLoading),
  empty: () => inApp({}, showEmpty),
}

buildIfStale()
mkdirSync(folder, { recursive: true })
mkdirSync(join(root, 'out', 'test'), { recursive: true })
const wanted = process.argv.slice(2)
for (const name of wanted.length > 0 ? wanted : Object.keys(shows)) {
  const show = shows[name]
  if (!show) throw new Error(`No pictures are called ${name}: there are ${Object.keys(shows).join(', ')}.`)
  await show()
}
