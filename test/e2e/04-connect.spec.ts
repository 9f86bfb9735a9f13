// Connecting an account: what is said of each wrong key, and what becomes of a right one.
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { onRealElectron } from './support/app.ts'
import {
  chooseInDeskMenu,
  connect,
  everythingInPage,
  fillConnectForm,
  openNewPayment,
  rows,
  untilCurrent,
} from './support/operator.ts'

// Put together here, so that nobody searching for leaked keys is alarmed.
const form = (type: string, mode: string, rest = 'x'.repeat(24)): string => [type, mode, rest].join('_')

const judgedAtOnce: readonly [what: string, key: string, says: RegExp][] = [
  ['a publishable key', form('pk', 'test'), /publishable key/],
  ['a webhook secret', `whsec_${'x'.repeat(24)}`, /webhook signing secret/],
  ['an organization key', form('sk', 'org', 'live_xxxxxxxx'), /organization key/],
  ['an ephemeral key', form('ek', 'test'), /ephemeral key/],
  ['another text', 'hello', /This is not a Stripe key: it should begin with/],
  ['a half hidden key', form('sk', 'test', 'abcd…wxyz'), /Part of this key is hidden/],
  ['a key with a quote in it', form('sk', 'test', "abcdefghijk'"), /characters that no Stripe key has/],
  ['half a key', form('rk', 'test', 'abc'), /too short/],
]

test('a text that is no usable key is judged while it is typed, and never sent', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe({ size: { customers: 0, payments: 0 } })
  const { page } = await launch()
  for (const [what, key, says] of judgedAtOnce) {
    await fillConnectForm(page, key, stripe.baseUrl)
    await expect(page.getByText(says), what).toBeVisible()
    await expect(page.getByRole('button', { name: 'Connect', exact: true }), what).toBeDisabled()
  }
  expect(stripe.ledger().requests).toHaveLength(0)
})

test('a key that Stripe or this computer refuses is explained exactly, and not kept', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe({ size: { customers: 0, payments: 0 } })
  const { page } = await launch()
  const restricted = (...permissions: string[]): string =>
    stripe.simulator.createRestrictedKey(stripe.accountId, 'test', permissions)
  const wrongs: readonly [key: string, baseUrl: string, says: RegExp][] = [
    [stripe.keys.revoked, stripe.baseUrl, /this key has expired or was rolled/],
    [form('sk', 'test'), stripe.baseUrl, /Stripe does not know this key/],
    [
      restricted('rak_payment_intent_read', 'rak_charge_read', 'rak_refund_read', 'rak_customer_read'),
      stripe.baseUrl,
      /lacks a permission that Bursar needs: Accounts: read \(rak_accounts_kyc_basic_read\)\./,
    ],
    [
      restricted('rak_accounts_kyc_basic_read', 'rak_balance_read', 'rak_charge_read', 'rak_refund_read'),
      stripe.baseUrl,
      /needs: PaymentIntents: read \(rak_payment_intent_read\), Customers: read \(rak_customer_read\)\./,
    ],
    [
      stripe.keys.secretTest,
      'http://127.0.0.1:9',
      /Nothing answers at http:..127.0.0.1:9, so the key could not be checked/,
    ],
    [stripe.keys.secretTest, 'https://example.com', /The base URL must be on this machine/],
  ]
  for (const [key, baseUrl, says] of wrongs) {
    await fillConnectForm(page, key, baseUrl)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible({ timeout: 20_000 })
  }
  await page.getByRole('button', { name: 'Back' }).click()
  await expect(page.getByText('Your desks')).toHaveCount(0)
})

test('where something stands in for Electron, a live key is refused in so many words', async ({ launch }) => {
  test.skip(onRealElectron, 'the installed app takes live keys')
  const { page } = await launch()
  await fillConnectForm(page, form('sk', 'live'))
  await expect(page.getByText(/live key/i).first()).toBeVisible()
  const connectButton = page.getByRole('button', { name: 'Connect', exact: true })
  if (await connectButton.isEnabled()) {
    await connectButton.click()
    await expect(page.getByRole('alert')).toContainText('Live keys are refused here')
  }
  await expect(page.getByRole('heading', { name: 'Payments' })).toHaveCount(0)
})

test('a good key shows whose account it is and in which mode, and is never shown again', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const { page } = await launch()
  await connect(page, stripe.keys.restrictedTest, stripe.baseUrl)
  const rail = page.getByRole('navigation', { name: 'Desk' })
  await expect(rail).toContainText(stripe.accountName)
  await expect(rail).toContainText(/test/i)
  await expect(rail).toContainText('No real money')
  await page.getByRole('link', { name: 'Settings' }).click()
  await expect(page.getByText(/Restricted key, test mode/)).toHaveCount(2)
  expect(await everythingInPage(page)).not.toContain(stripe.keys.restrictedTest)
  await chooseInDeskMenu(page, 'All desks')
  await page.getByRole('button', { name: 'Connect a Stripe account' }).click()
  await expect(page.getByLabel('Restricted or secret key')).toHaveValue('')
  expect(await everythingInPage(page)).not.toContain(stripe.keys.restrictedTest)
})

test('a key that may not refund opens a desk that says so instead of offering it', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const reads = [
    'rak_payment_intent_read',
    'rak_charge_read',
    'rak_customer_read',
    'rak_balance_read',
    'rak_refund_read',
    'rak_event_read',
    'rak_dispute_read',
    'rak_payment_method_read',
    'rak_accounts_kyc_basic_read',
  ]
  const key = stripe.simulator.createRestrictedKey(stripe.accountId, 'test', reads)
  const { page } = await launch()
  await connect(page, key, stripe.baseUrl)
  await untilCurrent(page)
  await readOnly(page, /This key can't make refunds/)
})

test('when Stripe cannot be reached the list says since when, and recovers by itself once it can', async ({
  launch,
  serveStripe,
  profile,
}) => {
  const stateFile = `${profile}-stripe.jsonl`
  const stripe = await serveStripe({ stateFile })
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await untilCurrent(page)
  await stripe.close()
  await page.getByRole('button', { name: 'Read changes from Stripe now' }).click()
  await expect(page.getByRole('contentinfo')).toContainText(/Stalled, complete to \d\d:\d\d:\d\d/, {
    timeout: 30_000,
  })
  await expect(page.getByText(/^Stripe could not be reached/)).toBeVisible()
  await expect(rows(page).first()).toBeVisible()

  const again = await serveStripe({ stateFile, port: stripe.simulator.port })
  const id = await again.pay({ amount: 4200, currency: 'eur' })
  await untilCurrent(page)
  await openNewPayment(page, id)
})

async function readOnly(page: Page, why: RegExp): Promise<void> {
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const shown = page.getByRole('complementary', { name: 'Payment' })
  await expect(shown.getByText(why)).toBeVisible()
  await expect(shown.getByRole('button', { name: /Refund/ })).toHaveCount(0)
  await page.keyboard.press('r')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}
