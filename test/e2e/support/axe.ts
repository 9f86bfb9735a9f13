// What axe says of a page as it stands.
import axe from 'axe-core'
import type { Page } from 'playwright-core'

/**
 * @param rules without it, every rule is tried.
 * @param exclude a selector of what is not looked at.
 */
export async function violationsOf(
  page: Pick<Page, 'evaluate'>,
  { rules, exclude = [] }: { rules?: string[]; exclude?: string[] } = {},
): Promise<axe.Result[]> {
  // Once for each page: to read axe anew takes longer than a look.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  return page.evaluate(
    async (asked) => {
      const { axe: here } = window as unknown as { axe: typeof axe }
      return (await here.run({ exclude: asked.exclude }, asked.options)).violations
    },
    // What holds is not told piece by piece.
    { exclude, options: { resultTypes: ['violations' as const], ...(rules && { runOnly: rules }) } },
  )
}
