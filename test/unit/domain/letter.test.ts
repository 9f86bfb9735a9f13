// What a letter tells its customer to do, by why the payment failed.
import { expect, test } from 'vitest'
import { letterTo, type LetterFacts } from '../../../src/domain/letter.ts'

const facts: LetterFacts = {
  customerName: 'Ada',
  invoice: 'AQ-1',
  amount: 2400,
  currency: 'eur',
  hostedUrl: 'https://invoice.stripe.com/i/1',
  nextAttemptAt: null,
  code: 'expired_card',
  hidden: false,
  awaitsCustomer: false,
  isCard: true,
}
const textOf = (more: Partial<LetterFacts>): string => letterTo({ ...facts, ...more }, String).text

test('a letter invites to pay where the customer can mend it', () => {
  expect(textOf({})).toMatch(/Please enter your new card\.\n\nYou can pay here.*\nhttps:\/\/invoice/)
})

test.each(['duplicate_transaction', 'invalid_amount', 'amount_too_large'])(
  'a letter about %s, which is ours to look into, invites nobody to pay: it may be a second time',
  (code) => {
    const text = textOf({ code })
    expect(text).toMatch(/did not go through\. We are looking into why: you need not do anything for now\./)
    expect(text).not.toMatch(/pay here|another|invoice\.stripe\.com/)
  },
)
