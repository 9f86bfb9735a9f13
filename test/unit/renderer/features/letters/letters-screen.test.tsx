// @vitest-environment jsdom
// The letters as a list that is exported: which were asked for, and never what they say nor the page to pay on.
import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { Route } from 'wouter'
import type { Draft } from '../../../../../src/contract/letters.ts'
import { letterTable } from '../../../../../src/renderer/features/letters/letter-csv.ts'
import { LettersScreen } from '../../../../../src/renderer/features/letters/letters-screen.tsx'
import { csvOf } from '../../../../../src/renderer/ui/lists/use-csv-export.ts'
import { demoDesk } from '../../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

const place = '/desks/demo/failures/letters'

function renderLetters(search: string) {
  return renderFace(
    <Route path={`${place}/:invoiceId?`}>
      {({ invoiceId }) => <LettersScreen desk={demoDesk} invoiceId={invoiceId ?? null} />}
    </Route>,
    { payments: 2000 },
    `${place}${search}`,
  )
}

test('the letters in a state are exported whole, page by page', async () => {
  const { fake, callsOf } = renderLetters('?state=open')
  const answer = fake.bridge.call.bind(fake.bridge)
  const all = await answer('drafts.list', { deskId: 'demo', filter: { state: 'open' }, limit: 200 })
  const button = await screen.findByRole<HTMLButtonElement>('button', { name: 'Export CSV' })
  await waitFor(() => expect(button.disabled).toBe(false))
  fake.bridge.call = (method, request) =>
    answer(method, method === 'drafts.list' ? { ...(request as object), limit: 2 } : request)
  await userEvent.setup().click(button)
  await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
  const { fileName, text } = callsOf('text.save')[0]!.request as { fileName: string; text: string }
  expect(fileName).toMatch(/^letters-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
  expect(text).toContain('"Filter","State: To be sent"')
  const lines = text.split('\r\n').filter((line) => line.startsWith('"To be sent"'))
  expect(lines.length).toBeGreaterThan(2)
  expect(all).toMatchObject({ value: { rows: { length: lines.length } } })
})

const letter: Draft = {
  invoiceId: 'in_1',
  invoiceNumber: 'LB-0001',
  customerId: 'cus_1',
  to: '=cmd@example.com',
  subject: 'Your payment of €49.90 for invoice LB-0001',
  text: 'Hello Ada, you can pay here: https://invoice.stripe.com/i/secret',
  hostedUrl: 'https://invoice.stripe.com/i/secret',
  eventId: 'evt_1',
  paymentIntentId: null,
  attempts: 2,
  nextAttemptAt: Date.parse('2026-12-01T08:00:00Z') / 1000,
  madeAt: Date.parse('2026-11-26T09:30:00Z') / 1000,
  state: 'sent',
  markedBy: 'ada',
  markedAt: Date.parse('2026-11-26T10:00:00.500Z'),
}
const cellsOf = (row: Draft): Record<string, string> =>
  Object.fromEntries(
    letterTable(demoDesk, { state: 'sent' }, new Date()).columns.map(({ name, cell }) => [name, cell(row)]),
  )

test('a letter is told by its invoice, its tries and who noted what when, in UTC', () => {
  expect(cellsOf(letter)).toEqual({
    State: 'Sent',
    'E-mail': '=cmd@example.com',
    Subject: 'Your payment of €49.90 for invoice LB-0001',
    'Customer id': 'cus_1',
    Invoice: 'LB-0001',
    'Invoice id': 'in_1',
    Payment: '',
    Event: 'evt_1',
    Tries: '2',
    'Next try': '2026-12-01T08:00:00.000Z',
    Made: '2026-11-26T09:30:00.000Z',
    'Noted at': '2026-11-26T10:00:00.500Z',
    'Noted by': 'ada',
  })
  expect(cellsOf({ ...letter, paymentIntentId: 'pi_1', eventId: 'pi_1@1790000000' })).toMatchObject({
    Payment: 'pi_1',
    Event: '',
  })
})

test('an export of letters holds neither their text nor the page to pay on, and runs no formula', () => {
  const text = csvOf(letterTable(demoDesk, { state: 'sent' }, new Date()), [letter])
  expect(text).not.toMatch(/Hello Ada|invoice\.stripe\.com/)
  expect(text).toContain(`"'=cmd@example.com"`)
})
