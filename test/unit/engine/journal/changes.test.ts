// The journal of changes keeps what was ordered, exactly and once, and nothing else may happen to it than the allowed.
import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import { openChangeJournal } from '../../../../electron/engine/journal/changes.ts'
import type { ChangeIntent } from '../../../../electron/engine/journal/change-digest.ts'
import { progressOf } from '../../../../electron/store/backup.ts'
import { verifyAudit } from '../../../../electron/store/audit/read-audit.ts'
import { listChanges } from '../../../../electron/store/queries/orders/changes.ts'
import { failure, orderStates, type Change, type OrderState } from '../../../../src/contract/index.ts'
import { aStore, deskId } from '../../../integration/engine/desk.ts'
import { isAllowed, pairs, wayTo } from './moves.support.ts'

const at = 1_795_000_000_000
const times = { placedAt: at, sendAt: at + 8000 }
const change: Change = {
  kind: 'customer_default_method',
  customerId: 'cus_1',
  paymentMethodId: 'pm_1',
}

function anIntent(more: Partial<ChangeIntent> = {}): ChangeIntent {
  return {
    orderId: randomUUID(),
    deskId,
    change,
    objectId: 'cus_1',
    blocks: 'cus_1',
    payload: { invoice_settings: { default_payment_method: 'pm_1' } },
    base: 'pm_0',
    words: 'Visa •••• 4242 becomes the default.',
    subject: 'Ada',
    note: null,
    ...more,
  }
}

function open() {
  const database = aStore().journal
  const audit = openAudit(database, { now: () => at, operator: 'ada' })
  return { database, journal: openChangeJournal(database, () => at, audit) }
}

describe('placing', () => {
  test('the same order twice gives it as it stands', () => {
    const { journal } = open()
    const intent = anIntent()
    expect(journal.place(intent, times)).toMatchObject({
      ok: true,
      value: { state: 'held', subject: 'Ada', operator: 'ada', change },
    })
    journal.move(intent.orderId, ['held'], { state: 'withdrawn' })
    expect(journal.place(intent, times)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(journal.again(intent)).toMatchObject({ value: { state: 'withdrawn' } })
    expect(journal.again(anIntent())).toBeNull()
  })

  test.each<[string, Partial<ChangeIntent>]>([
    ['another method', { change: { ...change, paymentMethodId: 'pm_2' } }],
    ['another customer', { change: { ...change, customerId: 'cus_2' } }],
    ['another kind', { change: { kind: 'detach_method', paymentMethodId: 'pm_1' } }],
    ['another note', { note: 'x' }],
    ['another desk', { deskId: 'acct_2-test' }],
  ])('the same number with %s is a conflict, and changes nothing', (_, more) => {
    const { journal } = open()
    const intent = anIntent()
    journal.place(intent, times)
    expect(journal.place({ ...intent, ...more }, times)).toMatchObject({ error: { code: 'order_conflict' } })
    expect(journal.find(intent.orderId)).toMatchObject({ change, note: null, deskId })
  })

  test.each<[OrderState[]]>([[[]], [['sending']], [['sending', 'unknown']]])(
    'a second order on an object whose first went through %j waits',
    (states) => {
      const { journal } = open()
      const first = anIntent()
      journal.place(first, times)
      for (const state of states) journal.move(first.orderId, ['held', 'sending', 'unknown'], { state })
      expect(journal.place(anIntent(), times)).toMatchObject({ error: { code: 'order_blocked' } })
      expect(journal.blocking('cus_1')?.id).toBe(first.orderId)
      expect(journal.place(anIntent({ blocks: 'cus_2' }), times).ok).toBe(true)
    },
  )

  test('the table itself holds one open order per object, whoever writes', () => {
    const { journal, database } = open()
    journal.place(anIntent(), times)
    const columns = `desk_id, kind, state, object_id, blocks, request, payload, words, operator, digest, placed_at, send_at`
    const copy = database.prepare(
      `INSERT INTO changes (id, idempotency_key, ${columns}) SELECT 'other', 'other key', ${columns} FROM changes`,
    )
    expect(() => copy.run()).toThrow(/UNIQUE/)
  })

  test('an order and its entry in the audit are written together, or neither', () => {
    const { journal, database } = open()
    database.exec(`CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
    const intent = anIntent()
    expect(() => journal.place(intent, times)).toThrow('disk full')
    expect(journal.find(intent.orderId)).toBeNull()
    database.exec('DROP TRIGGER full')
    journal.place(intent, times)
    journal.move(intent.orderId, ['held'], { state: 'sending', sentAt: at })
    const texts = database.prepare<[], string>('SELECT text FROM audit ORDER BY seq').pluck().all()
    expect(texts).toEqual(['Ordered: pm_1 as default of cus_1.', 'Sent to Stripe: pm_1 as default of cus_1.'])
    expect(verifyAudit(database)).toMatchObject({ entries: 2, broken: null })
  })

  test('a backup with more of them is further on', () => {
    const { journal, database } = open()
    const before = progressOf(database)
    journal.place(anIntent(), times)
    expect(progressOf(database)).toEqual({
      logged: before.logged + 1,
      placed: before.placed + 1,
      audited: before.audited + 1,
    })
  })
})

describe('moving', () => {
  test.each(pairs)('from %s to %s is allowed or impossible, as the design says', (from, to) => {
    const { journal } = open()
    const { orderId, ...intent } = anIntent()
    journal.place({ orderId, ...intent }, times)
    for (const state of wayTo[from]) journal.move(orderId, [...orderStates], { state })
    const move = (): unknown => {
      try {
        return journal.move(orderId, [from], { state: to })?.state
      } catch (error) {
        return error instanceof Error ? error.message : error
      }
    }
    const mayMove = isAllowed(from, to)
    expect(move()).toBe(mayMove ? to : 'an order can not go from this state to that one')
    expect(journal.find(orderId)?.state).toBe(mayMove ? to : from)
  })

  test('two senders of one order: the second one stops here', () => {
    const { journal, database } = open()
    const { orderId } = (() => {
      const intent = anIntent()
      journal.place(intent, times)
      return intent
    })()
    expect(journal.move(orderId, ['held'], { state: 'sending', sentAt: 5, attempts: 1 })).not.toBeNull()
    expect(journal.move(orderId, ['held'], { state: 'sending' })).toBeNull()
    expect(() => database.exec(`UPDATE changes SET state = 'sending'`)).toThrow(/can not go/)
    journal.move(orderId, ['sending'], { state: 'unknown' })
    expect(journal.move(orderId, ['unknown'], { state: 'sending', sentAt: 99 })?.sentAt).toBe(5)
    expect(journal.contentsOf(orderId)?.lastAttemptAt).toBe(99)
  })

  test('what is known of an order that stays as it is may change', () => {
    const { journal } = open()
    const { orderId } = (() => {
      const intent = anIntent()
      journal.place(intent, times)
      return intent
    })()
    const { error } = failure('stripe_unreachable', 'Out of reach.')
    journal.move(orderId, ['held'], { state: 'sending' })
    journal.move(orderId, ['sending'], { state: 'unknown', problem: error, requestIds: ['req_1'] })
    expect(journal.move(orderId, ['unknown'], { state: 'unknown', problem: error })?.problem).toEqual(error)
    const result = { url: 'https://pay.example.com/1' }
    journal.move(orderId, ['unknown'], { state: 'done', problem: null, resultId: 'cus_1', result })
    expect(journal.unconfirmed().map(({ id }) => id)).toEqual([orderId])
    expect(journal.move(orderId, ['done'], { state: 'done', eventId: 'evt_1' })).toMatchObject({
      problem: null,
      result,
      confirmedByEvent: true,
    })
    expect(journal.unconfirmed()).toEqual([])
  })
})

describe('the contents', () => {
  const immutable: [string, unknown][] = [
    ['payload', '{}'],
    ['request', '{}'],
    ['base', null],
    ['words', 'something else'],
    ['note', 'something else'],
    ['operator', 'somebody else'],
    ['object_id', 'cus_2'],
    ['blocks', 'cus_2'],
    ['kind', 'detach_method'],
    ['digest', 'a'.repeat(64)],
    ['idempotency_key', 'another'],
  ]

  test.each(immutable)(
    '%s can not be altered while the triggers stand, and is noticed where they were dropped',
    (column, value) => {
      const { journal, database } = open()
      const intent = anIntent()
      journal.place(intent, times)
      expect(journal.contentsOf(intent.orderId)).toEqual({
        change,
        payload: intent.payload,
        base: 'pm_0',
        idempotencyKey: `bursar-customer_default_method-${intent.orderId}`,
        lastAttemptAt: 0,
      })
      const alter = (): unknown => database.prepare(`UPDATE changes SET ${column} = ?`).run(value)
      expect(alter).toThrow(/never changes/)
      database.exec('DROP TRIGGER changes_say_what_they_said')
      alter()
      expect(journal.contentsOf(intent.orderId)).toBeNull()
    },
  )

  test('orders and their log are never deleted', () => {
    const { journal, database } = open()
    journal.place(anIntent(), times)
    expect(() => database.exec('DELETE FROM changes')).toThrow(/never deleted/)
    expect(() => database.exec('DELETE FROM change_log')).toThrow(/append-only/)
    expect(() => database.exec('UPDATE change_log SET at = 0')).toThrow(/append-only/)
  })
})

test('the list walks all of them, newest first, and narrows by state, kind and object', () => {
  const { journal, database } = open()
  const ids = ['cus_1', 'cus_2', 'cus_3'].map((objectId) => {
    const intent = anIntent({ objectId, blocks: objectId })
    journal.place(intent, times)
    return intent.orderId
  })
  journal.move(ids[0]!, ['held'], { state: 'withdrawn' })
  const list = (more: object) => {
    const page = listChanges(database, { deskId, limit: 100, ...more })
    if (!page.ok) throw new Error(page.error.message)
    return page.value
  }
  expect(list({}).rows.map(({ id }) => id)).toEqual(ids.toReversed())
  expect(list({ state: ['held'] }).rows).toHaveLength(2)
  expect(list({ objectId: 'cus_2' }).rows.map(({ id }) => id)).toEqual([ids[1]])
  expect(list({ kind: ['detach_method'] }).rows).toEqual([])
  const first = list({ limit: 2 })
  expect(first.rows).toHaveLength(2)
  expect(list({ limit: 2, after: first.next }).rows.map(({ id }) => id)).toEqual([ids[0]])
})
