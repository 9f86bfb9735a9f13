// The looks of the first screen, payments, refunds and settings.
import type { Page } from 'playwright-core'
import { someFreshness } from './fake-freshness.ts'
import type { Look } from './looks.ts'

const openFirst = async (page: Page): Promise<void> => {
  await page.getByRole('row').nth(2).click()
  await page.getByLabel('Payment', { exact: true }).getByText('Timeline').waitFor()
}
const openRefund = async (page: Page): Promise<void> => {
  await openFirst(page)
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Half' }).waitFor()
}
const place = async (page: Page): Promise<void> => {
  await openRefund(page)
  await page.getByRole('button', { name: 'Half' }).click()
  await page.getByRole('button', { name: /^Refund .\d|^Refund \d/ }).click()
  await page.getByRole('button', { name: 'Undo' }).waitFor()
}

const payments = '/desks/demo/payments'
export const paymentLooks: readonly Look[] = [
  { name: 'start' },
  { name: 'start-new', options: { desks: 'none' } },
  {
    name: 'connect',
    act: async (page) => {
      await page.getByRole('button', { name: 'Connect a Stripe account' }).click()
      await page.getByLabel('Restricted or secret key').fill('pk_test_123')
      await page.getByText('Advanced').click()
    },
  },
  { name: 'payments', place: payments },
  { name: 'inspector', place: payments, act: openFirst },
  { name: 'inspector-wide', place: payments, act: openFirst, width: 1600, height: 1000 },
  {
    name: 'inspector-end',
    place: payments,
    act: async (page) => {
      await openFirst(page)
      await page.getByRole('heading', { name: 'Raw JSON' }).scrollIntoViewIfNeeded()
      await page.getByLabel('Search in the JSON').fill('risk')
    },
  },
  { name: 'narrow', place: payments, width: 640, height: 400 },
  { name: 'narrow-inspector', place: payments, width: 640, height: 400, act: openFirst },
  { name: 'refund', place: payments, act: openRefund },
  { name: 'held', place: payments, act: place },
  {
    name: 'tray',
    place: payments,
    act: async (page) => {
      await place(page)
      await page.keyboard.press('Escape')
    },
  },
  {
    name: 'unknown',
    place: payments,
    options: { outcome: 'unknown', holdMilliseconds: 300 },
    act: async (page) => {
      await place(page)
      await page.getByRole('button', { name: 'Done' }).click()
      await page
        .getByRole('region', { name: 'Orders', exact: true })
        .getByText('Outcome unknown')
        .first()
        .waitFor()
    },
  },
  { name: 'settings', place: '/desks/demo/settings' },
  {
    name: 'dates',
    place: payments,
    act: (page) => page.getByRole('button', { name: 'Filter by Created' }).click(),
  },
  { name: 'no-match', place: `${payments}?q=zzz` },
  { name: 'empty', place: payments, options: { payments: 0 } },
  {
    name: 'loading',
    place: payments,
    options: { payments: 2300, sync: someFreshness.loading() },
  },
  {
    name: 'broken',
    place: payments,
    options: {
      failing: { 'payments.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    },
  },
  {
    name: 'palette',
    place: payments,
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder('Search, or type a command').waitFor()
    },
  },
  {
    name: 'keys',
    place: payments,
    act: async (page) => {
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keys' }).waitFor()
    },
  },
]
