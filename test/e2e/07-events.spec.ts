// Events come in through the real listener, are shown as they come, and the app says how complete it is.
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import {
  connect,
  deliverTo,
  eventRows,
  eventsScreen,
  freshnessPanel,
  inspectorOfEvent,
  listenerScreen,
  searchEvents,
  untilCurrent,
} from './support/operator.ts'

const aSecret = (): string => `whsec_${randomBytes(24).toString('hex')}`

async function addSecret(page: Page, secret: string): Promise<void> {
  await page.getByRole('textbox', { name: /^(Signing secret|Another signing secret)/ }).fill(secret)
  await page.keyboard.press('Enter')
  await expect(page.getByText('Signing secret added').first()).toBeVisible()
}

test('the demo shows what happened in the last thirty days, and leads from an event to its payment', async ({
  demo: { page },
}) => {
  await eventsScreen(page)
  await searchEvents(page, 'payment_intent.succeeded')
  await expect(eventRows(page).first()).toContainText('payment_intent.succeeded')
  await expect(async () => {
    await page.getByRole('searchbox', { name: 'Search events' }).press('Enter')
    await expect(eventRows(page).first()).toBeFocused({ timeout: 1000 })
  }).toPass({ timeout: 10_000 })
  await page.keyboard.press('Enter')
  const shown = inspectorOfEvent(page)
  await expect(shown.getByRole('heading', { name: 'Payload' })).toBeVisible()
  await expect(shown).toContainText('payment_intent')
  await page.keyboard.press('o')
  await expect(page.getByRole('complementary', { name: 'Payment' })).toBeVisible()
})

test('an address brings back the filter and the event after a reload', async ({ demo: { page } }) => {
  await eventsScreen(page)
  await searchEvents(page, 'charge.refunded')
  // The newest event may be such a one without the filter, which is in the address after a short rest.
  await expect(page).toHaveURL(/charge\.refunded/)
  await expect(eventRows(page).first()).toContainText('charge.refunded')
  await eventRows(page).first().click()
  await expect(inspectorOfEvent(page)).toContainText('charge.refunded')
  await page.reload()
  await expect(inspectorOfEvent(page)).toContainText('charge.refunded')
  await expect(page.getByRole('searchbox', { name: 'Search events' })).toHaveValue('charge.refunded')
})

test('what Stripe delivers is shown as it comes, once, and its payment with it, without asking Stripe', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await untilCurrent(page)
  await listenerScreen(page)
  const secret = aSecret()
  await addSecret(page, secret)
  await deliverTo(page, stripe, secret)
  await eventsScreen(page)
  const asked = stripe.ledger().requests.length
  stripe.simulator.chaos.webhooks.shareDuplicated = 1
  const id = await stripe.pay({ amount: 4990, currency: 'eur', name: 'Ada Live' })
  await searchEvents(page, id)
  const row = eventRows(page).filter({ hasText: 'payment_intent.succeeded' })
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('Webhook')
  await row.click()
  await expect(inspectorOfEvent(page).getByRole('list', { name: 'Changes' })).toContainText('status')
  const gets = stripe
    .ledger()
    .requests.slice(asked)
    .filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/payment_intents'))
  expect(gets).toEqual([])
  await page.keyboard.press('o')
  await expect(page.getByRole('complementary', { name: 'Payment' })).toContainText('49.90')
  await listenerScreen(page)
  await expect(page.getByText(/known already|duplicate/i).first()).toBeVisible()
})

test('the listener tests itself, two secrets are enough, and what is not signed by one is refused and counted', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe()
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await listenerScreen(page)
  await page.getByRole('button', { name: 'Run the self-test' }).click()
  await expect(page.getByText(/^All steps passed, but .* until a signing secret is entered/)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Steps' }).getByRole('listitem')).toHaveCount(6)
  await expect(page.getByText('Needs a signing secret')).toBeVisible()

  await page.getByRole('textbox', { name: 'Signing secret' }).fill('sk_test_notThis')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/start with whsec_|starts with whsec_/).first()).toBeVisible()
  const [one, two] = [aSecret(), aSecret()]
  await addSecret(page, one)
  await expect(page.getByRole('list', { name: 'Signing secrets' }).getByRole('listitem')).toHaveCount(1)
  await addSecret(page, two)
  await expect(page.getByText('Listening').first()).toBeVisible()
  await expect(page.getByRole('list', { name: 'Signing secrets' }).getByRole('listitem')).toHaveCount(2)
  await expect(page.locator('body')).not.toContainText(two.slice(6))

  await deliverTo(page, stripe, aSecret())
  await stripe.pay({ amount: 700, currency: 'eur' })
  await expect(page.getByRole('list', { name: 'Refused', exact: true })).toContainText('signature')
  await deliverTo(page, stripe, two)
  await stripe.pay({ amount: 800, currency: 'eur' })
  await expect(page.getByText('just now').or(page.getByText(/s ago/)).first()).toBeVisible()

  await page
    .getByRole('button', { name: /^Remove the secret/ })
    .first()
    .click()
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog')).first()
  await expect(question).toContainText('refused')
  await question.getByRole('button', { name: /^Remove/ }).click()
  await expect(page.getByRole('list', { name: 'Signing secrets' }).getByRole('listitem')).toHaveCount(1)
})

test('the history can be paused, is still paused after a restart, and goes on to its end', async ({
  launch,
  serveStripe,
}) => {
  const stripe = await serveStripe({ size: { customers: 30, payments: 2500 } })
  stripe.simulator.chaos.latencyMs = [250, 350]
  const first = await launch()
  await connect(first.page, stripe.keys.secretTest, stripe.baseUrl)
  await first.page.getByRole('button', { name: 'Pause' }).click()
  await expect(first.page.getByRole('contentinfo')).toContainText(/paused/i)
  await expect(first.page.getByText('Reading the history is paused')).toBeVisible()
  const panel = await freshnessPanel(first.page)
  await expect(panel.getByRole('list', { name: 'Missing' })).toContainText('Payments')
  await first.quit()

  stripe.simulator.chaos.latencyMs = null
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  await expect(page.getByRole('contentinfo')).toContainText(/paused/i)
  await page.getByRole('button', { name: 'Resume' }).first().click()
  await untilCurrent(page)
  await expect(await freshnessPanel(page)).toContainText('Nothing')
})

test('the tables can be made again, and show the same', async ({ demo: { page } }) => {
  const counted = page.getByRole('grid', { name: 'Payments' })
  // -1 until the first page was read.
  await expect(counted).toHaveAttribute('aria-rowcount', /^[1-9]/)
  const before = await counted.getAttribute('aria-rowcount')
  const panel = await freshnessPanel(page)
  await panel.getByRole('button', { name: /^Make the tables again/ }).click()
  await page.getByRole('button', { name: 'Make them again' }).click()
  await expect(page.getByRole('contentinfo')).toContainText('Up to date', { timeout: 60_000 })
  await expect(async () => {
    const shown = await freshnessPanel(page)
    await expect(shown).toContainText('Every event that has a table is in it', { timeout: 1000 })
  }).toPass({ timeout: 60_000 })
  await page.keyboard.press('Escape')
  await expect(counted).toHaveAttribute('aria-rowcount', before ?? '')
})
