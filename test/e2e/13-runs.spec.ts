// Many refunds from a file: wrong rows are named by their lines, a few go first, and the receipt says what the ledger of the simulated
// Stripe says: every payment once.
import { expect, test } from './fixture.ts'
import { callByBridge, dropCsv, refresh, runsScreen } from './support/operator.ts'

test('a file of twelve rows, two of them wrong, refunds ten payments once each, the first five before the others', async ({
  account: { page, stripe, deskId },
}) => {
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
  const made = await callByBridge(page, 'runs.receipt', { deskId, runId })
  const receipt = made.ok ? made.value.text : made.error.message
  for (const id of ids) {
    const [refund] = stripe.refundsOf(id)
    const lines = receipt.split('\r\n').filter((line) => line.includes(id))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(refund?.id)
  }
})
