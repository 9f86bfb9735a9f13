// A morning at the finance desk, by keyboard alone: a renewal that failed is followed until it is paid, judged by the ledger of the
// simulated Stripe; and on the demo desk figures lead to what they are made of, and a failed payment is worked on.
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import {
  failure,
  failures,
  financeScreen,
  openFailure,
  outcomeOn,
  pressUntilFocused,
  sumOn,
  tile,
  tiles,
  type Outcome,
} from './support/finance.ts'
import { callByBridge, closeDialog, inspector, tray } from './support/operator.ts'

/** As much, in cents, as Recovery has grown since `before`; waits until it has. */
async function expectGrowth(
  page: Page,
  before: Outcome,
  grown: Partial<Record<keyof Outcome, { amount: number; count: number }>>,
): Promise<void> {
  await financeScreen(page, 'Recovery')
  await expect(async () => {
    const after = await outcomeOn(page)
    for (const part of ['Failed', 'Recovered', 'Lost', 'Still trying'] as const) {
      const { amount, count } = grown[part] ?? { amount: 0, count: 0 }
      const sum = before[part]
      expect(after[part], part).toEqual({ ...sum, amount: sum.amount + amount, count: sum.count + count })
    }
  }).toPass({ timeout: 10_000 })
}

test('a failed renewal is seen, a new card asked for and given, the retry is paid, and what was recovered grows by exactly that', async ({
  account: { app, page, stripe, deskId },
}) => {
  test.setTimeout(120_000)
  const amount = 4_917
  /** Stripe tells, as it does by itself within seconds. */
  const hear = () => callByBridge(page, 'sync.refresh', { deskId })
  await financeScreen(page, 'Recovery')
  const untouched = await outcomeOn(page)
  expect(untouched.Failed.currency).toBe('EUR')

  const renewal = await stripe.failRenewal({ amount, currency: 'eur', name: 'Rita Renewal' })
  await hear()
  const added = { amount, count: 1 }
  await expectGrowth(page, untouched, { Failed: added, 'Still trying': added })
  const before = await outcomeOn(page)

  await openFailure(page, 'Rita Renewal')
  // No event tells which invoice a payment is of: that is listed, up to the second before.
  await expect(async () => {
    await hear()
    await expect(failure(page)).toContainText('Retry planned', { timeout: 1_000 })
  }).toPass({ timeout: 15_000 })
  await page.keyboard.press('m')
  const asking = page.getByRole('dialog', { name: 'Ask for a new payment method' })
  await expect(asking.getByRole('button', { name: /^Make the page/ })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(asking.getByText('Page for a new method is ready')).toBeVisible()
  await pressUntilFocused(page, 'Tab', asking.getByRole('button', { name: 'Copy the link', exact: true }))
  await page.keyboard.press('Enter')
  await expect.poll(() => app.clipboard()).toMatch(/^https:\/\/checkout\.stripe\.com\/c\/pay\//)
  await closeDialog(page)

  await stripe.pressOnPage(await app.clipboard(), 'pay')
  const cards = [...stripe.ledger().paymentMethods.values()].filter(
    ({ customer, card }) =>
      customer === renewal.customerId && (card as { last4: string } | undefined)?.last4 === '4242',
  )
  expect(cards).toHaveLength(1)
  const given = cards[0]?.id ?? ''
  await hear()

  await page.keyboard.press('r')
  const retrying = page.getByRole('dialog', { name: 'Retry now' })
  const payWith = retrying.getByLabel('Pay with')
  await expect(payWith.getByRole('option', { name: 'Visa •••• 4242' })).toHaveCount(1)
  await pressUntilFocused(page, 'Tab', payWith)
  for (let presses = 0; presses < 5 && (await payWith.inputValue()) !== given; presses += 1)
    await page.keyboard.press('ArrowDown')
  await expect(retrying.getByRole('button', { name: /^Retry €49\.17 with Visa •••• 4242/ })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(retrying.getByText('Retry held')).toBeVisible()
  const tries = () =>
    [...stripe.ledger().charges.values()].filter(
      (charge) => charge.payment_intent === renewal.paymentIntentId,
    )
  expect(tries().map(({ status }) => status)).toEqual(['failed'])
  await closeDialog(page)
  // The hold ends by itself.
  await expect(tray(page).getByText('Paid', { exact: true })).toBeVisible({ timeout: 20_000 })

  expect(tries()).toMatchObject([
    { status: 'failed', amount, currency: 'eur' },
    { status: 'succeeded', amount, currency: 'eur', payment_method: given },
  ])
  const { invoices, subscriptions, paymentIntents } = stripe.ledger()
  expect(invoices.get(renewal.invoiceId)).toMatchObject({ status: 'paid', amount_paid: amount })
  expect(paymentIntents.get(renewal.paymentIntentId)).toMatchObject({
    status: 'succeeded',
    amount_received: amount,
  })
  expect(subscriptions.get(renewal.subscriptionId)).toMatchObject({ status: 'active' })

  await expect(failure(page)).toContainText('Recovered with a new method')
  await expectGrowth(page, before, { Recovered: added, 'Still trying': { amount: -amount, count: -1 } })
  await financeScreen(page, 'Failed payments')
  await expect(failures(page).filter({ hasText: 'Rita Renewal' })).toHaveCount(0)
})

test('Overview shows eight figures, each opens its rows, and a row opens its payment', async ({
  demo: { page },
}) => {
  await financeScreen(page, 'Overview')
  await expect(tiles(page)).toHaveCount(8)
  const gross = await sumOn(tile(page, 'Gross'))
  expect(gross.count).toBeGreaterThan(0)
  await tile(page, 'Gross')
    .getByRole('button', { name: /behind it$/ })
    .press('Enter')
  const shown = page.getByRole('complementary', { name: 'Rows of Gross' })
  const rows = shown.locator('[data-figure-row]')
  await expect(rows.first()).toBeVisible()
  expect(await sumOn(shown)).toEqual(gross)

  await page.keyboard.press('j')
  await expect(rows.first()).toBeFocused()
  const customer = await rows.first().locator('p').first().innerText()
  await page.keyboard.press('Enter')
  await expect(inspector(page).getByRole('button', { name: /^Copy payment id pi_/ })).toBeVisible()
  await expect(inspector(page)).toContainText(customer)
})

test('on Recovery what failed is what came back, what is lost and what is still tried, whichever way it is asked', async ({
  demo: { page },
}) => {
  await financeScreen(page, 'Recovery')
  const choice = page.getByRole('combobox', { name: 'Payments' })
  for (const wanted of ['All payments', 'Of invoices', 'Not of invoices']) {
    await choice.selectOption({ label: wanted })
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
    const { Failed: failed, Recovered: recovered, Lost: lost, 'Still trying': trying } = await outcomeOn(page)
    expect(recovered.amount + lost.amount + trying.amount).toBe(failed.amount)
    expect(recovered.count + lost.count + trying.count).toBe(failed.count)
    expect(Math.min(failed.count, recovered.count, lost.count)).toBeGreaterThan(0)
  }
})

test('a dispute leads to the payment it is about', async ({ demo: { page } }) => {
  await financeScreen(page, 'Disputes')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const dispute = page.getByRole('complementary', { name: 'Dispute' })
  const copy = dispute.getByRole('button', { name: /^Copy payment id / })
  const name = (await copy.getAttribute('aria-label')) ?? ''
  expect(name).toMatch(/pi_/)
  await page.keyboard.press('o')
  await expect(inspector(page).getByRole('button', { name })).toBeVisible()
  await expect(inspector(page)).toContainText('dispute')
})

test('a failed payment is assigned, noted and snoozed by keys, and found again under what is snoozed', async ({
  demo: { page },
}) => {
  await financeScreen(page, 'Failed payments')
  await page.keyboard.press('j')
  const id = (await failures(page).first().getAttribute('data-failure')) ?? ''
  const row = failures(page).and(page.locator(`[data-failure="${id}"]`))
  await expect(row).toBeFocused()
  await page.keyboard.press('Enter')
  const work = failure(page).getByRole('region', { name: 'Work on it' })
  await expect(work).toContainText('Nobody has it.')
  await page.keyboard.press('a')
  await expect(work).toContainText('It is yours.')

  await page.keyboard.press('n')
  const note = page.getByRole('dialog', { name: 'Write a note' })
  await expect(note.getByLabel('Note', { exact: true })).toBeFocused()
  await page.keyboard.type('Called: pays on Friday.')
  await page.keyboard.press('Control+Enter')
  await expect(note).toHaveCount(0)
  await expect(work.getByRole('list', { name: 'What was noted' })).toContainText('Called: pays on Friday.')

  await page.keyboard.press('s')
  await expect(page.getByRole('dialog', { name: 'Snooze' })).toBeVisible()
  await page.keyboard.press('1')
  await expect(page.getByRole('dialog', { name: 'Snooze' })).toHaveCount(0)
  await expect(work).toContainText('It is yours. Snoozed until')
  await expect(row).toHaveCount(0)

  await page.keyboard.press('Escape')
  await expect(failure(page)).toHaveCount(0)
  const put = page.getByRole('combobox', { name: 'Open or put away' })
  await page.keyboard.press('/')
  await pressUntilFocused(page, 'Tab', put)
  await page.keyboard.press('ArrowDown')
  await expect(put).toHaveValue('snoozed')
  await expect(row).toBeVisible()
  await expect(row).toContainText('snoozed')
})

test('in the demo the customer’s page is opened where it is played, and what is paid there is recovered', async ({
  demo: app,
}) => {
  const { page } = app
  const listed = await callByBridge(page, 'failures.list', { deskId: 'demo', filter: { state: ['trying'] } })
  if (!listed.ok) throw new Error(listed.error.message)
  let id: string | undefined
  for (const { paymentIntentId } of listed.value.rows) {
    const detail = await callByBridge(page, 'failures.detail', { deskId: 'demo', id: paymentIntentId })
    if (detail.ok && detail.value.page?.kind === 'invoice') id ??= paymentIntentId
  }
  await page.evaluate((place) => (window.location.hash = place), `#/desks/demo/failures/${id}`)
  // An order about it, such as a page for a new method, has a page of its own, which stays open.
  const toCustomer = failure(page).getByRole('region', { name: 'To the customer' })
  await toCustomer.getByRole('button', { name: 'Play the customer’s page' }).press('Enter')
  await expect
    .poll(async () => (await app.openedExternally()).at(-1))
    .toMatch(/^http:\/\/127\.0\.0\.1:\d+\/i\/acct_/)
  const played = (await app.openedExternally()).at(-1) ?? ''
  expect(await (await fetch(played)).text()).toContain('A simulated page: no money moves.')
  await fetch(played, { method: 'POST', body: new URLSearchParams({ button: 'pay' }) })
  await expect(failure(page)).toContainText(/Recovered on a hosted page|Recovered with a new method/, {
    timeout: 30_000,
  })
  await expect(toCustomer.getByRole('button', { name: 'Play the customer’s page' })).toHaveCount(0)
})
