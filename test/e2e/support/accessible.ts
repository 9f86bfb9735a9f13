// What axe says of the page as it stands, and the palette's commands by which a spec changes how it looks.
import { expect, type Page } from '@playwright/test'
import { violationsOf } from './axe.ts'

/** Runs a command of the palette. */
export async function command(page: Page, word: string): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search, or type a command').fill(word)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
}

/** The rules that look at colours: all that can differ where nothing but the theme does. */
const colourRules = ['color-contrast', 'link-in-text-block']

/** Rows of a list past the first dozen: they are made like those, and axe would look at each for as long. */
const alike = '[role="grid"] [role="row"]:nth-child(n + 13)'

/** WCAG 2.2 AA and axe's best practices: all of them in the light theme, and those about colours in the dark one too. */
export async function expectNoViolations(page: Page, where: string): Promise<void> {
  const before = await wear(page, 'light')
  await expectNone(page, `${where}, light`)
  await wear(page, 'dark')
  await expectNone(page, `${where}, dark`, colourRules)
  await wear(page, before)
}

/**
 * Has the page wear a theme as it stands, and tells the one before: the stylesheet knows it by this attribute alone. Motion is ended:
 * colours half faded in have no contrast, and of a panel that is not there yet axe sees the ends of its round of Tab alone, hidden from
 * assistive technology and yet reached by keys.
 */
async function wear(page: Page, theme: string): Promise<string> {
  // Not waited for: of a window that draws no frames just then it never ends.
  return page.evaluate((wanted) => {
    const { dataset } = document.documentElement
    const worn = dataset['theme'] ?? ''
    dataset['theme'] = wanted
    for (const coming of document.querySelectorAll('[data-starting-style]'))
      coming.removeAttribute('data-starting-style')
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish()
    return worn
  }, theme)
}

/** @param rules without it, every rule is tried. */
async function expectNone(page: Page, where: string, rules?: string[]): Promise<void> {
  const violations = await violationsOf(page, { ...(rules && { rules }), exclude: [alike] })
  const said = violations.map(
    ({ id, help, nodes }) =>
      `${id}: ${help}\n${nodes.map(({ target, failureSummary }) => `  ${target.join(' ')}: ${failureSummary ?? ''}`).join('\n')}`,
  )
  expect.soft(said, where).toEqual([])
}
