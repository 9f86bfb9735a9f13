// A moment where there is room for all of it: read without hovering over anything.
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, it } from 'vitest'
import { Moment } from '../../../../../src/renderer/ui/dates/moment.tsx'
import { dayAndTime } from '../../../../../src/renderer/ui/dates/time.ts'

afterEach(cleanup)

const hour = 3_600_000

it.each([
  ['past', -2 * hour - 1000, ', 2 h ago'],
  ['to come', 2 * hour + 60_000, ', in 2 h'],
  ['long past', -8 * 24 * hour, ''],
  ['far away', 8 * 24 * hour, ''],
])('a moment %s is written in full, with how far away it is while it is near', (_, away, relative) => {
  const moment = Date.now() + away
  const { container } = render(<Moment milliseconds={moment} />)
  expect(container.textContent).toBe(`${dayAndTime(moment)}${relative}`)
})
