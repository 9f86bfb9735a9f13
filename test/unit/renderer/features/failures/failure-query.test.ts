// Failed payments in the address and in words: what a link says, what is asked for, until when something sleeps, and what an export says of itself.
import { expect, it } from 'vitest'
import type { FailureRow } from '../../../../../src/contract/failures.ts'
import { failureTable } from '../../../../../src/renderer/features/failures/failure-csv.ts'
import {
  emptyQuery,
  filterWords,
  formatFailureQuery,
  isNarrowed,
  parseFailureQuery,
  toFilter,
  type FailureQuery,
} from '../../../../../src/renderer/features/failures/failure-query.ts'
import { mailBody, whatHappened } from '../../../../../src/renderer/features/failures/failure-sentence.ts'
import { snoozeChoices, snoozeUntilDay } from '../../../../../src/renderer/features/failures/snooze-times.ts'
import { csvOf } from '../../../../../src/renderer/ui/lists/use-csv-export.ts'
import { addUp } from '../../../../../src/renderer/ui/totals.ts'
import { untilTime } from '../../../../../src/renderer/ui/dates/time.ts'
import { createFakeBridge, demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'

const today = new Date(2026, 10, 26, 15)
const full: FailureQuery = {
  group: 'new_method',
  state: 'lost',
  put: 'closed',
  assigned: 'mine',
  code: 'expired_card',
  currency: 'eur',
  when: { from: '2026-11-01', to: '' },
  text: 'Ada & Co',
  sort: 'amount_desc',
}

it('an address restores every filter exactly', () => {
  expect(parseFailureQuery(formatFailureQuery(full))).toEqual(full)
  expect(formatFailureQuery(emptyQuery)).toBe('')
  expect(parseFailureQuery('')).toEqual(emptyQuery)
})

it('what is no filter in an address is ignored', () => {
  const odd = 'group=all&state=open&put=x&assigned=you&code=DROP%20TABLE&currency=EURO&sort=name'
  expect(parseFailureQuery(odd)).toEqual(emptyQuery)
})

it('the screen begins with what is open and still tried; what is settled is shown however it was put away', () => {
  expect(toFilter(emptyQuery, today)).toEqual({ state: ['trying'], put: 'open' })
  expect(toFilter({ ...emptyQuery, state: 'lost' }, today)).toEqual({ state: ['lost'], put: 'all' })
  expect(toFilter({ ...emptyQuery, state: 'any', put: 'snoozed' }, today)).toEqual({ put: 'snoozed' })
  expect(isNarrowed(emptyQuery)).toBe(false)
  expect(isNarrowed({ ...emptyQuery, sort: 'next_asc' })).toBe(false)
  expect(isNarrowed({ ...emptyQuery, state: 'lost' })).toBe(true)
})

it('every filter reaches the question', () => {
  expect(toFilter(full, today)).toEqual({
    group: ['new_method'],
    state: ['lost'],
    put: 'closed',
    assigned: 'mine',
    declineCode: 'expired_card',
    currency: 'eur',
    failedFrom: new Date(2026, 10, 1).getTime() / 1000,
    text: 'Ada & Co',
  })
  expect(filterWords(full, today)).toHaveLength(8)
})

it('something sleeps until nine in the morning of a day of the local calendar', () => {
  // A Thursday.
  expect(snoozeChoices(today).map(({ until }) => new Date(until))).toEqual([
    new Date(2026, 10, 27, 9),
    new Date(2026, 10, 29, 9),
    new Date(2026, 10, 30, 9),
  ])
  const monday = new Date(2026, 10, 30, 8)
  expect(snoozeChoices(monday).at(-1)?.until).toBe(new Date(2026, 11, 7, 9).getTime())
  expect(snoozeUntilDay('2026-11-28', today)).toBe(new Date(2026, 10, 28, 9).getTime())
  expect(snoozeUntilDay('2026-11-26', today)).toBeNull()
  expect(snoozeUntilDay('', today)).toBeNull()
})

it('a moment to come is told from now, and one that has passed is due', () => {
  const now = today.getTime()
  expect(untilTime(now + 3 * 3_600_000, now)).toBe('in 3 h')
  expect(untilTime(now - 1, now)).toBe('due')
  expect(untilTime(new Date(2026, 11, 20).getTime(), now)).toBe('20 Dec')
  expect(untilTime(new Date(2027, 8, 13).getTime(), now)).toBe('13 Sept 2027')
})

it('sums are added for each currency alone', () => {
  expect(
    addUp([
      { currency: 'eur', amount: 5, count: 1 },
      { currency: 'usd', amount: 7, count: 3 },
      { currency: 'eur', amount: 6, count: 1 },
    ]),
  ).toEqual([
    { currency: 'usd', amount: 7, count: 3 },
    { currency: 'eur', amount: 11, count: 2 },
  ])
})

async function someDetail(group: FailureRow['group']) {
  const { bridge } = createFakeBridge({ payments: 400 })
  const list = await bridge.call('failures.list', {
    deskId: 'demo',
    filter: { group: [group], state: ['trying'] },
    limit: 1,
  })
  if (!list.ok) throw new Error(list.error.message)
  const [row] = (list.value as { rows: FailureRow[] }).rows
  const detail = await bridge.call('failures.detail', { deskId: 'demo', id: row?.paymentIntentId })
  if (!detail.ok) throw new Error(detail.error.message)
  return detail.value as Parameters<typeof mailBody>[0]
}

it('what happened is one sentence with the amount, the tries, the method and the reason', async () => {
  const { row } = await someDetail('never')
  expect(
    whatHappened({ ...row, amount: 2900, currency: 'eur', invoiceNumber: 'LB-7', failedAttempts: 3 }),
  ).toMatch(
    /^€29\.00 for invoice LB-7 failed 3 times since \d+ \w+ \d{4}, last with .+ •••• \d{4}: do not try again\.$/,
  )
})

it('a message to the customer carries what may be told and the page, and never the masked reason', async () => {
  const detail = await someDetail('fraud')
  expect(detail.advice.masked).toBe(true)
  const body = mailBody(
    { ...detail, page: { kind: 'invoice', url: 'https://invoice.stripe.com/i/x' } },
    'Lovelace Bindery',
  )
  expect(body).toContain(detail.advice.toCustomer)
  expect(body).toContain('https://invoice.stripe.com/i/x')
  expect(body.toLowerCase()).not.toMatch(/fraud|stolen|lost/)
})

it('an export says what it is, which filters were in force and what its columns mean; a formula in a name stays text', async () => {
  const { row } = await someDetail('never')
  const table = failureTable(demoDesk, full, today)
  const text = csvOf(table, [{ ...row, customerName: '=HYPERLINK("x")', amount: 123_456, currency: 'eur' }])
  expect(text).toContain('"Filter","Code: expired_card (Card has expired)"')
  expect(text).toContain(
    '"Definition","Recovered: it succeeded after a failed try, or its invoice was paid in another way.',
  )
  expect(text).toContain('of what was recovered what came in')
  expect(text).toContain(`"'=HYPERLINK(""x"")"`)
  expect(text).toContain('"1234.56","EUR"')
  const [, header = '', line = ''] = /\r\n""\r\n(.*)\r\n(.*)\r\n$/.exec(text) ?? []
  expect(header.split('","')).toHaveLength(table.columns.length)
  expect(line.split('","')).toHaveLength(table.columns.length)
})
