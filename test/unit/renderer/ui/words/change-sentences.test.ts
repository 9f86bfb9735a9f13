// What an order says was billed at once, and what it waits for: it never calls money charged that was not, nor awaited what has come.
import { describe, expect, it } from 'vitest'
import type { ChangeOrder, PageState } from '../../../../../src/contract/changes.ts'
import { lookOf } from '../../../../../src/renderer/ui/orders/order-words.ts'
import { changeSentenceOf } from '../../../../../src/renderer/ui/words/change-sentences.ts'
import { changeTitleOf } from '../../../../../src/renderer/ui/words/change-titles.ts'
import { pageIdOf } from '../../../../../src/renderer/ui/words/change-waits.ts'

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

describe('what an order waits for', () => {
  const retry = (result: ChangeOrder['result']): ChangeOrder => ({
    ...order({}),
    kind: 'retry_invoice',
    words: 'Invoice A-1 for €24.00 is tried once more.',
    resultId: 'in_1',
    result,
  })
  const asked = retry({ awaits: 'customer', url: 'https://invoice.stripe.com/i/1' })
  const moving = retry({ awaits: 'bank' })
  const page = (state: PageState['state'], paid = false): PageState => ({
    state,
    paid,
    paymentIntentId: null,
  })

  it.each([
    [asked, undefined, 'Waits for the customer', 'Waits for the customer', /the bank asks the customer .* no money has come yet/],
    [asked, page('open'), 'Waits for the customer', 'Waits for the customer', /the bank asks the customer .* no money has come yet/],
    [asked, page('complete', true), 'Paid', 'Done', /the bank asked the customer to confirm\. It is paid by now\.$/],
    [asked, page('complete'), 'Waits for the bank', 'Waits for the bank', /It is under way; no money has come yet\.$/],
    [asked, page('expired'), 'Not paid', 'Not paid', /No money has come of it\.$/],
    [moving, undefined, 'Waits for the bank', 'Waits for the bank', /takes days\. No money has come yet\.$/],
    [moving, page('complete'), 'Waits for the bank', 'Waits for the bank', /takes days\. No money has come yet\.$/],
    [moving, page('complete', true), 'Paid', 'Done', /^It was tried again\. It is paid by now\.$/],
    [moving, page('open'), 'Not paid', 'Not paid', /^It was tried again\. No money has come of it\.$/],
  ] as const)('is told as it stands by now (%#)', (waiting, state, title, word, sentence) => {
    expect(changeTitleOf(waiting, state)).toBe(title)
    expect(lookOf(waiting, state).word).toBe(word)
    expect(changeSentenceOf(waiting, state)).toMatch(sentence)
  }) // prettier-ignore

  it('is the invoice that a change has made, and is not called owed once it is paid', () => {
    const billed = order({ status: 'open' }, { awaits: 'customer' })
    expect(pageIdOf(billed)).toBe('in_1')
    expect(changeSentenceOf(billed, page('complete', true))).toMatch(/due\. It is paid by now\.$/)
    expect(changeTitleOf(billed, page('complete', true))).toBe('Subscription changed')
    expect(changeTitleOf(billed, page('expired'))).toBe('Subscription changed')
    expect(pageIdOf(order({ status: 'paid' }))).toBeNull()
  })

  it('is an end that has not come: one that ends later is not called canceled', () => {
    const ending = (at: 'now' | 'period_end'): ChangeOrder => ({
      ...order({}),
      kind: 'cancel_subscription',
      change: { kind: 'cancel_subscription', subscriptionId: 'sub_1', at },
      result: null,
    })
    expect(changeTitleOf(ending('now'))).toBe('Subscription canceled')
    expect(changeTitleOf(ending('period_end'))).toBe('End of the subscription planned')
  })
})

it('says of an order that is not known yet why it is not, so that it is plain what it waits for', () => {
  const unknown: ChangeOrder = { ...order({}), state: 'unknown', result: null, problem: null }
  expect(changeSentenceOf(unknown)).toContain('No answer came.')
  const message = 'This desk is locked: unlock it, so that the order can be looked up.'
  expect(changeSentenceOf({ ...unknown, problem: { code: 'locked', message } })).toContain(message)
})
