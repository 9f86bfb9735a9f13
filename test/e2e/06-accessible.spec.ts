// axe looks at every screen and dialog, light and dark; and every screen is usable at twice its size.
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { command, expectNoViolations } from './support/accessible.ts'
import {
  auditRows,
  auditScreen,
  chooseStatus,
  closeDialog,
  deskMenu,
  dropCsv,
  eventRows,
  eventsScreen,
  fillConnectForm,
  freshnessPanel,
  grid,
  inspector,
  inspectorOfEvent,
  listenerScreen,
  openFilter,
  openPayment,
  openRefundForm,
  policyForm,
  reviewRefund,
  rows,
  runsScreen,
  search,
  settingsScreen,
  tray,
  unlock,
  unlockDialog,
} from './support/operator.ts'

test('the palette changes the theme', async ({ demo: { page } }) => {
  for (const theme of ['dark', 'light']) {
    await command(page, `${theme} theme`)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
  }
})

test('axe finds nothing on the first screen and the connect form', async ({ launch }) => {
  const { page } = await launch({ dark: true })
  // As the system has it.
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect(page.getByRole('button', { name: 'Open the demo desk' })).toBeVisible()
  await expectNoViolations(page, 'start')
  await fillConnectForm(page, 'pk_test_nothing', 'http://127.0.0.1:9')
  await expectNoViolations(page, 'connect: a wrong key')
  await fillConnectForm(page, 'sk_test_nothing1234567890', 'http://127.0.0.1:9')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toBeVisible({ timeout: 20_000 })
  await expectNoViolations(page, 'connect: refused')
})

test('axe finds nothing on the screens of a desk and its dialogs', async ({ demo: { page } }) => {
  test.setTimeout(120_000)
  await expectNoViolations(page, 'payments')

  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder('Search, or type a command')).toBeVisible()
  await expectNoViolations(page, 'commands')
  await closeDialog(page)
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page, 'keys')
  await closeDialog(page)

  for (const filter of ['Created', 'Amount'] as const) {
    await openFilter(page, filter)
    await expectNoViolations(page, `filter: ${filter}`)
    await closeDialog(page)
  }

  await chooseStatus(page, 'Disputed')
  await expect(rows(page).first()).toContainText('Disputed')
  await openRefusedForm(page)
  await expectNoViolations(page, 'refund form: refused')
  await closeDialog(page)
  await expectNoViolations(page, 'inspector of a disputed payment')
  await page.keyboard.press('Escape')

  await chooseStatus(page, 'Succeeded')
  await expect(rows(page).first()).toContainText('Succeeded')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const form = await openRefundForm(page)
  await expectNoViolations(page, 'refund form')
  await form.getByLabel(/^Amount in/).fill('nonsense')
  await expectNoViolations(page, 'refund form: wrong amount')
  await form.getByRole('button', { name: 'Full' }).click()
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('Refund held')).toBeVisible()
  // One look for each hold: it lasts eight seconds, and a look may take some of them.
  await expectNoViolations(page, 'refund form: held')
  await page.keyboard.press('z')
  await expect(form.getByText('Refund undone')).toBeVisible()
  await closeDialog(page)

  const again = await openRefundForm(page)
  await page.keyboard.press('Control+Enter')
  await expect(again.getByText('Refund held')).toBeVisible()
  await closeDialog(page)
  await expectNoViolations(page, 'tray: held')
  await page.keyboard.press('z')
  await expect(tray(page).getByText('Refund undone').first()).toBeVisible()

  await page.keyboard.press('g')
  await page.keyboard.press('r')
  const firstRefund = page.getByRole('grid', { name: 'Refunds' }).getByRole('row').nth(1)
  await expect(firstRefund).toBeVisible()
  await expectNoViolations(page, 'refunds')
  await firstRefund.click()
  await page.getByRole('complementary', { name: 'Refund' }).getByText('Its life').waitFor()
  await expectNoViolations(page, 'refund inspector')
  await page.keyboard.press('Escape')
  await page.keyboard.press('b')
  await expect(page.getByRole('region', { name: 'Succeeded' })).toBeVisible()
  await expectNoViolations(page, 'refunds board')
  await page.keyboard.press('b')
  await eventsScreen(page)
  await expect(eventRows(page).first()).toBeVisible()
  await expectNoViolations(page, 'events')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(inspectorOfEvent(page).getByRole('heading', { name: 'Payload' })).toBeVisible()
  await expectNoViolations(page, 'inspector of an event')
  await page.keyboard.press('Escape')
  await listenerScreen(page)
  await page.getByRole('button', { name: 'Run the self-test' }).click()
  await expect(page.getByText('All steps passed.')).toBeVisible()
  await expectNoViolations(page, 'listener')
  await freshnessPanel(page)
  await expectNoViolations(page, 'freshness')
  await closeDialog(page)
  await auditScreen(page)
  await expect(auditRows(page).first()).toBeVisible()
  await expectNoViolations(page, 'audit')
  await auditRows(page).first().click()
  await expect(page.getByRole('complementary', { name: 'Entry' })).toBeVisible()
  await expectNoViolations(page, 'inspector of an entry of the audit')
  await page.keyboard.press('v')
  await expect(page.getByRole('dialog')).toContainText(/whole/)
  await expectNoViolations(page, 'audit: verdict')
  await closeDialog(page)

  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible()
  await expectNoViolations(page, 'settings')
  await page.getByRole('button', { name: /^Remove/ }).click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await expectNoViolations(page, 'settings: remove')
  await closeDialog(page)

  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await search(page, 'no such payment anywhere')
  await expect(page.getByRole('heading', { name: 'No payment matches' })).toBeVisible()
  await expectNoViolations(page, 'nothing found')
  await page.evaluate(() => {
    window.location.hash = '#/desks/gone/payments'
  })
  await expect(page.getByRole('heading', { name: 'This desk is not here' })).toBeVisible()
  await expectNoViolations(page, 'a desk that is not here')
})

test('axe finds nothing on bulk refunds and their form', async ({ demo: { page } }) => {
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByRole('region', { name: 'Chosen payments' })).toBeVisible()
  await expectNoViolations(page, 'payments: chosen')
  await page.keyboard.press('Escape')
  await runsScreen(page)
  await expectNoViolations(page, 'bulk refunds')
  await page.keyboard.press('n')
  await expect(page.getByRole('button', { name: 'Choose a file…' })).toBeVisible()
  await expectNoViolations(page, 'a new run')
  await dropCsv(page, 'wrong.csv', ['payment,amount', 'pi_nothing,5', '1E+20,5'])
  await expect(page.getByText('All 2 rows are checked.', { exact: false })).toBeVisible()
  await expectNoViolations(page, 'a new run: errors')
})

test('axe finds nothing on a live desk, its locks, its policy and its keys', async ({ live }) => {
  test.setTimeout(150_000)
  const { page, stripe } = live
  await openPayment(page, stripe.livePayments()[0]?.id ?? '')
  await expectNoViolations(page, 'live: locked')
  await page.keyboard.press('r')
  await unlockDialog(page).getByLabel('Passphrase').fill('not the passphrase')
  await page.keyboard.press('Enter')
  await expect(page.getByText('This is not the passphrase of this desk.')).toBeVisible({ timeout: 20_000 })
  await expectNoViolations(page, 'unlock: a wrong passphrase')
  await closeDialog(page)
  await unlock(page)
  await expectNoViolations(page, 'live: unlocked')
  const step = await reviewRefund(page, { amount: '20' })
  await step.getByLabel(/^Type the amount/).fill('2')
  await expectNoViolations(page, 'confirmation')
  await page.keyboard.press('Control+Shift+L')
  await expect(page.getByRole('alert').first()).toContainText('The desk is locked now.')
  await expectNoViolations(page, 'confirmation: locked meanwhile')
  await closeDialog(page)
  await deskMenu(page)
  await expectNoViolations(page, 'desk menu')
  await closeDialog(page)

  await settingsScreen(page)
  await page.getByText(/^Can do all/).click()
  await page.getByText('Permissions for a restricted key').click()
  await expectNoViolations(page, 'settings of a live desk')
  const policy = await policyForm(page)
  await policy.getByRole('button', { name: 'Add a currency' }).click()
  await expectNoViolations(page, 'policy form')
  await closeDialog(page)
  for (const button of [/^Change the passphrase/, /^Rename /, /^Remove /, 'Replace key…']) {
    await page.getByRole('button', { name: button }).click()
    await expect(page.getByRole('dialog')).toBeVisible()
    await expectNoViolations(page, `settings: ${button}`)
    await closeDialog(page)
  }
})

/** The refund form of a payment whose dispute forbids one: which of them are inquiries, and so only warn, depends on the day. */
async function openRefusedForm(page: Page): Promise<void> {
  for (let count = await rows(page).count(); count > 0; count -= 1) {
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await expect(inspector(page).getByRole('region', { name: 'Raw JSON' })).toBeVisible()
    const form = await openRefundForm(page)
    if (await form.getByText(/A dispute (is open|on this payment was lost)/).isVisible()) return
    await closeDialog(page)
    await page.keyboard.press('Escape')
  }
  throw new Error('no disputed payment of the demo forbids a refund')
}

test('at 200 % zoom nothing is cut off sideways, and a payment can still be found and read', async ({
  demo: { page },
}) => {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 640, height: 400 })
  try {
    await expect(rows(page).first()).toBeVisible()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    // Where there is no room beside the list, the inspector lies over it.
    const shown = page.getByRole('dialog', { name: 'Payment' })
    await expect(shown.getByRole('heading', { level: 2 })).toBeInViewport()
    await expectNoViolations(page, 'inspector at 200 %')
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await shown.getByRole('button', { name: 'Close the inspector' }).click()
    await expect(grid(page)).toBeVisible()
    await expectNoViolations(page, 'payments at 200 %')
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

test('where the system sets the colours, what is chosen and what Enter would open is told by an edge', async ({
  demo: { page },
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  try {
    await chooseStatus(page, 'Succeeded')
    const tab = page.getByRole('button', { name: /^Succeeded/, pressed: true })
    await expect(tab).toHaveCSS('outline-style', 'solid')
    await rows(page).first().click()
    await expect(grid(page).locator('[role="row"][aria-selected="true"]')).toHaveCSS('outline-style', 'solid')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    const meant = page.getByRole('option', { selected: true })
    await expect(meant).toHaveCSS('outline-style', 'solid')
    await page.keyboard.press('ArrowDown')
    await expect(meant).toHaveCSS('outline-style', 'solid')
    await closeDialog(page)
  } finally {
    await page.emulateMedia({ forcedColors: null })
  }
})

test('whichever way one comes to a screen it is said, and Tab goes on from its top', async ({
  demo: { page },
}) => {
  const arrive = async (name: string): Promise<void> => {
    await expect(page.getByRole('heading', { name, level: 1 })).toBeFocused()
    await expect(page.getByRole('status').getByText(name, { exact: true })).toBeAttached()
  }
  await page.keyboard.press('j')
  await expect(rows(page).first()).toBeFocused()
  await page.keyboard.press('g')
  await page.keyboard.press('f')
  await arrive('Failed payments')
  await page.keyboard.press('Tab')
  await expect(page.locator('main :focus')).toHaveCount(1)
  await command(page, 'Disputes')
  await arrive('Disputes')
  await page.keyboard.press('j')
  await command(page, 'Settings')
  await arrive('Settings')
})
