// The notes of what was read: counted once, and as far as they say.
import { expect, test } from 'vitest'
import { aModelCache } from './model.ts'

const kind = 'refunds'

test('news of a list that was read whole moves its end, and is not counted again', () => {
  const { windows } = aModelCache()
  const read = (objects: number, oldest: number): number | null =>
    windows.finish(windows.due()[0]!, { objects, oldest })
  windows.begin(kind, { from: 0, to: 1000 })
  expect(read(5, 100)).toBeNull()
  for (const now of [1015, 1030]) {
    windows.extend(kind, now - 15 - 60, now)
    expect(windows.due()).toMatchObject([{ kind, from: now - 75, to: now }])
    expect(windows.lists()).toMatchObject([{ wholeAt: now - 15, begunAt: null, objects: 5 }])
    expect(read(2, now - 20)).toBeNull()
    expect(windows.lists()).toMatchObject([{ wholeAt: now, begunAt: null, objects: 5, oldest: 100 }])
    expect(windows.covered(kind)).toEqual([{ from: 0, to: now }])
  }
  windows.begin(kind, { from: 0, to: 2000 })
  expect(windows.lists()).toMatchObject([{ wholeAt: 1030, begunAt: 2000, objects: 0 }])
  // Only the end of another reading tells that something is not listed any more.
  expect(read(9, 90)).toBe(2000)
  expect(windows.lists()).toMatchObject([{ wholeAt: 2000, begunAt: null, objects: 9, oldest: 90 }])
})

test('the end of another reading tells since when, also where the first was never whole: what it does not tell of may be gone', () => {
  const { windows } = aModelCache()
  windows.begin(kind, { from: 0, to: 1000 })
  windows.advance(windows.due()[0]!, 500, 're_1', { objects: 5, oldest: 500 })
  windows.begin(kind, { from: 0, to: 9000 })
  expect(windows.finish(windows.due()[0]!, { objects: 9, oldest: 100 })).toBe(9000)
})

test.each([
  ['goes on below', 940],
  ['goes on where they begin', 941],
  ['goes on above where they begin', 970],
])('news that cut a window while its page is under way are a window of their own, which %s', (_, downTo) => {
  const { windows } = aModelCache()
  windows.begin(kind, { from: 0, to: 1001 })
  const reading = windows.due()[0]!
  windows.extend(kind, 941, 1061)
  expect(windows.advance(reading, downTo, 're_1', { objects: 5, oldest: downTo })).toMatchObject({
    to: Math.min(941, downTo),
  })
  expect(windows.due().map(({ from, to }) => [from, to])).toEqual([
    [941, 1061],
    [0, Math.min(941, downTo)],
  ])
  for (const window of windows.due()) windows.finish(window, { objects: 5, oldest: null })
  expect(windows.due()).toEqual([])
  expect(windows.covered(kind)).toEqual([{ from: 0, to: 1061 }])
})

test('a reading of no time at all is whole at once', () => {
  const { windows } = aModelCache()
  windows.begin(kind, { from: 500, to: 500 })
  expect(windows.due()).toEqual([])
  expect(windows.lists()).toMatchObject([{ wholeAt: 500, begunAt: null }])
})
