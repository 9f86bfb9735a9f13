// Many refunds from a file: wrong rows are named by their lines, a few go first, and the receipt says what the ledger of the simulated
// Stripe says: every payment once.
import type { TestInfo } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { expect, test, type RunningApp } from './fixture.ts'
import { callByBridge, dropCsv, refresh, runsScreen } from './support/operator.ts'

test('a file of twelve rows, two of them wrong, refunds ten payments once each, the first five before the others', async ({
  account: { app, page, stripe, deskId },
}, testInfo) => {
  test.setTimeout(120_000)
  const ids: string[] = []
  for (let place = 0; place < 10; place++)
    ids.push(await stripe.pay({ amount: 1000 + place * 100, currency: 'eur', name: `Run ${place}` }))
  await refresh(page)

  await runsScreen(page)
  await page.keyboard.press('n')
  const [first, ...others] = ids
  await dropCsv(page, 'kettles.csv', [
    'Payment;Amount;Currency',
    `${first};5,00;EUR`,
    ...others.map((id) => `${id};;`),
    '4.2E+23;10,00;EUR',
    `${first};1,00;EUR`,
  ])
  await expect(page.getByText('All 12 rows are checked. Nothing is ordered yet.')).toBeVisible({
    timeout: 30_000,
  })
  await expect(page.getByRole('row', { name: /^12 / })).toContainText(
    'A spreadsheet has made a number of this id',
  )
  await expect(page.getByRole('row', { name: /^13 / })).toContainText('The same payment as on line 2')
  const place = page.getByRole('button', { name: 'Place 10 refunds' })
  await expect(place).toBeDisabled()
  await page.getByLabel('Leave out the 2 rows with errors').check()
  await place.click()

  await expect(page.getByRole('timer')).toBeVisible()
  const goOn = page.getByRole('button', { name: 'Go on, send 5 refunds' })
  await expect(goOn).toBeVisible({ timeout: 45_000 })
  expect(ids.flatMap((id) => stripe.refundsOf(id))).toHaveLength(5)
  await goOn.click()
  await expect(page.getByText('All 10 refunds were made.').first()).toBeVisible({ timeout: 45_000 })

  for (const [at, id] of ids.entries())
    expect(stripe.refundsOf(id).map(({ amount }) => amount)).toEqual([at === 0 ? 500 : 1000 + at * 100])

  const runId = new URL(page.url()).hash.split('/').at(-1) ?? ''
  const answer = await callByBridge(page, 'runs.receipt', { deskId, runId })
  const receipt = answer.ok ? answer.value.text : answer.error.message
  const saved = await savedCsv(app, testInfo, () => page.getByRole('button', { name: 'Receipt' }).click())
  for (const id of ids) {
    const [refund] = stripe.refundsOf(id)
    const lines = receipt.split('\r\n').filter((line) => line.includes(id))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(refund?.id)
    if (saved !== null) expect(saved.filter((line) => line === lines[0])).toHaveLength(1)
  }
  if (saved === null) return
  expect(saved.filter((line) => /^"\d+","pi_\w+",.*"made","re_\w+",.*"req_\w+"$/.test(line))).toHaveLength(10)

  await page.getByRole('link', { name: 'Bulk refunds' }).first().click()
  const listed = await savedCsv(app, testInfo, () => page.getByRole('button', { name: 'Export CSV' }).click())
  // 5.00, and 11.00 to 19.00: ordered, and made.
  const row = [runId, 'kettles.csv', 'Finished', 'finished', '', 'EUR', '10', '140.00', '140.00']
  expect(listed).toContainEqual(expect.stringContaining(row.map((cell) => `"${cell}"`).join(',')))
})

/** The lines of the file that is written when that is done; null where nothing answers the dialog for it. */
async function savedCsv(
  { double }: RunningApp,
  testInfo: TestInfo,
  save: () => Promise<void>,
): Promise<string[] | null> {
  if (double === null) return null
  const file = testInfo.outputPath(`${randomUUID()}.csv`)
  await double.control.nextDialog({ canceled: false, filePath: file })
  await save()
  await expect.poll(() => existsSync(file)).toBe(true)
  return readFileSync(file, 'utf8').split('\r\n')
}
