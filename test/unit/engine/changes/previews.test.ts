// What an end gives back of the period, apart from what else stands on its last invoice.
import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { endingBill } from '../../../../electron/engine/changes/previews.ts'
import type { StripeReader } from '../../../../electron/engine/changes/reader.ts'
import { success } from '../../../../src/contract/index.ts'

const line = (amount: number, proration: boolean, more: object = {}) => ({
  amount,
  period: { start: 0, end: 100 },
  parent: { subscription_item_details: { proration }, invoice_item_details: null },
  ...more,
})
const tax = (amount: number, tax_behavior: string) => ({ amount, tax_behavior })
const off = (amount: number, type = 'discount') => ({ amount, type })

async function givenBackOf(lines: readonly object[], isCut = false): Promise<number | null> {
  const bill = { lines: { data: lines, has_more: isCut }, total_discount_amounts: [], total_taxes: [] }
  const sdk = { invoices: { createPreview: () => bill } }
  const reader = {
    peek: async (ask: (stripe: object) => unknown) => success({ value: ask(sdk), asOf: 0 }),
  } as unknown as StripeReader
  const ending = await endingBill(reader, { id: 'sub_1' } as Stripe.Subscription)
  if (!ending.ok) throw new Error(ending.error.message)
  return ending.value.givesBack
}

test.each<[string, object[], number]>([
  ['nothing else is billed', [line(-2000, true)], 2000],
  ['something else is billed', [line(-2000, true), line(1500, false)], 2000],
  ['a change made before is billed', [line(-500, true), line(1000, true), line(-2000, true)], 1500],
  ['tax comes on top', [line(-2000, true, { taxes: [tax(-400, 'exclusive')] })], 2400],
  ['tax is within', [line(-2000, true, { taxes: [tax(-400, 'inclusive')] })], 2000],
  [
    'a discount had been taken off',
    [line(-2000, true, { discount_amounts: [off(-500)], pretax_credit_amounts: [off(-500)] })],
    1500,
  ],
  [
    'billing credits had paid a part',
    [line(-2000, true, { pretax_credit_amounts: [off(-300, 'credit_balance_transaction')] })],
    1700,
  ],
])('where %s, what is given back is the unused time alone', async (_, lines, givenBack) => {
  expect(await givenBackOf(lines)).toBe(givenBack)
})

test('what is given back is not known where not all lines have come', async () => {
  expect(await givenBackOf([line(-2000, true)], true)).toBeNull()
})
