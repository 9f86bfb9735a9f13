// The rules by which a desk judges access, and the notes on letters: the newest holds, all stay, each is in the audit, and a locked desk
// writes none.
import { expect, test } from 'vitest'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { draftMarker } from '../../../electron/engine/letters/drafts.ts'
import { accessPolicySetter } from '../../../electron/engine/subscriptions/policy.ts'
import { readEvent } from '../../../electron/store/events/read-event.ts'
import { tablesOf } from '../../../electron/store/projections/tables.ts'
import { accessPolicy } from '../../../electron/store/queries/access/access-policy.ts'
import { failure, schemas, type Failure } from '../../../src/contract/index.ts'
import { aStore, deskId } from './desk.ts'

function openRooms(store = aStore()) {
  const clock = { now: 1000 }
  const locked: { by: Failure | null } = { by: null }
  const now = (): number => clock.now
  const audit = openAudit(store.journal, { now, operator: 'ada' })
  const written = { cache: store.cache, journal: store.journal, audit, whyLocked: () => locked.by, now }
  const setPolicy = accessPolicySetter(written)
  const markDraft = draftMarker(written)
  return {
    ...store,
    clock,
    locked,
    set: (graceDays: number, onWhileCollectionPaused: boolean) =>
      setPolicy({ deskId, policy: { graceDays, onWhileCollectionPaused } }),
    mark: (invoiceId: string, eventId: string, as: 'sent' | 'dismissed') =>
      markDraft({ deskId, invoiceId, eventId, as }),
    rows: (table: string) =>
      store.journal.prepare<[], object>(`SELECT * FROM ${table} ORDER BY number`).all(),
    audited: () =>
      store.journal.prepare<[], { kind: string; text: string }>('SELECT kind, text FROM audit').all(),
  }
}

test('the newest policy holds, the same again writes nothing, and none is ever changed', () => {
  const { set, journal, rows, audited, locked } = openRooms()
  expect(accessPolicy(journal)).toEqual({ graceDays: 7, onWhileCollectionPaused: true })
  expect(set(7, true)).toMatchObject({ ok: true })
  expect(rows('access_policies')).toEqual([])
  const answer = set(14, false)
  expect(answer.ok && schemas['access.setPolicy'].reply.parse(answer.value)).toEqual({
    graceDays: 14,
    onWhileCollectionPaused: false,
  })
  set(14, false)
  set(1, true)
  expect(accessPolicy(journal)).toEqual({ graceDays: 1, onWhileCollectionPaused: true })
  expect(rows('access_policies')).toHaveLength(2)
  expect(audited().map(({ kind, text }) => `${kind}: ${text}`)).toEqual([
    'access_policy_set: Access stays on for 14 days after a payment failed, and is off while collection is paused.',
    'access_policy_set: Access stays on for 1 day after a payment failed, and is on while collection is paused.',
  ])
  expect(() => journal.exec('UPDATE access_policies SET grace_days = 90')).toThrow('never rewritten')
  expect(() => journal.exec('DELETE FROM access_policies')).toThrow('never deleted')
  locked.by = failure('locked', 'Unlock it first.').error
  expect(set(3, true)).toMatchObject({ error: { code: 'locked' } })
  expect(rows('access_policies')).toHaveLength(2)
})

/** An invoice of which a try failed. */
function failed(
  cache: ReturnType<typeof aStore>['cache'],
  eventId: string,
  created: number,
  attempts: number,
): void {
  const invoice = {
    id: 'in_1',
    object: 'invoice',
    status: 'open',
    number: 'F-1',
    customer: 'cus_1',
    created: 10,
    currency: 'eur',
    amount_due: 2400,
    amount_remaining: 2400,
    total: 2400,
    attempt_count: attempts,
  }
  const event = {
    id: eventId,
    object: 'event',
    type: 'invoice.payment_failed',
    created,
    data: { object: invoice },
  }
  const tables = tablesOf(cache)
  cache.transaction(() => {
    tables.tell(invoice, { asOf: created * 1000, said: 1 })
    tables.remember(readEvent(event)!)
    tables.derive()
  })()
}

test('a letter is marked once, and not after the payment failed again', () => {
  const { mark, cache, rows, audited, clock, locked, journal } = openRooms()
  failed(cache, 'evt_first', 100, 1)
  expect(mark('in_2', 'evt_first', 'sent')).toMatchObject({ error: { code: 'not_found' } })
  locked.by = failure('locked', 'Unlock it first.').error
  expect(mark('in_1', 'evt_first', 'sent')).toMatchObject({ error: { code: 'locked' } })
  locked.by = null
  const answer = mark('in_1', 'evt_first', 'sent')
  expect(answer.ok && schemas['draft.mark'].reply.parse(answer.value)).toMatchObject({
    state: 'sent',
    markedBy: 'ada',
    markedAt: 1000,
  })
  clock.now = 2000
  expect(mark('in_1', 'evt_first', 'sent')).toMatchObject({ value: { markedAt: 1000 } })
  expect(mark('in_1', 'evt_first', 'dismissed')).toMatchObject({
    value: { state: 'dismissed', markedAt: 2000 },
  })
  failed(cache, 'evt_second', 200, 2)
  expect(mark('in_1', 'evt_first', 'sent')).toMatchObject({ error: { code: 'order_conflict' } })
  expect(mark('in_1', 'evt_second', 'sent')).toMatchObject({ value: { state: 'sent', attempts: 2 } })
  expect(rows('draft_marks')).toHaveLength(3)
  expect(audited().map(({ text }) => text)).toEqual([
    'Letter to the customer marked as sent.',
    'Letter to the customer dismissed.',
    'Letter to the customer marked as sent.',
  ])
  expect(() => journal.exec(`UPDATE draft_marks SET marked_as = 'sent'`)).toThrow('stays so')
  expect(() => journal.exec('DELETE FROM draft_marks')).toThrow('never deleted')
})
