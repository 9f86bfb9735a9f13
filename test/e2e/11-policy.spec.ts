// The policy of a desk, set under its passphrase: the same in the form and past it; and who guesses the passphrase waits.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import type { RequestOf } from '../../src/contract/index.ts'
import { fileKeyFromStripeKey } from '../../electron/engine/accounts/secrets.ts'
import { openJournal } from '../../electron/store/open.ts'
import { expect, test } from './fixture.ts'
import {
  auditRows,
  auditScreen,
  callByBridge,
  changePolicy,
  closeDialog,
  connect,
  connectByBridge,
  deskOf,
  openNewPayment,
  openRefundForm,
  passphrase,
  policyForm,
  refund,
  setPassphrase,
  settingsScreen,
  unlockDialog,
  untilCurrent,
} from './support/operator.ts'

test('limits for one refund and for a day hold in the form and past it, and are shown before anything is ordered', async ({
  launch,
  serveStripe,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(small)
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await untilCurrent(page)
  const deskId = `${stripe.accountId}-test-local`
  await settingsScreen(page)
  await page.getByRole('button', { name: 'Change the policy…' }).click()
  const fresh = page.getByRole('dialog', { name: /^Passphrase of / })
  await fresh.getByLabel('New passphrase').fill(passphrase)
  await fresh.getByLabel('The same again').fill(passphrase)
  await page.keyboard.press('Enter')
  await expect(fresh).toHaveCount(0)

  const form = await policyForm(page)
  await form.getByRole('button', { name: 'Add a currency' }).click()
  await form.getByLabel('Currency', { exact: true }).fill('eur')
  await form.getByLabel('One refund, EUR').fill('25')
  await form.getByLabel('A day, EUR').fill('10')
  await expect(form.getByText('More than the limit per day.')).toBeVisible()
  await form.getByLabel('A day, EUR').fill('40')
  await form.getByLabel('Time zone of a day').fill(noonZone())
  await changePolicy(page.getByRole('dialog'))
  await expect(page.getByRole('row', { name: /^EUR €25\.00 €40\.00/ })).toBeVisible()

  const paid = await stripe.pay({ amount: 9000, currency: 'eur', name: 'Limited' })
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await openNewPayment(page, paid)
  const limited = await openRefundForm(page)
  await expect(limited).toContainText('Refundable: €90.00 · at most €25.00 in one refund · €40.00 left today')
  await expect(limited.getByLabel('Amount in EUR')).toHaveValue('25.00')
  await typeTooMuch(limited, '25.01', 'The policy of this desk allows €25.00 in one refund.')
  await closeDialog(page)
  const order = orderOf(deskId, paid)
  expect(await callByBridge(page, 'refund.place', { ...order, amount: 2501 })).toMatchObject({
    error: { code: 'policy_refused', message: /25\.00 in one refund/ },
  })

  await refund(page, { amount: '25' }, /is refunded/)
  const left = await openRefundForm(page)
  await expect(left).toContainText('€15.00 left today')
  await typeTooMuch(left, '15.01', 'The policy of this desk leaves €15.00 for today.')
  await closeDialog(page)
  expect(
    await callByBridge(page, 'refund.place', { ...order, orderId: randomUUID(), amount: 1501 }),
  ).toMatchObject({ error: { code: 'policy_refused', message: /15\.00 is left today/ } })
  expect(stripe.refundsOf(paid).map(({ amount }) => amount)).toEqual([2500])

  await auditScreen(page)
  await expect(auditRows(page).filter({ hasText: 'Order denied' })).toHaveCount(2)
  const changed = auditRows(page).filter({ hasText: 'Policy changed' })
  await changed.first().click()
  const entry = page.getByRole('complementary', { name: 'Entry' })
  await expect(entry).toContainText(/before/i)
  await expect(entry).toContainText('4000')
  await page.keyboard.press('v')
  await expect(page.getByRole('dialog')).toContainText('The chain is whole')
})

test('a machine for support gives the allowed reasons, and leaves keys and secrets to an admin', async ({
  launch,
  serveStripe,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(small)
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await untilCurrent(page)
  const deskId = `${stripe.accountId}-test-local`
  await setPassphrase(page, deskId)
  await settingsScreen(page)
  const form = await policyForm(page)
  await form.getByLabel('This machine is for').selectOption('Support')
  await expect(form.getByLabel(/^Change keys/)).not.toBeChecked()
  for (const reason of ['Fraudulent', 'No reason']) await form.getByLabel(reason).uncheck()
  await changePolicy(form)

  const settings = page.getByRole('main')
  await expect(settings).toContainText('No: Change keys, signing secrets and tables')
  await expect(settings).toContainText('leaves keys, signing secrets and tables to an admin')
  await expect(settings.getByRole('button', { name: 'Replace key…' })).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search, or type a command').fill('Replace the key')
  await expect(page.getByRole('option', { name: /^Replace the key/ })).toHaveCount(0)
  await closeDialog(page)
  const { restrictedTest: key } = stripe.keys
  expect(await callByBridge(page, 'key.replace', { deskId, key })).toMatchObject(refusedByPolicy)
  expect(await callByBridge(page, 'account.connect', { key, baseUrl: stripe.baseUrl })).toMatchObject(
    refusedByPolicy,
  )
  expect(await callByBridge(page, 'tables.rebuild', { deskId })).toMatchObject(refusedByPolicy)
  expect(await callByBridge(page, 'desk.remove', { deskId })).toMatchObject(refusedByPolicy)

  const paid = await stripe.pay({ amount: 3000, currency: 'eur', name: 'Reasoned' })
  await page.keyboard.press('g')
  await page.keyboard.press('p')
  await openNewPayment(page, paid)
  const refundIt = await openRefundForm(page)
  await expect(refundIt.getByLabel('Reason').getByRole('option')).toHaveText([
    'Requested by customer',
    'Duplicate',
  ])
  await closeDialog(page)
  const order = orderOf(deskId, paid)
  for (const reason of ['fraudulent', null] as const)
    expect(await callByBridge(page, 'refund.place', { ...order, reason })).toMatchObject(refusedByPolicy)
  await refund(page, { reason: 'Duplicate' }, /is refunded/)
})

test('a wrong passphrase is said, then makes whoever guesses wait, over a restart too', async ({
  launch,
  serveStripe,
  profile,
}) => {
  test.setTimeout(120_000)
  const stripe = await serveStripe(small)
  const { secretLive: key } = stripe.keys
  const first = await launch()
  const deskId = await connectByBridge(first.page, key, stripe.baseUrl)
  await setPassphrase(first.page, deskId)
  await first.page.keyboard.press('u')
  const question = unlockDialog(first.page)
  const field = question.getByLabel('Passphrase')
  await expect(field).toBeFocused()
  for (let time = 1; time <= 5; time++) {
    // By keys alone: after a wrong one the next is typed where it was.
    await expect(field).toBeEditable()
    await first.page.keyboard.type(`not the ${time}. either`)
    await expect(field).toHaveValue(`not the ${time}. either`)
    await first.page.keyboard.press('Enter')
    await expect(field).toHaveValue('')
    await expect(
      question.getByText(
        time < 5 ? 'This is not the passphrase of this desk.' : 'Too many wrong passphrases.',
      ),
    ).toBeVisible({ timeout: 20_000 })
  }
  await expect(question.getByRole('timer')).toHaveText(/^0:[0-2]\d$/)
  await expect(field).not.toBeEditable()
  expect(await callByBridge(first.page, 'desk.unlock', { deskId, passphrase })).toMatchObject({
    error: { code: 'too_many_attempts' },
  })
  await first.quit()
  guessMore(join(profile, 'data', 'desks', deskId), fileKeyFromStripeKey(key, deskId))

  const { page } = await launch()
  await connectByBridge(page, key, stripe.baseUrl)
  await page.keyboard.press('u')
  await expect(unlockDialog(page)).toContainText('Too many wrong passphrases.')
  await expect(unlockDialog(page).getByRole('timer')).toHaveText(/^[5-8]:\d\d$/)
  // Without a keychain the passphrase was for that run only. A new one gets nobody past the wait.
  await setPassphrase(page, deskId)
  expect(await callByBridge(page, 'desk.unlock', { deskId, passphrase })).toMatchObject({
    error: { code: 'too_many_attempts', message: /can be tried at \d\d:\d\d:\d\d/ },
  })
  const { access } = await deskOf(page, deskId)
  expect(access).toMatchObject({ orders: 'locked', tryAgainAt: expect.any(Number) })
})

const small = { size: { customers: 20, payments: 120 } }
const refusedByPolicy = { ok: false, error: { code: 'policy_refused' } }

const orderOf = (deskId: string, paymentIntentId: string): RequestOf<'refund.place'> => ({
  deskId,
  orderId: randomUUID(),
  paymentIntentId,
  amount: 1000,
  currency: 'eur',
  reason: 'duplicate',
  note: null,
  customerLabel: null,
  confirmation: null,
})

async function typeTooMuch(form: Locator, amount: string, says: string): Promise<void> {
  await form.getByLabel('Amount in EUR').fill(amount)
  await expect(form.getByText(says)).toBeVisible()
  await expect(form.getByRole('button', { name: /^Refund/ })).toBeDisabled()
}

/** A time zone in which no day ends while a spec runs. */
function noonZone(): string {
  const hour = new Date().getUTCHours()
  return hour >= 3 && hour < 21 ? 'Etc/UTC' : 'Asia/Tokyo'
}

/** As many wrong ones more as make the wait outlast the slowest restart. */
function guessMore(folder: string, fileKey: Buffer): void {
  const journal = openJournal(folder, fileKey)
  if (!journal.ok) throw new Error(journal.detail)
  journal.database.exec('UPDATE passphrase_attempts SET wrong = 9')
  journal.database.close()
}
