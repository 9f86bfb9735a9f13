import { describe, expect, it } from 'vitest'
import { pagesInSight, refreshPages, type Pages } from '../../../../src/renderer/bridge/paged-list.ts'

const pageSize = 3

/** A list of numbers, largest first; a page is what is smaller than its marker. */
function makeList(numbers: number[]) {
  const asked: (string | null)[] = []
  const ask = async (after: string | null) => {
    asked.push(after)
    const rest = numbers
      .toSorted((one, other) => other - one)
      .filter((each) => after === null || each < Number(after))
    const rows = rest.slice(0, pageSize)
    return { rows, next: rest.length > pageSize ? String(rows.at(-1)) : null }
  }
  const readAll = async (): Promise<Pages<number>> => {
    const list: Pages<number> = { pages: [], pageParams: [] }
    for (let after: string | null = null; ;) {
      const page = await ask(after)
      list.pages.push({ ...page, askedAt: 1 })
      list.pageParams.push(after)
      if (page.next === null) break
      after = page.next
    }
    asked.length = 0
    return list
  }
  return { numbers, asked, ask, readAll }
}

const rowsOf = (list: Pages<number>): number[] => list.pages.flatMap((page) => page.rows)

describe('a spoiled list', () => {
  it('asks only the page in sight again, where nothing moved', async () => {
    const { ask, asked, readAll } = makeList([...Array(30).keys()])
    const before = await readAll()
    const after = await refreshPages(before, { from: 4, to: 4 }, 2, ask)
    expect(asked).toEqual([before.pageParams[4]])
    expect(rowsOf(after)).toEqual(rowsOf(before))
    expect(after.pages[0]).toBe(before.pages[0])
  })

  it('does not ask again what was read after the push', async () => {
    const { ask, asked, readAll } = makeList([...Array(30).keys()])
    await refreshPages(await readAll(), { from: 0, to: 3 }, 1, ask)
    expect(asked).toEqual([])
  })

  it('lets go of what lies below a page that ends elsewhere, and fills what is in sight without gap or repeat', async () => {
    const list = makeList([...Array(30).keys()])
    const before = await list.readAll()
    list.numbers.push(28.5)
    const after = await refreshPages(before, { from: 0, to: 1 }, 2, list.ask)
    expect(rowsOf(after)).toEqual([29, 28.5, 28, 27, 26, 25])
    expect(after.pages.at(-1)?.next).toBe('25')
    expect(after.pageParams).toHaveLength(after.pages.length)
  })

  it('closes the gap of a row that is gone, and knows when the list has become shorter', async () => {
    const list = makeList([...Array(8).keys()])
    const before = await list.readAll()
    list.numbers.splice(list.numbers.indexOf(0), 1)
    list.numbers.splice(list.numbers.indexOf(1), 1)
    const after = await refreshPages(before, { from: 1, to: 2 }, 2, list.ask)
    expect(rowsOf(after)).toEqual([7, 6, 5, 4, 3, 2])
    expect(after.pages.at(-1)?.next).toBeNull()
  })
})

describe('the pages in sight', () => {
  const pages = [{ rows: [1, 2, 3] }, { rows: [4, 5] }, { rows: [6] }]

  it('are those that hold the first and the last row in sight', () => {
    expect(pagesInSight(pages, 0, 2)).toEqual({ from: 0, to: 0 })
    expect(pagesInSight(pages, 2, 3)).toEqual({ from: 0, to: 1 })
    expect(pagesInSight(pages, 5, 90)).toEqual({ from: 2, to: 2 })
    expect(pagesInSight([], 0, 0)).toEqual({ from: 0, to: 0 })
  })
})
