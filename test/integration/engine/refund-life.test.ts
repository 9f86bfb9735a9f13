// Every path of a refund's life against the simulator, as the reader tells it: state, meaning, what to do next, and how it came to be.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openOtherWayNotes } from '../../../electron/engine/refunds/other-way.ts'
import { explainBlock } from '../../../electron/engine/journal/entries.ts'
import { openJournalOf } from '../../../electron/engine/journal/orders.ts'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { countRefunds } from '../../../electron/store/queries/refunds/refund-counts.ts'
import { refundDetail } from '../../../electron/store/queries/refunds/refund-detail.ts'
import { listRefunds } from '../../../electron/store/queries/refunds/refund-life.ts'
import {
  failure,
  schemas,
  type RefundDetail,
  type RefundLife,
  type RequestOf,
} from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, placeRequest, truth } from './changes.support.ts'
import { anOrder, deskId, refundsOf, script } from './desk.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const day = 24 * 3600

/** The rooms of a desk, what its reader answers, and the events of Stripe so far. */
function openLife(options: Parameters<typeof openChangeRooms>[1] = {}) {
  const rooms = openChangeRooms(bench, options)
  const { cache, journal } = rooms.store
  const now = (): number => rooms.clock.now
  const audit = openAudit(journal, { now, operator: 'ada' })
  const orders = openJournalOf(journal, now, audit)
  let heard = 0
  return {
    ...rooms,
    otherWay: openOtherWayNotes({
      cache,
      journal,
      audit,
      whyClosed: () => null,
      openOn(payment) {
        const order = orders.openOn(payment)
        return order && explainBlock(order.state, 'this payment')
      },
      now,
    }),
    /** Everything that Stripe told since comes in. */
    async hear(): Promise<void> {
      const events = truth(bench).events.slice(heard)
      heard += events.length
      await rooms.intake.events(events, () => undefined)
    },
    list(filter: RequestOf<'refunds.list'>['filter'] = {}): RefundLife[] {
      const answer = listRefunds(cache, journal, schemas['refunds.list'].request.parse({ deskId, filter }))
      if (!answer.ok) throw new Error(answer.error.message)
      return schemas['refunds.list'].reply.parse(answer.value).rows
    },
    counts(): Record<string, number> {
      const answer = countRefunds(cache, journal, { filter: {} })
      if (!answer.ok) throw new Error(answer.error.message)
      const { byState } = schemas['refunds.counts'].reply.parse(answer.value)
      return Object.fromEntries(Object.entries(byState).filter(([, count]) => count > 0))
    },
    detail(id: string): RefundDetail {
      const answer = refundDetail(cache, journal, id)
      if (!answer.ok) throw new Error(answer.error.message)
      return schemas['refunds.detail'].reply.parse(answer.value)
    },
  }
}

/** A payment in USD by this test card, and a refund of 20.00 ordered and sent. */
async function refunded(card: string, life: ReturnType<typeof openLife>, amount = 2000) {
  const payment = await bench.pay(5000, { payment_method: card })
  const request = anOrder(payment, amount, { customerLabel: 'Mia Vogel', note: 'parcel lost' })
  await life.refunds.place(request)
  await life.refunds.sendNow(request.orderId)
  await life.hear()
  const [refund] = refundsOf(bench, payment.id)
  return { payment, request, refundId: refund?.id ?? '' }
}

const only = (rows: readonly RefundLife[]): RefundLife => {
  expect(rows).toHaveLength(1)
  const [row] = rows
  if (row === undefined) throw new Error('no row')
  return row
}
const statesIn = ({ steps }: RefundDetail) => steps.flatMap(({ state }) => state ?? [])

describe('card refunds', () => {
  test('one that is held, undone or refused is shown without a refund, and told what that means', async () => {
    const life = openLife()
    const payment = await bench.pay(5000)
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    expect(only(life.list())).toMatchObject({
      id: request.orderId,
      refundId: null,
      state: 'held',
      since: life.clock.now,
      orderedHere: true,
    })
    life.refunds.undo(request.orderId)
    expect(only(life.list())).toMatchObject({ state: 'withdrawn', next: null })
    expect(life.counts()).toEqual({ withdrawn: 1 })
    expect(statesIn(life.detail(request.orderId))).toEqual(['held', 'withdrawn'])
    expect(life.detail(request.orderId).steps.at(-1)?.text).toBe('Undone before it was sent')
  })

  test('one that was withdrawn because the desk was locked is not called undone', async () => {
    const life = openLife()
    const request = anOrder(await bench.pay(5000), 2000)
    await life.refunds.place(request)
    life.refunds.withdrawHeld(failure('locked', 'The desk was locked.').error)
    expect(life.detail(request.orderId).steps.at(-1)?.text).toBe('Not sent: The desk was locked.')
  })

  test('succeeds, and later has the bank’s reference', async () => {
    const life = openLife()
    const { request, refundId } = await refunded('pm_card_visa', life)
    const row = only(life.list())
    expect(row).toMatchObject({
      id: refundId,
      state: 'succeeded',
      orderedHere: true,
      note: 'parcel lost',
      next: null,
    })
    expect(row.order?.id).toBe(request.orderId)
    expect(row.reference).toEqual({ type: 'acquirer_reference_number', value: null, status: 'pending' })
    bench.simulator.clock.advance(4 * 3600)
    await life.hear()
    const { refund, steps } = life.detail(refundId)
    expect(refund.reference).toMatchObject({ value: expect.stringMatching(/^\d{23}$/), status: 'available' })
    expect(steps.at(-1)?.text).toBe('The bank reference became known')
    // By the order's id the same life is found.
    expect(life.detail(request.orderId).refund.id).toBe(refundId)
  })

  test('its life is told in the order in which it went, also where our clock is ahead of Stripe’s', async () => {
    const life = openLife()
    life.clock.now += 5900
    const { refundId } = await refunded('pm_card_visa', life)
    bench.simulator.clock.advance(4 * 3600)
    await life.hear()
    expect(life.detail(refundId).steps.map(({ text }) => text)).toEqual([
      'Ordered in Bursar, held',
      'Sent to Stripe',
      'Made at Stripe: succeeded',
      'The bank reference became known',
    ])
  })

  test('that of test card …7726 is pending, and then succeeds', async () => {
    const life = openLife()
    const { refundId } = await refunded('pm_card_pendingRefund', life)
    const since = truth(bench).refunds.get(refundId)?.created ?? 0
    expect(only(life.list({ state: ['pending'] }))).toMatchObject({
      pendingReason: 'processing',
      since: since * 1000,
    })
    bench.simulator.clock.advance(60)
    await life.hear()
    expect(life.counts()).toEqual({ succeeded: 1 })
    const detail = life.detail(refundId)
    expect(statesIn(detail).filter((state) => state !== 'held' && state !== 'sent')).toEqual([
      'pending',
      'succeeded',
    ])
    expect(detail.refund.since).toBe((since + 20) * 1000)
  })

  test('that of test card …5126 succeeds, and then fails: what to do is said, and that it was done', async () => {
    const life = openLife()
    const { refundId } = await refunded('pm_card_refundFail', life)
    expect(life.counts()).toEqual({ succeeded: 1 })
    bench.simulator.clock.advance(60)
    await life.hear()
    expect(only(life.list({ state: ['failed'] }))).toMatchObject({
      failureReason: 'expired_or_canceled_card',
      means: expect.stringContaining('the card has expired'),
      next: expect.stringContaining('another way'),
      order: { refundStatus: 'failed' },
    })
    expect(
      life
        .detail(refundId)
        .steps.map(({ text }) => text)
        .at(-1),
    ).toBe('Failed. The card has expired or was canceled.')
    const noteId = randomUUID()
    const note = { deskId, noteId, refundId, how: 'bank_transfer', reference: 'RF-77' } as const
    expect(life.otherWay.record({ ...note, reference: 'to card 4242 4242 4242 4242' })).toMatchObject({
      error: { code: 'bad_request' },
    })
    expect(life.otherWay.record(note)).toMatchObject({ value: { operator: 'ada', how: 'bank_transfer' } })
    expect(life.otherWay.record(note)).toMatchObject({ value: { id: noteId } })
    expect(life.otherWay.record({ ...note, reference: 'RF-78' })).toMatchObject({
      error: { code: 'order_conflict' },
    })
    expect(only(life.list())).toMatchObject({ state: 'failed', next: null, otherWay: { reference: 'RF-77' } })
    expect(life.detail(refundId).notes).toHaveLength(1)
    expect(life.otherWay.record({ ...note, noteId: randomUUID() })).toMatchObject({
      error: { code: 'not_changeable', message: expect.stringContaining('recorded before') },
    })
    const payment = life.list()[0]?.paymentIntentId ?? ''
    expect(await life.refunds.preflight(payment)).toMatchObject({
      value: { findings: expect.arrayContaining([expect.objectContaining({ id: 'paid_other_way' })]) },
    })
  })

  test('on a low balance it waits, and goes on when there is money', async () => {
    const life = openLife()
    const payment = await bench.pay(5000)
    const [balance] = [truth(bench).balances.get('usd') ?? 0]
    bench.simulator.adjustBalance(bench.account, 'test', 'usd', -balance - 100_000)
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    await life.refunds.sendNow(request.orderId)
    await life.hear()
    expect(only(life.list())).toMatchObject({
      state: 'pending',
      pendingReason: 'insufficient_funds',
      next: expect.stringContaining('balance'),
    })
    bench.simulator.clock.advance(60)
    bench.simulator.adjustBalance(bench.account, 'test', 'usd', 200_000)
    await life.hear()
    expect(life.counts()).toEqual({ succeeded: 1 })
  })
})

describe('a dispute', () => {
  test('opened during the hold refuses the order, and nothing is sent', async () => {
    const life = openLife()
    const payment = await bench.pay(5000, { payment_method: 'pm_card_createDispute' })
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    bench.simulator.clock.advance(day)
    await life.refunds.sendNow(request.orderId)
    await life.hear()
    expect(refundsOf(bench, payment.id)).toEqual([])
    expect(only(life.list())).toMatchObject({
      state: 'refused',
      means: expect.stringContaining('dispute is open'),
    })
    const detail = life.detail(request.orderId)
    expect(detail.disputes).toHaveLength(1)
    expect(detail.cautions[0]).toContain('Stripe refuses refunds until it is decided')
  })

  test('opened while a refund waits fails it, and warns of paying twice', async () => {
    const life = openLife()
    const payment = await bench.pay(5000, { payment_method: 'pm_card_createDispute' })
    bench.simulator.adjustBalance(
      bench.account,
      'test',
      'usd',
      -(truth(bench).balances.get('usd') ?? 0) - 100_000,
    )
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    await life.refunds.sendNow(request.orderId)
    await life.hear()
    expect(life.counts()).toEqual({ pending: 1 })
    bench.simulator.clock.advance(day)
    await life.hear()
    const row = only(life.list())
    expect(row).toMatchObject({ state: 'failed', failureReason: 'charge_for_pending_refund_disputed' })
    expect(row.next).toContain('Don’t pay another way')
  })

  const warningOf = (payment: Awaited<ReturnType<typeof refunded>>['payment']) => (id: string, created: number, actionable: boolean) => ({
    id: `evt_${id}`, object: 'event', api_version: '2026-10-28.endive', created, livemode: false, pending_webhooks: 0, request: null,
    type: created === 1 ? 'radar.early_fraud_warning.created' : 'radar.early_fraud_warning.updated',
    data: { object: { id: 'issfr_1', object: 'radar.early_fraud_warning', charge: payment.latest_charge, payment_intent: payment.id, fraud_type: 'made_with_stolen_card', actionable, created: 1, livemode: false } },
  }) // prettier-ignore

  test('while the bank’s warning of fraud is open a part is not refunded, whenever it came, and all of it is', async () => {
    const life = openLife()
    const payment = await bench.pay(5000)
    const warning = warningOf(payment)
    const heldBefore = anOrder(payment, 2000)
    await life.refunds.place(heldBefore)
    await life.intake.events([warning('one', 1, true)], () => undefined)
    expect(await life.refunds.sendNow(heldBefore.orderId)).toMatchObject({
      value: { state: 'refused', problem: { message: expect.stringContaining('only a refund of all') } },
    })
    expect(await life.refunds.preflight(payment.id)).toMatchObject({
      value: { wholeOnly: true, canRefund: true },
    })
    expect(await life.refunds.place(anOrder(payment, 2000))).toMatchObject({
      error: { code: 'amount_invalid', message: expect.stringContaining('warned of fraud') },
    })
    const whole = anOrder(payment, 5000)
    await life.refunds.place(whole)
    expect(await life.refunds.sendNow(whole.orderId)).toMatchObject({ value: { state: 'done' } })
    const other = await bench.pay(5000)
    await life.intake.events([{ ...warningOf(other)('three', 1, true) }], () => undefined)
    const settled = warningOf(other)('four', 2, false)
    await life.intake.events([settled], () => undefined)
    expect(await life.refunds.place(anOrder(other, 2000))).toMatchObject({ value: { state: 'held' } })
  })

  test('the card’s bank warning of fraud is told before a refund and with it', async () => {
    const life = openLife()
    const { payment, refundId } = await refunded('pm_card_visa', life)
    const warning = warningOf(payment)
    await life.intake.events([warning('one', 1, true)], () => undefined)
    expect(life.detail(refundId).cautions).toEqual([expect.stringContaining('warned of fraud')])
    const before = async () => {
      const checked = await life.refunds.preflight(payment.id)
      return checked.ok ? checked.value.findings.find(({ id }) => id === 'fraud_warning') : null
    }
    expect(await before()).toMatchObject({
      verdict: 'warn',
      text: expect.stringContaining('Refunding all of it'),
    })
    await life.intake.events([warning('two', 2, false)], () => undefined)
    expect(await before()).toMatchObject({ verdict: 'warn', text: expect.stringContaining('disputed since') })
    expect(life.detail(refundId).warnings).toEqual([
      { id: 'issfr_1', fraudType: 'made_with_stolen_card', actionable: false, created: 1 },
    ])
  })
})

describe('other methods', () => {
  test('on a low balance it fails at once', async () => {
    const life = openLife()
    const payment = await bench.payBy('sepa_debit', 5000, 'eur')
    bench.simulator.clock.advance(7 * day)
    bench.simulator.adjustBalance(
      bench.account,
      'test',
      'eur',
      -(truth(bench).balances.get('eur') ?? 0) - 100_000,
    )
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    await life.refunds.sendNow(request.orderId)
    await life.hear()
    expect(only(life.list())).toMatchObject({
      state: 'failed',
      failureReason: 'insufficient_funds',
      next: 'Add money to the Stripe balance, then refund the payment again.',
    })
  })

  async function waiting(life: ReturnType<typeof openLife>, email = 'mia@example.com') {
    const payment = await bench.payBy('multibanco', 5000, 'eur', { email, name: 'Mia Vogel' })
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    await life.refunds.sendNow(request.orderId)
    await life.hear()
    const row = only(life.list())
    expect(row).toMatchObject({
      state: 'requires_action',
      cancelable: true,
      next: expect.stringContaining('canceled'),
    })
    return { row, cancel: { kind: 'cancel_refund', refundId: row.id } as const, payment }
  }

  test('one that waits for the customer is canceled in time, once, and the payment can be refunded again', async () => {
    const life = openLife()
    const { row, cancel, payment } = await waiting(life)
    const request = placeRequest(cancel)
    expect(await life.changes.place(request)).toMatchObject({ value: { state: 'done', resultId: row.id } })
    expect(await life.changes.place(request)).toMatchObject({ value: { state: 'done' } })
    await life.hear()
    expect(truth(bench).refunds.get(row.id)?.status).toBe('canceled')
    expect(only(life.list())).toMatchObject({ state: 'canceled', cancelable: false, next: null })
    expect(await life.refunds.preflight(payment.id)).toMatchObject({ value: { amountRefundable: 5000 } })
    expect(statesIn(life.detail(row.id)).at(-1)).toBe('canceled')
  })

  test('once the customer has answered it is too late to cancel, which is said before anything is sent', async () => {
    const life = openLife()
    const { row, cancel } = await waiting(life)
    bench.simulator.clock.advance(day + 1)
    expect(await life.changes.preflight(cancel)).toMatchObject({
      value: { canPlace: false, findings: [{ verdict: 'stop', text: expect.stringContaining('Too late') }] },
    })
    expect(await life.changes.place(placeRequest(cancel))).toMatchObject({
      error: { code: 'not_changeable' },
    })
    expect(truth(bench).requests.filter(({ path }) => path.endsWith('/cancel'))).toEqual([])
    await life.hear()
    expect(only(life.list())).toMatchObject({ id: row.id, state: 'pending', cancelable: false })
    bench.simulator.clock.advance(4 * day)
    await life.hear()
    const detail = life.detail(row.id)
    expect(detail.refund.state).toBe('succeeded')
    expect(statesIn(detail).filter((state) => state !== 'held' && state !== 'sent')).toEqual([
      'requires_action', 'pending', 'succeeded',
    ]) // prettier-ignore
  })

  test('an answer that is lost leaves the cancellation to be looked up, and it is found done', async () => {
    const life = openLife()
    const { row, cancel } = await waiting(life)
    script(bench, 'POST', `/v1/refunds/${row.id}/cancel`, 'lose_response')
    expect(await life.changes.place(placeRequest(cancel))).toMatchObject({ value: { state: 'done' } })
    expect(truth(bench).refunds.get(row.id)?.status).toBe('canceled')
  })

  test('a customer who never answers lets it fail', async () => {
    const life = openLife()
    await waiting(life, 'mia+silent@example.com')
    bench.simulator.clock.advance(46 * day)
    await life.hear()
    expect(only(life.list())).toMatchObject({ state: 'failed', next: expect.stringContaining('another way') })
  })
})

describe('two machines', () => {
  test('that refund the same payment give back no more than was paid; each shows the other’s as made outside', async () => {
    const here = openLife()
    const there = openLife()
    const payment = await bench.pay(5000)
    const [mine, theirs] = [anOrder(payment, 4000), anOrder(payment, 4000)]
    await Promise.all([here.refunds.place(mine), there.refunds.place(theirs)])
    await Promise.all([here.refunds.sendNow(mine.orderId), there.refunds.sendNow(theirs.orderId)])
    await here.hear()
    await there.hear()
    expect(refundsOf(bench, payment.id).map(({ amount }) => amount)).toEqual([4000])
    const [made] = refundsOf(bench, payment.id)
    for (const [life, order] of [[here, mine], [there, theirs]] as const) {
      const isOurs = made?.metadata['bursar_order'] === order.orderId
      const rows = life.list()
      expect(rows.find(({ id }) => id === made?.id)).toMatchObject({ state: 'succeeded', orderedHere: isOurs })
      expect(rows.map(({ state }) => state).toSorted()).toEqual(isOurs ? ['succeeded'] : ['refused', 'succeeded'])
      expect(rows.find(({ id }) => id === order.orderId)?.means ?? 'No refund was made').toContain('No refund was made')
    }
  }) // prettier-ignore

  test('a note that was wrong is struck out: it is kept, counts no more, and another can follow', async () => {
    const life = openLife()
    const { refundId } = await refunded('pm_card_refundFail', life)
    bench.simulator.clock.advance(60)
    await life.hear()
    life.clock.now = bench.simulator.clock.nowSeconds() * 1000
    const note = { deskId, noteId: randomUUID(), refundId, how: 'cash', reference: 'till 3' } as const
    life.otherWay.record(note)
    const payment = only(life.list()).paymentIntentId ?? ''
    const warned = async (): Promise<boolean> => {
      const checked = await life.refunds.preflight(payment)
      return checked.ok && checked.value.findings.some(({ id }) => id === 'paid_other_way')
    }
    expect(await warned()).toBe(true)
    const strike = { deskId, noteId: note.noteId }
    expect(life.otherWay.strike({ deskId, noteId: randomUUID() })).toMatchObject({
      error: { code: 'not_found' },
    })
    const struck = life.otherWay.strike(strike)
    expect(struck).toMatchObject({ value: { reference: 'till 3', struck: { operator: 'ada' } } })
    life.clock.now += 1000
    expect(life.otherWay.strike(strike)).toEqual(struck)

    expect(await warned()).toBe(false)
    expect(only(life.list())).toMatchObject({ next: expect.stringContaining('another way'), otherWay: null })
    const { notes, steps } = life.detail(refundId)
    expect(notes).toMatchObject([{ reference: 'till 3', struck: { operator: 'ada' } }])
    expect(steps.at(-1)?.text).toBe('Struck out that it was paid another way: cash, till 3 (ada)')
    const kinds = life.store.journal.prepare('SELECT kind FROM audit WHERE subject = ? ORDER BY seq').pluck()
    expect(kinds.all(refundId)).toEqual(['refund_other_way', 'refund_other_way_struck'])
    for (const sql of ['DELETE FROM struck_refund_notes', 'UPDATE struck_refund_notes SET at = 1'])
      expect(() => life.store.journal.exec(sql)).toThrow('stays so')

    expect(life.otherWay.record({ ...note, noteId: randomUUID(), reference: 'till 4' })).toMatchObject({
      ok: true,
    })
    expect(only(life.list())).toMatchObject({ next: null, otherWay: { reference: 'till 4' } })
  })

  test('what later refunds of the payment gave back is not noted as paid another way; a part of it is no reason', async () => {
    const life = openLife()
    const { refundId } = await refunded('pm_card_refundFail', life)
    bench.simulator.clock.advance(60)
    await life.hear()
    const { paymentIntentId } = only(life.list({ state: ['failed'] }))
    const giveBack = async (amount: number): Promise<void> => {
      await bench.post('/v1/refunds', { payment_intent: paymentIntentId, amount })
      await life.hear()
    }
    const record = (noteId: string) =>
      life.otherWay.record({ deskId, noteId, refundId, how: 'cash', reference: 'till 3' })
    await giveBack(1500)
    const noteId = randomUUID()
    expect(record(noteId)).toMatchObject({ ok: true })
    await giveBack(700)
    // What was recorded before stays recorded.
    expect(record(noteId)).toMatchObject({ ok: true, value: { id: noteId } })

    const other = openLife()
    await other.intake.events(truth(bench).events, () => undefined)
    const note = { deskId, noteId, refundId, how: 'cash', reference: 'till 3' } as const
    expect(other.otherWay.record(note)).toMatchObject({
      error: {
        code: 'not_changeable',
        message: expect.stringContaining('give back $22.00, which covers the $20.00 of this one'),
      },
    })
  })

  test('what an order is about to give back is not noted as paid another way, and is said', async () => {
    const life = openLife()
    const { payment, refundId } = await refunded('pm_card_refundFail', life)
    bench.simulator.clock.advance(60)
    await life.hear()
    const again = anOrder(payment, 2000)
    await life.refunds.place(again)
    const note = { deskId, noteId: randomUUID(), refundId, how: 'cash', reference: 'till 3' } as const
    expect(life.otherWay.record(note)).toMatchObject({
      error: {
        code: 'order_blocked',
        message: expect.stringMatching(/still under way.*Nothing was recorded\.$/),
      },
    })
    life.refunds.undo(again.orderId)
    expect(life.otherWay.record(note)).toMatchObject({ ok: true })
  })

  test('money that may still come from Stripe is not noted as paid another way', async () => {
    const life = openLife()
    const { refundId } = await refunded('pm_card_pendingRefund', life)
    const note = { deskId, noteId: randomUUID(), refundId, how: 'cash', reference: 'till 3' } as const
    expect(life.otherWay.record(note)).toMatchObject({ error: { code: 'not_changeable' } })
    expect(life.otherWay.record({ ...note, refundId: 're_Unknown' })).toMatchObject({
      error: { code: 'not_found' },
    })
  })
})

describe('an outcome that is not known', () => {
  test('is shown as unknown until the refund is found, and then once', async () => {
    const life = openLife()
    const payment = await bench.pay(5000)
    const request = anOrder(payment, 2000)
    await life.refunds.place(request)
    script(bench, 'POST', '/v1/refunds', ...Array.from({ length: 20 }, () => 'refuse' as const))
    await life.refunds.sendNow(request.orderId)
    const unsure = life.list({ state: ['unknown', 'sent'] })
    bench.simulator.chaos.script.length = 0
    await life.refunds.reconcile(request.orderId)
    await life.hear()
    expect(only(unsure)).toMatchObject({ id: request.orderId, state: 'unknown', next: expect.stringContaining('Check again') })
    expect(life.counts()).toEqual({ succeeded: 1 })
  }) // prettier-ignore
})

describe('a refund from an invoice', () => {
  test('is checked for the payment that paid it, and for no other', async () => {
    const life = openLife()
    const payment = await bench.pay(5000)
    life.projector.takeNow([
      { object: { id: 'inpay_1', object: 'invoice_payment', invoice: 'in_1', payment: { type: 'payment_intent', payment_intent: payment.id }, status: 'paid', currency: 'usd', amount_paid: 5000, amount_requested: 5000, is_default: true, created: 1 }, asOf: 1 },
    ]) // prettier-ignore
    expect(await life.refunds.preflight('in_1')).toMatchObject({
      value: { paymentIntentId: payment.id, amountRefundable: 5000 },
    })
    expect(await life.refunds.preflight('in_2')).toMatchObject({ error: { code: 'not_found' } })
  })
})
