// Subscriptions and access on the demo desk, by keyboard alone: what needs attention, why one stands as it does, a change with its price before it
// is sent, many at once, who has access now and had it on another day; and axe on each of them.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { command, expectNoViolations } from './support/accessible.ts'
import { pressUntilFocused } from './support/finance.ts'
import { closeDialog, tray } from './support/operator.ts'

const subscriptions = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Subscriptions' }).locator('[data-subscription]')
const subscription = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Subscription', exact: true })
const rowsOfAccess = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Access' }).locator('[data-access]')

/** To the list under a tab, once there is something in it. */
async function listOf(page: Page, tab: RegExp): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await expect(page.getByRole('heading', { name: 'Subscriptions', level: 1 })).toBeVisible()
  const button = page.getByRole('group', { name: 'State' }).getByRole('button', { name: tab })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(button).toHaveAttribute('aria-pressed', 'true')
  // Until then the rows of the tab before stay.
  await expect(page.getByRole('grid', { name: 'Subscriptions' })).toHaveAttribute('aria-busy', 'false')
  await expect(subscriptions(page).first()).toBeVisible()
}

async function openFirst(page: Page): Promise<void> {
  await subscriptions(page).first().focus()
  await openFocused(page)
}

async function openFocused(page: Page): Promise<void> {
  await page.keyboard.press('Enter')
  await expect(subscription(page).getByRole('heading', { name: 'How it is billed' })).toBeVisible()
}

test('what needs attention is found, explained, and kept as a view that the palette knows', async ({
  demo: { page },
}) => {
  await listOf(page, /^Past due/)
  await expectNoViolations(page, 'subscriptions')
  await openFirst(page)
  const explained = subscription(page).getByRole('region', { name: 'Status, explained' })
  await expect(
    explained.getByRole('list', { name: 'What you can do' }).getByRole('button').first(),
  ).toBeVisible()
  // What came about while the lists were read is told by its event at the next look for changes.
  await expect(explained.getByRole('link').first()).toHaveAttribute('href', /\/events\/evt_/, {
    timeout: 30_000,
  })
  await expect(
    subscription(page).getByRole('list', { name: 'Invoices' }).getByText('Open').first(),
  ).toBeVisible()
  await expectNoViolations(page, 'inspector of a subscription')
  await page.keyboard.press('Escape')

  await page.keyboard.press('v')
  const views = page.getByRole('dialog', { name: 'Saved views' })
  await pressUntilFocused(page, 'Tab', views.getByLabel('Name these filters'))
  await page.keyboard.press('Control+a')
  await page.keyboard.type('To call on Monday')
  await page.keyboard.press('Enter')
  await expect(views.getByRole('list', { name: 'Saved views' })).toContainText('To call on Monday')
  await page.keyboard.press('Escape')
  await expect(views).toHaveCount(0)
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'Payments', level: 1 })).toBeVisible()
  await command(page, 'View: To call')
  await expect(page).toHaveURL(/subscriptions\?status=past_due$/)
  await expect(subscriptions(page).first()).toContainText('Past due')
})

test('a change shows today and the next invoice before it is sent, and stands in the inspector when it was', async ({
  demo: { page },
}) => {
  test.setTimeout(90_000)
  await listOf(page, /^Active/)
  await openFirst(page)
  await page.keyboard.press('i')
  await expect(subscription(page).getByText(/^Stripe said so/)).toBeVisible()
  await page.keyboard.press('e')
  const form = page.getByRole('dialog', { name: 'Change the subscription' })
  const quantity = form.getByLabel(/^Quantity of/).first()
  await pressUntilFocused(page, 'Tab', quantity)
  await page.keyboard.press('Control+a')
  await page.keyboard.type('3')
  await pressUntilFocused(page, 'Tab', form.getByLabel('On the next invoice'))
  await page.keyboard.press('ArrowDown')
  await expect(form.getByLabel('At once')).toBeChecked()
  await expect(
    form.getByRole('region', { name: 'Today' }).getByText('part of a period').first(),
  ).toBeVisible()
  await expect(form.getByRole('region', { name: 'Next invoice' }).getByText('Total')).toBeVisible()
  await expect(form.getByRole('button', { name: /^Change the subscription/ })).toBeEnabled()
  await expectNoViolations(page, 'form of a change')
  await page.keyboard.press('Control+Enter')
  await expect(
    form.getByText(/^(Change of a subscription held|Changing the subscription|Subscription changed)$/),
  ).toBeVisible()
  await expect(form.getByRole('button', { name: 'Done' })).toBeVisible()
  await closeDialog(page)
  await expect(tray(page).getByText('Subscription changed')).toBeVisible({ timeout: 20_000 })
  await expect(subscription(page).getByRole('list', { name: 'Items' })).toContainText('× 3')
})

test('one is to end with its period, and is kept again', async ({ demo: { page } }) => {
  test.setTimeout(90_000)
  await listOf(page, /^Active/)
  await openFirst(page)
  await page.keyboard.press('d')
  const form = page.getByRole('dialog', { name: /^(Cancel|Keep) the subscription$/ })
  await expect(form.getByRole('button', { name: /^(Cancel|Keep) the subscription/ })).toBeEnabled()
  await expectNoViolations(page, 'form of an end')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText(/^(Cancellation|Keeping) held$/)).toBeVisible()
  await page.keyboard.press('z')
  await expect(form.getByText(/^(Cancellation|Keeping) undone$/)).toBeVisible()
  await closeDialog(page)
})

test('one that stands still goes on at the price that was shown', async ({ demo: { page } }) => {
  test.setTimeout(90_000)
  await listOf(page, /^Paused/)
  // The first has nothing to pay with since its trial ended.
  await subscriptions(page).first().focus()
  await page.keyboard.press('End')
  await openFocused(page)
  await page.keyboard.press('p')
  const form = page.getByRole('dialog', { name: 'Let the subscription go on' })
  await expect(form.getByRole('region', { name: 'Today' }).getByText('Total')).toBeVisible()
  await expect(form.getByRole('button', { name: /^Let it go on/ })).toBeEnabled()
  await expectNoViolations(page, 'form of a resumption')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByRole('button', { name: 'Done' })).toBeVisible()
  await closeDialog(page)
  await expect(tray(page).getByText('Subscription resumed')).toBeVisible({ timeout: 20_000 })
  await expect(subscription(page).getByText('Active', { exact: true }).first()).toBeVisible()
})

test('one that has ended is started again as a new one, and both stand in the list', async ({
  demo: { page },
}) => {
  test.setTimeout(90_000)
  await listOf(page, /^Canceled/)
  await openFirst(page)
  const old = page.url()
  const again = subscription(page)
    .getByRole('list', { name: 'What you can do' })
    .getByRole('button', { name: /again/ })
  await pressUntilFocused(page, 'Tab', again)
  await page.keyboard.press('Enter')
  const form = page.getByRole('dialog', { name: 'Start the subscription again' })
  await expect(form.getByRole('region', { name: 'Today' }).getByText('Total')).toBeVisible()
  await expect(form.getByRole('button', { name: /^Start a new subscription/ })).toBeEnabled()
  await expectNoViolations(page, 'form of a new start')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByRole('button', { name: 'Done' })).toBeVisible()
  await closeDialog(page)
  await expect(tray(page).getByText('New subscription started')).toBeVisible({ timeout: 20_000 })
  await expect(subscription(page).getByText('Canceled', { exact: true }).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await listOf(page, /^Active/)
  await openFirst(page)
  expect(page.url()).not.toBe(old)
})

test('many are paused by orders of their own, after each was checked', async ({ demo: { page } }) => {
  test.setTimeout(120_000)
  await listOf(page, /^Trial/)
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('region', { name: 'Chosen subscriptions' })).toContainText('2 chosen')
  await page.keyboard.press('p')
  const form = page.getByRole('dialog', { name: 'Pause 2 subscriptions' })
  const act = form.getByRole('button', { name: /^Pause 2 subscriptions/ })
  await expect(act).toBeEnabled({ timeout: 20_000 })
  await expectNoViolations(page, 'form of many')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByRole('button', { name: 'Done' })).toBeVisible({ timeout: 20_000 })
  await expect(form.getByText('Held')).toHaveCount(2)
  await expect(form.getByText('Done', { exact: true })).toHaveCount(3, { timeout: 30_000 })
  await pressUntilFocused(page, 'Tab', form.getByRole('button', { name: 'Done' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Chosen subscriptions' })).toHaveCount(0)
})

test('who has access is shown with the reason, and as it was on another day', async ({ demo: { page } }) => {
  await page.keyboard.press('g')
  await page.keyboard.press('x')
  await expect(rowsOfAccess(page).first()).toBeVisible()
  await expectNoViolations(page, 'access')
  await rowsOfAccess(page).first().focus()
  await page.keyboard.press('Enter')
  const row = page.getByRole('complementary', { name: 'Access', exact: true })
  await expect(row.getByText(/^(On|Off) since$/)).toBeVisible()
  await expectNoViolations(page, 'inspector of an access')
  await page.keyboard.press('Escape')

  await page.keyboard.press('t')
  const moment = page.getByRole('dialog', { name: 'As it was at' }).getByLabel('As it was at')
  await expect(moment).toBeFocused()
  const before = new Date(Date.now() - 60 * 86_400_000)
  const two = (part: number): string => String(part).padStart(2, '0')
  await moment.fill(`${before.getFullYear()}-${two(before.getMonth() + 1)}-${two(before.getDate())}T12:00`)
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is the past:')).toBeVisible()
  await expect(rowsOfAccess(page).first()).toBeVisible()
  await expectNoViolations(page, 'access as it was')
  // Back by the keyboard, as it was reached.
  await pressUntilFocused(page, 'Shift+Tab', page.getByRole('button', { name: 'Back to now' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is the past:')).toHaveCount(0)
})

test('a letter to a customer whose payment failed is read over and marked as sent', async ({
  demo: { page },
}) => {
  await command(page, 'Letters to customers')
  const letters = page.getByRole('grid', { name: 'Letters' }).locator('[data-letter]')
  await expect(letters.first()).toBeVisible()
  await expectNoViolations(page, 'letters')
  const id = (await letters.first().getAttribute('data-letter')) ?? ''
  await letters.first().focus()
  await page.keyboard.press('Enter')
  const letter = page.getByRole('complementary', { name: 'Letter', exact: true })
  await expect(letter.getByRole('button', { name: /^Mark as sent/ })).toBeVisible()
  await expectNoViolations(page, 'inspector of a letter')
  await page.keyboard.press('e')
  await expect(page.getByRole('dialog', { name: 'Write an e-mail' }).getByLabel('Message')).not.toBeEmpty()
  await closeDialog(page)
  await page.keyboard.press('s')
  await expect(letters.and(page.locator(`[data-letter="${id}"]`))).toHaveCount(0)
  await expect(letter).toContainText('Sent')
})
