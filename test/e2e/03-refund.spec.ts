// Refunds as they really stand, checked against the ledger of the simulated Stripe: what was ordered, once, or nothing.
import { expect, test } from './fixture.ts'
import {
  closeDialog,
  grid,
  inspector,
  openNewPayment,
  openRefundForm,
  orderRefund,
  refresh,
  refund,
  refundForm,
  refundsScreen,
  sendNow,
  tray,
} from './support/operator.ts'

test('a partial refund is summed up in words, sent, and the remainder can be refunded after it', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 4990, currency: 'eur', name: 'Ada Lovelace' })
  const shown = await openNewPayment(page, id)

  const form = await openRefundForm(page)
  await form.getByLabel('Amount in EUR').fill('20')
  await expect(form).toContainText('Refund €20.00 of €49.90 to Ada Lovelace’s Visa •••• 4242.')
  await expect(form).toContainText('€29.90 stays refundable.')
  await closeDialog(page)

  await refund(page, { amount: '20', note: 'One cup broken' }, '€20.00 to Ada Lovelace is refunded.')
  await expect(shown.getByRole('region', { name: 'Summary' })).toContainText('Refundable29.90EUR')
  await refund(page, {}, '€29.90 to Ada Lovelace is refunded.')
  await expect(shown).toContainText('All of it has been refunded.')

  expect(stripe.refundsOf(id).map(({ amount, status }) => ({ amount, status }))).toEqual(
    expect.arrayContaining([
      { amount: 2000, status: 'succeeded' },
      { amount: 2990, status: 'succeeded' },
    ]),
  )
  expect(stripe.refundsOf(id)).toHaveLength(2)
})

test('the reason and the note go to Stripe with the refund', async ({ account: { page, stripe } }) => {
  const id = await stripe.pay({ amount: 1500, currency: 'eur' })
  await openNewPayment(page, id)
  await refund(page, { reason: 'Duplicate', note: 'Paid twice on Sunday' }, /is refunded/)
  const [made] = [...stripe.ledger().refunds.values()].filter((each) => each.payment_intent === id)
  expect(made?.reason).toBe('duplicate')
  expect(Object.values(made?.metadata ?? {})).toContain('Paid twice on Sunday')
})

test('a held refund can be undone by a key, and is then never sent; another is sent when its hold ends', async ({
  account: { page, stripe },
}) => {
  const [undone, kept] = await Promise.all([
    stripe.pay({ amount: 1000, currency: 'eur', name: 'Undone' }),
    stripe.pay({ amount: 2000, currency: 'eur', name: 'Kept' }),
  ])
  await openNewPayment(page, undone)
  const form = await orderRefund(page)
  await page.keyboard.press('z')
  await expect(form.getByText('Refund undone')).toBeVisible()
  await closeDialog(page)

  await openNewPayment(page, kept)
  const held = await orderRefund(page)
  await expect(held.getByRole('timer')).toBeVisible()
  expect(stripe.refundsOf(kept)).toHaveLength(0)
  await expect(held.getByText('€20.00 to Kept is refunded.')).toBeVisible({ timeout: 15_000 })
  await closeDialog(page)
  expect(stripe.refundsOf(kept)).toHaveLength(1)
  expect(stripe.refundsOf(undone)).toHaveLength(0)
})

test('closing the form leaves the hold in the tray, where it can be sent at once', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 1200, currency: 'eur', name: 'Tray' })
  await openNewPayment(page, id)
  await orderRefund(page)
  await closeDialog(page)
  await expect(tray(page).getByText('Refund held')).toBeVisible()
  await sendNow(tray(page))
  await expect(tray(page).getByText('€12.00 to Tray is refunded.')).toBeVisible()
  expect(stripe.refundsOf(id)).toHaveLength(1)
})

test('pressing send again and again orders once', async ({ account: { page, stripe } }) => {
  const id = await stripe.pay({ amount: 3300, currency: 'eur' })
  await openNewPayment(page, id)
  const form = await openRefundForm(page)
  await form.getByLabel('Amount in EUR').fill('11')
  await page.evaluate(() => {
    const button = document.querySelector<HTMLButtonElement>('[role="dialog"] button[type="submit"]')
    for (let press = 0; press < 5; press++) button?.click()
  })
  for (let press = 0; press < 3; press++) await page.keyboard.press('Control+Enter')
  await sendNow(form)
  await expect(form.getByText(/is refunded/)).toBeVisible()
  await closeDialog(page)
  await refresh(page)
  expect(stripe.refundsOf(id).map(({ amount }) => amount)).toEqual([1100])
  await expect(inspector(page).getByRole('region', { name: 'Refunds' }).getByRole('listitem')).toHaveCount(1)
})

test('a refund that the bank has not finished is pending, and succeeds when it does', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 2500, currency: 'eur', card: 'pm_card_pendingRefund' })
  const shown = await openNewPayment(page, id)
  await refund(page, {}, 'Refund pending')
  await expect(shown.getByRole('region', { name: 'Refunds' })).toContainText('Pending')
  stripe.simulator.clock.advance(3_600)
  await refresh(page)
  await expect(shown.getByRole('region', { name: 'Refunds' })).toContainText('Succeeded')
})

test('a refund that fails later is shown as failed, with what to do', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 2600, currency: 'eur', card: 'pm_card_refundFail', name: 'Expired' })
  const shown = await openNewPayment(page, id)
  await refund(page, {}, /is refunded/)
  stripe.simulator.clock.advance(3_600)
  await refresh(page)
  await expect(shown.getByRole('region', { name: 'Refunds' })).toContainText('Failed')
  await expect(shown.getByRole('region', { name: 'Refunds' })).toContainText(
    'The card has expired or was canceled.',
  )
  await refundsScreen(page)
  const row = page.getByRole('main').getByRole('row', { name: /Expired/ })
  await expect(row).toContainText('Failed')
  await row.click()
  const failed = page.getByRole('complementary', { name: 'Refund' })
  await expect(failed).toContainText('Agree on another way with the customer')
  await page.keyboard.press('w')
  await page.getByRole('dialog').getByLabel('Reference').fill('RF-77')
  await page.getByRole('dialog').getByRole('button', { name: 'Record it' }).click()
  await expect(failed.getByRole('region', { name: 'Paid another way' })).toContainText('RF-77')
})

test('a disputed payment cannot be refunded: the inspector offers no refund, and it and the form say why', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 2700, currency: 'eur', card: 'pm_card_createDispute' })
  const shown = await openNewPayment(page, id)
  await expect(async () => {
    // The dispute comes a moment after the payment.
    await refresh(page)
    await expect(shown).toContainText('A dispute is open', { timeout: 2_000 })
  }).toPass({ timeout: 15_000 })
  await expect(shown.getByRole('button', { name: /^Refund/ })).toHaveCount(0)
  await page.keyboard.press('r')
  const form = refundForm(page)
  await expect(form).toContainText('A dispute is open')
  await expect(form.getByRole('button', { name: /^Refund/ })).toHaveCount(0)
  await closeDialog(page)
})

test('a refund that somebody else made during the hold is refused, and no money moves twice', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 2800, currency: 'eur' })
  await openNewPayment(page, id)
  const form = await orderRefund(page)
  await stripe.request('POST', '/v1/refunds', { payment_intent: id })
  await sendNow(form)
  await expect(form.getByText('Refund refused')).toBeVisible()
  await expect(form).toContainText('No money moved.')
  await closeDialog(page)
  expect(stripe.refundsOf(id)).toHaveLength(1)
})

test('a lost answer is shown as unknown, blocks another refund, and is cleared up without sending twice', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 5000, currency: 'eur', name: 'Lost' })
  const shown = await openNewPayment(page, id)
  const mend = stripe.goSilentAfterRefund()
  const form = await orderRefund(page, { amount: '30' })
  await sendNow(form)
  await expect(form.getByText('Outcome unknown')).toBeVisible({ timeout: 45_000 })
  await closeDialog(page)
  await expect(shown).toContainText(
    'No other refund can be ordered while the outcome of an earlier one is unknown.',
  )
  await expect(shown.getByRole('button', { name: /^Refund/ })).toHaveCount(0)

  mend()
  await tray(page).getByRole('button', { name: 'Check again' }).click()
  await expect(tray(page).getByText('€30.00 to Lost is refunded.')).toBeVisible({ timeout: 20_000 })
  expect(stripe.refundsOf(id).map(({ amount }) => amount)).toEqual([3000])
})

const currencies = [
  { currency: 'jpy', paid: 1200, typed: '500', sent: 500, wrong: '0.5', left: '700JPY' },
  { currency: 'kwd', paid: 12_340, typed: '1.250', sent: 1250, wrong: '1.255', left: '11.090KWD' },
  { currency: 'isk', paid: 150_000, typed: '700', sent: 70_000, wrong: '0.50', left: '800ISK' },
]
for (const { currency, paid, typed, sent, wrong, left } of currencies) {
  test(`${currency.toUpperCase()} is refunded by Stripe's own exponent, to the unit`, async ({
    account: { page, stripe },
  }) => {
    const id = await stripe.pay({ amount: paid, currency })
    const shown = await openNewPayment(page, id)
    const form = await openRefundForm(page)
    await form.getByLabel(/^Amount in/).fill(wrong)
    await expect(form.getByRole('button', { name: /^Refund/ })).toBeDisabled()
    await closeDialog(page)
    await refund(page, { amount: typed }, /is refunded/)
    expect(stripe.refundsOf(id).map(({ amount }) => amount)).toEqual([sent])
    await expect(shown.getByRole('region', { name: 'Summary' })).toContainText(`Refundable${left}`)
  })
}

test('more than was paid, nothing, and words are not accepted as amounts', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 900, currency: 'eur' })
  await openNewPayment(page, id)
  const form = await openRefundForm(page)
  for (const wrong of ['9.01', '0', '-1', 'all', '1e3', '', '9,0,0']) {
    await form.getByLabel('Amount in EUR').fill(wrong)
    await expect(form.getByRole('button', { name: /^Refund/ }), wrong).toBeDisabled()
    await page.keyboard.press('Control+Enter')
  }
  await closeDialog(page)
  expect(stripe.refundsOf(id)).toHaveLength(0)
})

test('every order stands in the list of refunds, and leads to its payment', async ({
  account: { page, stripe },
}) => {
  const id = await stripe.pay({ amount: 1900, currency: 'eur', name: 'Listed Order' })
  await openNewPayment(page, id)
  await refund(page, {}, /is refunded/)
  await page.keyboard.press('g')
  await page.keyboard.press('r')
  const order = page.getByRole('main').getByRole('row', { name: /Listed Order/ })
  await expect(order).toContainText('Succeeded')
  await order.click()
  await page.getByRole('complementary', { name: 'Refund' }).getByText('Its life').waitFor()
  await page.keyboard.press('o')
  await expect(inspector(page).getByRole('button', { name: `Copy payment id ${id}` })).toBeVisible()
  await expect(grid(page)).toBeVisible()
})
