import { expect, test } from 'vitest'
import { judgeDisputes } from '../../../src/domain/disputed-refund.ts'

const verdictOf = (...statuses: string[]) =>
  judgeDisputes(
    true,
    statuses.map((status) => ({ status, reason: 'product_not_received' })),
  )

test('an open dispute stops a refund, whatever was decided before, and a status that is not known yet counts as open', () => {
  for (const status of ['needs_response', 'under_review', 'appeal_under_review', 'something_new'])
    expect(verdictOf('won', status)).toMatchObject({
      verdict: 'stop',
      text: expect.stringContaining('A dispute is open (product not received)'),
    })
})

test('an open inquiry lets a refund through, knowingly', () => {
  for (const status of ['warning_needs_response', 'warning_under_review'])
    expect(verdictOf(status)).toMatchObject({
      verdict: 'warn',
      text: expect.stringContaining('inquiry'),
    })
})

test('an inquiry hides no other dispute, whichever is the newer', () => {
  for (const other of ['needs_response', 'lost', 'prevented'])
    for (const statuses of [
      [other, 'warning_needs_response'],
      ['warning_needs_response', other],
    ])
      expect(verdictOf(...statuses).verdict).toBe('stop')
})

test('a dispute that was won lets a refund through, knowingly, and an inquiry that was closed stops nothing', () => {
  expect(verdictOf('warning_closed', 'won')).toMatchObject({
    verdict: 'warn',
    text: expect.stringContaining('was won'),
  })
  for (const status of ['warning_closed', 'charge_refunded']) expect(verdictOf(status).verdict).toBe('ok')
})

test('a dispute that was lost or prevented stops a refund: the customer has the money', () => {
  for (const status of ['lost', 'prevented']) expect(verdictOf(status).verdict).toBe('stop')
})

test('a charge that is disputed, by a dispute that nobody could read, is not refunded', () => {
  expect(verdictOf()).toMatchObject({ verdict: 'stop', text: expect.stringContaining('could not be read') })
  expect(judgeDisputes(false, []).verdict).toBe('ok')
})
