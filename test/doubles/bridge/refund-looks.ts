// The looks of refunds: list, board, inspector and the questions about one.
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import type { Look } from './looks.ts'

const refunds = '/desks/demo/refunds'
const options: FakeOptions = { troubled: true }

const open = async (page: Page, word: string): Promise<void> => {
  await page.getByRole('row').filter({ hasText: word }).first().click()
  await page.getByLabel('Refund', { exact: true }).getByText('Its life').waitFor()
}
const openFailed = (page: Page): Promise<void> => open(page, 'Failed')
const openWaiting = (page: Page): Promise<void> => open(page, 'Needs the customer')

export const refundLooks: readonly Look[] = [
  { name: 'refunds', place: refunds, options },
  { name: 'refunds-board', place: `${refunds}?view=board`, options },
  {
    name: 'refunds-board-open',
    place: `${refunds}?view=board`,
    options,
    act: (page) => page.locator('[data-column=failed] [data-refund]').first().click(),
  },
  { name: 'refund-failed', place: `${refunds}?state=failed`, options, act: openFailed },
  { name: 'refund-waiting', place: `${refunds}?state=customer`, options, act: openWaiting },
  {
    name: 'refund-succeeded',
    place: `${refunds}?state=succeeded`,
    options,
    act: (page) => open(page, 'Succeeded'),
  },
  {
    name: 'refund-cancel',
    place: `${refunds}?state=customer`,
    options,
    act: async (page) => {
      await openWaiting(page)
      await page.keyboard.press('x')
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'refund-other-way',
    place: `${refunds}?state=failed`,
    options,
    act: async (page) => {
      await openFailed(page)
      await page.keyboard.press('w')
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'refunds-empty', place: refunds, options: { payments: 0 } },
  { name: 'refunds-no-match', place: `${refunds}?q=zzz`, options },
  {
    name: 'refunds-broken',
    place: `${refunds}?view=board`,
    options: {
      failing: { 'refunds.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    },
  },
  { name: 'refunds-zoomed', place: refunds, options, width: 640, height: 400 },
  {
    name: 'refund-zoomed',
    place: `${refunds}?state=failed`,
    options,
    width: 640,
    height: 400,
    act: openFailed,
  },
]
