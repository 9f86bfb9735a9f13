// The looks of failed payments and disputes: lists, inspectors, the forms about them, and the states besides "here it is".
import type { Page } from 'playwright-core'
import type { FakeOptions } from './fake-bridge.ts'
import { someFreshness } from './fake-freshness.ts'
import type { Look } from './looks.ts'

const failures = '/desks/demo/failures'
const disputes = '/desks/demo/disputes'
const broken = { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } as const

const openFirst = async (page: Page): Promise<void> => {
  await page.locator('[data-failure]').first().click()
  await page.getByLabel('Failed payment', { exact: true }).getByText('Work on it').waitFor()
}
const key = (keys: string) => async (page: Page) => {
  await openFirst(page)
  await page.keyboard.press(keys)
  await page.getByRole('dialog').first().waitFor()
}
const choose = async (page: Page): Promise<void> => {
  await page.locator('[data-failure]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  for (let more = 0; more < 6; more += 1) await page.keyboard.press('Shift+ArrowDown')
}
const openDispute = async (page: Page): Promise<void> => {
  await page.locator('[data-dispute]').nth(1).click()
  await page.getByLabel('Dispute', { exact: true }).getByText('Facts').waitFor()
}
const empty: FakeOptions = { payments: 0 }

export const failureLooks: readonly Look[] = [
  { name: 'failures', place: failures },
  { name: 'failures-wide', place: failures, width: 1600, height: 1000 },
  { name: 'failure', place: `${failures}?group=retry_possible`, act: openFirst },
  { name: 'failure-new-card', place: `${failures}?group=new_method`, act: openFirst },
  { name: 'failure-never', place: `${failures}?group=never`, act: openFirst },
  {
    name: 'failure-end',
    place: `${failures}?group=fraud`,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('heading', { name: 'Facts' }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'failures-recovered', place: `${failures}?state=recovered` },
  { name: 'failure-retry', place: `${failures}?group=retry_possible`, act: key('r') },
  { name: 'failure-retry-override', place: `${failures}?group=new_method`, act: key('r') },
  { name: 'failure-snooze', place: failures, act: key('s') },
  { name: 'failure-note', place: failures, act: key('n') },
  { name: 'failure-close', place: failures, act: key('c') },
  { name: 'failures-chosen', place: failures, act: choose },
  {
    name: 'failures-retry-many',
    place: failures,
    act: async (page) => {
      await choose(page)
      await page.keyboard.press('r')
      await page.getByRole('dialog').getByText('can be retried').waitFor()
    },
  },
  {
    name: 'failures-retried',
    place: failures,
    act: async (page) => {
      await choose(page)
      await page.keyboard.press('r')
      await page.getByRole('dialog').getByText('can be retried').waitFor()
      await page.keyboard.press('Control+Enter')
      await page.getByRole('button', { name: 'Done' }).waitFor()
    },
  },
  {
    name: 'failure-void',
    place: `${failures}?group=retry_scheduled`,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('button', { name: 'Void…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'failure-pause',
    place: `${failures}?group=fraud`,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('button', { name: 'Pause…' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  {
    name: 'failure-codes',
    place: failures,
    act: async (page) => {
      await page.getByRole('button', { name: 'Codes' }).click()
      await page.getByLabel('What to do about do_not_honor').selectOption('new_method')
      await page.getByText('Usually: Retry possible').waitFor()
    },
  },
  { name: 'failures-empty', place: failures, options: empty },
  { name: 'failures-no-match', place: `${failures}?q=zzz` },
  { name: 'failures-loading', place: failures, options: { silent: ['failures.list', 'failures.counts'] } },
  { name: 'failures-partial', place: failures, options: { sync: someFreshness.loading() } },
  { name: 'failures-broken', place: failures, options: { failing: { 'failures.list': broken } } },
  { name: 'failures-zoomed', place: failures, width: 640, height: 400 },
  { name: 'failure-zoomed', place: failures, width: 640, height: 400, act: openFirst },
  { name: 'disputes', place: disputes },
  { name: 'dispute', place: disputes, act: openDispute },
  { name: 'disputes-empty', place: disputes, options: empty },
  { name: 'disputes-no-match', place: `${disputes}?q=zzz` },
  { name: 'disputes-broken', place: disputes, options: { failing: { 'disputes.list': broken } } },
  { name: 'disputes-zoomed', place: disputes, width: 640, height: 400 },
]
