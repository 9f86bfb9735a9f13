// The finance desk as an operator sees it: its screens by their keys, what stands on the tiles, and failed payments found and opened.
import { expect, type Locator, type Page } from '@playwright/test'

/** Rows without the header. */
export const failures = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Failed payments' }).locator('[data-failure]')
export const disputes = (page: Page): Locator =>
  page.getByRole('grid', { name: 'Disputes' }).locator('[data-dispute]')
/** Beside the list. */
export const failure = (page: Page): Locator => page.getByRole('complementary', { name: 'Failed payment' })
export const tiles = (page: Page): Locator =>
  page.getByRole('list', { name: 'Figures' }).getByRole('listitem')
export const tile = (page: Page, word: string): Locator =>
  tiles(page).filter({ has: page.getByRole('button', { name: new RegExp(`^${word}: `) }) })

const screens = {
  Overview: 'o',
  Recovery: 'v',
  'Failed payments': 'f',
  Disputes: 'i',
} as const

/** To one of the screens, once there is something on it. */
export async function financeScreen(page: Page, name: keyof typeof screens): Promise<void> {
  await page.keyboard.press('g')
  await page.keyboard.press(screens[name])
  await expect(page.getByRole('heading', { name, level: 1 })).toBeVisible()
  const [filled] =
    name === 'Failed payments' ? [failures(page)] : name === 'Disputes' ? [disputes(page)] : [tiles(page)]
  await expect(filled.first()).toBeVisible()
}

/** Finds the one failed payment of this name and opens it, by keyboard. */
export async function openFailure(page: Page, name: string): Promise<void> {
  await financeScreen(page, 'Failed payments')
  await page.keyboard.press('/')
  await page.keyboard.press('Control+a')
  await page.keyboard.type(name)
  await expect(failures(page)).toHaveCount(1)
  await expect(failures(page)).toContainText(name)
  await page.keyboard.press('Enter')
  await expect(failures(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(failure(page).getByRole('heading', { name: 'Work on it' })).toBeVisible()
}

export interface Sum {
  /** Minor units. */
  amount: number
  count: number
  currency: string
}

/** Of a tile that says "1,234.50 EUR" and "12 payments". */
export async function sumOn(shown: Locator): Promise<Sum> {
  const text = await shown.innerText()
  const [, amount, currency = ''] = /([-−]?[\d,.]+)\s*([A-Z]{3})\b/.exec(text) ?? []
  const [, count] = /([\d,]+) (?:payment|movement|refund)s?/.exec(text) ?? []
  if (amount === undefined || count === undefined) throw new Error(`No sum: ${text}`)
  const digits = (written: string): number => Number(written.replaceAll(/[,.]/g, '').replace('−', '-'))
  return { amount: digits(amount), count: digits(count), currency }
}

const parts = ['Failed', 'Recovered', 'Lost', 'Still trying'] as const
export type Outcome = Record<(typeof parts)[number], Sum>

/** What the tiles of Recovery say. */
export async function outcomeOn(page: Page): Promise<Outcome> {
  const [failed, recovered, lost, trying] = await Promise.all(parts.map((part) => sumOn(tile(page, part))))
  if (!failed || !recovered || !lost || !trying) throw new Error('Tiles are missing')
  return { Failed: failed, Recovered: recovered, Lost: lost, 'Still trying': trying }
}

/** Presses a key until that has the focus. */
export async function pressUntilFocused(page: Page, key: string, wanted: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  await expect(wanted).toBeFocused()
}
