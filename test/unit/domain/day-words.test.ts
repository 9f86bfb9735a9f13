import { expect, it } from 'vitest'
import {
  clockTime,
  dayAndMinute,
  dayAndTime,
  dayInFull,
  dayOf,
  daysFromTo,
  writtenDay,
} from '../../../src/domain/day-words.ts'

const moment = new Date(2026, 11, 2, 18, 9, 5).getTime()

it('writes a day and a moment in one way, by 24 hours', () => {
  expect(dayOf(moment)).toBe('2 Dec 2026')
  expect(dayInFull(moment)).toBe('2 December 2026')
  expect(clockTime(moment)).toBe('18:09:05')
  expect(dayAndTime(moment)).toBe('2 Dec 2026, 18:09:05')
  expect(dayAndMinute(moment)).toBe('2 Dec 2026, 18:09')
})

it('names a year once where two days share it', () => {
  const days = (to: Date) => daysFromTo(moment, to.getTime()).replaceAll(/\s/g, ' ')
  expect(days(new Date(2026, 11, 18))).toMatch(/^2 ?– ?18 Dec 2026$/)
  expect(days(new Date(2027, 0, 2))).toBe('2 Dec 2026 – 2 Jan 2027')
})

it('writes out the day of a field, whatever the zone, and leaves what is none as it is', () => {
  expect(writtenDay('2026-11-25')).toBe('25 Nov 2026')
  expect(writtenDay('2026-01-01')).toBe('1 Jan 2026')
  for (const none of ['', 'yesterday', '2026-11']) expect(writtenDay(none)).toBe(none)
})
