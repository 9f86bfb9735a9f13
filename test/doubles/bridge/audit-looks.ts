// The looks of the audit.
import type { Page } from 'playwright-core'
import type { Look } from './looks.ts'

const audit = '/desks/demo/audit'

const openEntry = async (page: Page): Promise<void> => {
  await page.getByRole('row').nth(1).click()
  await page.getByLabel('Entry', { exact: true }).getByText('Chain').waitFor()
}
const verify = async (page: Page): Promise<void> => {
  await page.keyboard.press('v')
  await page.getByText(/^Found at/).waitFor()
}
const showBroken = async (page: Page): Promise<void> => {
  await verify(page)
  await page.getByRole('button', { name: /^Show entry/ }).click()
  await page.getByLabel('Entry', { exact: true }).waitFor()
}

export const auditLooks: readonly Look[] = [
  { name: 'audit', place: audit },
  { name: 'audit-wide', place: audit, width: 1600, height: 1000 },
  { name: 'audit-entry', place: audit, act: openEntry },
  { name: 'audit-key', place: `${audit}?kind=key_replaced`, act: openEntry },
  { name: 'audit-denied', place: `${audit}?kind=order_denied`, act: openEntry },
  {
    name: 'audit-kinds',
    place: `${audit}?kind=order_denied,key_replaced`,
    act: (page) => page.getByRole('button', { name: /^Filter by Order denied/ }).click(),
  },
  { name: 'audit-whole', place: audit, act: verify },
  {
    name: 'audit-compared',
    place: audit,
    act: async (page) => {
      await verify(page)
      await page.getByLabel(/^Head kept earlier/).fill('3fa9')
      await page.getByRole('button', { name: 'Compare' }).click()
    },
  },
  { name: 'audit-broken-chain', place: audit, options: { chain: 'altered' }, act: verify },
  { name: 'audit-broken-entry', place: audit, options: { chain: 'altered' }, act: showBroken },
  { name: 'audit-removed-entry', place: audit, options: { chain: 'removed' }, act: showBroken },
  {
    name: 'audit-export',
    place: `${audit}?when=7d`,
    act: (page) => page.getByRole('button', { name: 'Export' }).click(),
  },
  {
    name: 'audit-exporting',
    place: audit,
    options: { silent: ['audit.export'] },
    act: async (page) => {
      await page.getByRole('button', { name: 'Export' }).click()
      await page.getByRole('button', { name: /^JSON/ }).click()
      await page.getByRole('button', { name: 'Cancel' }).waitFor()
    },
  },
  { name: 'audit-narrow', place: audit, width: 640, height: 400 },
  { name: 'audit-entry-narrow', place: audit, width: 640, height: 400, act: openEntry },
  { name: 'audit-whole-narrow', place: audit, width: 640, height: 400, act: verify },
  { name: 'audit-empty', place: audit, options: { audit: 0 } },
  { name: 'audit-no-match', place: `${audit}?q=zzz&kind=key_replaced` },
  { name: 'audit-waiting', place: audit, options: { silent: ['audit.list'] } },
  { name: 'audit-nowhere', place: `${audit}/99999` },
  {
    name: 'audit-failing',
    place: audit,
    options: {
      failing: {
        'audit.list': { code: 'store_corrupt', message: 'The journal of this desk is damaged.' },
        'audit.verify': { code: 'store_corrupt', message: 'The journal of this desk is damaged.' },
      },
    },
  },
  {
    name: 'audit-verify-failing',
    place: audit,
    options: {
      failing: { 'audit.verify': { code: 'store_corrupt', message: 'The journal of this desk is damaged.' } },
    },
    act: async (page) => {
      await page.keyboard.press('v')
      await page.getByText('The chain could not be read').waitFor()
    },
  },
]
