// How the screens of the finance desk fill, on the demo desk in the built app: when each first shows what it is for, and the longest
// frame meanwhile. Its share of the time is the screen's, not the size of the desk's. It must count from the click on the rail, the first
// visit included.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openApp } from '../e2e/support/app.ts'
import { buildIfStale, root } from '../e2e/support/build.ts'
import { rows } from '../e2e/support/operator.ts'

/** By the name on the rail: what stands there once it is filled. */
const screens: Readonly<Record<string, string>> = {
  Overview: 'ul[aria-label="Figures"] li',
  'Failed payments': '[data-failure]',
  Recovery: 'ul[aria-label="Figures"] li',
  Disputes: '[data-dispute]',
}
/** The first time its questions are asked; later it is drawn of what is known. */
const visits = 3
/** Starts of the app, each with a desk of its own. */
const rounds = 5
/** As long as somebody looks at the first list before going on: what is read in idle moments is read by then. */
const lookedMs = 3_000
/** Figures go on filling after the first of them stands: plots are drawn, further questions answered. */
const watchedMs = 1_000

export interface Visit {
  screen: string
  /** From 0, the first. */
  visit: number
  /** From the click to the frame in which the first figure or row stands. */
  firstPaintMs: number
  /** From the click until all had time to fill. */
  worstFrameMs: number
}

/** Each screen so often in each round, always from another one. */
export async function visitScreens(): Promise<Visit[]> {
  buildIfStale()
  const seen: Visit[] = []
  for (let round = 0; round < rounds; round += 1) seen.push(...(await visitInNewApp()))
  return seen
}

async function visitInNewApp(): Promise<Visit[]> {
  const profile = mkdtempSync(join(tmpdir(), 'bursar-bench-'))
  const app = await openApp({ profile, folder: root })
  try {
    const { page } = app
    await page.getByRole('button', { name: 'Open the demo desk' }).click()
    await rows(page).first().waitFor()
    await page.getByRole('contentinfo').getByText('Up to date').waitFor({ timeout: 120_000 })
    await page.waitForTimeout(lookedMs)
    const seen: Visit[] = []
    for (let visit = 0; visit < visits; visit += 1)
      for (const [screen, filled] of Object.entries(screens))
        seen.push({ screen, visit, ...(await visitOne(page, screen, filled)) })
    return seen
  } finally {
    await app.quit()
    rmSync(profile, { recursive: true, force: true })
  }
}

async function visitOne(
  page: Page,
  screen: string,
  filled: string,
): Promise<Pick<Visit, 'firstPaintMs' | 'worstFrameMs'>> {
  const link = page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: screen, exact: true })
  return await link.evaluate(
    (rail, { name, selector, watched }) =>
      new Promise<{ firstPaintMs: number; worstFrameMs: number }>((resolve) => {
        const began = performance.now()
        let [last, worst, shown] = [began, 0, Number.NaN]
        const look = (): void => {
          const now = performance.now()
          worst = Math.max(worst, now - last)
          last = now
          const title = document.querySelector('h1')?.textContent
          // What was found in one frame is painted by the next.
          if (Number.isNaN(shown) && title === name && document.querySelector(`section ${selector}`) !== null)
            requestAnimationFrame(() => (shown = performance.now()))
          if (now - shown > watched) resolve({ firstPaintMs: shown - began, worstFrameMs: worst })
          else requestAnimationFrame(look)
        }
        requestAnimationFrame(look)
        ;(rail as HTMLElement).click()
      }),
    { name: screen, selector: filled, watched: watchedMs },
  )
}
