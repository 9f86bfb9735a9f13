// Access goes by what is owed: which invoice is void, given up or was sent is read from its row and its events, whichever came first.
import { expect, test } from 'vitest'
import type { AccessStretch } from '../../../src/domain/access.ts'
import { aDesk } from './projector.support.ts'

const day = 86_400
const begin = 1_790_000_000
const on = (days: number): number => begin + days * day

const event = (type: string, days: number, object: object) => ({
  id: `evt_${type}_${days}`,
  object: 'event',
  type,
  created: on(days),
  api_version: '2026-10-28.endive',
  data: { object },
})
const subscription = event('customer.subscription.created', 0, {
  id: 'sub_1',
  object: 'subscription',
  customer: 'cus_1',
  status: 'active',
  created: begin,
  currency: 'eur',
  items: {
    object: 'list',
    data: [
      {
        id: 'si_1',
        object: 'subscription_item',
        quantity: 1,
        price: {
          id: 'price_1',
          object: 'price',
          product: 'prod_1',
          active: true,
          currency: 'eur',
          unit_amount: 900,
          type: 'recurring',
          recurring: { interval: 'month', interval_count: 1 },
          created: begin,
        },
      },
    ],
  },
})
const invoice = (status: string, more: object = {}) => ({
  id: 'in_1',
  object: 'invoice',
  customer: 'cus_1',
  status,
  currency: 'eur',
  amount_due: 900,
  total: 900,
  created: on(10),
  collection_method: 'charge_automatically',
  parent: { subscription_details: { subscription: 'sub_1' } },
  lines: { object: 'list', data: [] },
  ...more,
})
const failed = event('invoice.payment_failed', 10, invoice('open'))

/** The stretches as they come out, the same in both orders. */
async function stretches(events: object[], ...listed: object[]): Promise<Partial<AccessStretch>[]> {
  const found = []
  for (const order of [events, events.toReversed()]) {
    const desk = aDesk()
    desk.deliver(...order)
    await desk.projector.idle()
    await desk.projector.ingestObjects(listed, on(40) * 1000)
    await desk.projector.idle()
    found.push(
      desk.cache
        .prepare<[], Partial<AccessStretch>>(
          'SELECT (from_at - 1790000000) / 86400.0 AS "from", state, event_id AS eventId FROM access_stretches ORDER BY from_at',
        )
        .all(),
    )
  }
  expect(found[1]).toEqual(found[0])
  return found[0]!
}

const paid = { from: 0, state: 'paid', eventId: subscription.id }
const failing = { from: 10, state: 'failing', eventId: failed.id }

test.each([
  ['invoice.voided', 'void', 'voided_at'],
  ['invoice.marked_uncollectible', 'uncollectible', 'marked_uncollectible_at'],
])(
  '%s ends the failing, and so does the row alone where that event is not kept',
  async (type, status, when) => {
    const over = invoice(status, { status_transitions: { [when]: on(11) } })
    const told = event(type, 11, over)
    expect(await stretches([subscription, failed, told])).toEqual([
      paid,
      failing,
      { from: 11, state: 'paid', eventId: told.id },
    ])
    expect(await stretches([subscription, failed], over)).toEqual([paid, failing, { ...paid, from: 11 }])
  },
)

test('a card that is mistyped on the page of an invoice that was sent takes nothing away', async () => {
  const sent = invoice('open', { collection_method: 'send_invoice', due_date: on(40) })
  expect(await stretches([subscription, event('invoice.payment_failed', 11, sent)])).toEqual([paid])
})

test('what failed before anything was told is known by its payment: an update of later gives no days of grace anew', async () => {
  const updated = event('customer.subscription.updated', 30, {
    ...subscription.data.object,
    status: 'past_due',
    created: begin,
  })
  const listed = [
    { ...subscription.data.object, status: 'past_due', created: begin },
    invoice('open'),
    {
      id: 'pi_1',
      object: 'payment_intent',
      status: 'requires_payment_method',
      amount: 900,
      currency: 'eur',
      created: on(10),
      customer: 'cus_1',
      latest_charge: 'ch_1',
    },
    {
      id: 'ch_1',
      object: 'charge',
      status: 'failed',
      paid: false,
      amount: 900,
      currency: 'eur',
      created: on(10),
      customer: 'cus_1',
      payment_intent: 'pi_1',
      failure_code: 'card_declined',
    },
    {
      id: 'inpay_1',
      object: 'invoice_payment',
      invoice: 'in_1',
      status: 'open',
      is_default: true,
      created: on(10),
      currency: 'eur',
      amount_requested: 900,
      payment: { type: 'payment_intent', payment_intent: 'pi_1' },
    },
  ]
  expect(await stretches([updated], ...listed)).toEqual([
    { ...paid, eventId: null },
    { ...failing, eventId: null },
    { from: 30, state: 'failing', eventId: updated.id },
  ])
})
