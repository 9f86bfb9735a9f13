// `npm run looks`: pictures of the face over the made-up bridge, light and dark, in every state that a real desk is seldom in, and what axe
// says of each; `npm run looks -- payments` makes some of them.
import { readFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import { chromium } from 'playwright-core'
import { build } from 'vite'
import { contentSecurityPolicy } from '../../../electron/shell/security-headers.ts'
import { findChromium } from '../../../scripts/setup/chromium.mjs'
import { violationsOf } from '../../e2e/support/axe.ts'
import { auditLooks } from './audit-looks.ts'
import { customerLooks } from './customer-looks.ts'
import { deskLooks } from './desk-looks.ts'
import { eventLooks } from './event-looks.ts'
import { failureLooks } from './failure-looks.ts'
import { financeLooks } from './finance-looks.ts'
import { paymentLooks } from './payment-looks.ts'
import { refundLooks } from './refund-looks.ts'
import { subscriptionLooks } from './subscription-looks.ts'
import { supportLooks } from './support-looks.ts'
import { runLooks } from './runs-looks.ts'

const built = resolve(import.meta.dirname, '../../../out/face')
const pictures = resolve(import.meta.dirname, '../../../out/pictures')
const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

// The policy that ships, so that nothing that it forbids goes unnoticed here.
const policy = Object.entries(contentSecurityPolicy)
  .map(([directive, sources]) => `${directive} ${sources}`)
  .join('; ')

const looks = [
  ...financeLooks,
  ...paymentLooks,
  ...supportLooks,
  ...refundLooks,
  ...runLooks,
  ...failureLooks,
  ...eventLooks,
  ...auditLooks,
  ...deskLooks,
  ...customerLooks,
  ...subscriptionLooks,
]
const wanted = process.argv.slice(2)
const executablePath = findChromium()
if (executablePath === null) throw new Error('Install Chromium or Chrome, or set CHROMIUM_PATH.')
await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' })
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
let violations = 0
for (const dark of [false, true]) {
  for (const look of looks) {
    if (wanted.length > 0 && !wanted.includes(look.name)) continue
    const context = await browser.newContext({
      viewport: { width: look.width ?? 1280, height: look.height ?? 800 },
      colorScheme: dark ? 'dark' : 'light',
      forcedColors: look.forcedColors ? 'active' : 'none',
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
    const found = await violationsOf(page).catch((error: unknown) => {
      said.push(String(error))
      return []
    })
    for (const violation of found) {
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
process.stdout.write(`${violations} violations; the pictures are in out/pictures/\n`)
process.exitCode = violations === 0 ? 0 : 1
