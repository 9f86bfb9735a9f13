// What an operator does and sees, as few words: opening desks, finding payments, refunding. It knows the face by roles and
// names only, never by its markup.
import { expect, type Locator, type Page } from '@playwright/test'
import type { Desk, MethodName, ReplyOf, RequestOf, Result } from '../../../src/contract/index.ts'
import type { Stripe } from './stripe.ts'

/** From the first screen onto the demo desk, until its history is loaded. */
export async function openDemo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Open the demo desk' }).click()
  await untilCurrent(page)
}

/** Onto a demo desk that is known from an earlier start. */
export async function reopenDemo(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^DEMO/ }).press('Enter')
  await expect(rows(page).first()).toBeVisible({ timeout: 30_000 })
  await untilCurrent(page)
}

export async function untilCurrent(page: Page): Promise<void> {
  await expect(page.getByRole('contentinfo')).toContainText('Up to date', { timeout: 90_000 })
}

/** From the first screen onto an account's desk; returns when Payments is shown, not when all is loaded. */
export async function connect(page: Page, key: string, baseUrl: string): Promise<void> {
  await fillConnectForm(page, key, baseUrl)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Payments', exact: true })).toBeVisible({ timeout: 20_000 })
}

/** Calls the engine as a page that has gone wrong would: past every form and button. */
export async function callByBridge<Name extends MethodName>(
  page: Page,
  method: Name,
  request: RequestOf<Name>,
): Promise<Result<ReplyOf<Name>>> {
  return page.evaluate(
    async ([name, asked]) => {
      const { bursar } = window as unknown as {
        bursar: { call(name: string, asked: unknown): Promise<unknown> }
      }
      return (await bursar.call(name, asked)) as Result<ReplyOf<Name>>
    },
    [method, request] as const,
  )
}

/** As `connect`, through the bridge, without the way through the start screen. Answers the desk's id. */
export async function connectByBridge(page: Page, key: string, baseUrl: string): Promise<string> {
  const connected = await callByBridge(page, 'account.connect', { key, baseUrl })
  if (!connected.ok) throw new Error(connected.error.message)
  await goToDesk(page, connected.value.id)
  return connected.value.id
}

/** The desks of two accounts in both modes; at the live one of the second when it returns, whose id it answers. */
export async function connectFourDesks(page: Page, { simulator, baseUrl }: Stripe): Promise<string> {
  const keys = simulator.accounts.flatMap((account) => [account.keys.secretTest, account.keys.restrictedLive])
  for (const key of keys) {
    const connected = await callByBridge(page, 'account.connect', { key, baseUrl })
    if (!connected.ok) throw new Error(connected.error.message)
  }
  return connectByBridge(page, keys.at(-1) ?? '', baseUrl)
}

/** By its address, after a reload. */
export async function goToDesk(page: Page, deskId: string): Promise<void> {
  // Nobody hears of it: a form that was left open would hold the page where it is.
  await page.evaluate((place) => history.replaceState(null, '', place), `#/desks/${deskId}/payments`)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Payments', exact: true })).toBeVisible({ timeout: 20_000 })
}

export async function deskOf(page: Page, deskId: string): Promise<Desk> {
  const desks = await callByBridge(page, 'desk.list', {})
  const desk = desks.ok ? desks.value.find(({ id }) => id === deskId) : undefined
  if (!desk) throw new Error(`There is no desk ${deskId}`)
  return desk
}

export const rail = (page: Page): Locator => page.getByRole('navigation', { name: 'Desk' })

/** The menu behind the rail's head, by its keys. */
export async function deskMenu(page: Page): Promise<Locator> {
  await page.keyboard.press('g')
  await page.keyboard.press('d')
  const menu = page.getByRole('dialog', { name: 'Desks' })
  await expect(menu.getByPlaceholder('Find a desk')).toBeFocused()
  return menu
}

export async function chooseInDeskMenu(page: Page, entry: string | RegExp): Promise<void> {
  const menu = await deskMenu(page)
  await menu.getByRole('option', { name: entry }).click()
  await expect(menu).toHaveCount(0)
}

/** The bar over the screens of a live desk, with its word and its lock. */
export const liveBar = (page: Page): Locator => page.getByRole('region', { name: 'Live desk' })
export const countdown = (page: Page): Locator => liveBar(page).getByRole('timer')
export const unlockDialog = (page: Page): Locator => page.getByRole('dialog', { name: /^Unlock / })

/** Long enough for the engine, and no word of any language. */
export const passphrase = 'seven green kettles'

/** Sets the passphrase without the face, for specs that are about something else. */
export async function setPassphrase(page: Page, deskId: string): Promise<void> {
  const set = await callByBridge(page, 'desk.setPassphrase', { deskId, current: null, next: passphrase })
  if (!set.ok) throw new Error(set.error.message)
}

/** Unlocks the desk by keyboard, whose passphrase was set. */
export async function unlock(page: Page): Promise<void> {
  await page.keyboard.press('u')
  await unlockDialog(page).getByLabel('Passphrase').fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(countdown(page)).toBeVisible({ timeout: 20_000 })
  await expect(unlockDialog(page)).toHaveCount(0)
}

export const untilLocked = (page: Page): Promise<void> =>
  expect(liveBar(page).getByRole('button', { name: /Unlock/ })).toBeVisible()

/** The second step of a refund on a live desk. */
export const confirmStep = (page: Page): Locator => page.getByRole('form', { name: 'Confirm the refund' })

/** From the refund form of the open payment to the question whether it is meant. */
export async function reviewRefund(page: Page, wish: RefundWish = {}): Promise<Locator> {
  const form = await openRefundForm(page)
  if (wish.amount !== undefined) await form.getByLabel(/^Amount in/).fill(wish.amount)
  await page.keyboard.press('Control+Enter')
  await expect(confirmStep(page)).toBeVisible()
  return confirmStep(page)
}

/** The whole way on an unlocked live desk: the order is held when this returns. */
export async function orderLiveRefund(page: Page, amount: string): Promise<Locator> {
  const step = await reviewRefund(page, { amount })
  await step.getByLabel(/^Type the amount/).fill(amount)
  await expect(step.getByRole('button', { name: /^Yes, refund/ })).toBeEnabled()
  await page.keyboard.press('Enter')
  const form = refundForm(page)
  await expect(form.getByText('Refund held')).toBeVisible()
  return form
}

export async function settingsScreen(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible()
}

/** The form of this desk's policy, from Settings; the passphrase was set. */
export async function policyForm(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Change the policy…' }).click()
  const form = page.getByRole('dialog', { name: /^Policy of / })
  await expect(form).toBeVisible()
  return form
}

/** Sends the form of the policy, under the passphrase. */
export async function changePolicy(form: Locator): Promise<void> {
  await form.getByLabel('Passphrase').fill(passphrase)
  await form.getByRole('button', { name: 'Change the policy' }).click()
  await expect(form).toHaveCount(0, { timeout: 20_000 })
}

/** The form for another key, opened from the palette. */
export async function keyForm(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search, or type a command').fill('Replace the key')
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: /^Key of / })
  await expect(form).toBeVisible()
  return form
}

/** What a look over the shoulder, a screenshot tool or a script in the page could read. */
export async function everythingInPage(page: Page): Promise<string> {
  return page.evaluate(() =>
    [
      document.title,
      document.documentElement.outerHTML,
      ...[...document.querySelectorAll('input')].map(({ value }) => value),
      JSON.stringify(Object.entries(localStorage)),
      JSON.stringify(Object.entries(sessionStorage)),
      window.location.href,
      JSON.stringify(history.state),
    ].join('\n'),
  )
}

export async function fillConnectForm(page: Page, key: string, baseUrl?: string): Promise<void> {
  const field = page.getByLabel('Restricted or secret key')
  if (!(await field.isVisible())) await page.getByRole('button', { name: 'Connect a Stripe account' }).click()
  await field.fill(key)
  if (baseUrl === undefined) return
  const advanced = page.getByLabel('Base URL')
  if (!(await advanced.isVisible())) await page.getByText('Advanced').click()
  await advanced.fill(baseUrl)
}

export const grid = (page: Page): Locator => page.getByRole('grid', { name: 'Payments' })
/** Rows without the header. */
export const rows = (page: Page): Locator => grid(page).locator('[data-payment]')
/** The name alone: a wide list shows the e-mail beside it. */
export const customerOf = (row: Locator): Promise<string> =>
  row
    .getByRole('gridcell')
    .nth(4)
    .evaluate((cell) => cell.firstChild?.textContent ?? '')

/** How many payments match; the list may not show them all. */
export async function countOf(page: Page): Promise<number> {
  return Number(await grid(page).getAttribute('aria-rowcount')) - 1
}

/** How many payments match, once list and counts have stopped changing. */
export async function settledCount(page: Page): Promise<number> {
  let before = Number.NaN
  await expect(async () => {
    const now = await countOf(page)
    const settled = now === before
    before = now
    expect(settled).toBe(true)
    // Lists and counts are asked again at most once a second: what stands longer than that has settled.
  }).toPass({ intervals: [1200], timeout: 20_000 })
  return before
}

export async function chooseStatus(page: Page, word: string): Promise<void> {
  const tab = page
    .getByRole('group', { name: 'Status' })
    .getByRole('button', { name: new RegExp(`^${word}`) })
  await tab.click()
  await expect(tab).toHaveAttribute('aria-pressed', 'true')
}

/** Opens one of the filters above the list. */
export async function openFilter(page: Page, name: 'Created' | 'Amount'): Promise<Locator> {
  await page.getByRole('search').getByRole('button', { name }).click()
  const panel = page.getByRole('dialog', { name })
  await expect(panel).toBeVisible()
  return panel
}

export const currencyFilter = (page: Page): Locator => page.getByRole('combobox', { name: 'Currency' })

/** A desk's list as it is when the desk is opened: no filter, nothing marked. */
export async function freshList(page: Page, deskId: string): Promise<void> {
  // Nobody hears of it: a form that was left open would hold the page where it is.
  await page.evaluate((place) => history.replaceState(null, '', place), `#/desks/${deskId}/payments`)
  await page.reload()
  await expect(rows(page).first()).toBeVisible()
}

export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Payment' })
export const refundForm = (page: Page): Locator => page.getByRole('dialog')
export const tray = (page: Page): Locator => page.getByRole('region', { name: 'Orders', exact: true })

/** Types into the search and waits until the list holds exactly `count` payments. */
export async function search(page: Page, text: string, count?: number): Promise<void> {
  const field = page.getByRole('searchbox', { name: 'Search payments' })
  // Before a screen with a search of its own stands there, the key opens the one search over everything.
  await expect(field).toBeVisible()
  await page.keyboard.press('/')
  await field.fill(text)
  if (count !== undefined) await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1))
}

/** Asks Stripe for changes now. */
export async function refresh(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Read changes from Stripe now' }).click()
}

/** Finds a payment by its id and opens it in the inspector, by keyboard. */
export async function openPayment(page: Page, id: string): Promise<Locator> {
  await search(page, id, 1)
  const row = grid(page).locator(`[data-payment="${id}"]`)
  await expect(row).toBeVisible()
  await expect(async () => {
    await page.getByRole('searchbox', { name: 'Search payments' }).press('Enter')
    await expect(row).toBeFocused({ timeout: 1_000 })
  }).toPass({ timeout: 10_000 })
  await page.keyboard.press('Enter')
  const shown = inspector(page)
  await expect(shown.getByRole('button', { name: `Copy payment id ${id}` })).toBeVisible()
  return shown
}

/** Closes the dialog that is open, and waits until it is gone. */
export async function closeDialog(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

export interface RefundWish {
  /** As typed; without it the form's own proposal, the whole remainder. */
  amount?: string
  reason?: string
  note?: string
}

/** Opens the refund form of the open payment by its key. */
export async function openRefundForm(page: Page): Promise<Locator> {
  await page.keyboard.press('r')
  const form = refundForm(page)
  await expect(form.getByText('Checked with Stripe')).toBeVisible()
  return form
}

/** Orders a refund of the open payment by keyboard; the order is held when this returns. */
export async function orderRefund(page: Page, wish: RefundWish = {}): Promise<Locator> {
  const form = await openRefundForm(page)
  if (wish.amount !== undefined) await form.getByLabel(/^Amount in/).fill(wish.amount)
  if (wish.reason !== undefined) await form.getByLabel('Reason').selectOption({ label: wish.reason })
  if (wish.note !== undefined) await form.getByLabel('Internal note').fill(wish.note)
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('Refund held')).toBeVisible()
  return form
}

/** Does not wait for the hold to end. */
export async function sendNow(form: Locator): Promise<void> {
  await form.getByRole('button', { name: 'Send now' }).click()
}

/** The whole way: orders a refund and sends it at once; waits for the words that tell its outcome, then closes the form. */
export async function refund(page: Page, wish: RefundWish, outcome: string | RegExp): Promise<void> {
  const form = await orderRefund(page, wish)
  await sendNow(form)
  await expect(form.getByText(outcome).first()).toBeVisible()
  await closeDialog(page)
}

export async function refundsScreen(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Refunds', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Refunds', level: 1 })).toBeVisible()
}

export async function runsScreen(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('b')
  await expect(page.getByRole('heading', { name: 'Bulk refunds', level: 1 })).toBeVisible()
}

/** Hands a CSV file to the form of a run that is open. */
export async function dropCsv(page: Page, name: string, lines: readonly string[]): Promise<void> {
  await page
    .getByLabel('CSV file')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(`${lines.join('\r\n')}\r\n`) })
}

/** Makes a payment at Stripe appear in the list and opens it. */
export async function openNewPayment(page: Page, id: string): Promise<Locator> {
  await expect(async () => {
    await refresh(page)
    await search(page, id)
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '2', { timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  return openPayment(page, id)
}

export const eventRows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Events' }).locator('[role="row"][aria-rowindex]:not([aria-rowindex="1"])')
export const inspectorOfEvent = (page: Page): Locator => page.getByRole('complementary', { name: 'Event' })

export async function eventsScreen(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Events', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Events', level: 1 })).toBeVisible()
}

export async function searchEvents(page: Page, text: string): Promise<void> {
  const field = page.getByRole('searchbox', { name: 'Search events' })
  await expect(field).toBeVisible()
  await page.keyboard.press('/')
  await field.fill(text)
}

export async function listenerScreen(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await expect(page.getByRole('heading', { name: 'Webhook listener', level: 1 })).toBeVisible()
  await expect(page.getByText(/Port \d+/).first()).toBeVisible()
}

/** Lets Stripe deliver to the address that the listener's screen shows, signed with `secret`. */
export async function deliverTo(page: Page, { simulator, accountId }: Stripe, secret: string): Promise<void> {
  const url = await page
    .getByText(/^http:\/\/127\.0\.0\.1:\d+\/webhooks\//)
    .first()
    .textContent()
  simulator.setWebhook(accountId, 'test', { url: url ?? '', secret })
}

/** Opens what is behind the footer's line. */
export async function freshnessPanel(page: Page): Promise<Locator> {
  const panel = page.getByRole('dialog', { name: 'How fresh this is' })
  if (!(await panel.isVisible()))
    await page.getByTitle('What is here, what is missing, and what can be done').click()
  await expect(panel).toBeVisible()
  return panel
}

export const auditRows = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Audit' }).locator('[role="row"][aria-rowindex]:not([aria-rowindex="1"])')

export async function auditScreen(page: Page): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByRole('heading', { name: 'Audit', level: 1 })).toBeVisible()
}
