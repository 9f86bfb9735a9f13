// Nothing moves under the pointer: lists keep their place when an inspector opens beside them, and when what is said of them comes and goes.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { chooseStatus, connect, grid, rail, settingsScreen, untilCurrent } from './support/operator.ts'

const lists = [
  { keys: 'p', grid: 'Payments', row: 'data-payment' },
  { keys: 'r', grid: 'Refunds', row: 'data-refund' },
  { keys: 'f', grid: 'Failed payments', row: 'data-failure' },
  { keys: 'i', grid: 'Disputes', row: 'data-dispute' },
  { keys: 'u', grid: 'Subscriptions', row: 'data-subscription' },
  { keys: 'x', grid: 'Access', row: 'data-access' },
  { keys: 'e', grid: 'Events', row: 'data-event' },
  { keys: 'a', grid: 'Audit', row: 'data-audit' },
] as const

async function firstRow(page: Page, { keys, grid, row }: (typeof lists)[number]): Promise<Locator> {
  await page.keyboard.press('g')
  await page.keyboard.press(keys)
  await expect(page.getByRole('heading', { name: grid, level: 1 })).toBeVisible()
  const first = page.getByRole('grid', { name: grid }).locator(`[${row}]`).first()
  await expect(first).toBeVisible()
  return first
}

for (const [width, height] of [
  [1280, 800],
  [1024, 768],
] as const)
  test(`a second click on the same spot meets the same row, ${width} wide`, async ({ demo: { page } }) => {
    const before = page.viewportSize()
    await page.setViewportSize({ width, height })
    try {
      for (const list of lists) {
        const row = await firstRow(page, list)
        const place = await row.boundingBox()
        await row.click({ position: { x: 60, y: 10 } })
        await expect(page.getByRole('complementary')).toBeVisible()
        expect((await row.boundingBox())?.y, list.grid).toBe(place?.y)
        await page.keyboard.press('Escape')
      }
    } finally {
      if (before) await page.setViewportSize(before)
    }
  })

test('names are whole beside an open inspector', async ({ demo: { page } }) => {
  const before = page.viewportSize()
  try {
    for (const width of [1280, 1100]) {
      await page.setViewportSize({ width, height: 800 })
      await (await firstRow(page, lists[0])).click({ position: { x: 60, y: 10 } })
      await expect(page.getByRole('complementary')).toBeVisible()
      const names = grid(page).locator('[data-payment] > [aria-colindex="5"]')
      expect(await names.evaluateAll(cutOff), `${width} wide`).toEqual([])
      const amounts = grid(page).locator('[data-payment] > [aria-colindex="3"]')
      expect(await amounts.evaluateAll(cutOff), `${width} wide`).toEqual([])
      await page.keyboard.press('Escape')
    }
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

test('however narrow a list is, its names have room', async ({ demo: { page } }) => {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 1024, height: 768 })
  try {
    for (const [list, column] of [
      [lists[0], 5],
      [lists[1], 3],
      [lists[2], 2],
      [lists[4], 2],
    ] as const) {
      const row = await firstRow(page, list)
      await row.click({ position: { x: 60, y: 10 } })
      await expect(page.getByRole('complementary')).toBeVisible()
      const name = await row.locator(`[aria-colindex="${column}"]`).boundingBox()
      expect(name?.width, list.grid).toBeGreaterThan(90)
      await page.keyboard.press('Escape')
    }
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

const cutOff = (cells: readonly Element[]): (string | null)[] =>
  cells.filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)

test('the list stays where it is when the history has been read', async ({ launch, serveStripe }) => {
  const stripe = await serveStripe({ size: { customers: 60, payments: 1_000 } })
  stripe.simulator.chaos.latencyMs = [150, 250]
  const { page } = await launch()
  await connect(page, stripe.keys.secretTest, stripe.baseUrl)
  const reading = page.getByRole('main').getByRole('progressbar', { name: 'History read' })
  await expect(reading).toBeVisible()
  const place = await grid(page).boundingBox()
  await page.getByRole('main').getByRole('button', { name: 'Pause' }).click()
  await page.getByRole('main').getByRole('button', { name: 'Resume' }).click()
  stripe.simulator.chaos.latencyMs = [0, 0]
  await untilCurrent(page)
  await expect(reading).toHaveCount(0)
  expect((await grid(page).boundingBox())?.y).toBe(place?.y)
})

test('payments that wait for their customer move no failed one', async ({ demo: { page } }) => {
  const row = await firstRow(page, lists[2])
  const waiting = page.getByRole('region', { name: 'Waits for the customer' })
  const opener = waiting.getByRole('button', { name: /wait/ }).first()
  await expect(opener).toBeVisible()
  const place = await row.boundingBox()
  const spot = await opener.boundingBox()
  await opener.click()
  await expect(waiting.getByRole('list')).toBeVisible()
  expect((await row.boundingBox())?.y).toBe(place?.y)
  expect(await opener.boundingBox()).toEqual(spot)
  await page.getByRole('button', { name: /^New card/ }).click()
  await expect(waiting).toHaveCount(0)
  // The rows of the group take the place of those before a moment later.
  await expect.poll(async () => (await row.boundingBox())?.y).toBe(place?.y)
})

test('a filter that has no room in its line is reached by keys, and by an arrow', async ({
  demo: { page },
}) => {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 640, height: 400 })
  try {
    await firstRow(page, lists[2])
    const filters = page.getByRole('search', { name: 'Failed payments' })
    const last = filters.getByRole('combobox', { name: 'Currency' })
    await expect(last).not.toBeInViewport()
    await filters.getByRole('button', { name: 'First failed' }).focus()
    await page.keyboard.press('Tab')
    await expect(last).toBeFocused()
    await expect(last).toBeInViewport({ ratio: 1 })
    const back = filters.getByRole('button', { name: 'Line before' })
    await back.click()
    await expect(filters.getByRole('searchbox')).toBeInViewport({ ratio: 1 })
    await expect(back).toBeHidden()
    await filters.getByRole('button', { name: 'Next line' }).click()
    await expect(last).toBeInViewport({ ratio: 1 })
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

test('a timeline is a line a thing: times are whole, and amounts end in one line with a box or without', async ({
  demo: { page },
}) => {
  // Somebody to whom a part went back: that refund has no box; the payment has, as more of it may.
  await chooseStatus(page, 'Refunded')
  await grid(page).locator('[data-payment]', { hasText: 'Partly refunded' }).first().click()
  await page.getByRole('link', { name: 'Everything about this customer' }).click()
  const timeline = page.getByRole('list', { name: 'Timeline' })
  await expect(timeline.getByRole('checkbox').first()).toBeVisible()
  const times = timeline.locator('time')
  expect(new Set(await times.evaluateAll(linesOf))).toEqual(new Set([1]))
  const amounts = timeline.locator('li > .figures')
  expect(await timeline.locator('li:has(> .figures):not(:has([role=checkbox]))').count()).toBeGreaterThan(0)
  const ends = await amounts.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().right))
  expect(new Set(ends).size).toBe(1)
})

const linesOf = (all: readonly Element[]): number[] =>
  all.map((each) => {
    const text = document.createRange()
    text.selectNodeContents(each)
    return new Set([...text.getClientRects()].map(({ top }) => top)).size
  })

test('every screen has its title in the same place', async ({ demo: { page } }) => {
  const title = page.getByRole('heading', { level: 1 })
  const places = new Map<string, number>()
  for (const key of ['o', 'p', 'r', 'f', 'i', 'v', 'b', 'c', 'u', 'x', 'e', 'a', 'l', 's']) {
    const before = await title.first().textContent()
    await page.keyboard.press('g')
    await page.keyboard.press(key)
    if (key !== 'p') await expect(title).not.toHaveText(before ?? '')
    const box = await title.boundingBox()
    places.set((await title.textContent()) ?? key, box === null ? NaN : box.y + box.height / 2)
  }
  expect(places.size).toBe(14)
  expect(new Set(places.values()), [...places].join('; ')).toEqual(new Set([27]))
})

test('a status keeps its shape in the row that is open', async ({ demo: { page } }) => {
  const row = await firstRow(page, lists[0])
  const status = row.locator('[aria-colindex="2"] > span')
  await expect(status).toHaveCSS('box-shadow', 'none')
  await row.click({ position: { x: 60, y: 10 } })
  await expect(row).toHaveAttribute('aria-selected', 'true')
  await expect(status).toHaveCSS('box-shadow', /inset/)
})

test('a long name of a business is broken, not cut in the middle of a letter', async ({
  account: { page, stripe },
}) => {
  const rename = async (next: string): Promise<void> => {
    await page.getByRole('button', { name: /^Rename / }).click()
    await page.getByRole('dialog').getByLabel('Name').fill(next)
    await page.keyboard.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  await settingsScreen(page)
  await rename('Donaudampfschifffahrtselektrizitätenhauptbetriebswerk')
  try {
    const name = rail(page).getByText(/^Donau/)
    await expect(name).toBeVisible()
    const [wide, room] = await name.evaluate((each) => [each.scrollWidth, each.clientWidth])
    expect(wide).toBe(room)
  } finally {
    await rename(stripe.accountName)
  }
})

test('no word beneath a chart is cut off at its edge', async ({ demo: { page } }) => {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 640, height: 400 })
  try {
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    const chart = page.getByRole('listbox', { name: /^Net by / })
    await expect(chart).toBeVisible()
    await page.getByText('90 days', { exact: true }).click()
    await expect(chart.getByRole('option')).toHaveCount(90)
    const cut = await chart.locator('svg').evaluate((drawing) => {
      const { left, right } = drawing.getBoundingClientRect()
      return [...drawing.querySelectorAll('text')]
        .filter((word) => {
          const place = word.getBoundingClientRect()
          return place.left < left || place.right > right
        })
        .map(({ textContent }) => textContent)
    })
    expect(cut).toEqual([])
  } finally {
    if (before) await page.setViewportSize(before)
  }
})
