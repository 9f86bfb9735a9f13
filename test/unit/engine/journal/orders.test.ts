// The journal keeps what was ordered, exactly and once, and nothing else may happen to it than the allowed.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { operatorName } from '../../../../electron/operator.ts'
import { openJournalOf } from '../../../../electron/engine/journal/orders.ts'
import {
  digestOf,
  idempotencyKeyOf,
  refundPayload,
} from '../../../../electron/engine/journal/order-digest.ts'
import { failure, orderStates, type OrderState } from '../../../../src/contract/index.ts'
import { aStore, anOrder } from '../../../integration/engine/desk.ts'
import { isAllowed, pairs, wayTo } from './moves.support.ts'

const times = { placedAt: 1_795_000_000_000, sendAt: 1_795_000_008_000 }
const payment = { id: 'pi_1', currency: 'eur' }

function open() {
  const store = aStore()
  return { ...store, database: store.journal, journal: openJournalOf(store.journal, () => 1_795_000_000_000) }
}

describe('placing', () => {
  test('the same order twice gives it as it stands', () => {
    const { journal } = open()
    const order = anOrder(payment, 100)
    const first = journal.place(order, times, 'Ada')
    journal.move(order.orderId, ['held'], { state: 'withdrawn' })
    expect(first).toMatchObject({ ok: true, value: { state: 'held', customerLabel: 'Ada' } })
    expect(journal.place(order, times, 'someone else')).toMatchObject({
      value: { state: 'withdrawn', customerLabel: 'Ada' },
    })
  })

  test.each([
    [{ amount: 101 }],
    [{ currency: 'usd' }],
    [{ paymentIntentId: 'pi_2' }],
    [{ reason: 'duplicate' as const }],
    [{ reason: null }],
    [{ note: 'x' }],
    [{ deskId: 'acct_2-test' }],
  ])('the same number with %j is a conflict, and changes nothing', (change) => {
    const { journal } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    expect(journal.place({ ...order, ...change }, times, null)).toMatchObject({
      error: { code: 'order_conflict' },
    })
    expect(journal.find(order.orderId)).toMatchObject({
      amount: 100,
      currency: 'eur',
      paymentIntentId: 'pi_1',
    })
  })

  test.each<[OrderState[]]>([[[]], [['sending']], [['sending', 'unknown']]])(
    'a second order on a payment whose first went through %j waits',
    (states) => {
      const { journal } = open()
      const first = anOrder(payment, 100)
      journal.place(first, times, null)
      for (const state of states) journal.move(first.orderId, ['held', 'sending', 'unknown'], { state })
      expect(journal.place(anOrder(payment, 1), times, null)).toMatchObject({
        error: { code: 'order_blocked' },
      })
      expect(journal.place(anOrder({ ...payment, id: 'pi_2' }, 1), times, null).ok).toBe(true)
    },
  )

  test('the table itself holds one open order per payment, whoever writes', () => {
    const { journal, database } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    const copy = database.prepare(
      `INSERT INTO orders (id, desk_id, kind, state, object_id, amount, currency, payload, digest, idempotency_key, placed_at, send_at)
       SELECT 'other', desk_id, kind, state, object_id, amount, currency, payload, digest, 'other key', placed_at, send_at FROM orders`,
    )
    expect(() => copy.run()).toThrow(/UNIQUE/)
  })
})

describe('moving', () => {
  test.each(pairs)('from %s to %s is allowed or impossible, as the design says', (from, to) => {
    const { journal } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    for (const state of wayTo[from]) journal.move(order.orderId, [...orderStates], { state })
    expect(journal.find(order.orderId)?.state).toBe(from)
    const move = (): unknown => {
      try {
        return journal.move(order.orderId, [from], { state: to })?.state
      } catch (error) {
        return error instanceof Error ? error.message : error
      }
    }
    // Only a refund can turn up after its order ended without one.
    const turnsUp = to === 'done' && (from === 'refused' || from === 'withdrawn')
    const mayMove = isAllowed(from, to) || turnsUp
    expect(move()).toBe(mayMove ? to : 'an order can not go from this state to that one')
    expect(journal.find(order.orderId)?.state).toBe(mayMove ? to : from)
  })

  test.each<[OrderState]>([['unknown'], ['done']])(
    'what is known of an order that stays %s may change',
    (state) => {
      const { journal } = open()
      const order = anOrder(payment, 100)
      journal.place(order, times, null)
      for (const step of wayTo[state]) journal.move(order.orderId, [...orderStates], { state: step })
      const { error } = failure('stripe_unreachable', 'Out of reach.')
      expect(journal.move(order.orderId, [state], { state, problem: error })).toMatchObject({
        state,
        problem: error,
      })
      expect(journal.move(order.orderId, [state], { state, problem: null })).toMatchObject({
        state,
        problem: null,
      })
    },
  )

  test('of two who move the same order one is told that it was too late', () => {
    const { journal } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    expect(journal.move(order.orderId, ['held'], { state: 'sending', sentAt: 5, attempts: 1 })).not.toBeNull()
    expect(journal.move(order.orderId, ['held'], { state: 'withdrawn' })).toBeNull()
    expect(journal.move('no such order', ['held'], { state: 'withdrawn' })).toBeNull()
  })

  test('the first sending counts for its age, however often it is sent again', () => {
    const { journal } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    journal.move(order.orderId, ['held'], { state: 'sending', sentAt: 5 })
    journal.move(order.orderId, ['sending'], { state: 'unknown' })
    expect(journal.move(order.orderId, ['unknown'], { state: 'sending', sentAt: 99 })?.sentAt).toBe(5)
    expect(journal.contentsOf(order.orderId)?.lastAttemptAt).toBe(99)
  })
})

test('what moved no money does not count as ordered, and everything else does from its moment on', () => {
  const { journal } = open()
  const { placedAt } = times
  const order = (amount: number, ...moves: Parameters<typeof journal.move>[2][]): void => {
    const asked = anOrder({ id: `pi_${amount}`, currency: 'eur' }, amount)
    journal.place(asked, times, null)
    for (const move of moves) journal.move(asked.orderId, orderStates, move)
  }
  const [sending, refused] = [{ state: 'sending' } as const, { state: 'refused' } as const]
  const done = (refundStatus: string) => ({ state: 'done', refundStatus }) as const
  order(1)
  order(2, sending)
  order(4, sending, { state: 'unknown' })
  for (const [place, status] of ['succeeded', 'pending', 'requires_action'].entries())
    order(8 << place, sending, done(status))
  for (const status of ['failed', 'canceled']) order(status.length * 1000, sending, done(status))
  order(10_000, { state: 'withdrawn' })
  order(20_000, sending, refused)
  expect(journal.orderedSince('eur', placedAt)).toBe(63)
  expect(journal.orderedSince('eur', placedAt + 1)).toBe(0)
  expect(journal.orderedSince('usd', placedAt)).toBe(0)
})

describe('the contents', () => {
  test.each(['note', 'reason'])(
    'an order whose %s was altered in the file is never given out for sending',
    (column) => {
      const { journal, database } = open()
      const order = anOrder(payment, 100)
      journal.place(order, times, null)
      expect(journal.contentsOf(order.orderId)?.payload).toEqual(
        refundPayload({ ...order, operator: operatorName() }),
      )
      database.prepare(`UPDATE orders SET ${column} = 'fraudulent'`).run()
      expect(journal.contentsOf(order.orderId)).toBeNull()
    },
  )

  test.each([
    ['amount', 999],
    ['payload', '{}'],
    ['digest', 'a'.repeat(64)],
    ['idempotency_key', 'another'],
    ['object_id', 'pi_2'],
    ['currency', 'usd'],
    ['operator', 'somebody else'],
    ['operator', null],
  ])(
    '%s can not be altered while the triggers stand, and is noticed where they were dropped',
    (column, value) => {
      const { journal, database } = open()
      const order = anOrder(payment, 100)
      journal.place(order, times, null)
      const alter = (): unknown => database.prepare(`UPDATE orders SET ${column} = ?`).run(value)
      expect(alter).toThrow(/never changes/)
      database.exec('DROP TRIGGER orders_say_what_they_said; DROP TRIGGER orders_keep_who_placed_them')
      alter()
      expect(journal.contentsOf(order.orderId)).toBeNull()
    },
  )

  test('orders and their log are never deleted', () => {
    const { journal, database } = open()
    journal.place(anOrder(payment, 100), times, null)
    expect(() => database.exec('DELETE FROM orders')).toThrow(/never deleted/)
    expect(() => database.exec('DELETE FROM order_log')).toThrow(/append-only/)
    expect(() => database.exec('UPDATE order_log SET at = 0')).toThrow(/append-only/)
  })

  test('two orders have one digest only if they are the same, and one key only if they have one number', () => {
    const intents = fc.record({
      orderId: fc.uuid(),
      deskId: fc.constantFrom('a', 'b'),
      paymentIntentId: fc.constantFrom('pi_1', 'pi_2'),
      amount: fc.integer({ min: 1, max: 3 }),
      currency: fc.constantFrom('eur', 'usd'),
      reason: fc.constantFrom(null, 'duplicate' as const),
      note: fc.constantFrom(null, 'a', 'b'),
      operator: fc.constantFrom(null, 'a', 'b'),
    })
    fc.assert(
      fc.property(intents, intents, (one, other) => {
        expect(digestOf(one) === digestOf(other)).toBe(JSON.stringify(one) === JSON.stringify(other))
        expect(idempotencyKeyOf(one.orderId) === idempotencyKeyOf(other.orderId)).toBe(
          one.orderId === other.orderId,
        )
        expect(idempotencyKeyOf(one.orderId).length).toBeLessThanOrEqual(255)
      }),
    )
  })
})
