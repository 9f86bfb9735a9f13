// What of a period's invoice is still kept: of the period alone, and less what went back. Where credit notes were written about it, what was
// credited and what was refunded apart add up.
import { expect, test } from 'vitest'
import {
  paidForPeriod,
  whyNotGivenBack,
  type PaidPeriod,
} from '../../../../electron/engine/changes/paid-period.ts'
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

/** `took`: what it moved on the balance. */
const dispute = (status: string, took: readonly number[] = [], currency = 'eur') => ({
  id: 'dp_1',
  status,
  reason: 'fraudulent',
  amount: 2400,
  currency,
  balance_transactions: took.map((amount, index) => ({
    id: `txn_${index}`,
    amount,
    fee: 0,
    currency,
    created: 0,
  })),
})

/** A line of the period that runs, from 0 to 100. */
const line = (amount: number, more: object = {}) => ({
  id: `il_${amount}`,
  amount,
  period: { start: 0, end: 100 },
  ...more,
})
/** One of the period before. */
const before = (amount: number, more: object = {}) =>
  line(amount, { period: { start: -100, end: 0 }, ...more })
/** What gives back a part of the line over 6.00 of the invoice of that period. */
const credit = (amount: number) =>
  before(-amount, {
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        proration_details: { credited_items: { invoice: 'in_0', invoice_line_items: ['il_600'] } },
      },
    },
  })
type Line = ReturnType<typeof line>

interface Given {
  /** Of the period; by itself 24.00. */
  lines?: readonly Line[]
  /** Of those, how many come with the invoice. */
  come?: number
  /** What was paid so far of one that is open. */
  open?: number
  refunds?: readonly ReturnType<typeof refund>[]
  /** Null where the key may not read them. */
  notes?: readonly ReturnType<typeof creditNote>[] | null
  /** Of its payment, which the charge calls disputed then. Null where the key may not read them. */
  disputes?: readonly ReturnType<typeof dispute>[] | null
  /** What a credit note took off before it was paid. */
  takenOff?: number
  /** The invoice of the period before. */
  earlier?: { lines: readonly Line[]; open?: number; refunded?: number } | undefined
}

const sum = (lines: readonly Line[]): number => lines.reduce((total, { amount }) => total + amount, 0)

/** Of an invoice that was paid by card, if it was. */
async function paidOf(
  { lines = [line(2400)], come, open, refunds = [], notes = [], disputes = [], takenOff = 0, earlier }: Given,
  credited = 0,
): Promise<PaidPeriod | null> {
  const list = (data: readonly unknown[] | undefined) => ({ list: () => ({ data, has_more: false }) })
  const invoice = {
    id: 'in_1',
    status: open === undefined ? 'paid' : 'open',
    created: 0,
    total: sum(lines),
    amount_paid: open ?? sum(lines) - takenOff,
    pre_payment_credit_notes_amount: takenOff,
    post_payment_credit_notes_amount: credited,
    lines: { data: lines.slice(0, come), has_more: come !== undefined },
  }
  const invoiceBefore = earlier && {
    ...invoice,
    id: 'in_0',
    status: earlier.open === undefined ? 'paid' : 'open',
    created: -100,
    total: sum(earlier.lines),
    amount_paid: earlier.open ?? sum(earlier.lines),
    pre_payment_credit_notes_amount: 0,
    post_payment_credit_notes_amount: 0,
    lines: { data: earlier.lines, has_more: false },
  }
  const given: Record<string, readonly ReturnType<typeof refund>[]> = {
    in_1: refunds,
    in_0: earlier?.refunded === undefined ? [] : [refund(earlier.refunded)],
  }
  const chargeOf = (id: string) => ({
    disputed: disputes === null || disputes.length > 0,
    currency: 'eur',
    amount_captured: disputes === null || disputes.length > 0 ? 2400 : 99_999,
    amount_refunded: (given[id] ?? []).reduce(
      (total, { amount, status }) => total + (status === 'succeeded' ? amount : 0),
      0,
    ),
  })
  const sdk = {
    invoices: {
      list: () => ({ data: [invoice, ...(invoiceBefore ? [invoiceBefore] : [])], has_more: false }),
      listLineItems: () => ({ data: lines, has_more: false }),
    },
    invoicePayments: {
      list: ({ invoice: id }: { invoice: string }) => ({ data: [{ payment: { payment_intent: id } }] }),
    },
    paymentIntents: { retrieve: (id: string) => ({ id, latest_charge: chargeOf(id) }) },
    refunds: { list: ({ payment_intent: id }: { payment_intent: string }) => ({ data: given[id] }) },
    creditNotes: list(notes ?? undefined),
    disputes: list(disputes ?? undefined),
  }
  const asked = async (ask: (stripe: object, after: object) => unknown): Promise<unknown> => ask(sdk, {})
  const reader = {
    one: async (ask: never) => success(await asked(ask)),
    peek: async (ask: never) => success({ value: await asked(ask), asOf: 0 }),
    all: async (ask: never) => {
      const { data } = (await asked(ask)) as { data?: unknown[] }
      return data === undefined ? failure('key_permission', 'It may not.') : success(data)
    },
  } as unknown as StripeReader
  const subscription = {
    id: 'sub_1',
    items: { data: [{ current_period_start: 0, current_period_end: 100 }] },
  }
  const paid = await paidForPeriod(reader, subscription as never)
  return paid.ok ? paid.value : null
}

const keptOf = async (given: Given, credited?: number): Promise<number | undefined> =>
  (await paidOf(given, credited))?.kept

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
  ['its dispute was won', { disputes: [dispute('won', [-2400, 2400])] }, 0, 2400],
  ['an inquiry about it is closed', { disputes: [dispute('warning_closed')] }, 0, 2400],
  [
    'a part was refunded and the dispute was won',
    { refunds: [refund(600)], disputes: [dispute('won', [-2400, 2400])] },
    0,
    1800,
  ],
  ['its dispute is open', { disputes: [dispute('under_review', [-2400])] }, 0, 0],
  ['an inquiry about it is open', { disputes: [dispute('warning_needs_response')] }, 0, 0],
  ['its dispute was lost', { disputes: [dispute('lost', [-2400])] }, 0, 0],
  ['its dispute was lost in part', { disputes: [dispute('lost', [-2400, 1000])] }, 0, 1000],
  [
    'a part was refunded and the rest was lost',
    { refunds: [refund(1400)], disputes: [dispute('lost', [-1000])] },
    0,
    0,
  ],
  ['how much of it was lost is told in another currency', { disputes: [dispute('lost', [], 'usd')] }, 0, 0],
  ['its dispute was prevented', { disputes: [dispute('prevented')] }, 0, 0],
  [
    'one dispute was won and another is open',
    { disputes: [dispute('won'), dispute('needs_response')] },
    0,
    0,
  ],
  ['its disputes may not be read', { disputes: null }, 0, 0],
])('where %s, what is kept is the rest', async (_, given, credited, kept) => {
  expect(await keptOf(given, credited)).toBe(kept)
})

test.each<[string, Given, number]>([
  ['nothing went back', { lines: [line(1000), before(800)] }, 1000],
  ['so much went back', { lines: [line(1000), before(800)], refunds: [refund(1000)] }, 0],
  ['that was not paid in full', { lines: [line(1000), before(800)], open: 1700 }, 1000],
  ['of which little was paid', { lines: [line(1000), before(800)], open: 300 }, 300],
  ['a gift lessened it', { lines: [line(1000), before(-400)] }, 600],
  ['a part of the period was given back at once', { lines: [line(1000), line(-400)] }, 600],
  ['its lines do not all come with it', { lines: [before(800), line(1000), line(-400)], come: 1 }, 600],
])('of an invoice with more than the period, where %s, only the period counts', async (_, given, kept) => {
  expect(await keptOf(given)).toBe(kept)
})

test.each<[string, Given['earlier'], number]>([
  ['that was paid and is kept', { lines: [before(600)] }, 1000],
  ['of which too little is kept', { lines: [before(600)], refunded: 400 }, 800],
  [
    'that went back beside something else that was kept',
    { lines: [before(600), before(900)], refunded: 600 },
    600,
  ],
  ['that went back', { lines: [before(600)], refunded: 600 }, 600],
  ['that nobody paid', { lines: [before(600)], open: 0 }, 600],
  ['that is not known', undefined, 600],
])('a credit of the time before, %s, has paid as much as is kept', async (_, earlier, kept) => {
  expect(await keptOf({ lines: [line(1000), credit(400)], earlier })).toBe(kept)
})

test.each<[string, Given, boolean]>([
  ['all of it was paid and kept', {}, true],
  ['a part went back', { refunds: [refund(600)] }, false],
  ['it is not paid', { open: 2400 }, false],
  ['a gift lessened it', { lines: [line(1000), before(-400)] }, false],
])('where %s, a period is known as whole or not', async (_, given, isWhole) => {
  expect((await paidOf(given))?.isWhole).toBe(isWhole)
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
