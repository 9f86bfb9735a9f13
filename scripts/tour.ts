// Plays the demo without a window: opens the desk, finds a payment, refunds part of it, and says each step with its figures.
// Leaves pictures in out/tour/; the exit code tells whether everything was as it should be.
import { expect, type Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatAmount } from '../src/domain/money.ts'
import { openApp, type RunningApp } from '../test/e2e/support/app.ts'
import { buildIfStale, root } from '../test/e2e/support/build.ts'
import * as operator from '../test/e2e/support/operator.ts'

const pictures = join(root, 'out', 'tour')
const began = performance.now()
let taken = 0

function say(text: string): void {
  console.log(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${text}`)
}

async function picture(page: Page, name: string): Promise<void> {
  taken += 1
  await page.screenshot({ path: join(pictures, `${String(taken).padStart(2, '0')}-${name}.png`) })
}

const figure = (count: number): string => count.toLocaleString('en')

interface Chosen {
  id: string
  customer: string
  amount: string
  method: string
}

async function play({ page }: RunningApp): Promise<void> {
  await expect(page.getByRole('button', { name: 'Open the demo desk' })).toBeVisible()
  say('Started with an empty profile: two ways in, the demo desk or a Stripe account.')
  await picture(page, 'start')

  await operator.openDemo(page)
  const total = await operator.settledCount(page)
  const currencies = (await operator.currencyFilter(page).getByRole('option').count()) - 1
  const name = await operator.rail(page).getByText(/&/).first().textContent()
  say(`Opened the demo desk: ${name}, ${figure(total)} payments in ${currencies} currencies.`)
  await picture(page, 'payments')

  const chosen = await choose(page)
  await operator.search(page, chosen.customer)
  const found = await operator.settledCount(page)
  await page.locator(`[data-payment="${chosen.id}"]`).click()
  await expect(operator.inspector(page).getByRole('region', { name: 'Timeline' })).toBeVisible()
  say(
    `Found ${figure(found)} ${found === 1 ? 'payment' : 'payments'} of ${chosen.customer}; chose ${chosen.amount} EUR by ${chosen.method}.`,
  )
  await picture(page, 'inspector')

  const form = await operator.openRefundForm(page)
  await form.getByLabel(/^Amount in/).fill('20')
  await form.getByLabel('Internal note').fill('Arrived scratched; customer keeps it')
  await expect(form.getByText('stays refundable')).toBeVisible()
  const promise = (await form.getByText('stays refundable').textContent()) ?? ''
  say(`Asked Stripe what is possible. The form promises: “${promise}”`)
  await picture(page, 'refund-form')

  await page.keyboard.press('Control+Enter')
  await expect(form.getByText('Refund held')).toBeVisible()
  await picture(page, 'held')
  say('Ordered it: journalled, held for 8 seconds in which it can be undone. Sent it now instead.')
  await operator.sendNow(form)
  await expect(form.getByText('Refunded', { exact: true })).toBeVisible()
  await picture(page, 'refunded')
  await page.keyboard.press('Escape')

  await verify(page, chosen)
  await operator.refundsScreen(page)
  await picture(page, 'refunds')
}

/** Stripe's test cards whose refunds stay pending, or fail later: the demo has a few among its newest payments. */
const oddRefunds = /(7726|5126)$/

/** A succeeded card payment in euros of 40 or more, the refund of which will be through at once. */
async function choose(page: Page): Promise<Chosen> {
  await operator.chooseStatus(page, 'Succeeded')
  await operator.currencyFilter(page).selectOption({ label: 'EUR' })
  await operator.settledCount(page)
  for (const row of await operator.rows(page).all()) {
    const [, , paid = '', , , , method = ''] = await row.getByRole('gridcell').allInnerTexts()
    const [amount = ''] = /[\d.,]+/.exec(paid) ?? []
    if (!/^(Visa|Mastercard)/.test(method) || oddRefunds.test(method.trim()) || minor(amount) < 4000) continue
    const id = (await row.getAttribute('data-payment')) ?? ''
    const customer = await operator.customerOf(row)
    await page.getByRole('button', { name: 'Clear all' }).click()
    return { id, customer, amount, method: method.replace(/\s*••••\s*/, ' •••• ').trim() }
  }
  throw new Error('No succeeded card payment of 40 EUR or more is in sight.')
}

/** "1,049.90" in cents. */
const minor = (amount: string): number => Number(amount.replaceAll(/\D/g, ''))

/** Reads everything again from Stripe's side and compares what is shown with what was ordered. */
async function verify(page: Page, { amount }: Chosen): Promise<void> {
  await operator.refresh(page)
  const shown = operator.inspector(page)
  const refunds = shown.getByRole('region', { name: 'Refunds' })
  await expect(refunds.getByRole('listitem')).toHaveCount(1)
  await expect(refunds).toContainText('20.00EUR')
  await expect(refunds).toContainText('Succeeded')
  const id = /re_\w+/.exec((await refunds.textContent()) ?? '')?.[0] ?? 'no id'
  const left = formatAmount(minor(amount) - 2000, 'eur', false)
  await expect(shown.getByRole('region', { name: 'Summary' })).toContainText(`Refundable${left}`)
  say(
    `Refunded 20.00 of ${amount} EUR: succeeded (${id}), ${left} EUR stays refundable. Read back from Stripe's side.`,
  )
}

buildIfStale()
rmSync(pictures, { recursive: true, force: true })
mkdirSync(pictures, { recursive: true })
const profile = mkdtempSync(join(tmpdir(), 'bursar-tour-'))
let app: RunningApp | undefined
try {
  app = await openApp({ folder: root, profile })
  await play(app)
  const { maxBusyMs } = await app.mainThread()
  console.log(
    `The tour worked, in ${((performance.now() - began) / 1000).toFixed(0)} s. The main thread was never busy for more than ${Math.ceil(maxBusyMs)} ms. ${taken} pictures are in out/tour/.`,
  )
} catch (error) {
  await app?.page.screenshot({ path: join(pictures, 'failed.png') }).catch(() => undefined)
  console.error(error instanceof Error ? error.message : error)
  if (app) console.error(app.output())
  console.log('The tour did not work: see the lines above, and out/tour/failed.png.')
  process.exitCode = 1
} finally {
  await app?.quit()
  rmSync(profile, { recursive: true, force: true })
}
