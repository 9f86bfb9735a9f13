// The looks of Overview and Recovery.
import type { Page } from 'playwright-core'
import { someFreshness } from './fake-freshness.ts'
import type { Look } from './looks.ts'

const overview = '/desks/demo/overview'
const recovery = '/desks/demo/recovery'
const damaged = { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } as const

const charted = async (page: Page): Promise<void> => {
  await page.locator('svg [role="option"]').first().waitFor()
}
const rowsOf = (name: RegExp) => async (page: Page) => {
  await charted(page)
  await page.getByRole('button', { name }).click()
  await page.getByRole('row').nth(3).waitFor()
}
/** As far down as its end. */
const scrolled = (name: string) => async (page: Page) => {
  await charted(page)
  await page.getByRole('heading', { name }).scrollIntoViewIfNeeded()
  await page.waitForTimeout(150)
}

export const financeLooks: readonly Look[] = [
  { name: 'overview', place: overview, act: charted },
  {
    name: 'overview-walk',
    place: `${overview}?period=90d&figure=gross`,
    act: async (page) => {
      await charted(page)
      await page.getByRole('listbox').focus()
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('ArrowLeft')
    },
  },
  { name: 'overview-today', place: `${overview}?period=today&figure=gross`, act: charted },
  { name: 'overview-hours', place: `${overview}?period=30d&by=hour&figure=gross`, act: charted },
  { name: 'overview-year', place: `${overview}?period=12m&currency=jpy&figure=refunds`, act: charted },
  { name: 'overview-rows', place: `${overview}?figure=net`, act: rowsOf(/^Net: the/) },
  {
    name: 'overview-table',
    place: `${overview}?period=7d`,
    act: async (page) => {
      await charted(page)
      await page.getByRole('button', { name: /as a table$/ }).click()
    },
  },
  {
    name: 'overview-definitions',
    place: overview,
    act: async (page) => {
      await charted(page)
      await page.getByRole('button', { name: 'What the figures mean' }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'overview-loading', place: overview, options: { sync: someFreshness.loading() }, act: charted },
  { name: 'overview-waiting', place: overview, options: { silent: ['finance.overview'] } },
  { name: 'overview-empty', place: overview, options: { payments: 0 } },
  { name: 'overview-failing', place: overview, options: { failing: { 'finance.overview': damaged } } },
  { name: 'overview-narrow', place: overview, act: charted, width: 640, height: 400 },
  { name: 'overview-narrow-chart', place: overview, act: scrolled('Net by day'), width: 640, height: 400 },
  { name: 'overview-contrast', place: `${overview}?figure=gross`, act: charted, forcedColors: true },
  {
    name: 'overview-print',
    place: `${overview}?figure=gross`,
    height: 1000,
    act: async (page) => {
      await charted(page)
      await page.emulateMedia({ media: 'print' })
    },
  },
  { name: 'recovery', place: recovery, act: charted },
  {
    name: 'recovery-walk',
    place: `${recovery}?formula=all&measure=count`,
    act: async (page) => {
      await charted(page)
      await page.getByRole('listbox').first().focus()
      await page.keyboard.press('ArrowLeft')
    },
  },
  { name: 'recovery-parts', place: recovery, act: scrolled('By decline code') },
  { name: 'recovery-days', place: recovery, act: scrolled('What worked') },
  {
    name: 'recovery-cohorts',
    place: `${recovery}?period=90d`,
    act: scrolled('By week of the first failed try'),
  },
  { name: 'recovery-expiring', place: recovery, act: scrolled('Cards that expire soon') },
  { name: 'recovery-tall', place: `${recovery}?period=90d&by=amount`, act: charted, height: 2100 },
  { name: 'recovery-waiting', place: recovery, options: { silent: ['recovery.report'] } },
  { name: 'recovery-empty', place: recovery, options: { payments: 0 } },
  {
    name: 'recovery-failing',
    place: recovery,
    options: { failing: { 'recovery.report': damaged, 'recovery.expiring': damaged } },
  },
  { name: 'recovery-narrow', place: recovery, act: charted, width: 640, height: 400 },
  {
    name: 'recovery-print',
    place: `${recovery}?period=90d`,
    height: 2100,
    act: async (page) => {
      await charted(page)
      await page.emulateMedia({ media: 'print' })
    },
  },
]
