// Keys that take the place of a desk's: wrong ones change nothing, a good one keeps the journal, and a dead one leaves what was read.
import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test, type Launch, type RunningApp, type Stripe } from './fixture.ts'
import {
  auditRows,
  auditScreen,
  callByBridge,
  closeDialog,
  connectByBridge,
  everythingInPage,
  inspector,
  keyForm,
  openPayment,
  orderLiveRefund,
  passphrase,
  refresh,
  refundForm,
  refundsScreen,
  rows,
  sendNow,
  setPassphrase,
  settingsScreen,
  unlock,
  untilCurrent,
} from './support/operator.ts'

test('a key of another mode or account, or one that is dead, is refused with the reason, and the audit has each', async ({
  launch,
  serveStripe,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(liveSize)
  const { page, deskId } = await liveDesk(launch, stripe, stripe.keys.restrictedLive)
  const [, other] = stripe.simulator.accounts
  const dead = stripe.simulator.createRestrictedKey(stripe.accountId, 'live', reads)
  stripe.simulator.revokeKey(dead)

  const form = await keyForm(page)
  const field = form.getByLabel('New live key')
  const replace = form.getByRole('button', { name: 'Replace the key' })
  await field.fill(stripe.keys.restrictedTest)
  await expect(form).toContainText('Restricted key, test mode: a live key belongs here.')
  await expect(replace).toBeDisabled()
  for (const [key, says] of [
    // A sandbox is nothing else: an account of its own.
    [
      other?.keys.restrictedLive ?? '',
      /This key is of Alder & Quill Trade.*A sandbox is an account of its own/,
    ],
    [dead, /this key has expired or was rolled/],
    [
      stripe.simulator.createRestrictedKey(stripe.accountId, 'live', reads.slice(1)),
      /lacks a permission.*Accounts: read/,
    ],
  ] as const) {
    await field.fill(key)
    await page.keyboard.press('Enter')
    await expect(form.getByRole('alert').filter({ hasText: says })).toBeVisible({ timeout: 20_000 })
    await expect(field).toHaveValue('')
  }
  await closeDialog(page)
  expect(await callByBridge(page, 'key.replace', { deskId, key: stripe.keys.restrictedTest })).toMatchObject({
    error: { code: 'mode_mismatch' },
  })
  await refresh(page)
  await untilCurrent(page)

  await auditScreen(page)
  const refused = auditRows(page).filter({ hasText: 'Key refused' })
  await expect(refused).toHaveCount(4)
  for (const [place, code] of [
    'mode_mismatch',
    'key_permission',
    'key_revoked',
    'account_mismatch',
  ].entries())
    await expect(refused.nth(place)).toContainText(code)
  await page.keyboard.press('v')
  await expect(page.getByRole('dialog')).toContainText('The chain is whole')
  const everything = await everythingInPage(page)
  for (const key of [stripe.keys.restrictedLive, stripe.keys.restrictedTest, dead])
    expect(everything).not.toContain(key)
})

test('a restricted key takes the place of a secret one: the warning goes, the journal stays, and what it can do is shown', async ({
  launch,
  serveStripe,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(liveSize)
  const { page, deskId } = await liveDesk(launch, stripe, stripe.keys.secretLive)
  await setPassphrase(page, deskId)
  await unlock(page)
  const [first, second] = stripe.livePayments()
  await openPayment(page, first?.id ?? '')
  await sendNow(await orderLiveRefund(page, '14.00'))
  await expect(refundForm(page).getByText(/is refunded/)).toBeVisible()
  await closeDialog(page)

  await settingsScreen(page)
  await expect(page.getByText(/This is a secret key of a live account/)).toBeVisible()
  await page.getByRole('button', { name: 'Replace key…' }).click()
  await page
    .getByLabel('New live key')
    .fill(stripe.simulator.createRestrictedKey(stripe.accountId, 'live', most))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Key replaced', { exact: true })).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText(/This is a secret key of a live account/)).toHaveCount(0)
  await expect(
    page.getByText('Restricted key, live mode, kept for this run only', { exact: true }),
  ).toBeVisible()
  await expect(page.getByText(/^Can’t do \d+ of \d+ things$/)).toBeVisible()
  await expect(page.getByRole('row', { name: /^Can’t List invoices Invoices: read/ })).toBeVisible()
  await expect(
    page.getByRole('row', { name: /^Can Make and cancel refunds Charges and Refunds: write/ }),
  ).toBeVisible()

  await refundsScreen(page)
  await expect(
    page
      .getByRole('main')
      .getByRole('row', { name: /14\.00/ })
      .first(),
  ).toContainText('Succeeded')
  await auditScreen(page)
  await expect(auditRows(page).filter({ hasText: 'Key replaced' })).toHaveCount(1)
  await expect(auditRows(page).filter({ hasText: 'Desk locked' }).first()).toContainText('key was replaced')
  await expect(auditRows(page).filter({ hasText: 'Desk unlocked' })).toHaveCount(1)

  // The passphrase stayed with the desk, and the new key makes refunds.
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await unlock(page)
  await openPayment(page, second?.id ?? '')
  await sendNow(await orderLiveRefund(page, '15.00'))
  await expect(refundForm(page).getByText(/is refunded/)).toBeVisible()
  expect(stripe.refundsOf(second?.id ?? '', 'live').map(({ amount }) => amount)).toEqual([1500])
})

test('a key that was revoked at Stripe leaves a desk to read, with nothing to order, until another takes its place', async ({
  launch,
  serveStripe,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(liveSize)
  const { page, deskId } = await liveDesk(launch, stripe, stripe.keys.restrictedLive)
  const [payment] = stripe.livePayments()
  stripe.simulator.revokeKey(stripe.keys.restrictedLive)
  await refresh(page)
  const banner = page.getByText('Stripe no longer takes this desk’s key.')
  await expect(banner).toBeVisible({ timeout: 20_000 })
  await expect(rows(page).first()).toBeVisible()
  await openPayment(page, payment?.id ?? '')
  await expect(inspector(page)).toContainText(
    /Stripe does not take this desk's key any more, so it is read-only/,
  )
  await expect(inspector(page).getByRole('button', { name: /refund/i })).toHaveCount(0)
  await page.keyboard.press('r')
  await expect(page.getByText('No refund can be ordered here').first()).toBeVisible()
  await setPassphrase(page, deskId)
  await callByBridge(page, 'desk.unlock', { deskId, passphrase })
  expect(
    await callByBridge(page, 'refund.place', {
      deskId,
      orderId: randomUUID(),
      paymentIntentId: payment?.id ?? '',
      amount: 1600,
      currency: 'eur',
      reason: null,
      note: null,
      customerLabel: null,
      confirmation: { how: 'typed', amount: '16.00' },
    }),
  ).toMatchObject({ error: { code: 'key_revoked' } })

  await page.getByRole('button', { name: 'Replace key…' }).click()
  await page.getByLabel('New live key').fill(stripe.keys.secretLive)
  await page.keyboard.press('Enter')
  await expect(banner).toHaveCount(0, { timeout: 20_000 })
  await untilCurrent(page)
  await unlock(page)
  await sendNow(await orderLiveRefund(page, '16.00'))
  await expect(refundForm(page).getByText(/is refunded/)).toBeVisible()
  expect(stripe.refundsOf(payment?.id ?? '', 'live').map(({ amount }) => amount)).toEqual([1600])
})

/** The first account's live mode is a tenth of this. */
const liveSize = { size: { customers: 200, payments: 1_000 } }

const reads = [
  'rak_accounts_kyc_basic_read',
  'rak_payment_intent_read',
  'rak_charge_read',
  'rak_refund_read',
  'rak_customer_read',
]
/** What refunds take, but no invoices. */
const most = [
  ...reads,
  'rak_refund_write',
  'rak_charge_write',
  'rak_balance_read',
  'rak_event_read',
  'rak_dispute_read',
]

async function liveDesk(
  launch: Launch,
  stripe: Stripe,
  key: string,
): Promise<{ page: Page; app: RunningApp; deskId: string }> {
  const app = await launch()
  const deskId = await connectByBridge(app.page, key, stripe.baseUrl)
  await untilCurrent(app.page)
  return { page: app.page, app, deskId }
}
