// Finding a payment: filters, links that restore them, and the inspector.
import { expect, test } from './fixture.ts'
import {
  chooseStatus,
  countOf,
  currencyFilter,
  customerOf,
  grid,
  inspector,
  openFilter,
  refresh,
  rows,
  search,
  settledCount,
} from './support/operator.ts'

test('a state narrows the list to that state, and its count is the number of rows', async ({ demo }) => {
  const { page } = demo
  const failed = page.getByRole('group', { name: 'Status' }).getByRole('button', { name: /^Failed/ })
  const count = Number((await failed.textContent())?.replaceAll(/\D/g, ''))
  await failed.click()
  await expect(grid(page)).toHaveAttribute('aria-rowcount', String(count + 1))
  await expect(rows(page).first()).toContainText('Failed')
  await expect(failed).toHaveAttribute('aria-pressed', 'true')
  // About 12 % of payments are declined.
  expect(count).toBeGreaterThan(300)
  expect(count).toBeLessThan(900)
})

test('dates narrow the list to those days', async ({ demo }) => {
  const { page } = demo
  const all = await settledCount(page)
  const created = await openFilter(page, 'Created')
  await created.getByRole('button', { name: 'Last 7 days' }).click()
  await expect.poll(() => countOf(page)).toBeLessThan(all)
  const week = await settledCount(page)
  expect(week).toBeGreaterThan(20)
  expect(week).toBeLessThan(400)
})

test('amounts narrow the list in every currency alike', async ({ demo }) => {
  const { page } = demo
  const all = await settledCount(page)
  const amounts = await openFilter(page, 'Amount')
  await amounts.getByLabel('At least').fill('400')
  await amounts.getByLabel('At most').fill('500,00')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('search')).toContainText('400 to 500.00')
  await expect.poll(() => countOf(page)).toBeLessThan(all)
  await settledCount(page)
  for (const row of await rows(page).all()) {
    const text = (await row.getByRole('gridcell').nth(2).textContent()) ?? ''
    const amount = Number(text.replaceAll(/[^\d.]/g, ''))
    expect(amount, text).toBeGreaterThanOrEqual(400)
    expect(amount, text).toBeLessThanOrEqual(500)
  }
})

test('text finds a customer, and Escape brings everything back', async ({ demo }) => {
  const { page } = demo
  const all = await settledCount(page)
  const name = await customerOf(rows(page).first())
  await search(page, name)
  await expect.poll(() => countOf(page)).toBeLessThan(all)
  await settledCount(page)
  for (const row of await rows(page).all()) await expect(row).toContainText(name)
  await page.getByRole('searchbox', { name: 'Search payments' }).press('Escape')
  await expect.poll(() => countOf(page)).toBe(all)
})

test('a search that matches nothing says so and offers the way back', async ({ demo }) => {
  const { page } = demo
  await search(page, 'no such payment anywhere')
  await expect(page.getByRole('heading', { name: 'No payment matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear all filters' }).click()
  await expect(rows(page).first()).toBeVisible()
})

test('sorting by amount puts the largest first', async ({ demo }) => {
  const { page } = demo
  await currencyFilter(page).selectOption({ label: 'EUR' })
  await page.getByRole('columnheader', { name: 'Amount' }).getByRole('button').click()
  await expect(page.getByRole('columnheader', { name: 'Amount' })).toHaveAttribute('aria-sort', 'descending')
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false')
  const amounts = await rows(page).evaluateAll((shown) =>
    shown.map((row) => Number(row.children[1]?.textContent?.replaceAll(/[^\d.]/g, ''))),
  )
  expect(amounts).toEqual(amounts.toSorted((one, other) => other - one))
})

test('a name that is too long loses its end, whichever way it is written', async ({ account }) => {
  const { page, stripe } = account
  const name = 'محمد بن عبد الله آل سعود شركة التجارة الدولية للاستيراد والتصدير'
  const id = await stripe.pay({ amount: 1500, currency: 'eur', name })
  await refresh(page)
  const cell = grid(page).locator(`[data-payment="${id}"]`).getByText(name)
  await expect(cell).toBeVisible()
  const [beginning, end] = await cell.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect()
    const text = element.firstChild as Text
    return [0, text.length - 1].map((at) => {
      const letter = document.createRange()
      letter.setStart(text, at)
      letter.setEnd(text, at + 1)
      const place = letter.getBoundingClientRect()
      return place.left >= left && place.right <= right
    })
  })
  expect([beginning, end]).toEqual([true, false])
})

test('an address restores filters and the open payment after a reload', async ({ demo }) => {
  const { page } = demo
  await chooseStatus(page, 'Refunded')
  await currencyFilter(page).selectOption({ label: 'EUR' })
  await expect(grid(page)).toHaveAttribute('aria-busy', 'false')
  await expect(rows(page).first()).toContainText('EUR')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(inspector(page).getByRole('region', { name: 'Refunds' })).toBeVisible()
  const before = {
    url: page.url(),
    count: await grid(page).getAttribute('aria-rowcount'),
    amount: await inspector(page).getByRole('heading', { level: 2 }).textContent(),
  }
  await page.reload()
  await expect(inspector(page).getByRole('heading', { level: 2 })).toHaveText(before.amount ?? '')
  await expect(grid(page)).toHaveAttribute('aria-rowcount', before.count ?? '')
  await expect(currencyFilter(page)).toHaveValue('eur')
  expect(page.url()).toBe(before.url)
})

test('the inspector tells timeline, customer, method, refunds and the raw objects', async ({ demo }) => {
  const { page } = demo
  await chooseStatus(page, 'Refunded')
  await expect(rows(page).first()).toContainText(/efunded/)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  const shown = inspector(page)
  for (const name of ['Summary', 'Timeline', 'Refunds', 'Customer', 'Raw JSON'])
    await expect(shown.getByRole('region', { name })).toBeVisible()
  await expect(shown.getByRole('region', { name: 'Summary' })).toContainText('Method')
  await expect(shown.getByRole('region', { name: 'Refunds' })).toContainText(/(re|pyr)_\w+/)
  await expect(shown.getByRole('region', { name: 'Timeline' }).getByRole('listitem').first()).toBeVisible()
  await shown.getByRole('textbox', { name: 'Search in the JSON' }).fill('amount_received')
  await expect(shown.getByRole('region', { name: 'Raw JSON' })).toContainText('amount_received')
})

test('raw objects hold no client secret', async ({ demo }) => {
  const { page } = demo
  await rows(page).first().click()
  await expect(inspector(page).getByRole('region', { name: 'Raw JSON' })).toBeVisible()
  await inspector(page)
    .getByRole('button', { name: /as JSON/ })
    .first()
    .click()
  await expect.poll(() => demo.clipboard()).toContain('payment_intent')
  expect(await demo.clipboard()).not.toMatch(/client_secret"\s*:\s*"/)
  expect(await demo.clipboard()).not.toMatch(/_secret_/)
})

test('the Dashboard opens in the browser, at this payment and in test mode', async ({ demo }) => {
  const { page } = demo
  const id = await rows(page).first().getAttribute('data-payment')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.keyboard.press('o')
  await expect
    .poll(async () => (await demo.openedExternally()).at(-1))
    .toMatch(new RegExp(`^https://dashboard\\.stripe\\.com/(acct_\\w+/)?test/payments/${id}$`))
})

test('an id is copied by a key', async ({ demo }) => {
  const { page } = demo
  const id = await rows(page).first().getAttribute('data-payment')
  await page.keyboard.press('j')
  await page.keyboard.press('c')
  await expect.poll(() => demo.clipboard()).toBe(id)
})

test('the palette opens a payment by its id', async ({ demo }) => {
  const { page } = demo
  const id = (await rows(page).nth(3).getAttribute('data-payment')) ?? ''
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search, or type a command').fill(id)
  await page.keyboard.press('Enter')
  await expect(inspector(page).getByRole('button', { name: `Copy payment id ${id}` })).toBeVisible()
})

test('a bursar:// link from another program opens its payment', async ({ demo }) => {
  test.skip(demo.double === null, 'only the double can pretend to be another program')
  const { page } = demo
  const id = (await rows(page).nth(2).getAttribute('data-payment')) ?? ''
  await demo.double?.control.secondInstance(['bursar', `bursar://payments/${id}`])
  await expect(inspector(page).getByRole('button', { name: `Copy payment id ${id}` })).toBeVisible()
  await page.keyboard.press('Escape')
})
