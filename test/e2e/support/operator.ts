// What an operator does and sees, as few words: opening desks, finding payments, refunding. It knows the face by roles and
// names only, never by its markup.
import { expect, type Locator, type Page } from '@playwright/test'
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

/** As `connect`, through the bridge: for keys that the form turns away before the engine has judged them. */
export async function connectByBridge(page: Page, key: string, baseUrl: string): Promise<void> {
  const desk = await page.evaluate(
    async (request) => {
      const { bursar } = window as unknown as {
        bursar: { call(method: string, request: unknown): Promise<{ value: { id: string } }> }
      }
      return (await bursar.call('account.connect', request)).value.id
    },
    { key, baseUrl },
  )
  await page.evaluate((place) => {
    window.location.hash = place
  }, `#/desks/${desk}/payments`)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Payments', exact: true })).toBeVisible()
}

export async function fillConnectForm(page: Page, key: string, baseUrl?: string): Promise<void> {
  const field = page.getByLabel('Secret key')
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
    .nth(3)
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
  await page.evaluate((place) => {
    window.location.hash = place
  }, `#/desks/${deskId}/payments`)
  await page.reload()
  await expect(rows(page).first()).toBeVisible()
}

export const inspector = (page: Page): Locator => page.getByRole('complementary', { name: 'Payment' })
export const refundForm = (page: Page): Locator => page.getByRole('dialog')
export const tray = (page: Page): Locator => page.getByRole('region', { name: 'Orders', exact: true })

/** Types into the search and waits until the list holds exactly `count` payments. */
export async function search(page: Page, text: string, count?: number): Promise<void> {
  await page.keyboard.press('/')
  await page.getByRole('searchbox', { name: 'Search payments' }).fill(text)
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
  await page.getByRole('link', { name: 'Refunds' }).click()
  await expect(page.getByRole('heading', { name: 'Refunds', level: 1 })).toBeVisible()
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
  await page.keyboard.press('/')
  await page.getByRole('searchbox', { name: 'Search events' }).fill(text)
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
