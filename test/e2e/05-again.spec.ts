// Quitting and starting again, also over files that are damaged, newer, or not to be written.
import { randomBytes } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
  writeSync,
  closeSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileKeyFromStripeKey } from '../../electron/engine/accounts/secrets.ts'
import { openCache } from '../../electron/store/open.ts'
import { expect, test, type Launch, type RunningApp, type Stripe } from './fixture.ts'
import { copyLoadedDemo } from './support/loaded-demo.ts'
import {
  connect,
  countOf,
  fillConnectForm,
  inspector,
  openNewPayment,
  openPayment,
  orderRefund,
  refund,
  refundsScreen,
  reopenDemo,
  rows,
  untilCurrent,
} from './support/operator.ts'

test('quit and start again: the demo desk, its refund and its order are there', async ({
  launch,
  profile,
}) => {
  await copyLoadedDemo(profile)
  const first = await launch({ lateDemo: false })
  await reopenDemo(first.page)
  // One with cents: which of them is the newest depends on the hour.
  const refundable = rows(first.page)
    .filter({ hasText: /^Succeeded.*(Visa|Mastercard)/ })
    .filter({ hasText: /EUR|USD|GBP/ })
  const id = (await refundable.first().getAttribute('data-payment')) ?? ''
  await openPayment(first.page, id)
  // The newest payment of that day may be by the card whose refunds take their time.
  await refund(first.page, { amount: '5', note: 'Kept over night' }, /is refunded|Stripe took the refund/)
  await first.quit()

  const { page } = await launch({ lateDemo: false })
  await expect(page.getByRole('heading', { name: 'Your desks' })).toBeVisible()
  await page.getByRole('link', { name: /^DEMO.*Alder & Quill Coffee Works/ }).press('Enter')
  await expect(rows(page).first()).toBeVisible({ timeout: 20_000 })
  await refundsScreen(page)
  await page
    .getByRole('main')
    .getByRole('row', { name: /Kept over night/ })
    .click()
  await expect(page.getByRole('complementary', { name: 'Refund' })).toContainText('Kept over night')
  await page.keyboard.press('o')
  await expect(inspector(page).getByRole('region', { name: 'Refunds' })).toContainText('5.00')
  await expect(inspector(page).getByRole('region', { name: 'Refunds' })).not.toContainText('Made elsewhere')
})

test('an app that was killed during a hold has sent nothing, and says so when it is back', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const id = await stripe.pay({ amount: 2000, currency: 'eur', name: 'Cut Off' })
  const first = await accountDesk(launch, stripe)
  test.skip(first.double === null, 'the double can be killed without a crash report')
  await openNewPayment(first.page, id)
  await orderRefund(first.page)
  await first.double?.kill()

  const { page } = await accountDesk(launch, stripe)
  await refundsScreen(page)
  const order = page.getByRole('main').getByRole('row', { name: /Cut Off/ })
  await expect(order).toContainText('20.00')
  await order.click()
  await expect(page.getByRole('complementary', { name: 'Refund' })).toContainText(
    'It was not sent and never will be',
  )
  expect(stripe.refundsOf(id)).toHaveLength(0)
})

test('a damaged cache is read again from Stripe, and the operator is told', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const first = await accountDesk(launch, stripe)
  await first.quit()
  damage(join(deskFolder(first, stripe), 'cache.db'))

  const { page } = await accountDesk(launch, stripe)
  await expect(
    page.getByText(
      'The cache was damaged and begun anew: what it held is read again from Stripe, and nothing of yours is lost.',
    ),
  ).toBeVisible()
  await expect.poll(() => countOf(page)).toBe(stripe.ledger().paymentIntents.size)
})

test('a damaged journal comes back from its backup with its orders, and the operator is told', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const id = await stripe.pay({ amount: 2100, currency: 'eur', name: 'Restored Order' })
  const first = await accountDesk(launch, stripe)
  await openNewPayment(first.page, id)
  await refund(first.page, {}, /is refunded/)
  await first.quit()
  const folder = deskFolder(first, stripe)
  expect(readdirSync(join(folder, 'backups')).length).toBeGreaterThan(0)
  damage(join(folder, 'journal.db'))

  const { page } = await accountDesk(launch, stripe)
  await expect(
    page.getByText(/The journal was restored from its backup of \d{1,2} \w+ \d{4}, \d\d:\d\d/),
  ).toBeVisible()
  expect(readdirSync(folder)).not.toContain('journal-restored')
  await refundsScreen(page)
  await expect(page.getByRole('main').getByRole('row', { name: /Restored Order/ })).toContainText('Succeeded')
  expect(stripe.refundsOf(id)).toHaveLength(1)
})

test('files of a newer version are refused and left as they are', async ({ launch, serveStripe }) => {
  const stripe = await serveStripe()
  const first = await accountDesk(launch, stripe)
  await first.quit()
  const folder = deskFolder(first, stripe)
  const key = fileKeyFromStripeKey(stripe.keys.secretTest, `${stripe.accountId}-test-local`)
  const opened = openCache(folder, key)
  if (!opened.ok) throw new Error(opened.detail)
  opened.database.pragma('user_version = 9999')
  opened.database.close()

  const { page } = await launch()
  await fillConnectForm(page, stripe.keys.secretTest, stripe.baseUrl)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText(
    /cache\.db was written by another version of Bursar \(.*\)\. Nothing was changed; open it with that version\./,
  )
})

test('settings that are garbage are set aside, and the app starts as new', async ({ launch, profile }) => {
  mkdirSync(join(profile, 'data'), { recursive: true })
  for (const file of ['theme.json', 'window.json', 'data/profile.json'])
    writeFileSync(join(profile, file), '{"nonsense": [')
  const { page } = await launch({ lateDemo: false })
  await expect(page.getByRole('main').getByRole('button')).toHaveText([
    'Open the demo desk',
    'Connect a Stripe account',
  ])
  expect(readdirSync(join(profile, 'data')).some((name) => name.startsWith('profile-unreadable-'))).toBe(true)
})

test('a profile that cannot be written is said at once, not found out by losing an order', async ({
  launch,
  profile,
}) => {
  writeFileSync(join(profile, 'data'), 'a file where the folder should be')
  const { page } = await launch({ lateDemo: false })
  await page.getByRole('button', { name: 'Open the demo desk' }).click()
  await expect(
    page
      .getByRole('alert')
      .getByText(/^Bursar can't write to .*data/)
      .first(),
  ).toBeVisible({
    timeout: 20_000,
  })
  expect(existsSync(join(profile, 'data'))).toBe(true)
})

async function accountDesk(launch: Launch, stripe: Stripe): Promise<RunningApp> {
  const app = await launch()
  await connect(app.page, stripe.keys.secretTest, stripe.baseUrl)
  await untilCurrent(app.page)
  return app
}

function deskFolder(app: RunningApp, stripe: Stripe): string {
  return join(app.profile, 'data', 'desks', `${stripe.accountId}-test-local`)
}

/** Overwrites the middle of a file, as a failing disk does. */
function damage(path: string): void {
  const { size } = statSync(path)
  const file = openSync(path, 'r+')
  for (const suffix of ['-wal', '-shm']) if (existsSync(path + suffix)) writeFileSync(path + suffix, '')
  writeSync(file, randomBytes(Math.floor(size / 2)), 0, Math.floor(size / 2), Math.floor(size / 4))
  closeSync(file)
}
