// A desk over the simulator: read in parallel, paused, cut off, refused, slowed down, and always honest about what it has.
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { listOf } from '../../../../electron/engine/sync/lists.ts'
import { intakeOf } from '../../../../electron/engine/sync/intake.ts'
import { openProjector } from '../../../../electron/engine/projector/projector.ts'
import { READ_PERMISSION } from '../../../../electron/simulator/permissions.ts'
import { windowsOf } from '../../../../electron/store/sync/windows.ts'
import { failure } from '../../../../src/contract/index.ts'
import { aStore } from '../../../integration/engine/desk.ts'
import { ANCHOR, openBench, type Bench } from '../../simulator/harness.ts'
import {
  aDesk,
  brokenWindows,
  catchUpOf,
  cutOff,
  month,
  received,
  rowsOf,
  saidButMissing,
  syncOf,
  type ReadingDesk,
} from './support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench({ seed: 'reading', size: { customers: 12, payments: 230 } })
})
afterEach(() => bench.close())

/** As one reader would read it who does nothing else: every list to its end, page after page. */
async function readPlainly(desk: ReadingDesk): Promise<void> {
  for (const kind of desk.intake.kinds) {
    for (let after: string | undefined, more = true; more;) {
      const cursor = after === undefined ? {} : { starting_after: after }
      const page = await desk.gateway.read((stripe) => listOf(kind).read(stripe, { limit: 100, ...cursor }))
      if (!page.ok) throw new Error(page.error.message)
      await desk.intake.objects(kind, page.value.data, ANCHOR * 1000, () => undefined)
      more = page.value.has_more
      after = (page.value.data.at(-1) as { id: string } | undefined)?.id
    }
  }
}

describe('the reading', { timeout: 60_000 }, () => {
  test('brings a screenful of the newest payments first, and the same rows as one reader who reads page after page', async () => {
    const desk = aDesk(bench)
    const { sync, told, bugs } = syncOf(desk)
    expect(sync.freshness()).toMatchObject({ phase: 'idle', completeTo: null, backfill: null })
    const last = await sync.refresh()
    expect(bugs).toEqual([])
    expect(last).toMatchObject({ phase: 'current', completeTo: ANCHOR * 1000, missing: [], webhook: 'none' })
    expect(told[0]).toMatchObject({ phase: 'loading', completeTo: null, backfill: { done: 30 } })
    expect(brokenWindows(desk)).toEqual([])

    const [newest] = received(bench, '/v1/payment_intents')
    expect(bench.simulator.ledger(bench.account, 'test').requests[0]).toEqual(newest)
    const firstStored = desk.store.cache
      .prepare<[], { created: number }>('SELECT created FROM payment_intents ORDER BY rowid LIMIT 30')
      .all()
      .map((row) => row.created)
    const newestFirst = [...bench.simulator.ledger(bench.account, 'test').paymentIntents.values()]
      .map((intent) => intent.created)
      .sort((a, b) => b - a)
    expect(firstStored).toEqual(newestFirst.slice(0, 30))

    const plain = aDesk(bench)
    await readPlainly(plain)
    expect(rowsOf(desk)).toEqual(rowsOf(plain))
  })

  test.each([0, 1, 3, 5])(
    'cut off after %i answers is taken up from there by the next start',
    async (answers) => {
      const store = aStore()
      const before = aDesk(bench, { store })
      const cut = cutOff(before, answers)
      syncOf(before).sync.start()
      await cut
      await new Promise((resolve) => setTimeout(resolve, 30))
      expect(saidButMissing(before)).toEqual([])
      expect(brokenWindows(before)).toEqual([])
      const stored = rowsOf(before)['payment_intents']?.length ?? 0
      const asked = received(bench, '/v1/payment_intents').length

      const after = aDesk(bench, { store })
      expect(await syncOf(after).sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
      expect(saidButMissing(after)).toEqual([])
      expect(brokenWindows(after)).toEqual([])
      const plain = aDesk(bench)
      const pages = received(bench, '/v1/payment_intents').length - asked
      expect(pages).toBeLessThanOrEqual(Math.ceil((230 - stored) / 100) + 12)
      await readPlainly(plain)
      expect(rowsOf(after)).toEqual(rowsOf(plain))
    },
  )

  test('goes on by itself after a storm of 429s, and claims nothing meanwhile', async () => {
    bench.simulator.chaos.share429 = 0.6
    const desk = aDesk(bench)
    const { sync, told } = syncOf(desk, {
      times: { everyMs: 1000, hiddenEveryMs: 1000, retryMs: () => 20, firstLookMs: 0 },
    })
    sync.start()
    await vi.waitFor(() => expect(told.some(({ phase }) => phase === 'stalled')).toBe(true), 20_000)
    expect(told.find(({ phase }) => phase === 'stalled')).toMatchObject({
      problem: { code: 'stripe_rate_limited', message: expect.stringMatching(/slow down/) },
    })
    expect(saidButMissing(desk)).toEqual([])
    bench.simulator.chaos.share429 = 0
    await vi.waitFor(() => expect(sync.freshness()).toMatchObject({ phase: 'current', missing: [] }), 20_000)
    expect(sync.freshness()).not.toHaveProperty('problem')
    expect(saidButMissing(desk)).toEqual([])
  })

  test('never meets a rate limit that is its budget', async () => {
    bench.simulator.chaos.rateLimit = { perSecond: 12 }
    const { sync } = syncOf(aDesk(bench), {
      budget: { perSecond: 9, perEndpoint: 9 },
    })
    await sync.refresh()
    const { requests } = bench.simulator.ledger(bench.account, 'test')
    expect(requests.length).toBeGreaterThanOrEqual(6)
    expect(requests.filter(({ status }) => status === 429)).toEqual([])
  })

  test('with a key that may not read a list says so in words, and is complete without it', async () => {
    const permissions = Object.values(READ_PERMISSION).flatMap(([name]) => name)
    const key = bench.simulator.createRestrictedKey(
      bench.account,
      'test',
      permissions.filter((name) => name !== 'rak_dispute_read'),
    )
    const desk = aDesk(bench, { key })
    const { sync } = syncOf(desk)
    expect(await sync.refresh()).toMatchObject({
      phase: 'current',
      completeTo: ANCHOR * 1000,
      missing: [{ what: expect.stringMatching(/^disputes: .*rak_dispute_read/) }],
    })

    // Each start asks once more: the key may have been given the permission.
    const allowed = aDesk(bench, { store: desk.store })
    expect(await syncOf(allowed).sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
    expect(rowsOf(allowed)['disputes']?.length).toBeGreaterThan(0)
  })

  test('a list that Stripe refuses is asked for again whenever somebody wants it, not once a start', async () => {
    const permissions = Object.values(READ_PERMISSION).flatMap(([name]) => name)
    const lacking = permissions.filter((name) => name !== 'rak_dispute_read')
    const desk = aDesk(bench, { key: bench.simulator.createRestrictedKey(bench.account, 'test', lacking) })
    const [{ read }, whole] = [desk.gateway, aDesk(bench).gateway]
    const { sync } = syncOf(desk)
    for (let n = 0; n < 3; n += 1) expect((await sync.refresh()).missing).toHaveLength(1)
    // What the key lacked was added to it.
    desk.gateway.read = (ask) => whole.read(ask)
    expect(await sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
    desk.gateway.read = read
  })

  test('with a key that may read neither customers nor payment methods brings the payments all the same', async () => {
    const permissions = Object.values(READ_PERMISSION).flatMap(([name]) => name)
    const key = bench.simulator.createRestrictedKey(
      bench.account,
      'test',
      permissions.filter((name) => name !== 'rak_customer_read' && name !== 'rak_payment_method_read'),
    )
    const [plain, desk] = [aDesk(bench), aDesk(bench, { key })]
    const { sync } = syncOf(desk)
    expect(await sync.refresh()).toMatchObject({
      phase: 'current',
      missing: [{ what: expect.stringMatching(/^customers: .*rak_customer_read/) }],
    })
    await readPlainly(plain)
    const ids = (of: typeof desk): string[] =>
      (rowsOf(of)['payment_intents'] as { id: string }[]).map(({ id }) => id).sort()
    expect(ids(desk)).toEqual(ids(plain))
  })

  test('paused stops, also over a restart, and goes on where it stopped', async () => {
    bench.simulator.chaos.latencyMs = [40, 60]
    const store = aStore()
    const desk = aDesk(bench, { store })
    const { sync, told } = syncOf(desk)
    sync.start()
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 10_000)
    await sync.pause()
    const held = sync.freshness()
    expect(held).toMatchObject({ phase: 'paused', completeTo: null, backfill: { perSecond: 0 } })
    expect(held.missing.length).toBeGreaterThan(0)
    await sync.stop()

    bench.simulator.clock.advance(10)
    const payment = await bench.pay(4200)
    const again = aDesk(bench, { store })
    const later = syncOf(again)
    const asked = received(bench, '/v1/payment_intents').length
    // What happens is followed all the same.
    expect(await later.sync.refresh()).toMatchObject({ phase: 'paused' })
    expect(received(bench, '/v1/payment_intents')).toHaveLength(asked)
    expect(JSON.stringify(rowsOf(again)['payment_intents'])).toContain(payment.id)
    later.sync.resume()
    await vi.waitFor(() => expect(later.sync.freshness().phase).toBe('current'), 20_000)
    expect(saidButMissing(again)).toEqual([])
    expect(brokenWindows(again)).toEqual([])
  })

  test('canceled keeps what it has, names what is missing, and can be taken up again', async () => {
    bench.simulator.chaos.latencyMs = [40, 60]
    const desk = aDesk(bench)
    const { sync, told } = syncOf(desk)
    sync.start()
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 10_000)
    await sync.cancel()
    expect(sync.freshness()).toMatchObject({ phase: 'idle', completeTo: null })
    expect(sync.freshness().missing.map(({ what }) => what)).toContain('payments')
    expect(rowsOf(desk)['payment_intents']?.length).toBeGreaterThanOrEqual(30)
    sync.resume()
    await vi.waitFor(() => expect(sync.freshness().phase).toBe('current'), 20_000)
    expect(saidButMissing(desk)).toEqual([])
  })

  test.each(['paused', 'canceled'] as const)(
    '%s before anything was read follows nothing, and can be taken up again',
    async (will) => {
      bench.simulator.chaos.latencyMs = [2000, 2000]
      const desk = aDesk(bench)
      const { sync } = syncOf(desk)
      sync.start()
      await vi.waitFor(() => expect(sync.freshness().phase).toBe('loading'), 10_000)
      await (will === 'paused' ? sync.pause() : sync.cancel())
      bench.simulator.chaos.latencyMs = null
      expect(await sync.refresh()).toMatchObject({ reading: will, completeTo: null, missing: [] })
      sync.resume()
      await vi.waitFor(() => expect(sync.freshness().phase).toBe('current'), 20_000)
    },
  )

  test('stopped resolves only when nothing is written any more', async () => {
    bench.simulator.chaos.latencyMs = [10, 30]
    const store = aStore()
    const desk = aDesk(bench, { store })
    const { sync, told, bugs } = syncOf(desk)
    sync.start()
    await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), 10_000)
    await sync.stop()
    store.close()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(bugs).toEqual([])
  })
})

describe('following', { timeout: 60_000 }, () => {
  test('after more than 30 days reads the lists again, and until then says how far it was complete', async () => {
    const desk = aDesk(bench)
    const { sync } = syncOf(desk)
    const first = await sync.refresh()
    bench.simulator.clock.advance(20)
    const payment = await bench.pay(4100)
    bench.simulator.clock.advance(month + 86400)
    const caught = await catchUpOf(desk, ANCHOR)
    expect(caught).toMatchObject({ problem: null })
    expect(windowsOf(desk.store.cache).covered('events')).toHaveLength(2)
    expect(sync.freshness().completeTo).toBe(first.completeTo)
    // What was told in events that Stripe keeps no longer is not there; renewals that came due since are.
    expect(JSON.stringify(rowsOf(desk)['payment_intents'])).not.toContain(payment.id)

    const begun = aDesk(bench, { store: desk.store })
    windowsOf(desk.store.cache)
    desk.store.cache.exec(`DELETE FROM windows WHERE kind = 'events' AND created_from > ${ANCHOR}`)
    const last = await syncOf(begun).sync.refresh()
    expect(last).toMatchObject({ phase: 'current', missing: [] })
    expect(last.completeTo).toBe(bench.simulator.clock.nowSeconds() * 1000)
    expect(JSON.stringify(rowsOf(begun)['payment_intents'])).toContain(payment.id)
    expect(saidButMissing(begun)).toEqual([])
  })

  test('after more than 30 days reads lists that no event tells of again too, also where the first look fails', async () => {
    const desk = aDesk(bench)
    const { sync } = syncOf(desk)
    const session = await bench.post('/v1/checkout/sessions', {
      mode: 'payment',
      success_url: 'https://shop.test',
      line_items: [
        { price_data: { currency: 'usd', unit_amount: 500, product_data: { name: 'Tea' } }, quantity: 1 },
      ],
    })
    // Older than what is listed with the news.
    bench.simulator.clock.advance(200)
    await sync.refresh()
    bench.simulator.clock.advance(month + 2 * 86400)
    // More than a page of events.
    for (let n = 0; n < 40; n += 1) await bench.pay(1000 + n)
    bench.simulator.clock.advance(20)
    const { read } = desk.gateway
    let asked = 0
    desk.gateway.read = (ask) =>
      ++asked === 2 ? Promise.resolve(failure('stripe_unreachable', 'No network.')) : read(ask)
    expect((await sync.refresh()).problem?.code).toBe('stripe_unreachable')
    desk.gateway.read = read
    bench.simulator.clock.advance(15)
    expect(await sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
    const status = desk.store.cache.prepare('SELECT status FROM checkout_sessions WHERE id = ?').pluck()
    expect(status.get(session.body.id)).toBe('expired')
  })

  test('tells of events that the webhook should have delivered, and of a webhook that is silent', async () => {
    const desk = aDesk(bench)
    let lastAcceptedAt: number | null = null
    let isRunning = true
    const { sync } = syncOf(desk, { webhook: () => ({ since: ANCHOR, lastAcceptedAt, isRunning }) })
    expect(await sync.refresh()).toMatchObject({ webhook: 'listening' })
    bench.simulator.clock.advance(30)
    await bench.pay(4300)
    // It may still be on its way.
    bench.simulator.clock.advance(30)
    expect(await sync.refresh()).toMatchObject({ webhook: 'listening' })
    bench.simulator.clock.advance(30)
    await bench.pay(4400)
    bench.simulator.clock.advance(3600)
    expect(await sync.refresh()).toMatchObject({ webhook: 'silent' })
    lastAcceptedAt = Date.now() + 1000
    expect(sync.freshness()).toMatchObject({ webhook: 'receiving' })
    // Whatever was delivered before, nothing can be now.
    isRunning = false
    expect(sync.freshness()).toMatchObject({ webhook: 'none' })
  })

  test('finds out that a webhook fell silent also where changes are asked for every few seconds', async () => {
    const desk = aDesk(bench)
    const { sync } = syncOf(desk, {
      webhook: () => ({ since: ANCHOR, lastAcceptedAt: null, isRunning: true }),
    })
    await sync.refresh()
    await bench.pay(4300)
    for (let seconds = 0; seconds < 120; seconds += 15) {
      bench.simulator.clock.advance(15)
      // It may still be on its way, although it was found.
      expect(await sync.refresh()).toMatchObject({ webhook: 'listening' })
    }
    bench.simulator.clock.advance(15)
    expect(await sync.refresh()).toMatchObject({ webhook: 'silent' })
  })

  test.each(['resumed', 'online'] as const)(
    'does not call a webhook silent for what happened before the computer %s, but for what it misses from then on',
    async (reason) => {
      const desk = aDesk(bench)
      const { sync } = syncOf(desk, {
        now: () => bench.simulator.clock.nowSeconds() * 1000,
        webhook: () => ({ since: ANCHOR, lastAcceptedAt: null, isRunning: true }),
      })
      await sync.refresh()
      bench.simulator.clock.advance(3600)
      await bench.pay(4300)
      bench.simulator.clock.advance(7 * 3600)
      sync.wake(reason)
      expect(await sync.refresh()).toMatchObject({ phase: 'current', webhook: 'listening' })
      bench.simulator.clock.advance(30)
      await bench.pay(4400)
      bench.simulator.clock.advance(3600)
      expect(await sync.refresh()).toMatchObject({ webhook: 'silent' })
    },
  )

  test('does not call a webhook silent for what happened before it was listened to, where our clock is minutes behind', async () => {
    const desk = aDesk(bench)
    await syncOf(desk).sync.refresh()
    await bench.pay(4300)
    bench.simulator.clock.advance(150)
    const now = (): number => (bench.simulator.clock.nowSeconds() - 240) * 1000
    const since = now() / 1000
    const { sync } = syncOf(desk, { now, webhook: () => ({ since, lastAcceptedAt: null, isRunning: true }) })
    expect(await sync.refresh()).toMatchObject({ webhook: 'listening' })
    await bench.pay(4400)
    bench.simulator.clock.advance(150)
    expect(await sync.refresh()).toMatchObject({ webhook: 'silent' })
  })

  test('does not call a webhook silent whose deliveries wait in the inbox when changes are asked for', async () => {
    const desk = aDesk(bench)
    await syncOf(desk).sync.refresh()
    const rows: { seq: number; receivedAt: number; body: Uint8Array }[] = []
    const projector = openProjector({
      cache: desk.store.cache,
      inbox: { after: (seq) => rows.filter((row) => row.seq > seq), forget: () => undefined },
      readAgain: async () => failure('stripe_unreachable', 'Nothing is read again here.'),
      now: Date.now,
      changed: () => undefined,
      onTrouble: (thrown) => expect(thrown).toBeNull(),
    })
    onTestFinished(() => projector.stop())
    await projector.idle()
    bench.simulator.clock.advance(30)
    await bench.pay(4300)
    await bench.pay(4400)
    bench.simulator.clock.advance(3600)
    const events = bench.simulator
      .ledger(bench.account, 'test')
      .events.filter(({ created }) => created >= ANCHOR + 30)
    expect(events.length).toBeGreaterThan(3)
    // All but the last two were delivered, and not one was moved on.
    for (const [index, event] of events.slice(0, -2).entries())
      rows.push({ seq: index + 1, receivedAt: 1, body: Buffer.from(JSON.stringify(event)) })
    const intake = intakeOf({ cache: desk.store.cache, projector, now: Date.now })
    const caught = await catchUpOf(desk, ANCHOR, { intake, webhookSince: () => ANCHOR })
    expect(caught).toMatchObject({ fresh: events.length, missed: 2, problem: null })
  })

  test('asks by itself, less often while nobody looks, and at once on waking', async () => {
    const desk = aDesk(bench)
    const { sync } = syncOf(desk, {
      times: { everyMs: 60, hiddenEveryMs: 60_000, retryMs: () => 20, firstLookMs: 0 },
    })
    await sync.refresh()
    const looks = (): number => received(bench, '/v1/events').length
    const before = looks()
    await vi.waitFor(() => expect(looks()).toBeGreaterThan(before + 2), 5000)
    sync.watched(false)
    await new Promise((resolve) => setTimeout(resolve, 200))
    const hidden = looks()
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(looks()).toBe(hidden)
    sync.wake('resumed')
    await vi.waitFor(() => expect(looks()).toBe(hidden + 1), 5000)
    sync.watched(true)
    await vi.waitFor(() => expect(looks()).toBeGreaterThan(hidden + 2), 5000)
  })

  test('goes by the clock of Stripe, however wrong ours is', async () => {
    const desk = aDesk(bench)
    const { sync } = syncOf(desk, { now: () => Date.now() - 400 * 86400_000 })
    await sync.refresh()
    bench.simulator.clock.advance(500)
    expect(await sync.refresh()).toMatchObject({ phase: 'current', completeTo: (ANCHOR + 500) * 1000 })
  })

  test('that fails says why, claims nothing, and goes on by itself', async () => {
    const desk = aDesk(bench)
    const { sync } = syncOf(desk, {
      times: { everyMs: 50, hiddenEveryMs: 50, retryMs: () => 20, firstLookMs: 0 },
    })
    const first = await sync.refresh()
    bench.simulator.clock.advance(100)
    bench.simulator.chaos.share500Before = 1
    await vi.waitFor(() => expect(sync.freshness()).toMatchObject({ phase: 'stalled', problem: {} }), 10_000)
    expect(sync.freshness().completeTo).toBe(first.completeTo)
    bench.simulator.chaos.share500Before = 0
    await vi.waitFor(
      () => expect(sync.freshness()).toMatchObject({ phase: 'current', completeTo: (ANCHOR + 100) * 1000 }),
      10_000,
    )
  })
})
