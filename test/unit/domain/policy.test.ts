// A policy is judged at its edges: what a role may do, each limit, each reason, each confirmation, and where a day begins.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  firstPolicy,
  isTimeZone,
  limitsLeft,
  roleTemplates,
  startOfDay,
  typeAbove,
  whyMayNot,
  whyNoRefunds,
  whyNotConfirmed,
  whyNotToday,
  whyPolicyRefuses,
  type AskedRefund,
  type Confirmation,
  type Policy,
} from '../../../src/domain/policy.ts'

const limit = { currency: 'eur', perOrder: 10_000, perDay: 25_000, typeAbove: 5000 }
const policy: Policy = { ...firstPolicy('Europe/Berlin'), limits: [limit] }
const asked: AskedRefund = { amount: 10_000, currency: 'eur', reason: 'duplicate' }

describe('a refund', () => {
  test.each<[string, Partial<AskedRefund>, number, RegExp]>([
    ['of exactly the limit of one is allowed', {}, 0, /^allowed$/],
    ['of one cent more is refused', { amount: 10_001 }, 0, /€100\.00 in one refund at most/],
    ['that fills the day exactly is allowed', {}, 15_000, /^allowed$/],
    ['of one cent more than is left of the day is refused', {}, 15_001, /€99\.99 is left today/],
    ['when more than the limit was ordered already is refused', { amount: 1 }, 99_999, /€0\.00 is left/],
    ['in a currency without limits of its own is allowed', { currency: 'usd', amount: 9e15 }, 0, /^allowed$/],
  ])('%s', (_, change, orderedToday, words) => {
    const why = whyPolicyRefuses(policy, { ...asked, ...change }, orderedToday)
    expect(why ?? 'allowed').toMatch(words)
  })

  test.each<[string, Partial<AskedRefund>, number, RegExp]>([
    ['that fits waits for nothing', {}, 15_000, /^now or never$/],
    [
      'that fits no more today waits for the next day, by the time of the policy',
      {},
      15_001,
      /€250\.00 in a day: €99\.99 is left today, .* of €100\.00\. .* 26 Nov 2026, 00:00, by the time of Europe\/Berlin/,
    ],
    ['that is above the limit of one waits for no day', { amount: 10_001 }, 99_999, /^now or never$/],
    ['in another currency waits for no day', { currency: 'usd' }, 99_999, /^now or never$/],
  ])('%s', (_, change, orderedToday, words) => {
    const at = Date.UTC(2026, 10, 25, 22, 59)
    expect(whyNotToday(policy, { ...asked, ...change }, orderedToday, at) ?? 'now or never').toMatch(words)
  })

  test('above the limit of a whole day waits for none', () => {
    const strict: Policy = { ...policy, limits: [{ ...limit, perOrder: null }] }
    expect(whyNotToday(strict, { ...asked, amount: 25_001 }, 0, 0)).toBeNull()
  })

  test('in another currency is refused where others are, and only there', () => {
    const strict: Policy = { ...policy, otherCurrencies: 'refused' }
    expect(whyPolicyRefuses(strict, { ...asked, currency: 'usd' }, 0)).toMatch(/no refunds in USD/)
    expect(whyPolicyRefuses(strict, asked, 0)).toBeNull()
    expect(whyNoRefunds(strict, 'usd')).toMatch(/USD/)
  })

  test('a row without figures is no limit, but makes the currency an allowed one', () => {
    const open = { currency: 'usd', perOrder: null, perDay: null, typeAbove: null }
    const strict: Policy = { ...policy, otherCurrencies: 'refused', limits: [open] }
    expect(whyPolicyRefuses(strict, { ...asked, currency: 'usd', amount: 9e15 }, 9e15)).toBeNull()
  })

  test('needs a reason that is allowed, and none only where none is', () => {
    const strict: Policy = { ...policy, reasons: ['duplicate'] }
    expect(whyPolicyRefuses(strict, asked, 0)).toBeNull()
    expect(whyPolicyRefuses(strict, { ...asked, reason: null }, 0)).toMatch(/asks for a reason/)
    expect(whyPolicyRefuses(strict, { ...asked, reason: 'fraudulent' }, 0)).toMatch(/“fraudulent”/)
    expect(whyPolicyRefuses({ ...policy, reasons: ['none'] }, { ...asked, reason: null }, 0)).toBeNull()
  })

  test('is refused by a machine that may not refund, whatever its role is called', () => {
    const none: Policy = { ...policy, allowed: ['bulk', 'manage'] }
    expect(whyPolicyRefuses(none, { ...asked, amount: 1 }, 0)).toMatch(/\(admin\) make refunds/)
  })
})

test('a role begins with what its template says, and what is forbidden is named', () => {
  const support: Policy = { ...policy, role: 'support', allowed: roleTemplates.support }
  expect(whyMayNot(support, 'refund', 'make refunds')).toBeNull()
  expect(whyMayNot(support, 'manage', 'rebuild the tables')).toMatch(/\(support\) rebuild the tables/)
  expect(whyMayNot(policy, 'manage', 'rebuild the tables')).toBeNull()
})

test('what is left of a day is never less than nothing', () => {
  expect(limitsLeft(policy, 'eur', 24_999)).toEqual({ perOrder: 10_000, leftToday: 1 })
  expect(limitsLeft(policy, 'eur', 30_000)).toEqual({ perOrder: 10_000, leftToday: 0 })
  expect(limitsLeft(policy, 'usd', 30_000)).toEqual({ perOrder: null, leftToday: null })
})

describe('a confirmation on a live desk', () => {
  const agreed: Confirmation = { how: 'agreed' }
  const typed = (amount: string): Confirmation => ({ how: 'typed', amount })
  test.each<[string, number, string, Confirmation | null, boolean]>([
    ['none is never enough', 1, 'eur', null, false],
    ['agreeing is enough up to the threshold', 5000, 'eur', agreed, true],
    ['agreeing is not enough one cent above it', 5001, 'eur', agreed, false],
    ['agreeing is not enough in a currency without limits', 1, 'usd', agreed, false],
    ['the amount as it is', 5001, 'eur', typed('50.01'), true],
    ['the amount as another country writes it', 500_101, 'eur', typed(' 5.001,01 '), true],
    ['one cent less', 5001, 'eur', typed('50.00'), false],
    ['one cent more', 5001, 'eur', typed('50.02'), false],
    ['minor units', 5001, 'eur', typed('5001'), false],
    ['nothing', 5001, 'eur', typed(''), false],
    ['words', 5001, 'eur', typed('yes'), false],
    ['what could mean two amounts', 123_400, 'eur', typed('1,234'), false],
    ['a currency without decimals', 5001, 'jpy', typed('5001'), true],
    ['an odd rest in KWD, exactly', 12_345, 'kwd', typed('12.345'), true],
    ['an odd rest in ISK, exactly', 1050, 'isk', typed(' 10.50 '), true],
    ['another odd amount', 12_345, 'kwd', typed('12.355'), false],
    ['an odd rest rounded to a step', 12_345, 'kwd', typed('12.34'), false],
    ['an amount of a currency without decimals, with some', 1000, 'isk', typed('10.50'), false],
    ['a small amount may be typed as well', 100, 'eur', typed('1'), true],
  ])('%s', (_, amount, currency, confirmation, enough) => {
    const why = whyNotConfirmed(policy, { amount, currency, reason: null }, confirmation)
    expect(why === null).toBe(enough)
  })

  test('a row whose threshold is null is typed for every amount', () => {
    const always: Policy = { ...policy, limits: [{ ...limit, typeAbove: null }] }
    expect(typeAbove(always, 'eur')).toBe(0)
    expect(whyNotConfirmed(always, { ...asked, amount: 1 }, agreed)).not.toBeNull()
  })
})

describe('a day', () => {
  const at = (text: string): number => Date.parse(text)
  test.each([
    ['Europe/Berlin', '2026-06-15T21:59:59.999Z', '2026-06-14T22:00:00.000Z'],
    ['Europe/Berlin', '2026-06-15T22:00:00.000Z', '2026-06-15T22:00:00.000Z'],
    ['UTC', '2026-06-15T00:00:00.000Z', '2026-06-15T00:00:00.000Z'],
    ['America/New_York', '2026-06-15T03:59:59.999Z', '2026-06-14T04:00:00.000Z'],
    ['Asia/Kathmandu', '2026-06-15T18:14:59.999Z', '2026-06-14T18:15:00.000Z'],
    ['Pacific/Kiritimati', '2026-06-15T10:00:00.000Z', '2026-06-15T10:00:00.000Z'],
    // 23 hours: the clock goes forward at 2 in the morning.
    ['Europe/Berlin', '2026-03-29T21:59:59.999Z', '2026-03-28T23:00:00.000Z'],
    // 25 hours: it goes back at 3.
    ['Europe/Berlin', '2026-10-25T22:59:59.999Z', '2026-10-24T22:00:00.000Z'],
    // The day begins at 1 o'clock: midnight is left out.
    ['Africa/Cairo', '2026-04-24T20:59:59.999Z', '2026-04-23T22:00:00.000Z'],
    // The hour after midnight comes twice.
    ['America/Havana', '2026-11-01T12:00:00.000Z', '2026-11-01T04:00:00.000Z'],
    // By half an hour.
    ['Australia/Lord_Howe', '2026-04-05T12:00:00.000Z', '2026-04-04T13:00:00.000Z'],
  ])('in %s, of %s, begins at %s', (timeZone, moment, start) => {
    expect(new Date(startOfDay(at(moment), timeZone)).toISOString()).toBe(start)
  })

  test('begins where the date changes, everywhere and always', () => {
    const zones = [
      'Europe/Berlin',
      'America/Havana',
      'Africa/Cairo',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'UTC',
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2035-01-01T00:00:00Z') }),
        (timeZone, moment) => {
          const dateOf = (time: number): string => new Date(time).toLocaleDateString('en', { timeZone })
          const start = startOfDay(moment, timeZone)
          expect(dateOf(start)).toBe(dateOf(moment))
          expect(dateOf(start - 1)).not.toBe(dateOf(moment))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('needs a time zone that there is', () => {
    expect(isTimeZone('Europe/Berlin')).toBe(true)
    expect(isTimeZone('Europe/Atlantis')).toBe(false)
    expect(isTimeZone('')).toBe(false)
  })
})
