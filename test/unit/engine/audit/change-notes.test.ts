// What the audit says of a change that was refused: a bank that declined was asked all the same.
import { expect, test } from 'vitest'
import { changeMoved } from '../../../../electron/engine/audit/change-notes.ts'
import type { ChangeOrder } from '../../../../src/contract/index.ts'

const sending: ChangeOrder = {
  id: 'order_1',
  deskId: 'demo',
  kind: 'retry_invoice',
  state: 'sending',
  objectId: 'in_1',
  change: { kind: 'retry_invoice', invoiceId: 'in_1', paymentMethodId: null, override: null },
  words: 'Invoice 1 is tried again.',
  subject: null,
  note: null,
  operator: 'ada',
  placedAt: 0,
  sendAt: 0,
  sentAt: 0,
  settledAt: null,
  resultId: null,
  result: null,
  problem: null,
  confirmedByEvent: false,
}
const problem = { code: 'stripe_refused', message: 'Your card was declined.' } as const

test('of a retry it says that no money was taken, of anything else that nothing was changed', () => {
  const textOf = (order: ChangeOrder): string =>
    changeMoved(order, { ...order, state: 'refused', problem }, []).text
  expect(textOf(sending)).toMatch(/^Refused, no money was taken \(stripe_refused\): retry of in_1/)
  const change = { kind: 'void_invoice', invoiceId: 'in_1' } as const
  expect(textOf({ ...sending, kind: 'void_invoice', change })).toMatch(/^Refused, nothing was changed/)
})
