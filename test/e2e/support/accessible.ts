// What axe says of the page as it stands, and the palette's commands by which a spec changes how it looks.
import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Runs a command of the palette. */
export async function command(page: Page, word: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search, or type a command').fill(word)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** WCAG 2.2 AA and axe's best practices. Motion is ended first: colours half faded in have no contrast. */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  // Not waited for: of a window that draws no frames just then it never ends.
  await page.evaluate(() => {
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish()
  })
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    // Every rule is tried; what holds is not told piece by piece.
    .options({ resultTypes: ['violations'] })
    .analyze()
  const said = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}: ${failureSummary ?? ''}`).join('\n')}`,
  )
  expect.soft(said, where).toEqual([])
}
