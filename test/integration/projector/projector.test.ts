// Everything that comes in is in the log and in the tables, once; what fails is tried again and holds up nothing else.
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { aCharge, aCustomer, anEvent, anIntent, row } from '../../unit/store/projections/tables.support.ts'
import { statusMark } from '../../../electron/store/projections/search-marks.ts'
import { oddObjects } from '../../../electron/store/projections/odd-objects.ts'
import { eventLogOf } from '../../../electron/store/events/log.ts'
import type { StripeEvent } from '../../../electron/store/events/read-event.ts'
import { aDesk } from './projector.support.ts'

const aRefundEvent = (id: string) =>
  anEvent('refund.created', { id, object: 'refund', amount: 5, currency: 'eur', created: 1, status: 'x' })

/** Makes the database refuse this refund until it is called again with null. */
function forbid(desk: ReturnType<typeof aDesk>, id: string | null): void {
  desk.cache.exec('DROP TRIGGER IF EXISTS forbidden')
  if (id !== null)
    desk.cache.exec(
      `CREATE TRIGGER forbidden BEFORE INSERT ON refunds WHEN new.id = '${id}' BEGIN SELECT RAISE(ABORT, 'forbidden by the test'); END`,
    )
}

describe('from the inbox', () => {
  test('events reach log and tables, and the inbox is told how far', async () => {
    const desk = aDesk()
    desk.deliver(anEvent('charge.succeeded', aCharge()), anEvent('payment_intent.succeeded', anIntent()))
    await desk.projector.idle()
    expect(row(desk.cache, 'payment_intents', 'pi_1')).toMatchObject({ status: 'succeeded' })
    expect(desk.inbox.forgottenUpTo).toBe(2)
    expect(desk.projector.state()).toMatchObject({ inboxSeq: 2, waiting: 0, failed: 0, problem: null })
    expect(desk.seen).toHaveLength(2)
    expect(new Set(desk.changed)).toEqual(new Set(['charges', 'payment_intents']))
  })

  test('a second delivery is counted and changes nothing', async () => {
    const desk = aDesk()
    const event = anEvent('customer.created', aCustomer())
    desk.deliver(event, event)
    desk.deliver(event)
    await desk.projector.idle()
    expect(desk.state(event.id)).toMatchObject({ deliveries: 3, source: 'webhook' })
    expect([desk.projector.duplicates(), desk.projector.state().duplicates]).toEqual([2, 2])
    expect(desk.seen).toHaveLength(1)
  })

  test('an object that is not understood takes nothing from those that came before it in the same transaction', async () => {
    const desk = aDesk()
    const payment = (id: string, more: object = {}): object => ({
      id,
      object: 'payment_intent',
      amount: 500,
      currency: 'eur',
      created: 1_700_000_000,
      status: 'succeeded',
      metadata: {},
      ...more,
    })
    const before = Array.from({ length: 30 }, (_, index) => `pi_before_${index}`)
    await desk.projector.ingestObjects(
      [...before.map((id) => payment(id)), payment('pi_odd', { amount: 'twelve' }), payment('pi_after')],
      1_700_000_100_000,
    )
    const found = desk.cache
      .prepare<[], string>(
        `SELECT p.id FROM payment_search AS s LEFT JOIN payment_intents AS p ON p.search_key = s.rowid
         WHERE payment_search MATCH '"pi_"'`,
      )
      .pluck()
    expect(found.all().toSorted()).toEqual([...before, 'pi_after'].toSorted())
  })

  test('a payment and what is said of its charge in the same transaction are one row in the search, as both say', async () => {
    const desk = aDesk()
    const { amount } = anIntent() as { amount: number }
    const refunded = aCharge({
      billing_details: { name: 'Ada Lovelace', email: null },
      amount_refunded: amount,
      refunded: true,
    })
    await Promise.all([
      desk.projector.ingestObjects([anIntent()], 20_000),
      desk.projector.ingestObjects([refunded], 20_000),
    ])
    const found = (what: string): unknown[] =>
      desk.cache.prepare('SELECT rowid FROM payment_search WHERE payment_search MATCH ?').pluck().all(what)
    const key = desk.cache.prepare('SELECT search_key FROM payment_intents').pluck().get()
    expect([found('text : "Lovelace"'), found(`status : "${statusMark('refunded')}"`)]).toEqual([
      [key],
      [key],
    ])
    expect(found(`status : "${statusMark('succeeded')}"`)).toEqual([])
  })

  test('a payment that the tables refuse is in no search either', async () => {
    const desk = aDesk()
    desk.cache.exec(
      `CREATE TRIGGER refusing AFTER INSERT ON payment_intents WHEN new.id = 'pi_refused'
       BEGIN SELECT raise(ABORT, 'refused'); END`,
    )
    await desk.projector.ingestObjects([anIntent({ id: 'pi_good' }), anIntent({ id: 'pi_refused' })], 20_000)
    expect(
      desk.cache.prepare(`SELECT rowid FROM payment_search WHERE payment_search MATCH '"pi_"'`).pluck().all(),
    ).toEqual(desk.cache.prepare('SELECT search_key FROM payment_intents').pluck().all())
  })

  test('a payment that can not be brought up to date stays in the lists, the counts and the search as it was', async () => {
    const desk = aDesk()
    const counted = desk.cache.prepare('SELECT width, status, count FROM payment_counts WHERE count <> 0')
    const found = desk.cache
      .prepare(`SELECT rowid FROM payment_search WHERE payment_search MATCH '"pi_1"'`)
      .pluck()
    await desk.projector.ingestObjects([anIntent({ latest_charge: aCharge() })], 20_000)
    const before = [row(desk.cache, 'payment_intents', 'pi_1'), counted.all(), found.all()]
    desk.cache.exec(
      `CREATE TABLE refused (id INTEGER PRIMARY KEY); INSERT INTO refused VALUES (1);
       CREATE TRIGGER refusing AFTER UPDATE ON payment_intents BEGIN INSERT INTO refused VALUES (1); END`,
    )
    await desk.projector.ingestObjects([aCharge({ amount_refunded: 4999, refunded: true })], 30_000)
    expect([row(desk.cache, 'payment_intents', 'pi_1'), counted.all(), found.all()]).toEqual(before)
    expect(oddObjects(desk.cache).read()).toMatchObject({
      count: 1,
      example: expect.stringMatching(/^pi_1: /),
    })
  })

  test('pages that wait are stored together, each with its own note, and the notes of none that was taken back', async () => {
    const desk = aDesk()
    const notes: string[] = []
    const page = (id: string): Promise<unknown> =>
      desk.projector.ingestObjects([anIntent({ id })], 20_000, () => {
        notes.push(id)
        // The second page fails once, after the first was through.
        if (notes.join() === 'pi_1,pi_2') throw Object.assign(new Error('disk'), { code: 'SQLITE_IOERR' })
      })
    await Promise.all([page('pi_1'), page('pi_2')])
    expect(desk.troubles).toHaveLength(1)
    expect(notes).toEqual(['pi_1', 'pi_2', 'pi_1', 'pi_2'])
    expect(desk.cache.prepare('SELECT id FROM payment_intents ORDER BY id').pluck().all()).toEqual([
      'pi_1',
      'pi_2',
    ])
  })

  test('an event is found by part of its id as soon as it is in the log', async () => {
    const desk = aDesk()
    desk.deliver({
      id: 'evt_findable',
      object: 'event',
      type: 'made.up',
      created: 5,
      livemode: false,
      data: { object: {} },
    })
    await desk.projector.idle()
    const found = desk.cache.prepare(
      `SELECT count(*) AS n FROM event_search WHERE event_search MATCH '"fin" AND "nda"'`,
    )
    expect(found.get()).toEqual({ n: 1 })
  })

  test('what catch-up found first stays marked as missed when the webhook comes late', async () => {
    const desk = aDesk()
    const event = anEvent('customer.created', aCustomer())
    expect(await desk.projector.ingest([event], 'catch_up')).toMatchObject({ applied: 1, duplicates: 0 })
    expect(desk.state(event.id)).toMatchObject({ source: 'catch_up', deliveries: 0 })
    desk.deliver(event)
    await desk.projector.idle()
    expect(desk.state(event.id)).toMatchObject({ source: 'catch_up', deliveries: 1 })
  })

  test('the self-test of the listener leaves no trace', async () => {
    const desk = aDesk()
    desk.deliver(anEvent('bursar.self_test', { id: 'x' }))
    await desk.projector.idle()
    expect(desk.cache.prepare('SELECT count(*) FROM events').pluck().get()).toBe(0)
    expect(desk.inbox.forgottenUpTo).toBe(1)
  })

  test('what is no event is kept and is in nobody’s way', async () => {
    const desk = aDesk()
    const good = anEvent('customer.created', aCustomer())
    desk.deliver('not json at all, sk_test_abcdefghijk', '[]', good)
    await desk.projector.idle()
    expect(desk.state(good.id)).toMatchObject({ state: 'applied' })
    expect(desk.cache.prepare(`SELECT state FROM events WHERE type = 'unreadable'`).pluck().all()).toEqual([
      'kept',
      'kept',
    ])
  })

  test('no secret of a body is kept', async () => {
    const desk = aDesk()
    desk.deliver(
      anEvent('payment_intent.created', anIntent({ client_secret: 'pi_1_secret_abc', latest_charge: null })),
    )
    await desk.projector.idle()
    const bytes = Buffer.concat([
      ...desk.cache.prepare<[], Buffer>('SELECT bytes FROM dictionaries').pluck().all(),
    ]).toString()
    expect(bytes).toContain('payment_intent.created')
    expect(bytes).not.toContain('secret')
  })
})

describe('an inbox begun anew', () => {
  const some = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      anEvent('customer.created', aCustomer({ id: `cus_${index}`, name: 'Ada' })),
    )

  /** A desk that has read up to 1000. */
  async function aDeskAt1000() {
    const desk = aDesk()
    desk.deliverFrom(1000, anEvent('charge.succeeded', aCharge()))
    await desk.projector.idle()
    expect(desk.projector.state().inboxSeq).toBe(1000)
    desk.inbox.rows = []
    return desk
  }

  test.each([
    ['below', 10, 10],
    ['around', 997, 1003],
  ])('with numbers %s those that were read loses nothing at the next start', async (_, first, last) => {
    const desk = await aDeskAt1000()
    await desk.projector.stop()
    const again = aDesk({ cache: desk.cache })
    const events = some(last - first + 1)
    again.deliverFrom(first, ...events)
    await again.projector.idle()
    for (const event of events)
      expect(again.state(event.id)).toMatchObject({ state: 'applied', deliveries: 1 })
    expect(again.projector.state().inboxSeq).toBe(last)
    expect(again.inbox.forgottenUpTo).toBe(last)
  })

  test('loses nothing while the projector runs', async () => {
    const desk = await aDeskAt1000()
    const [first, second] = some(2)
    desk.deliverFrom(10, first)
    await desk.projector.idle()
    desk.deliverFrom(11, second)
    await desk.projector.idle()
    expect([first, second].map((event) => desk.state(event!.id)?.['state'])).toEqual(['applied', 'applied'])
    expect(desk.projector.state().inboxSeq).toBe(11)
  })
})

describe('a kill', () => {
  test('between the commit and the inbox’s forgetting counts nothing twice', async () => {
    const desk = aDesk()
    const event = anEvent('invoice.payment_failed', {
      id: 'in_1',
      object: 'invoice',
      currency: 'eur',
      amount_due: 1,
      total: 1,
    })
    desk.deliver(event)
    await desk.projector.idle()
    await desk.projector.stop()
    // The rows are still there, as if the writer had never heard that it may forget them.
    const again = aDesk({ cache: desk.cache })
    again.inbox.rows.push(...desk.inbox.rows)
    again.projector.wake()
    await again.projector.idle()
    expect(again.state(event.id)).toMatchObject({ deliveries: 1 })
    expect(again.seen).toEqual([])
  })

  test('in the middle of a turn leaves neither rows nor watermark of it', async () => {
    const desk = aDesk()
    // A trouble of the whole database, while the second event is stored.
    let broken = true
    desk.cache.function('trouble', () => {
      if (!broken) return 0
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    })
    desk.cache.exec(
      `CREATE TRIGGER full BEFORE INSERT ON events WHEN new.type = 'charge.succeeded' BEGIN SELECT trouble(); END`,
    )
    desk.deliver(anEvent('customer.created', aCustomer()), anEvent('charge.succeeded', aCharge()))
    await expect.poll(() => desk.troubles.length).toBe(1)
    expect(desk.projector.state()).toMatchObject({ inboxSeq: 0, problem: 'database or disk is full' })
    expect(desk.cache.prepare('SELECT count(*) FROM events').pluck().get()).toBe(0)
    expect(row(desk.cache, 'customers', 'cus_1')).toBeUndefined()
    expect([desk.seen, desk.changed, desk.inbox.forgottenUpTo]).toEqual([[], [], 0])
    broken = false
    desk.projector.wake()
    await desk.projector.idle()
    expect(desk.projector.state()).toMatchObject({ inboxSeq: 2, problem: null })
    expect(row(desk.cache, 'charges', 'ch_1')).toBeDefined()
    expect(desk.seen).toHaveLength(2)
  })
})

test('a cache that is found damaged says what mends it', async () => {
  const desk = aDesk()
  desk.cache.function('trouble', () => {
    throw Object.assign(new Error('database disk image is malformed'), { code: 'SQLITE_CORRUPT' })
  })
  desk.cache.exec(`CREATE TRIGGER damaged BEFORE INSERT ON events BEGIN SELECT trouble(); END`)
  desk.deliver(anEvent('customer.created', aCustomer()))
  await expect.poll(() => desk.troubles.length).toBe(1)
  expect(desk.projector.state().problem).toMatch(/damaged.*Quit Bursar and start it again/)
})

describe('an event that fails', () => {
  test('waits 10 s, 1 min, 10 min and 1 h, is then failed, and can be replayed', async () => {
    const desk = aDesk()
    forbid(desk, 're_bad')
    const bad = aRefundEvent('re_bad')
    const good = anEvent('customer.created', aCustomer())
    desk.deliver(bad, good)
    await desk.projector.idle()
    expect(desk.state(good.id)).toMatchObject({ state: 'applied' })
    for (const [attempts, wait] of [10_000, 60_000, 600_000, 3_600_000].entries()) {
      expect(desk.state(bad.id)).toMatchObject({
        state: 'waiting',
        attempts: attempts + 1,
        next_attempt_at: desk.clock.now + wait,
        problem: 'forbidden by the test',
      })
      desk.clock.now += wait - 1
      desk.projector.wake()
      await desk.projector.idle()
      expect(desk.state(bad.id)).toMatchObject({ attempts: attempts + 1 })
      desk.clock.now += 1
      desk.projector.wake()
      await desk.projector.idle()
    }
    expect(desk.state(bad.id)).toMatchObject({ state: 'failed', attempts: 5, next_attempt_at: null })
    expect(desk.projector.state()).toMatchObject({ failed: 1, waiting: 0 })
    expect(await desk.projector.replay(bad.id)).toMatchObject({
      ok: true,
      state: 'failed',
      problem: 'forbidden by the test',
    })
    forbid(desk, null)
    expect(await desk.projector.replay(bad.id)).toEqual({ ok: true, state: 'applied', problem: null })
    expect(row(desk.cache, 'refunds', 're_bad')).toBeDefined()
    expect(desk.projector.state().failed).toBe(0)
  })

  test('that is replayed by hand while it waits keeps its own tries, and when they are due', async () => {
    const desk = aDesk()
    forbid(desk, 're_bad')
    const bad = aRefundEvent('re_bad')
    desk.deliver(bad)
    await desk.projector.idle()
    const before = desk.state(bad.id)
    desk.clock.now += 4000
    for (let time = 0; time < 6; time += 1)
      expect(await desk.projector.replay(bad.id)).toMatchObject({ ok: true, state: 'waiting' })
    expect(desk.state(bad.id)).toEqual(before)
    desk.clock.now += 6000
    desk.projector.wake()
    await desk.projector.idle()
    expect(desk.state(bad.id)).toMatchObject({ state: 'waiting', attempts: 2 })
    forbid(desk, null)
    expect(await desk.projector.replay(bad.id)).toEqual({ ok: true, state: 'applied', problem: null })
  })

  test('leaves nothing of itself behind', async () => {
    const desk = aDesk()
    forbid(desk, 're_bad')
    const refund = { id: 're_bad', object: 'refund', amount: 5, currency: 'eur', created: 1 }
    desk.deliver(anEvent('charge.refunded', aCharge({ refunds: { data: [refund] } })))
    await desk.projector.idle()
    expect(row(desk.cache, 'charges', 'ch_1')).toBeUndefined()
  })

  test('of a shape that is not known is kept, with the reason', async () => {
    const desk = aDesk()
    const odd = anEvent('charge.succeeded', aCharge({ amount: 'lots' }))
    desk.deliver(odd)
    await desk.projector.idle()
    expect(desk.state(odd.id)).toMatchObject({ state: 'kept', problem: expect.stringContaining('amount') })
  })

  test('of a shape that is not known is kept also where what it is of is known as it is since', async () => {
    const desk = aDesk()
    await desk.projector.ingestObjects([aCharge()], 60_000)
    const odd = anEvent('charge.succeeded', aCharge({ amount: 'lots' }), 10)
    desk.deliver(odd)
    await desk.projector.idle()
    expect(desk.state(odd.id)).toMatchObject({ state: 'kept', problem: expect.stringContaining('amount') })
    expect(row(desk.cache, 'charges', 'ch_1')).toMatchObject({ as_of: 60_000 })
  })

  test('of a shape that is not known has its object read in the one that is', async () => {
    const desk = aDesk({
      readAgain: (_, id) =>
        Promise.resolve({ ok: true, object: aCharge({ id, amount: 7000 }), asOf: 60_000 }),
    })
    await desk.projector.ingest([anEvent('charge.succeeded', aCharge({ amount: 'lots' }), 10)], 'webhook')
    await desk.projector.idle()
    expect(row(desk.cache, 'charges', 'ch_1')).toMatchObject({ amount: 7000 })
    expect(desk.projector.state().readsDue).toBe(0)
  })

  test('while the clock is ahead is tried again once the clock is right, not when it says so', async () => {
    const desk = aDesk()
    forbid(desk, 're_bad')
    desk.clock.now += 5 * 3_600_000
    const bad = aRefundEvent('re_bad')
    desk.deliver(bad)
    await desk.projector.idle()
    forbid(desk, null)
    desk.clock.now -= 5 * 3_600_000
    desk.projector.wake()
    await desk.projector.idle()
    expect(desk.state(bad.id)).toMatchObject({ state: 'applied' })
  })

  test('to replay one that is not in the log says so', async () => {
    expect(await aDesk().projector.replay('evt_none')).toEqual({ ok: false })
  })
})

describe('an event that can not even be put off', () => {
  const deep = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  const unreadable = (desk: ReturnType<typeof aDesk>): unknown[] =>
    desk.cache.prepare(`SELECT state FROM events WHERE type = 'unreadable'`).pluck().all()

  test('because it is nested too deeply is kept, whether it was delivered or found', async () => {
    const desk = aDesk()
    const good = anEvent('customer.created', aCustomer())
    const depths = Array.from({ length: 15 }, (_, index) => 1000 * (index + 1))
    const bodies = depths.map((depth) => {
      const id = `cus_${depth}`
      return JSON.stringify(anEvent('customer.updated', aCustomer({ id, x: '#' }))).replace(
        '"#"',
        deep(depth),
      )
    })
    desk.deliver(...bodies, good)
    await desk.projector.idle()
    expect(desk.troubles).toEqual([])
    expect(desk.state(good.id)).toMatchObject({ state: 'applied' })
    expect(desk.projector.state().inboxSeq).toBe(16)
    // Between those that can be read and those that can't even be walked through are some that can't be written.
    const delivered = unreadable(desk)
    expect(delivered.length).toBeGreaterThan(5)
    expect(new Set(delivered)).toEqual(new Set(['kept']))

    const found = bodies.map((body) => JSON.parse(body.replaceAll('evt_', 'evt_found_')) as object)
    const after = anEvent('charge.succeeded', aCharge())
    expect(await desk.projector.ingest([...found, after], 'catch_up')).toMatchObject({ stopped: false })
    expect(desk.troubles).toEqual([])
    expect(desk.state(after.id)).toMatchObject({ state: 'applied' })
    expect(unreadable(desk).length).toBeGreaterThan(delivered.length)
    expect(await desk.projector.ingest(found, 'catch_up')).toMatchObject({ duplicates: found.length })
  })

  test('keeps no number as long as a card’s in what could not be walked through', async () => {
    const desk = aDesk()
    desk.deliver(`{"number":"4242 4242-42424242", "key":"sk_test_abcdefghijk"`)
    await desk.projector.idle()
    const log = eventLogOf(desk.cache)
    const [event] = log.before({ created: Number.MAX_SAFE_INTEGER, rowid: 0 }, 1)
    expect(event?.json()).toContain('[redacted number]')
    expect(event?.json()).not.toMatch(/4242|abcdef/)
  })

  test('because the log refuses it leaves nothing in the tables', async () => {
    const desk = aDesk()
    desk.cache.exec(`CREATE TRIGGER refused BEFORE INSERT ON events WHEN new.type = 'invoice.payment_failed'
      BEGIN SELECT RAISE(ABORT, 'refused by the test'); END`)
    const invoice = { id: 'in_1', object: 'invoice', currency: 'eur', amount_due: 1, total: 1 }
    const good = anEvent('customer.created', aCustomer())
    desk.deliver(anEvent('invoice.payment_failed', invoice), good)
    await desk.projector.idle()
    expect(desk.troubles).toEqual([])
    expect(unreadable(desk)).toEqual(['kept'])
    expect(row(desk.cache, 'invoices', 'in_1')).toBeUndefined()
    expect(desk.seen.map(({ id }) => id)).toEqual([good.id])
    expect(desk.cache.prepare('SELECT count(*) FROM access_facts').pluck().get()).toBe(0)
  })

  test('when its body is damaged holds up no other that waits', async () => {
    const desk = aDesk()
    const [bad, good] = [aRefundEvent('re_1'), aRefundEvent('re_2')]
    desk.cache.exec(
      `CREATE TRIGGER forbidden BEFORE INSERT ON refunds BEGIN SELECT RAISE(ABORT, 'forbidden by the test'); END`,
    )
    desk.deliver(bad, good)
    await desk.projector.idle()
    desk.cache.exec('DROP TRIGGER forbidden')
    desk.cache.prepare(`UPDATE events SET body = x'ffff' WHERE id = ?`).run(bad.id)
    desk.clock.now += 10_000
    desk.projector.wake()
    await desk.projector.idle()
    expect(desk.troubles).toEqual([])
    expect(desk.state(bad.id)).toMatchObject({ state: 'kept', next_attempt_at: null })
    expect(desk.state(good.id)).toMatchObject({ state: 'applied' })
  })
})

describe('what is in the log', () => {
  test('is told of when an event comes, comes again, can not be read, or is tried again, and not when nothing of it is new', async () => {
    let told = 0
    const desk = aDesk({ logChanged: () => void (told += 1) })
    const after = async (work: () => unknown): Promise<number> => {
      told = 0
      await work()
      await desk.projector.idle()
      return told
    }
    const event = aRefundEvent('re_1')
    forbid(desk, 're_1')
    expect(await after(() => desk.deliver(event))).toBe(1)
    expect(await after(() => desk.deliver(event))).toBe(1)
    expect(await after(() => desk.deliver('no event'))).toBe(1)
    forbid(desk, null)
    expect(
      await after(() => {
        desk.clock.now += 10_000
        desk.projector.wake()
      }),
    ).toBe(1)
    expect(desk.state(event.id)).toMatchObject({ state: 'applied', deliveries: 2 })
    expect(await after(() => desk.projector.ingest([event], 'catch_up'))).toBe(0)
    expect(await after(() => desk.projector.ingestObjects([aCharge()], 20_000))).toBe(0)
  })
})

describe('one that is told of a commit and throws', () => {
  test('keeps nobody else from being told, and takes nothing back', async () => {
    const fault = (): never => {
      throw new Error('a listener’s own fault')
    }
    const seen: StripeEvent[] = []
    const desk = aDesk({
      changed: fault,
      seen(events) {
        seen.push(...events)
        fault()
      },
    })
    const invoice = { id: 'in_1', object: 'invoice', currency: 'eur', amount_due: 1, total: 1 }
    const event = anEvent('invoice.payment_failed', invoice)
    desk.deliver(event)
    await desk.projector.idle()
    expect(seen.map(({ id }) => id)).toEqual([event.id])
    expect(desk.troubles).toHaveLength(2)
    expect(desk.projector.state()).toMatchObject({ inboxSeq: 1, problem: null })
    expect(desk.inbox.forgottenUpTo).toBe(1)
    expect(await desk.projector.ingest([event], 'catch_up')).toMatchObject({ duplicates: 1 })
    expect(() => desk.projector.takeNow([{ object: aCustomer(), asOf: 1000 }])).not.toThrow()
  })
})

describe('what must be handled', () => {
  const invoice = {
    id: 'in_1',
    object: 'invoice',
    customer: 'cus_1',
    currency: 'eur',
    amount_due: 5,
    total: 5,
    attempt_count: 2,
    next_payment_attempt: 99,
    parent: { subscription_details: { subscription: 'sub_1' } },
  }
  const subscription = {
    id: 'sub_1',
    object: 'subscription',
    customer: 'cus_1',
    status: 'canceled',
    created: 1,
  }

  test('is handled once each, in the transaction that applies it', async () => {
    const desk = aDesk()
    const events = [
      anEvent('invoice.payment_succeeded', invoice, 10),
      anEvent('invoice.payment_failed', invoice, 11),
      anEvent('customer.subscription.updated', subscription, 12, {
        data: { object: subscription, previous_attributes: { status: 'active', items: {} } },
      }),
      anEvent('customer.subscription.deleted', subscription, 13),
    ]
    desk.deliver(...events, ...events)
    await desk.projector.ingest(events, 'catch_up')
    await desk.projector.idle()
    const facts = (): unknown[] =>
      desk.cache
        .prepare(
          'SELECT kind, customer_id, subscription_id, invoice_id, attempts, next_attempt_at, status, status_before FROM access_facts ORDER BY at',
        )
        .raw()
        .all()
    const found = facts()
    expect(found).toEqual([
      ['paid', 'cus_1', 'sub_1', 'in_1', 2, 99, null, null],
      ['failed', 'cus_1', 'sub_1', 'in_1', 2, 99, null, null],
      ['subscription', 'cus_1', 'sub_1', null, null, null, 'canceled', 'active'],
      ['subscription', 'cus_1', 'sub_1', null, null, null, 'canceled', null],
    ])
    for (const { id } of events) await desk.projector.replay(id)
    expect(facts()).toEqual(found)
  })
})

describe('objects of lists', () => {
  test('are written, and what goes along is in the same transaction as the last', async () => {
    const desk = aDesk()
    const cursor = desk.cache.prepare(`INSERT INTO sync_state (name, value) VALUES ('cursor', '1')`)
    let inTransaction = false
    await desk.projector.ingestObjects([anIntent(), aCharge()], 20_000, () => {
      inTransaction = desk.cache.inTransaction
      cursor.run()
    })
    expect(inTransaction).toBe(true)
    expect(row(desk.cache, 'payment_intents', 'pi_1')).toMatchObject({ status: 'succeeded', as_of: 20_000 })
  })

  test('that are not understood are left out and told, and stop nothing', async () => {
    const desk = aDesk()
    await desk.projector.ingestObjects([anIntent({ amount: 'lots' }), aCharge()], 20_000)
    expect(row(desk.cache, 'charges', 'ch_1')).toBeDefined()
    expect(oddObjects(desk.cache).read()).toMatchObject({
      count: 1,
      example: expect.stringMatching(/^pi_1: /),
    })
  })

  test('that were not understood are kept, without what may not be, and taken in by the first start that understands them', async () => {
    const desk = aDesk()
    const secret = { client_secret: 'pi_1_secret_x' }
    await desk.projector.ingestObjects([anIntent({ amount: 'lots', ...secret })], 20_000)
    const odd = oddObjects(desk.cache)
    expect(odd.find('pi_1')).toEqual({ object: expect.objectContaining({ amount: 'lots' }), asOf: 20_000 })
    expect(odd.find('pi_1')?.object).not.toHaveProperty('client_secret')

    // To a later version that is a shape like any other.
    odd.note('pi_1', new Error('not yet'), { object: anIntent(), asOf: 20_000 })
    const later = aDesk({ cache: desk.cache })
    await later.projector.idle()
    expect(row(desk.cache, 'payment_intents', 'pi_1')).toMatchObject({ as_of: 20_000 })
    expect(odd.read()).toBeNull()
  })

  test('that were not understood are not named any more once anything tells of them in a shape that is', async () => {
    const desk = aDesk()
    await desk.projector.ingestObjects([aCharge({ amount_captured: 'lots' })], 20_000)
    expect(oddObjects(desk.cache).kept()).toEqual(['ch_1'])
    desk.deliver(anEvent('charge.succeeded', aCharge()))
    await desk.projector.idle()
    expect(oddObjects(desk.cache).read()).toBeNull()
  })

  test('do not go with a customer in them that is not understood, but with a charge, without which their amounts would be wrong', async () => {
    const desk = aDesk()
    await desk.projector.ingestObjects(
      [
        anIntent({ customer: aCustomer({ id: 'cus_odd', name: { first: 'Ada' } }) }),
        anIntent({ id: 'pi_2', latest_charge: aCharge({ id: 'ch_2', amount_captured: 'lots' }) }),
      ],
      20_000,
    )
    expect(row(desk.cache, 'payment_intents', 'pi_1')).toMatchObject({ customer_id: 'cus_odd' })
    expect(row(desk.cache, 'customers', 'cus_odd')).toBeUndefined()
    expect(row(desk.cache, 'payment_intents', 'pi_2')).toBeUndefined()
    expect(oddObjects(desk.cache).kept()).toEqual(['cus_odd', 'pi_2'])
  })
})

describe('what can not be put in order', () => {
  test('is read again, and what came in meanwhile is not taken for older', async () => {
    const asked: string[] = []
    const { promise: answer, resolve } = Promise.withResolvers<{ ok: true; object: object; asOf: number }>()
    const desk = aDesk({
      readAgain(type, id) {
        asked.push(`${type} ${id}`)
        return asked.length === 1
          ? answer
          : Promise.resolve({ ok: true, object: aCustomer({ name: 'Truth' }), asOf: 12_000 })
      },
    })
    await desk.projector.ingest(
      [
        anEvent('customer.updated', aCustomer({ name: 'One' }), 10),
        anEvent('customer.updated', aCustomer({ name: 'Two' }), 10),
      ],
      'catch_up',
    )
    await expect.poll(() => asked).toEqual(['customer cus_1'])
    // Stripe looked it up, then it changed, then the answer came, dated later than the change.
    await desk.projector.ingest([anEvent('customer.updated', aCustomer({ name: 'Three' }), 11)], 'catch_up')
    resolve({ ok: true, object: aCustomer({ name: 'Before three' }), asOf: 12_000 })
    await desk.projector.idle()
    expect(asked).toHaveLength(2)
    expect(row(desk.cache, 'customers', 'cus_1')).toMatchObject({ name: 'Truth' })
    expect(desk.projector.state().readsDue).toBe(0)
  })

  test('and is gone at Stripe is deleted', async () => {
    const desk = aDesk({ readAgain: () => Promise.resolve({ ok: true, object: null, asOf: 0 }) })
    const price = { id: 'price_1', object: 'price', currency: 'eur', unit_amount: 1 }
    await desk.projector.ingest(
      [anEvent('price.updated', price), anEvent('price.updated', { ...price, unit_amount: 2 })],
      'catch_up',
    )
    await desk.projector.idle()
    expect(row(desk.cache, 'prices', 'price_1')).toMatchObject({ deleted: 1 })
  })

  test('and can not be read stays due, with the reason, later and later', async () => {
    const desk = aDesk()
    await desk.projector.ingest(
      [
        anEvent('customer.updated', aCustomer({ name: 'One' })),
        anEvent('customer.updated', aCustomer({ name: 'Two' })),
      ],
      'catch_up',
    )
    await desk.projector.idle()
    const due = () => desk.cache.prepare('SELECT attempts, next_attempt_at, problem FROM reads_due').get()
    expect(due()).toEqual({ attempts: 1, next_attempt_at: desk.clock.now + 10_000, problem: 'No way out.' })
    desk.clock.now += 10_000
    desk.projector.wake()
    await desk.projector.idle()
    expect(due()).toMatchObject({ attempts: 2, next_attempt_at: desk.clock.now + 60_000 })
    // Put off while the clock was five hours ahead.
    desk.clock.now -= 5 * 3_600_000
    desk.projector.wake()
    await desk.projector.idle()
    expect(due()).toMatchObject({ attempts: 3, next_attempt_at: desk.clock.now + 600_000 })
  })
})

describe('a charge that changed without an event of its own', () => {
  const refund = { id: 're_1', object: 'refund', charge: 'ch_1', payment_intent: 'pi_1', amount: 4990, currency: 'eur', created: 20 } // prettier-ignore
  const dispute = { id: 'dp_1', object: 'dispute', charge: 'ch_1', payment_intent: 'pi_1', amount: 4990, currency: 'eur', status: 'needs_response', reason: 'fraudulent', created: 30 } // prettier-ignore
  const was = (status: string) => ({ previous_attributes: { status } })
  const refunded = aCharge({ amount_refunded: 4990, refunded: true })

  /** What was asked for again, and the payment then. `now`: the charge at Stripe. */
  async function told(events: object[], now: object = {}) {
    const asked: string[] = []
    const desk = aDesk({
      readAgain: (_, id) => {
        asked.push(id)
        return Promise.resolve({ ok: true, object: now, asOf: 60_000 })
      },
    })
    await desk.projector.ingest([anEvent('payment_intent.succeeded', anIntent(), 10), ...events], 'webhook')
    await desk.projector.idle()
    return { asked, payment: row(desk.cache, 'payment_intents', 'pi_1') }
  }
  const event = (type: string, object: object, created: number, more: object = {}) =>
    anEvent(type, object, created, { data: { object, ...more } })

  test.each([
    ['because it is disputed', aCharge(), event('charge.dispute.created', dispute, 30), aCharge({ disputed: true }), 'disputed'],
    ['because an inquiry became a dispute', aCharge(), event('charge.dispute.funds_withdrawn', dispute, 30), aCharge({ disputed: true }), 'disputed'],
    ['because a refund of it failed', refunded, event('refund.failed', { ...refund, status: 'failed' }, 30), aCharge(), 'succeeded'],
    ['because a refund that was pending succeeded', aCharge(), event('refund.updated', { ...refund, status: 'succeeded' }, 30, was('pending')), refunded, 'refunded'],
  ] as const)('is read again %s', async (_, before, news, now, status) => {
    const { asked, payment } = await told([anEvent('charge.succeeded', before, 20), news], now)
    expect(asked).toEqual(['ch_1'])
    expect(payment).toMatchObject({ status })
  }) // prettier-ignore

  test('is not where more was said of it since, nor for other news of a refund', async () => {
    const { asked } = await told([
      anEvent('charge.succeeded', aCharge(), 10),
      event('charge.dispute.created', dispute, 20),
      event('refund.failed', { ...refund, status: 'failed' }, 20),
      anEvent('charge.updated', aCharge({ disputed: true }), 40),
      event('refund.updated', { ...refund, status: 'failed' }, 50, {
        previous_attributes: { metadata: {} },
      }),
    ])
    expect(asked).toEqual([])
  })
})

describe('trouble of the database', () => {
  test('while a read is put off ends nothing, and Stripe is not asked without a pause', async () => {
    let reads = 0
    const desk = aDesk({
      readAgain() {
        reads += 1
        return Promise.resolve({ ok: false, error: { code: 'internal', message: 'No way out.' } })
      },
    })
    desk.cache.function('trouble', () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' })
    })
    desk.cache.exec('CREATE TRIGGER full BEFORE UPDATE ON reads_due BEGIN SELECT trouble(); END')
    await desk.projector.ingest(
      [
        anEvent('customer.updated', aCustomer({ name: 'One' })),
        anEvent('customer.updated', aCustomer({ name: 'Two' })),
      ],
      'catch_up',
    )
    await desk.projector.idle()
    expect([reads, desk.troubles.length]).toEqual([1, 1])
    desk.clock.now += 9999
    desk.projector.wake()
    await desk.projector.idle()
    expect(reads).toBe(1)
    desk.cache.exec('DROP TRIGGER full')
    desk.clock.now += 1
    desk.projector.wake()
    await desk.projector.idle()
    expect([reads, desk.troubles.length]).toEqual([2, 1])
    expect(desk.cache.prepare('SELECT attempts FROM reads_due').pluck().get()).toBe(1)
  })

  test('between turns is told, and work goes on when it is over', async () => {
    const desk = aDesk()
    await desk.projector.idle()
    desk.cache.exec('ALTER TABLE reads_due RENAME TO gone')
    desk.projector.wake()
    await expect.poll(() => desk.troubles.length).toBe(1)
    expect(desk.projector.state).toThrow('reads_due')
    desk.cache.exec('ALTER TABLE gone RENAME TO reads_due')
    expect(desk.projector.state().problem).toContain('reads_due')
    await desk.projector.idle()
    expect(desk.projector.state().problem).toBeNull()
  })
})

describe('the tables made again', () => {
  test('are right even where they were not, without a row ever missing', async () => {
    const desk = aDesk()
    const events = [
      anEvent('customer.created', aCustomer({ name: 'Old' }), 9),
      anEvent('customer.updated', aCustomer({ name: 'New' }), 12),
      anEvent('charge.succeeded', aCharge(), 10),
      anEvent('payment_intent.succeeded', anIntent(), 10),
    ]
    await desk.projector.ingest(events, 'catch_up')
    await desk.projector.ingestObjects(
      [{ id: 'prod_1', object: 'product', name: 'Tea', active: true }],
      30_000,
    )
    desk.cache
      .exec(`UPDATE customers SET name = 'Wrong', as_of = 99000000; UPDATE charges SET amount_refunded = 7;
      UPDATE payment_intents SET status = 'failed'; UPDATE products SET name = 'Wrong'; DELETE FROM payment_search`)
    const progress: [number, number][] = []
    expect(await desk.projector.rebuild((done, total) => progress.push([done, total]))).toEqual({
      done: true,
    })
    expect(row(desk.cache, 'customers', 'cus_1')).toMatchObject({ name: 'New', as_of: 12_000 })
    expect(row(desk.cache, 'charges', 'ch_1')).toMatchObject({ amount_refunded: 0 })
    expect(row(desk.cache, 'payment_intents', 'pi_1')).toMatchObject({ status: 'succeeded' })
    expect(row(desk.cache, 'products', 'prod_1')).toMatchObject({ name: 'Tea' })
    expect(desk.cache.prepare(`SELECT value FROM sync_state WHERE name = 'rebuild'`).get()).toBeUndefined()
    expect(desk.projector.state().rebuilding).toBeNull()
  })

  test('make nothing unsure that a later event has settled, so Stripe is asked nothing', async () => {
    const desk = aDesk()
    const named = (name: string, second: number) => anEvent('customer.updated', aCustomer({ name }), second)
    // The latest came first: told again in order of arrival, the other two would be a tie for a while.
    await desk.projector.ingest([named('Three', 12), named('One', 10), named('Two', 10)], 'catch_up')
    desk.cache.exec(`CREATE TABLE asked (id TEXT);
      CREATE TRIGGER asking AFTER INSERT ON reads_due BEGIN INSERT INTO asked VALUES (new.id); END`)
    await desk.projector.rebuild()
    expect(desk.cache.prepare('SELECT * FROM asked').all()).toEqual([])
    expect(row(desk.cache, 'customers', 'cus_1')).toMatchObject({ name: 'Three' })
  })

  async function aDeskOfWrongNames() {
    const desk = aDesk()
    const events = Array.from({ length: 300 }, (_, index) =>
      anEvent('customer.created', aCustomer({ id: `cus_${index}`, name: `Name ${index}` })),
    )
    await desk.projector.ingest(events, 'catch_up')
    desk.cache.exec(`UPDATE customers SET name = 'Wrong'`)
    const wrong = (): unknown =>
      desk.cache.prepare(`SELECT count(*) FROM customers WHERE name = 'Wrong'`).pluck().get()
    return { ...desk, wrong }
  }

  test('are finished after an abrupt end', async () => {
    const desk = await aDeskOfWrongNames()
    aClockThatGoesBy(1000)
    const rebuilt = desk.projector.rebuild(() => void desk.projector.stop())
    expect(await rebuilt).toEqual({ done: false })
    expect(desk.wrong()).not.toBe(0)
    await aDesk({ cache: desk.cache }).projector.idle()
    expect(desk.wrong()).toBe(0)
  })

  test('are made when the version of the projection is another', async () => {
    const desk = await aDeskOfWrongNames()
    await desk.projector.stop()
    await aDesk({ cache: desk.cache }).projector.idle()
    expect(desk.wrong()).toBe(300)
    desk.cache.exec(`UPDATE sync_state SET value = '0' WHERE name = 'projection_version'`)
    await aDesk({ cache: desk.cache }).projector.idle()
    expect(desk.wrong()).toBe(0)
  })

  test('hold nothing up when they can not be made', async () => {
    const desk = await aDeskOfWrongNames()
    desk.cache.exec(
      `CREATE TRIGGER damaged BEFORE UPDATE ON customers WHEN new.as_of < 0 BEGIN SELECT RAISE(ABORT, 'damaged'); END`,
    )
    void desk.projector.rebuild()
    await expect.poll(() => desk.troubles.length).toBeGreaterThan(0)
    const event = anEvent('charge.succeeded', aCharge())
    desk.deliver(event)
    await expect.poll(() => desk.state(event.id)?.['state']).toBe('applied')
    expect(desk.inbox.forgottenUpTo).toBe(1)
  })

  test('stop when asked, and take nothing in twice meanwhile', async () => {
    const desk = aDesk()
    const aborted = new AbortController()
    aborted.abort()
    expect(await desk.projector.rebuild(undefined, aborted.signal)).toEqual({ done: false })
  })
})

describe('spare time', () => {
  const letters = (seed: number): string => {
    let state = seed + 1
    return Array.from({ length: 40 }, () => (state = (state * 48_271) % 2_147_483_647).toString(36)).join('')
  }
  const customers = (from: number): object[] =>
    Array.from({ length: 60 }, (_, index) =>
      aCustomer({ id: `cus_${from + index}`, description: letters((from + index) * 7919) }),
    )
  const segmentsOf = (desk: ReturnType<typeof aDesk>): number =>
    desk.cache.prepare<[], number>('SELECT count(DISTINCT segid) FROM customer_search_idx').pluck().get() ?? 0

  test('the searches are merged once nothing came in for a while, and not before', async () => {
    const desk = aDesk()
    for (let from = 0; from < 1500; from += 60)
      await desk.projector.ingestObjects(customers(from), 1_700_000_000_000)
    const torn = segmentsOf(desk)
    desk.clock.now += 4000
    desk.projector.wake()
    await desk.projector.idle()
    expect([torn > 1, segmentsOf(desk)]).toEqual([true, torn])
    desk.clock.now += 2000
    desk.projector.wake()
    await desk.projector.idle()
    expect(segmentsOf(desk)).toBe(1)
    expect(desk.troubles).toEqual([])
  })
})

describe('stopping', () => {
  test('ends what waits, and says that it was not done', async () => {
    const desk = aDesk()
    const events = Array.from({ length: 2000 }, () => anEvent('customer.updated', aCustomer()))
    const ingesting = desk.projector.ingest(events, 'catch_up')
    await desk.projector.stop()
    expect((await ingesting).stopped).toBe(true)
    expect(await desk.projector.ingest(events, 'catch_up')).toMatchObject({ stopped: true, applied: 0 })
  })

  test('a long list leaves the thread free every tenth of a second', async () => {
    const desk = aDesk()
    const events = Array.from({ length: 300 }, (_, index) =>
      anEvent('charge.succeeded', aCharge({ id: `ch_${index}` })),
    )
    aClockThatGoesBy(20)
    let [free, isOver] = [0, false]
    const count = (): void => {
      free += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    await desk.projector.ingest(events, 'catch_up')
    isOver = true
    // At most five of them in a turn.
    expect(free).toBeGreaterThan(events.length / 5)
  })
})

/** By this clock of turns, every look at it takes so many milliseconds, however quick the machine is. */
function aClockThatGoesBy(milliseconds: number): void {
  let time = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += milliseconds))
  onTestFinished(() => clock.mockRestore())
}
