// The first minute: what a newcomer sees, and the demo desk.
import { expect, test } from './fixture.ts'
import { currencyFilter, rows, settledCount, untilCurrent } from './support/operator.ts'

test('the first start offers exactly two ways in', async ({ launch }) => {
  const { page } = await launch({ lateDemo: false })
  const main = page.getByRole('main')
  await expect(main.getByRole('button')).toHaveText(['Open the demo desk', 'Connect a Stripe account'])
  await expect(main.getByRole('link')).toHaveCount(0)
  await expect(page.getByText('Your desks')).toHaveCount(0)
})

test('the demo desk opens at Payments and loads a whole year of business, by keyboard alone', async ({
  launch,
}) => {
  test.setTimeout(150_000)
  const { page } = await launch({ lateDemo: false })
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Open the demo desk' })).toBeFocused()
  await page.keyboard.press('Enter')
  // A year of business is made up first, by a thread of its own.
  await expect(page.getByRole('heading', { name: 'Payments', exact: true })).toBeVisible({
    timeout: 20_000,
  })
  await expect(rows(page).first()).toBeVisible({ timeout: 20_000 })
  await untilCurrent(page)
  const count = await settledCount(page)
  expect(count).toBeGreaterThan(4_950)
  expect(count).toBeLessThan(5_100)
  const currencies = await currencyFilter(page).getByRole('option').allTextContents()
  expect(currencies).toEqual(expect.arrayContaining(['EUR', 'JPY', 'KWD', 'ISK']))
})

test('only the rows in sight exist, and the last one is a key away', async ({ demo }) => {
  const { page } = demo
  await page.keyboard.press('j')
  expect(await rows(page).count()).toBeLessThan(80)
  await page.keyboard.press('End')
  await expect(rows(page).last()).toBeVisible()
  await page.keyboard.press('Home')
})
