// Takes pictures of the face over the made-up bridge, light and dark, and lets axe look at each. For development:
// npx vite build --config test/doubles/bridge/vite.config.ts && npx node test/doubles/bridge/look.ts [name …]
import { AxeBuilder } from '@axe-core/playwright'
import { readFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { contentSecurityPolicy } from '../../../electron/shell/security-headers.ts'
import type { FakeOptions } from './fake-bridge.ts'

const built = resolve(import.meta.dirname, '../../../out/face')
const pictures = resolve(import.meta.dirname, '../../../out/pictures')
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

interface Look {
  name: string
  place?: string
  options?: FakeOptions
  width?: number
  height?: number
  act?: (page: Page) => Promise<void>
}

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
const looks: readonly Look[] = [
  { name: 'start' },
  { name: 'start-new', options: { desks: 'none' } },
  {
    name: 'connect',
    act: async (page) => {
      await page.getByRole('button', { name: 'Connect a Stripe account' }).click()
      await page.getByLabel('Secret key').fill('pk_test_123')
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
  {
    name: 'refunds',
    place: payments,
    options: { holdMilliseconds: 300 },
    act: async (page) => {
      await place(page)
      await page.getByRole('button', { name: 'Done' }).click()
      await page.getByRole('link', { name: 'Refunds' }).click()
      await page.getByRole('region', { name: 'Refunds' }).waitFor()
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
    options: { payments: 2300, sync: { phase: 'loading', loaded: 2300, completeTo: null } },
  },
  {
    name: 'broken',
    place: payments,
    options: {
      failing: { 'payments.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    },
  },
  {
    name: 'live',
    place: payments,
    options: {
      desk: { kind: 'account', mode: 'live', readOnlyReason: 'Live desks are read-only in this version.' },
    },
    act: openFirst,
  },
  {
    name: 'palette',
    place: payments,
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder('Type a command, or paste a payment id').waitFor()
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

// The policy that ships, so that nothing that it forbids goes unnoticed here.
const policy = Object.entries(contentSecurityPolicy)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ')

const wanted = process.argv.slice(2)
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
let violations = 0
for (const dark of [false, true]) {
  for (const look of looks) {
    if (wanted.length > 0 && !wanted.includes(look.name)) continue
    const context = await browser.newContext({
      viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
      colorScheme: dark ? 'dark' : 'light',
    })
    const page = await context.newPage()
    page.setDefaultTimeout(4000)
    const said: string[] = []
    page.on('console', (message) => message.type() === 'error' && said.push(message.text()))
    page.on('pageerror', (error) => said.push(String(error)))
    await page.route('https://face.test/**', async (route) => {
      const path = new URL(route.request().url()).pathname
      const body = await readFile(join(built, path)).catch(() => null)
      if (body === null) return route.fulfill({ status: 404 })
      return route.fulfill({
        body,
        contentType: types[extname(path)] ?? 'application/octet-stream',
        headers: { 'content-security-policy': policy },
      })
    })
    const options = encodeURIComponent(JSON.stringify({ ...look.options, dark }))
    await page.goto(
      `https://face.test/test/doubles/bridge/index.html?options=${options}#${look.place ?? '/'}`,
    )
    await page.locator('main').waitFor()
    await page.waitForTimeout(350)
    await look.act?.(page).catch((error: unknown) => said.push(String(error)))
    await page.waitForTimeout(250)
    await page.screenshot({ path: join(pictures, `${look.name}-${dark ? 'dark' : 'light'}.png`) })
    const found = await new AxeBuilder({ page }).analyze().catch((error: unknown) => {
      said.push(String(error))
      return { violations: [] }
    })
    for (const violation of found.violations) {
      violations += 1
      const nodes = violation.nodes
        .slice(0, 3)
        .map((node) => `\n    ${node.html.slice(0, 160)}\n    ${node.failureSummary ?? ''}`)
      said.push(`${violation.id}: ${violation.help}${nodes.join('')}`)
    }
    process.stdout.write(
      `${look.name} ${dark ? 'dark' : 'light'}${said.map((each) => `\n  ${each}`).join('')}\n`,
    )
    await context.close()
  }
}
await browser.close()
process.stdout.write(`${violations} violations\n`)
