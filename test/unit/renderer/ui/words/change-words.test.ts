// What an order says was billed at once: it never calls money charged that was not.
import { describe, expect, it } from 'vitest'
import type { ChangeOrder } from '../../../../../src/contract/changes.ts'
import { changeSentenceOf } from '../../../../../src/renderer/ui/words/change-words.ts'

type Invoiced = NonNullable<NonNullable<ChangeOrder['result']>['invoiced']>

const order = (invoiced: Partial<Invoiced>, result: ChangeOrder['result'] = {}): ChangeOrder => ({
  id: 'a',
  deskId: 'demo',
  kind: 'update_subscription',
  state: 'done',
  objectId: 'sub_1',
  change: { kind: 'resume_subscription', subscriptionId: 'sub_1' },
  words: 'sub_1 is changed.',
  subject: null,
  note: null,
  operator: 'ada',
  placedAt: 0,
  sendAt: 0,
  sentAt: 0,
  settledAt: 0,
  resultId: 'sub_1',
  result: {
    ...result,
    invoiced: {
      invoiceId: 'in_1',
      status: null,
      currency: 'eur',
      total: 2400,
      amountDue: 2000,
      differs: false,
      ...invoiced,
    },
  },
  problem: null,
  confirmedByEvent: true,
})
const say = (invoiced: Partial<Invoiced>, result?: ChangeOrder['result']): string =>
  changeSentenceOf(order(invoiced, result)).replace('sub_1 is changed. Stripe confirms it.', '').trim()

describe('an invoice that was made at once', () => {
  it.each([
    ['paid', '€24.00 was invoiced at once, €20.00 of it due. It is paid.'],
    ['open', '€24.00 was invoiced at once, €20.00 of it due.'],
    [null, '€24.00 was invoiced at once, €20.00 of it due.'],
    ['draft', 'An invoice for €24.00 was made as a draft: nothing is charged before somebody finishes it.'],
    ['void', 'An invoice for €24.00 was made and is void: nothing was charged, and nobody owes it.'],
    ['uncollectible', 'An invoice for €24.00 was made and is marked as uncollectible: nothing was charged.'],
  ])('that is %s is told as it stands', (status, words) => {
    expect(say({ status })).toBe(words)
  })

  it.each([
    ['paid', '€24.00 was credited.'],
    ['draft', 'An invoice that credits €24.00 was made as a draft: nothing is credited before somebody finishes it.'],
    ['void', 'An invoice that credits €24.00 was made and is void: nothing was credited, and nobody owes it.'],
  ])('and gives money back, %s: is told as it stands', (status, words) => {
    expect(say({ status, total: -2400, amountDue: 0 })).toBe(words)
  }) // prettier-ignore

  it('that differs from the preview, or that nobody has paid, is said besides', () => {
    expect(say({ status: 'void', differs: true })).toMatch(/void: .* This is not what the preview said/)
    expect(say({ status: 'open' }, { awaits: 'customer' })).toMatch(/due\. No money has come yet/)
  })
})
