// How soon the first result stands on the screen after the last key, on the demo desk in the built app: the pause for typing, the way
// to the reader and back, and the painting included. It must count from the key, not from the question.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openApp } from '../e2e/support/app.ts'
import { buildIfStale, root } from '../e2e/support/build.ts'
import { callByBridge, rows } from '../e2e/support/operator.ts'

/** Milliseconds from the last key to the first frame that shows the customer typed, of each of `count` searches. */
export async function firstResultTimes(count: number): Promise<number[]> {
  buildIfStale()
  const profile = mkdtempSync(join(tmpdir(), 'bursar-bench-'))
  const app = await openApp({ profile, folder: root })
  try {
    const { page } = app
    await page.getByRole('button', { name: 'Open the demo desk' }).click()
    await rows(page).first().waitFor()
    await page.getByRole('contentinfo').getByText('Up to date').waitFor({ timeout: 120_000 })
    const names = await namesOfCustomers(page, count)
    const times: number[] = []
    for (const name of names) times.push(await firstResult(page, name))
    return times
  } finally {
    await app.quit()
    rmSync(profile, { recursive: true, force: true })
  }
}

async function namesOfCustomers(page: Page, count: number): Promise<string[]> {
  const listed = await callByBridge(page, 'customers.list', { deskId: 'demo', filter: {}, limit: 200 })
  if (!listed.ok) throw new Error(listed.error.message)
  const names = listed.value.rows.flatMap(({ name }) => name ?? [])
  return [...new Set(names)].slice(0, count)
}

async function firstResult(page: Page, name: string): Promise<number> {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: 'Search and commands' })
  await field.waitFor()
  const measured = page.evaluate(
    (wanted) =>
      new Promise<number>((resolve) => {
        let lastKey = Number.NaN
        document.addEventListener('input', () => (lastKey = performance.now()), { capture: true })
        const look = (): void => {
          const typed = document.activeElement instanceof HTMLInputElement && document.activeElement.value
          const shown =
            typed === wanted &&
            [...document.querySelectorAll('[role="option"]')].some((option) =>
              option.textContent.includes(wanted),
            )
          if (shown) resolve(performance.now() - lastKey)
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
      }),
    name,
  )
  // All at once: each key takes less than the pause that is waited for.
  await page.keyboard.type(name)
  const milliseconds = await measured
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'detached' })
  return milliseconds
}
