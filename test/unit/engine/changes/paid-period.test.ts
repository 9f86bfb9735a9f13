// What of a period's invoice is still kept, where credit notes were written about it: what was credited and what was refunded apart add up.
import { expect, test } from 'vitest'
import { paidForPeriod, whyNotGivenBack } from '../../../../electron/engine/changes/paid-period.ts'
import type { StripeReader } from '../../../../electron/engine/changes/reader.ts'
import { failure, success } from '../../../../src/contract/index.ts'

const refund = (amount: number, status = 'succeeded') => ({ id: `re_${amount}`, amount, status })
/** A credit note, and what was refunded by it; the rest went to the customer's balance. */
const creditNote = (amount: number, refunded = 0, status = 'issued') => ({
  id: `cn_${amount}`,
  status,
  post_payment_amount: amount,
  refunds: refunded === 0 ? [] : [{ refund: `re_${refunded}`, amount_refunded: refunded, type: 'refund' }],
})

interface Given {
  refunds?: readonly ReturnType<typeof refund>[]
  /** Null where the key may not read them. */
  notes?: readonly ReturnType<typeof creditNote>[] | null
  /** What a credit note took off before it was paid. */
  takenOff?: number
}

/** Of an invoice over 24.00 that was paid by card. */
async function keptOf(
  { refunds = [], notes = [], takenOff = 0 }: Given,
  credited = 0,
): Promise<number | null> {
  const list = (data: readonly unknown[] | undefined) => ({ list: () => ({ data, has_more: false }) })
  const invoice = {
    id: 'in_1',
    status: 'paid',
    total: 2400,
    amount_paid: 2400 - takenOff,
    pre_payment_credit_notes_amount: takenOff,
    post_payment_credit_notes_amount: credited,
    lines: { data: [{ amount: 2400, period: { start: 0, end: 100 } }] },
  }
  const charge = {
    disputed: false,
    amount_captured: 2400 - takenOff,
    amount_refunded: refunds.reduce(
      (sum, { amount, status }) => sum + (status === 'succeeded' ? amount : 0),
      0,
    ),
  }
  const sdk = {
    invoices: list([invoice]),
    invoicePayments: list([{ id: 'inpay_1', payment: { payment_intent: 'pi_1' } }]),
    paymentIntents: { retrieve: () => ({ id: 'pi_1', latest_charge: charge }) },
    refunds: list(refunds),
    creditNotes: list(notes ?? undefined),
  }
  const asked = async (ask: (stripe: object) => unknown): Promise<unknown> => ask(sdk)
  const reader = {
    one: async (ask: never) => success(await asked(ask)),
    peek: async (ask: never) => success({ value: await asked(ask), asOf: 0 }),
    all: async (ask: never) => {
      const { data } = (await asked(ask)) as { data?: unknown[] }
      return data === undefined ? failure('key_permission', 'It may not.') : success(data)
    },
  } as unknown as StripeReader
  const subscription = { id: 'sub_1', items: { data: [{ current_period_end: 100 }] } }
  const paid = await paidForPeriod(reader, subscription as never)
  return paid.ok ? (paid.value?.kept ?? null) : null
}

test.each<[string, Given, number, number]>([
  ['nothing was given back', {}, 0, 2400],
  ['a credit note took a part off before it was paid', { takenOff: 1000 }, 0, 1400],
  ['it was refunded in part', { refunds: [refund(600)] }, 0, 1800],
  ['it was credited to the balance', { notes: [creditNote(1000)] }, 1000, 1400],
  ['it was credited, and refunded apart', { refunds: [refund(600)], notes: [creditNote(1000)] }, 1000, 800],
  [
    'the credit note is what the refund was made for',
    { refunds: [refund(600)], notes: [creditNote(600, 600)] },
    600,
    1800,
  ],
  [
    'a credit note was refunded in part, and another refund was made',
    { refunds: [refund(600), refund(300)], notes: [creditNote(1000, 600)] },
    1000,
    1100,
  ],
  [
    'the refund of a credit note failed',
    { refunds: [refund(600, 'failed')], notes: [creditNote(600, 600)] },
    600,
    2400,
  ],
  [
    'a credit note with a refund was voided',
    { refunds: [refund(600)], notes: [creditNote(600, 600, 'void'), creditNote(1000)] },
    1000,
    800,
  ],
  [
    'credit notes may not be read, so that what could be the same counts twice',
    { refunds: [refund(600)], notes: null },
    600,
    1200,
  ],
])('where %s, what is kept is the rest', async (_, given, credited, kept) => {
  expect(await keptOf(given, credited)).toBe(kept)
})

test.each<[string, boolean, number, number | null, unknown]>([
  ['as much as is kept', false, 1400, 1400, undefined],
  ['more than is kept', false, 1400, 1401, expect.stringContaining('only €14.00 is still kept')],
  ['nothing of what was never paid', false, 0, 0, expect.stringContaining('was not paid')],
  ['what is not known of a period that is kept whole', true, 2400, null, undefined],
  [
    'what is not known of one of which a part went back',
    false,
    1400,
    null,
    expect.stringContaining('more lines than'),
  ],
])('%s is judged by what is kept', (_, isWhole, kept, amount, words) => {
  const period = { invoiceIds: ['in_1'], isPaid: kept > 0, isWhole, kept }
  expect(whyNotGivenBack(period, amount, 'eur')?.text).toEqual(words)
})
