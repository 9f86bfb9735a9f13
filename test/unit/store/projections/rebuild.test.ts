// What comes in while the tables are made again is judged as at any other time.
import { expect, test } from 'vitest'
import { eventLogOf } from '../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../electron/store/events/read-event.ts'
import { applyEvent } from '../../../../electron/store/projections/apply-event.ts'
import { kinds } from '../../../../electron/store/projections/kinds.ts'
import { said, type Said } from '../../../../electron/store/projections/precedence.ts'
import { dueReads } from '../../../../electron/store/projections/reads-due.ts'
import { rebuildOf } from '../../../../electron/store/projections/rebuild.ts'
import type { StripeObject } from '../../../../electron/store/projections/kind.ts'
import { tablesOf } from '../../../../electron/store/projections/tables.ts'
import { aCache, aCharge, aCustomer, anEvent, anIntent, row } from './tables.support.ts'

function aRebuild() {
  const cache = aCache()
  const tables = tablesOf(cache, { readAt: () => 0 })
  const log = eventLogOf(cache)
  const rebuild = rebuildOf({
    database: cache,
    tables,
    log,
    retell: (logged) => void applyEvent(tables, readEvent(JSON.parse(logged.json()))!, true),
  })
  /** `created` in seconds. */
  function happen(type: string, object: object, created: number): void {
    const body = anEvent(type, object, created)
    const event = readEvent(body)!
    applyEvent(tables, event)
    log.add(event, JSON.stringify(body), { source: 'webhook', receivedAt: 1 }, applied)
  }
  const customer = () => row(cache, 'customers', 'cus_1')!
  const pointOf = (): number =>
    cache
      .prepare<[], number>(`SELECT json_extract(value, '$.kind') FROM sync_state WHERE name = 'rebuild'`)
      .pluck()
      .get() ?? 0
  return {
    happen,
    customer,
    tell: (object: StripeObject, asOf: number, how: Said = said.read) =>
      tables.tell(object, { asOf, said: how }),
    payment: () => row(cache, 'payment_intents', 'pi_1'),
    /** As if rows had been made otherwise. */
    spoil: (how = `UPDATE customers SET name = 'Wrong'`) => cache.exec(how),
    derive: tables.derive,
    due: () => dueReads(cache).count(),
    /** Up to where the rows have been gone through and nothing was told again. */
    beginRebuild() {
      rebuild.begin()
      while (Number(customer()['as_of']) >= 0) rebuild.step()
    },
    /** Up to where all rows have been gone through. */
    beginRebuildAfterRows() {
      rebuild.begin()
      while (pointOf() < kinds.length) rebuild.step()
    },
    /** As if it had been begun by an earlier version. */
    olderApp: () =>
      cache.exec(`UPDATE sync_state SET value = json_remove(value, '$.version') WHERE name = 'rebuild'`),
    isPending: rebuild.pending,
    endRebuild() {
      while (rebuild.step());
    },
  }
}

const applied = { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null } as const

test.each([false, true])(
  'a read that crosses an event is to be read again (made again meanwhile: %s)',
  (rebuilding) => {
    const desk = aRebuild()
    desk.happen('customer.updated', aCustomer({ name: 'New' }), 20)
    if (rebuilding) desk.beginRebuild()
    // Looked up before the event, dated after it.
    desk.tell(aCustomer({ name: 'Old' }), 23_000)
    if (rebuilding) desk.endRebuild()
    expect(desk.due()).toBe(1)
    expect(desk.customer()).toMatchObject({ name: 'Old', as_of: 23_000 })
  },
)

test('a read that crosses nothing is not, however much is told again after it', () => {
  const desk = aRebuild()
  desk.happen('customer.created', aCustomer({ name: 'First' }), 10)
  desk.happen('customer.updated', aCustomer({ name: 'Second' }), 15)
  desk.beginRebuild()
  desk.tell(aCustomer({ name: 'Read' }), 30_000)
  desk.endRebuild()
  expect(desk.due()).toBe(0)
  expect(desk.customer()).toMatchObject({ name: 'Read', as_of: 30_000 })
})

test('an event that comes late takes the place of nothing that is later', () => {
  const desk = aRebuild()
  desk.happen('customer.updated', aCustomer({ name: 'New' }), 20)
  desk.beginRebuild()
  desk.happen('customer.updated', aCustomer({ name: 'Late' }), 12)
  expect(desk.customer()).toMatchObject({ name: 'New' })
  desk.endRebuild()
  expect(desk.customer()).toMatchObject({ name: 'New', as_of: 20_000 })
  expect(desk.due()).toBe(0)
})

test('a row that is said to be the same meanwhile is made again all the same', () => {
  const desk = aRebuild()
  desk.happen('customer.updated', aCustomer(), 20)
  desk.beginRebuild()
  desk.spoil()
  desk.tell(aCustomer(), 30_000)
  desk.endRebuild()
  expect(desk.customer()).toMatchObject({ name: 'Ada Lovelace', as_of: 30_000 })
})

test('begun again before it ended, it ends the same', () => {
  const desk = aRebuild()
  desk.happen('customer.updated', aCustomer(), 20)
  desk.beginRebuild()
  desk.beginRebuild()
  desk.endRebuild()
  expect(desk.customer()).toMatchObject({ as_of: 20_000, said: said.event, whole: 1 })
})

test('interrupted by a newer version of the app, it begins anew: rows it had dealt with have the older form', () => {
  const desk = aRebuild()
  desk.tell(aCustomer(), 20_000)
  desk.beginRebuildAfterRows()
  desk.spoil()
  desk.olderApp()
  desk.endRebuild()
  expect(desk.customer()).toMatchObject({ name: 'Ada Lovelace', as_of: 20_000 })
  expect(desk.isPending()).toBe(false)
})

test('a payment that was called disputed for good is not any more once its dispute was won', () => {
  const desk = aRebuild()
  const dispute = { id: 'dp_1', object: 'dispute', charge: 'ch_1', payment_intent: 'pi_1', amount: 4990, currency: 'eur', reason: 'fraudulent', created: 20 } // prettier-ignore
  desk.happen('payment_intent.succeeded', anIntent(), 10)
  desk.tell(aCharge({ disputed: true }), 12_000)
  desk.happen('charge.dispute.closed', { ...dispute, status: 'won' }, 20)
  desk.derive()
  const asItIsTold = desk.payment()
  expect(asItIsTold).toMatchObject({ status: 'succeeded', disputed: 0 })
  desk.spoil(`UPDATE payment_intents SET status = 'disputed', disputed = 1`)
  desk.beginRebuildAfterRows()
  desk.endRebuild()
  desk.derive()
  expect(desk.payment()).toEqual(asItIsTold)
})
