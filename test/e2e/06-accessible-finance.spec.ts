// axe looks at the finance desk: Overview, Recovery, failed payments with their forms, and disputes, light and dark; and each of them is
// usable at twice its size.
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixture.ts'
import { expectNoViolations } from './support/accessible.ts'
import { disputes, failure, failures, financeScreen, tile, tiles } from './support/finance.ts'
import { closeDialog } from './support/operator.ts'

test('axe finds nothing on Overview and Recovery', async ({ demo: { page } }) => {
  test.setTimeout(120_000)
  await financeScreen(page, 'Overview')
  await expectNoViolations(page, 'overview')
  await page.getByRole('button', { name: /^Net by .*: as a table$/ }).click()
  await expect(page.getByRole('table').first()).toBeVisible()
  await expectNoViolations(page, 'overview: as a table')
  await page.keyboard.press('1')
  await page.keyboard.press('o')
  await expect(page.locator('[data-figure-row]').first()).toBeVisible()
  await expectNoViolations(page, 'overview: rows')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'What the figures mean' }).click()
  await expect(page.getByRole('dialog', { name: 'What the figures mean' })).toBeVisible()
  await expectNoViolations(page, 'overview: definitions')
  await closeDialog(page)

  await financeScreen(page, 'Recovery')
  await expect(tile(page, 'Recovered')).toBeVisible()
  await expectNoViolations(page, 'recovery')
  for (const button of await page.getByRole('button', { name: /: as a table$/ }).all()) await button.click()
  await expectNoViolations(page, 'recovery: as tables')
})

test('axe finds nothing on failed payments, their forms, and disputes', async ({ demo: { page } }) => {
  test.setTimeout(150_000)
  await financeScreen(page, 'Failed payments')
  await expectNoViolations(page, 'failed payments')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByRole('region', { name: 'Chosen payments' })).toBeVisible()
  await expectNoViolations(page, 'failed payments: chosen')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Codes' }).click()
  await expect(page.getByRole('list', { name: 'Decline codes' })).toBeVisible()
  await expectNoViolations(page, 'decline codes')
  await closeDialog(page)

  await openRenewal(page)
  await expectNoViolations(page, 'inspector of a failed payment')
  for (const [key, title] of [
    ['s', 'Snooze'],
    ['n', 'Write a note'],
    ['c', 'Close'],
    ['r', 'Retry now'],
    ['m', 'Ask for a new payment method'],
  ] as const) {
    await page.keyboard.press(key)
    await lookAtForm(page, title)
  }
  for (const [button, title] of [
    [/^Assign…/, 'Assign'],
    [/^Void…/, 'Give up the invoice'],
    [/^Pause…/, 'Pause the collection'],
    [/^Cancel…/, 'Cancel the subscription'],
    [/^Write off…/, 'Write off'],
  ] as const) {
    await failure(page).getByRole('button', { name: button }).click()
    await lookAtForm(page, title)
  }

  await page.keyboard.press('m')
  const asking = page.getByRole('dialog', { name: 'Ask for a new payment method' })
  await expect(asking.getByRole('button', { name: /^Make the page/ })).toBeEnabled()
  await page.keyboard.press('Control+Enter')
  await expect(asking.getByRole('button', { name: 'Copy the link', exact: true })).toBeVisible()
  await expectNoViolations(page, 'page for a new card')
  await closeDialog(page)
  await expect(failure(page).getByRole('region', { name: 'Orders about it' })).toBeVisible()
  await expectNoViolations(page, 'inspector of a failed payment with an order')

  await financeScreen(page, 'Disputes')
  await expectNoViolations(page, 'disputes')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('complementary', { name: 'Dispute' })).toContainText('Facts')
  await expectNoViolations(page, 'inspector of a dispute')
})

test('at 200 % zoom nothing of the finance desk is cut off sideways', async ({ demo: { page } }) => {
  test.setTimeout(120_000)
  const before = page.viewportSize()
  await page.setViewportSize({ width: 640, height: 400 })
  try {
    await financeScreen(page, 'Overview')
    for (const each of await tiles(page).all()) await expectWhole(each)
    await expectFits(page, 'overview at 200 %')
    await page.keyboard.press('1')
    await page.keyboard.press('o')
    const rows = page.getByRole('dialog', { name: 'Rows of Gross' })
    await expect(rows.locator('[data-figure-row]').first()).toBeInViewport()
    await expectFits(page, 'overview: rows at 200 %')
    await page.keyboard.press('Escape')

    await financeScreen(page, 'Recovery')
    for (const each of await tiles(page).all()) await expectWhole(each)
    await expectFits(page, 'recovery at 200 %')

    await financeScreen(page, 'Failed payments')
    await expect(failures(page).first()).toBeInViewport()
    await expectFits(page, 'failed payments at 200 %')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const shown = page.getByRole('dialog', { name: 'Failed payment' })
    await expect(shown.getByRole('heading', { level: 2 })).toBeInViewport()
    await expect(shown.getByRole('heading', { name: 'Work on it' })).toBeVisible()
    await expectFits(page, 'inspector of a failed payment at 200 %')
    await page.keyboard.press('Escape')
    await expect(shown).toHaveCount(0)

    await financeScreen(page, 'Disputes')
    await expect(disputes(page).first()).toBeInViewport()
    await expectFits(page, 'disputes at 200 %')
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

test('no figure above a list is cut, beside an inspector or at 200 % zoom, and arrows lead to those that have no room', async ({
  demo: { page },
}) => {
  test.setTimeout(120_000)
  const before = page.viewportSize()
  try {
    await page.setViewportSize({ width: 1280, height: 800 })
    await financeScreen(page, 'Failed payments')
    await openFirst(page)
    await expect(failure(page)).toBeVisible()
    expect(await expectFiguresWhole(page, 'What to do')).toBeGreaterThan(1)
    await financeScreen(page, 'Disputes')
    await openFirst(page)
    await expect(page.getByRole('complementary', { name: 'Dispute' })).toBeVisible()
    await expectFiguresWhole(page, 'Disputed')
    await page.setViewportSize({ width: 640, height: 400 })
    await page.keyboard.press('Escape')
    await financeScreen(page, 'Failed payments')
    expect(await expectFiguresWhole(page, 'What to do')).toBeGreaterThan(1)
    await financeScreen(page, 'Disputes')
    await expectFiguresWhole(page, 'Disputed')
  } finally {
    if (before) await page.setViewportSize(before)
  }
})

test('the tab that is chosen stays in sight when an inspector leaves it no room on the first line', async ({
  demo: { page },
}) => {
  await financeScreen(page, 'Failed payments')
  const tab = page.getByRole('group', { name: 'What to do' }).locator('[aria-pressed]').last()
  await tab.click()
  await expect(tab).toHaveAttribute('aria-pressed', 'true')
  await openFirst(page)
  await expect(failure(page)).toBeVisible()
  await expect(tab).toBeInViewport({ ratio: 1 })
})

/** Of the list that was asked for last, once it is there. */
async function openFirst(page: Page): Promise<void> {
  await expect(page.getByRole('grid')).toHaveAttribute('aria-busy', 'false')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
}

/** Goes through the lines of it: each figure is seen whole or not at all, and all of them on one line or another. Answers how many there are. */
async function expectFiguresWhole(page: Page, name: string): Promise<number> {
  const group = page.getByRole('group', { name, exact: true })
  const next = group.getByRole('button', { name: 'Next line' })
  const seen = new Set<string>()
  let lines = 0
  for (let more = true; more; lines += 1) {
    const { whole, cut, all } = await group.evaluate(figuresIn)
    expect.soft(cut, name).toEqual([])
    for (const figure of whole) seen.add(figure)
    more = await next.isVisible()
    if (more) await next.click()
    else expect.soft([...seen], name).toEqual(all)
    // What the arrows show is known a frame after the line has moved.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    )
  }
  return lines
}

/** In the page. */
function figuresIn(line: Element): { whole: string[]; cut: string[]; all: string[] } {
  const frame = line.getBoundingClientRect()
  const found = { whole: [] as string[], cut: [] as string[], all: [] as string[] }
  const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const figure = node.textContent ?? ''
    if (!/\d/.test(figure) || node.parentElement?.closest('.unseen')) continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const { top, bottom, left, right } = range.getBoundingClientRect()
    const name = `${node.parentElement?.parentElement?.textContent ?? ''}: ${figure}`
    found.all.push(name)
    if (bottom <= frame.top || top >= frame.bottom || left >= frame.right || right <= frame.left) continue
    const isWhole = top >= frame.top && bottom <= frame.bottom && left >= frame.left && right <= frame.right
    found[isWhole ? 'whole' : 'cut'].push(name)
  }
  return found
}

/** A failed renewal that Stripe tries again: it has an invoice and a subscription behind it. */
async function openRenewal(page: Page): Promise<void> {
  await page
    .getByRole('group', { name: 'What to do' })
    .getByRole('button', { name: /^Planned or under way/ })
    .click()
  await expect(failures(page).first()).toContainText('Retry planned')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await expect(failure(page).getByRole('region', { name: 'Behind it' })).toContainText('Subscription')
}

async function lookAtForm(page: Page, title: string): Promise<void> {
  const form = page.getByRole('dialog', { name: title })
  await expect(form).toBeVisible()
  await expect(form.getByRole('status')).toHaveCount(0)
  await expectNoViolations(page, `form: ${title}`)
  await closeDialog(page)
}

/** Nothing of it is cut off or sticks out. */
async function expectWhole(shown: Locator): Promise<void> {
  const tooWide = await shown.evaluate((element) =>
    Math.max(
      element.scrollWidth - element.clientWidth,
      element.getBoundingClientRect().right - window.innerWidth,
    ),
  )
  expect.soft(tooWide, await shown.innerText()).toBeLessThanOrEqual(0)
}

async function expectFits(page: Page, where: string): Promise<void> {
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect.soft(overflow, where).toBeLessThanOrEqual(0)
  await expectNoViolations(page, where)
}
