// What support does most, by keyboard alone: find a payment by the last digits of its card, refund a part of it, leave a note. Judged by the
// ledger of the simulated Stripe, and by the page after it was opened again.
import type { Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { callByBridge, inspector, refundForm, tray } from './support/operator.ts'

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search and commands' })
const customerPage = (page: Page) => page.getByRole('region', { name: 'Customer', exact: true })

async function typeInPalette(page: Page, typed: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await expect(palette(page).getByRole('combobox')).toBeFocused()
  await page.keyboard.type(typed)
}

/** Goes down to the entry, which Enter then opens. */
async function chooseInPalette(page: Page, typed: string, entry: RegExp): Promise<void> {
  await typeInPalette(page, typed)
  const wanted = palette(page).getByRole('option', { name: entry })
  await expect(wanted).toBeVisible()
  for (let presses = 0; presses < 30; presses += 1) {
    if ((await wanted.getAttribute('aria-selected')) === 'true') break
    await page.keyboard.press('ArrowDown')
  }
  await expect(wanted).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(palette(page)).toHaveCount(0)
}

test('a payment is found by last4, refunded in part, and a note left, without touching the mouse', async ({
  account: { page, stripe, deskId },
}) => {
  const id = await stripe.pay({
    amount: 4990,
    currency: 'eur',
    name: 'Kim Keyboard',
    card: 'pm_card_jcb',
    description: 'Two cups',
  })
  // Stripe told, as it does by itself within seconds.
  await callByBridge(page, 'sync.refresh', { deskId })

  await chooseInPalette(page, '0505 49.90', /Kim Keyboard/)
  await expect(inspector(page).getByRole('button', { name: `Copy payment id ${id}` })).toBeVisible()

  await page.keyboard.press('r')
  const form = refundForm(page)
  await expect(form.getByText('Checked with Stripe')).toBeVisible()
  await expect(form.getByLabel('Amount in EUR')).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.type('20')
  await expect(form).toContainText('Refund €20.00 of €49.90 to Kim Keyboard’s')
  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('Refund held')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  // The hold ends by itself.
  await expect(tray(page).getByText('€20.00 to Kim Keyboard is refunded.')).toBeVisible({ timeout: 20_000 })

  await chooseInPalette(page, 'Kim Keyboard', /^Customer Kim Keyboard/)
  await expect(customerPage(page).getByRole('heading', { name: 'Kim Keyboard' })).toBeVisible()
  await page.keyboard.press('n')
  const note = page.getByRole('dialog', { name: 'Note about Kim Keyboard' })
  await expect(note.getByLabel('Note', { exact: true })).toBeFocused()
  await page.keyboard.type('One of two cups broken: 20 back, the other stays.')
  await page.keyboard.press('Control+Enter')
  await expect(note).toHaveCount(0)
  await expect(page.getByText('Note saved')).toBeVisible()

  await page.reload()
  const shown = customerPage(page)
  await expect(shown.getByRole('list', { name: 'Notes' }).getByRole('listitem')).toContainText([
    'One of two cups broken: 20 back, the other stays.',
  ])
  const timeline = shown.getByRole('list', { name: 'Timeline' })
  await expect(timeline).toContainText('Note by')
  await expect(timeline).toContainText('Refund ordered in Bursar, done')
  await expect(shown.getByRole('region', { name: 'Lifetime' })).toContainText('20.00EUR')

  expect(stripe.refundsOf(id)).toMatchObject([{ amount: 2000, status: 'succeeded', currency: 'eur' }])
  const customer = [...stripe.ledger().customers.values()].find(({ name }) => name === 'Kim Keyboard')
  expect(customer?.metadata).toEqual({})
})

test('a note goes to Stripe only when that is chosen, and says there what it says here', async ({
  account: { page, stripe, deskId },
}) => {
  await stripe.pay({ amount: 1500, currency: 'eur', name: 'Noor Noted' })
  const ofNoor = () => [...stripe.ledger().customers.values()].find(({ name }) => name === 'Noor Noted')
  await callByBridge(page, 'sync.refresh', { deskId })
  await chooseInPalette(page, 'Noor Noted', /^Customer Noor Noted/)
  await expect(customerPage(page).getByRole('heading', { name: 'Noor Noted' })).toBeVisible()

  await typeInPalette(page, 'Write a note')
  await page.keyboard.press('Enter')
  const note = page.getByRole('dialog', { name: 'Note about Noor Noted' })
  await expect(note.getByLabel('Note', { exact: true })).toBeFocused()
  await page.keyboard.type('Call before sending')
  while (!(await note.getByLabel('Also at Stripe').evaluate((box) => box === document.activeElement)))
    await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+Enter')

  const order = page.getByRole('dialog', { name: 'Note at Stripe' })
  await expect(order).toContainText('Everybody with access to the Stripe account sees it')
  expect(ofNoor()?.metadata).toEqual({})
  await expect(order.getByRole('button', { name: /^Write it to Stripe/ })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(order.getByText('Note for Stripe held')).toBeVisible()
  await expect(order.getByText('Note is at Stripe')).toBeVisible({ timeout: 20_000 })
  expect(ofNoor()?.metadata).toMatchObject({ bursar_note: 'Call before sending' })
})
