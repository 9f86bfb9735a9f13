// How long it takes from the last key to the first result on the screen, in the built app on the demo desk.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openApp } from '../e2e/support/app.ts'
import { buildIfStale, root } from '../e2e/support/build.ts'
import { rows, untilCurrent } from '../e2e/support/operator.ts'

const rounds = 5
const asked = ['visa 4242', 'bakker', 'anna', 'example', 'order', 'mastercard', 'refund', '49.90']

/** Milliseconds, one for each time that something was typed. */
export async function firstResults(): Promise<number[]> {
  buildIfStale()
  const profile = mkdtempSync(join(tmpdir(), 'bursar-bench-'))
  const app = await openApp({ profile, folder: root })
  try {
    const { page } = app
    await page.getByRole('button', { name: 'Open the demo desk' }).click()
    await rows(page).first().waitFor()
    await untilCurrent(page)
    const times: number[] = []
    for (let round = -1; round < rounds; round += 1)
      for (const text of asked) {
        const took = await typed(page, text)
        if (round >= 0) times.push(took)
      }
    return times
  } finally {
    await app.quit()
    rmSync(profile, { recursive: true, force: true })
  }
}

/** From the input event to the frame after the first hit stood in the list. Commands are no hits: their values are words. */
async function typed(page: Page, text: string): Promise<number> {
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox')
  await field.waitFor()
  await field.focus()
  const measured = page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const hit = ['customer', 'payment', 'refund', 'invoice', 'subscription', 'card', 'event', 'dispute']
          .map((kind) => `[role="option"][data-value^="${kind} "]`)
          .join(', ')
        let began = 0
        addEventListener('input', ({ timeStamp }) => (began = timeStamp), { capture: true, once: true })
        const watch = new MutationObserver(() => {
          if (began === 0 || document.querySelector(hit) === null) return
          watch.disconnect()
          requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)))
        })
        watch.observe(document.body, { subtree: true, childList: true })
        setTimeout(() => reject(new Error('nothing was found')), 10_000)
      }),
  )
  await page.keyboard.insertText(text)
  const took = await measured
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  return took
}
