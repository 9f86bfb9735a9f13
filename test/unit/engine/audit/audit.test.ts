// The audit is written with what it speaks of or not at all, follows on, and keeps no secret.
import { describe, expect, test } from 'vitest'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import * as deskNotes from '../../../../electron/engine/audit/desk-notes.ts'
import * as orderNotes from '../../../../electron/engine/audit/order-notes.ts'
import { openJournalOf } from '../../../../electron/engine/journal/orders.ts'
import { chainBegin, hashOfEntry } from '../../../../electron/store/audit/chain.ts'
import { verifyAudit, walkAudit } from '../../../../electron/store/audit/read-audit.ts'
import { auditEntrySchema, failure, type Failure } from '../../../../src/contract/index.ts'
import { aStore, anOrder } from '../../../integration/engine/desk.ts'

const now = (): number => 1_795_000_000_000
const times = { placedAt: now(), sendAt: now() + 8000 }
const payment = { id: 'pi_1', currency: 'eur' }

function open(operator = 'ada') {
  const { journal: database } = aStore()
  const audit = openAudit(database, { now, operator })
  const entries = () =>
    [...walkAudit(database)].map((entry) => ({
      ...entry,
      detail: JSON.parse(entry.detail) as Record<string, unknown>,
    }))
  return { database, audit, entries, journal: openJournalOf(database, now, audit) }
}

const plain = { kind: 'tables_rebuilt', subject: null, text: 'Rebuilt.', detail: {} } as const

describe('an entry', () => {
  test('follows the one before and is hashed as the contract says', () => {
    const { audit, database } = open()
    expect(audit.isEmpty()).toBe(true)
    const first = audit.append(plain)
    const second = audit.append({
      ...plain,
      subject: 'x',
      detail: { b: 1, a: [true, null, 'é'], c: undefined },
    })
    expect(first).toMatchObject({ seq: 1, previous: chainBegin, operator: 'ada', at: now() })
    expect(second).toMatchObject({ seq: 2, previous: first.hash, detail: '{"a":[true,null,"é"],"b":1}' })
    expect(second.hash).toBe(hashOfEntry(second))
    expect([...walkAudit(database)].map((entry) => auditEntrySchema.parse(entry))).toEqual([first, second])
    expect(audit.isEmpty()).toBe(false)
  })

  test('reads back as it was hashed, whatever letters it is made of', () => {
    const { audit, database } = open('a\u0000d\ud800a\n')
    audit.append({
      ...plain,
      subject: '\udfff',
      text: 'a\u0000b\r\n\u0085c\ud83d\ude00',
      detail: { x: '\ud800\u0000' },
    })
    expect(verifyAudit(database).broken).toBeNull()
  })

  test.each([
    ['is never rewritten', 'UPDATE audit SET text = text', /append-only/],
    ['is never removed', 'DELETE FROM audit', /append-only/],
    [
      'is never replaced',
      'INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE seq = 1',
      /follows the one before|append-only/,
    ],
    [
      'leaves no gap',
      'INSERT INTO audit SELECT seq + 2, at, operator, kind, subject, text, detail, hash, hash FROM audit',
      /follows the one before/,
    ],
    [
      'names the one before',
      'INSERT INTO audit SELECT seq + 1, at, operator, kind, subject, text, detail, previous, hash FROM audit',
      /follows the one before/,
    ],
  ])('%s while the triggers stand', (_name, sql, refusal) => {
    const { audit, database } = open()
    audit.append(plain)
    expect(() => database.exec(sql)).toThrow(refusal)
    expect(verifyAudit(database)).toMatchObject({ entries: 1, broken: null })
  })
})

describe('an order', () => {
  test('is in the chain with who placed it, its digest and key, and every step it took', () => {
    const { journal, entries, database } = open()
    const order = anOrder(payment, 2000, { note: 'a note of the operator' })
    journal.place(order, times, 'Ada Lovelace')
    journal.move(order.orderId, ['held'], { state: 'sending', sentAt: 1, attempts: 1 })
    const { error } = failure('stripe_failed', 'Words.', {
      code: 'lock_timeout',
      requestId: 'req_a',
      status: 500,
    })
    journal.move(order.orderId, ['sending'], { state: 'unknown', problem: error, requestIds: ['req_a'] })
    journal.move(order.orderId, ['unknown'], {
      state: 'done',
      refundId: 're_1',
      refundStatus: 'pending',
      problem: null,
      requestIds: ['req_a', 'req_b'],
    })
    journal.move(order.orderId, ['done'], { state: 'done', refundStatus: 'succeeded' })
    const row = database.prepare<[], { digest: string; request_ids: string }>('SELECT * FROM orders').get()!
    expect(entries()).toMatchObject([
      {
        kind: 'order_placed',
        subject: order.orderId,
        operator: 'ada',
        detail: {
          amount: 2000,
          currency: 'eur',
          reason: 'requested_by_customer',
          digest: row.digest,
          idempotencyKey: `bursar-refund-${order.orderId}`,
        },
      },
      { kind: 'order_changed', detail: { before: { state: 'held' }, after: { state: 'sending' } } },
      {
        detail: {
          before: { state: 'sending' },
          after: { state: 'unknown' },
          requestIds: ['req_a'],
          problem: { code: 'stripe_failed', stripeCode: 'lock_timeout', requestId: 'req_a', status: 500 },
        },
      },
      {
        detail: {
          after: { state: 'done', refundId: 're_1', refundStatus: 'pending' },
          requestIds: ['req_b'],
          problem: null,
        },
      },
      { detail: { before: { refundStatus: 'pending' }, after: { refundStatus: 'succeeded' } } },
    ])
    expect(entries().map(({ text }) => text)).toEqual([
      `Ordered: refund of 20.00 EUR on ${order.paymentIntentId}.`,
      `Sent to Stripe: refund of 20.00 EUR on ${order.paymentIntentId}.`,
      `Outcome not known (stripe_failed): refund of 20.00 EUR on ${order.paymentIntentId}.`,
      `Made by Stripe (pending): refund of 20.00 EUR on ${order.paymentIntentId}, re_1.`,
      `Changed at Stripe (succeeded): refund of 20.00 EUR on ${order.paymentIntentId}, re_1.`,
    ])
    expect(JSON.parse(row.request_ids)).toEqual(['req_a', 'req_b'])
    expect(verifyAudit(database).broken).toBeNull()
  })

  test('whose refund turns up after it was taken for refused says so', () => {
    const { journal, entries } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    journal.move(order.orderId, ['held'], { state: 'refused' })
    journal.move(order.orderId, ['refused'], { state: 'done', refundId: 're_1', refundStatus: 'succeeded' })
    expect(entries().at(-1)?.text).toBe(
      `Made by Stripe after all (succeeded): refund of 1.00 EUR on ${order.paymentIntentId}, re_1.`,
    )
  })

  test('that Stripe was too busy to take is not said to be never sent', () => {
    const { journal, entries } = open()
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    journal.move(order.orderId, ['held'], { state: 'sending', sentAt: 1 })
    const problem = { code: 'locked', message: 'Locked.' } as const
    expect(journal.move(order.orderId, ['sending'], { state: 'withdrawn', problem })?.sentAt).toBeNull()
    expect(entries().at(-1)?.text).toBe(
      `Withdrawn, not taken by Stripe (locked): refund of 1.00 EUR on ${order.paymentIntentId}.`,
    )
  })

  test('that is asked for again, by whoever, is the order as it stands, and no second entry', () => {
    const { journal, database, entries } = open('ada')
    const order = anOrder(payment, 100)
    journal.place(order, times, null)
    const bob = openJournalOf(database, now, openAudit(database, { now, operator: 'bob' }))
    expect(bob.place(order, times, null)).toMatchObject({ ok: true, value: { id: order.orderId } })
    expect(bob.contentsOf(order.orderId)?.payload.metadata.bursar_operator).toBe('ada')
    expect(entries()).toHaveLength(1)
  })

  test('and its entry are written both or neither', () => {
    const { journal, database, entries, audit } = open()
    const order = anOrder(payment, 100)
    const logged = (): unknown => database.prepare('SELECT count(*) FROM order_log').pluck().get()
    database.exec(
      `CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    )
    expect(() => journal.place(order, times, null)).toThrow('disk full')
    expect([journal.find(order.orderId), logged(), entries().length]).toEqual([null, 0, 0])
    database.exec('DROP TRIGGER full_disk')
    journal.place(order, times, null)

    database.exec(
      `CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    )
    expect(() => journal.move(order.orderId, ['held'], { state: 'sending' })).toThrow('disk full')
    expect([journal.find(order.orderId)?.state, logged(), entries().length]).toEqual(['held', 1, 1])
    database.exec('DROP TRIGGER full_disk')

    const later = database.transaction(() => {
      audit.append(plain)
      throw new Error('something after it')
    })
    expect(() => later()).toThrow('something after it')
    expect(entries()).toHaveLength(1)
  })
})

test('no secret is in any entry, wherever it was put', () => {
  const { audit, journal, database } = open('whsec_canaryOfTheOperator')
  const canaries = [
    'sk_test_canary1234567890',
    'rk_live_canary1234567890',
    'whsec_canary1234567890',
    'pi_1_secret_canary1234567890',
    'Authorization: Bearer canary1234567890',
  ]
  const facts = { accountId: 'acct_1', mode: 'test', keyType: 'secret' } as const
  for (const canary of canaries) {
    const error: Failure = failure('stripe_refused', canary, {
      message: canary,
      code: canary,
      requestId: canary,
    }).error
    const order = anOrder({ id: `pi_${canary}`, currency: 'eur' }, 100, {
      note: canary,
      customerLabel: canary,
    })
    journal.place(order, times, canary)
    journal.move(order.orderId, ['held'], { state: 'refused', problem: error, requestIds: [canary] })
    for (const note of [
      orderNotes.orderDenied({ ...order, reason: canary }, error),
      deskNotes.deskConnected({ ...facts, accountId: canary }, { ordersBefore: 1 }),
      deskNotes.keyReplaced({ ...facts, accountId: canary }),
      deskNotes.signingSecretChanged('added', canary),
      {
        kind: 'tables_rebuilt',
        subject: canary,
        text: canary,
        detail: { [`at`]: [canary, { deep: canary }] },
      } as const,
    ])
      audit.append(note)
  }
  const kept = JSON.stringify([...walkAudit(database)])
  expect(kept.length).toBeGreaterThan(1000)
  expect(kept).not.toMatch(/canary/i)
  expect(verifyAudit(database).broken).toBeNull()
})
