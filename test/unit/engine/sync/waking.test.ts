// A desk over a small Stripe in memory: halted before its first page, awakened beside dead connections, asked in the midst
// of a look, and reading what was before it last of all.
import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Gateway } from '../../../../electron/engine/gateway/gateway.ts'
import { freshnessOf } from '../../../../electron/engine/sync/freshness.ts'
import type { ListKind } from '../../../../electron/engine/sync/lists.ts'
import { openSync, type SyncPorts } from '../../../../electron/engine/sync/sync.ts'
import type { ListRead, Windows } from '../../../../electron/store/sync/windows.ts'
import { aModel, aModelCache, type Model, type ModelCache } from './model.ts'
import { month } from './support.ts'

const begin = 1_700_000_000
const withHistory: readonly ListKind[] = ['payment_intents', 'refunds', 'past_events']
const projection = { waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null }

/** For a desk that asks as often as it does for an operator. */
const usualTimes: Partial<SyncPorts> = {}

function aDesk(kinds?: readonly ListKind[]) {
  const model = aModel(begin)
  const cache = aModelCache(kinds)
  for (let n = 0; n < 30; n += 1) {
    model.lists.payment_intents.push({ id: `pi_${n}`, created: begin - 5 - n * 50_000 })
    model.lists.refunds.push({ id: `re_${n}`, created: begin - 7 - n * 40_000 })
    model.lists.events.push({ id: `evt_${n}`, created: begin - 9 - n * 60_000 })
  }
  return { model, cache }
}

function syncOf({ model, cache }: { model: Model; cache: ModelCache }, more: Partial<SyncPorts> = {}) {
  const bugs: unknown[] = []
  const sync = openSync({
    deskId: 'acct_1-test-local',
    gateway: model.gateway,
    cache: cache.cache,
    intake: cache.intake,
    budget: { perSecond: 1_000_000, perEndpoint: 1_000_000 },
    notUnderstood: () => null,
    webhook: () => null,
    now: Date.now,
    changed: () => undefined,
    projection: () => projection,
    onBug: (error) => bugs.push(error),
    ...(more !== usualTimes && {
      times: { everyMs: 60_000, hiddenEveryMs: 60_000, retryMs: () => 10, firstLookMs: 0 },
    }),
    ...more,
  })
  onTestFinished(() => sync.stop())
  return { sync, bugs }
}

/** No request is answered from now on; resolves when there is one. */
function hanging(model: Model): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  model.onAsk = () => {
    resolve()
    return 'hang'
  }
  return promise
}

const untilCurrent = (sync: { freshness(): { phase: string } }): Promise<void> =>
  vi.waitFor(() => expect(sync.freshness().phase).toBe('current'), 5000)

describe('halted before its first page', () => {
  test.each(['pause', 'cancel'] as const)('by %s, it is read once it is resumed', async (halt) => {
    const desk = aDesk()
    const isHanging = hanging(desk.model)
    const { sync } = syncOf(desk)
    sync.start()
    await isHanging
    await sync[halt]()
    expect(sync.freshness().phase).toBe(halt === 'pause' ? 'paused' : 'idle')
    desk.model.onAsk = () => undefined
    sync.resume()
    await untilCurrent(sync)
    expect(new Set(desk.cache.stored['payment_intents']).size).toBe(30)
  })

  test('the halt waits for the page that is being stored', async () => {
    const desk = aDesk()
    const { promise: isOver, resolve: release } = Promise.withResolvers<void>()
    let storing = 0
    const intake: typeof desk.cache.intake = {
      ...desk.cache.intake,
      async objects(...page) {
        storing += 1
        await isOver
        return desk.cache.intake.objects(...page)
      },
    }
    const { sync } = syncOf(desk, { intake })
    sync.start()
    await vi.waitFor(() => expect(storing).toBe(1))
    let isPaused = false
    const paused = sync.pause().then(() => (isPaused = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isPaused).toBe(false)
    release()
    await paused
    expect(desk.cache.stored['payment_intents']).toHaveLength(3)
  })
})

describe('awakened', () => {
  test.each(['resumed', 'online'] as const)(
    '(%s), it waits for no answer of before, and asks again at once',
    async (reason) => {
      const desk = aDesk()
      // The first page comes, then every connection is dead.
      desk.model.onAsk = (answers) => (answers > 0 ? 'hang' : undefined)
      const { sync, bugs } = syncOf(desk)
      sync.start()
      await vi.waitFor(() => expect(desk.cache.stored['payment_intents']).toHaveLength(3))
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(sync.freshness()).toMatchObject({ phase: 'loading', completeTo: null })
      desk.model.onAsk = () => undefined
      sync.wake(reason)
      await untilCurrent(sync)
      expect(sync.freshness()).toMatchObject({ missing: [], completeTo: begin * 1000 })
      expect(desk.cache.falseClaims(desk.model)).toEqual([])
      expect(bugs).toEqual([])
    },
  )

  test('an answer that comes after all is dropped, and never counts as read', async () => {
    const desk = aDesk()
    const late: (() => void)[] = []
    let isSlow = true
    const gateway: Gateway = {
      ...desk.model.gateway,
      async read(ask) {
        const wasSlow = isSlow && desk.model.asked.length > 0
        const answer = await desk.model.gateway.read(ask)
        if (wasSlow) await new Promise<void>((resolve) => late.push(resolve))
        return answer
      },
    }
    const { sync } = syncOf(desk, { gateway })
    sync.start()
    await vi.waitFor(() => expect(late.length).toBeGreaterThan(1))
    isSlow = false
    sync.wake('online')
    await untilCurrent(sync)
    for (const answer of late) answer()
    await new Promise((resolve) => setTimeout(resolve, 20))
    for (const [list, stored] of Object.entries(desk.cache.stored))
      expect([list, stored.length]).toEqual([list, new Set(stored).size])
    expect(desk.cache.falseClaims(desk.model)).toEqual([])
  })

  test('it does not say that it is up to date before it has asked', async () => {
    const desk = aDesk()
    const { sync } = syncOf(desk)
    expect(await sync.refresh()).toMatchObject({ phase: 'current' })
    desk.model.onAsk = () => 'hang'
    sync.wake('resumed')
    expect(sync.freshness()).toMatchObject({ phase: 'catching_up', completeTo: begin * 1000 })
    desk.model.onAsk = () => undefined
    sync.wake('resumed')
    await untilCurrent(sync)
  })

  test('a refresh that waits is answered by the look after it', async () => {
    const desk = aDesk()
    const { sync } = syncOf(desk)
    await sync.refresh()
    const isHanging = hanging(desk.model)
    const refreshed = sync.refresh()
    await isHanging
    desk.model.clock.now += 100
    desk.model.lists.events.push({ id: 'evt_new', created: begin + 50 })
    desk.model.onAsk = () => undefined
    sync.wake('online')
    expect(await refreshed).toMatchObject({ phase: 'current', completeTo: (begin + 100) * 1000 })
    expect(desk.cache.stored['events']).toContain('evt_new')
  })
})

describe('following', () => {
  test('a refresh sees what happened before it, also in the midst of a look', async () => {
    const desk = aDesk()
    const { sync } = syncOf(desk)
    await sync.refresh()
    const { promise: isOver, resolve: release } = Promise.withResolvers<void>()
    const { read } = desk.model.gateway
    let held = 0
    desk.model.gateway.read = async (ask) => {
      const answer = await read(ask)
      held += 1
      await isOver
      return answer
    }
    const { sync: other } = syncOf(desk)
    other.start()
    await vi.waitFor(() => expect(held).toBe(1))
    desk.model.clock.now += 100
    desk.model.lists.events.push({ id: 'evt_new', created: begin + 50 })
    const refreshed = other.refresh()
    release()
    await refreshed
    expect(desk.cache.stored['events']).toContain('evt_new')
  })

  test('without a webhook, a change is there within 15 seconds while somebody looks, also after waking', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const settle = async (): Promise<void> => {
      for (let n = 0; n < 50; n += 1) {
        await vi.advanceTimersByTimeAsync(1)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    const desk = aDesk()
    const { sync, bugs } = syncOf(desk, usualTimes)
    sync.start()
    await settle()
    expect(sync.freshness().phase).toBe('loading')
    // The rest after the first page goes by a clock that is not made up here.
    await wait(350)
    await settle()
    expect(sync.freshness().phase).toBe('current')
    let serial = 0
    const happens = (): string => {
      desk.model.clock.now += 1
      const id = `evt_new_${(serial += 1)}`
      desk.model.lists.events.push({ id, created: desk.model.clock.now })
      return id
    }
    const seconds = async (count: number): Promise<void> => {
      await vi.advanceTimersByTimeAsync(count * 1000)
      await settle()
    }
    const stored = (): string[] => desk.cache.stored['events'] ?? []

    const first = happens()
    // Two are left for the answer, and until it is taken in.
    await seconds(13)
    expect(stored()).toContain(first)

    sync.watched(false)
    const hidden = happens()
    await seconds(60)
    expect(stored()).not.toContain(hidden)
    // Said again, it puts nothing off.
    sync.watched(false)
    await seconds(60)
    expect(stored()).toContain(hidden)

    const asleep = happens()
    sync.wake('resumed')
    await settle()
    expect(stored()).toContain(asleep)
    const still = happens()
    await seconds(30)
    expect(stored()).not.toContain(still)
    sync.watched(true)
    await settle()
    expect(stored()).toContain(still)
    const last = happens()
    await seconds(8)
    sync.watched(true)
    await seconds(7)
    expect(stored()).toContain(last)
    expect(bugs).toEqual([])
  })

  test('a catch-up that fails again and again after a gap begins the lists anew only once', async () => {
    const desk = aDesk()
    const { sync } = syncOf(desk)
    await sync.refresh()
    desk.model.clock.now += 40 * 86400
    const later = desk.model.clock.now
    for (let n = 0; n < 9; n += 1) desk.model.lists.events.push({ id: `evt_l${n}`, created: later - n })
    let failures = 0
    // Two pages come, the next does not; lists are never answered.
    desk.model.onAsk = (_, list) => {
      if (list !== 'events') return 'hang'
      desk.model.clock.now += 10
      failures += 1
      return failures % 3 === 0 ? 'stripe_failed' : undefined
    }
    void sync.refresh()
    const begun = (): (number | null)[] => desk.cache.windows.lists().map((list) => list.begunAt)
    await vi.waitFor(() => expect(begun()).toEqual([expect.any(Number), expect.any(Number)]), 5000)
    const [first, until] = [begun(), failures + 12]
    await vi.waitFor(() => expect(failures).toBeGreaterThan(until), 5000)
    expect(begun()).toEqual(first)
    desk.model.onAsk = () => undefined
    sync.wake('online')
    await untilCurrent(sync)
    expect(sync.freshness().missing).toEqual([])
    expect(desk.cache.falseClaims(desk.model)).toEqual([])
  })

  test.each(['wakes', 'ends'] as const)(
    'a catch-up after a gap that is given up when the machine %s leaves no hole',
    async (how) => {
      const desk = aDesk()
      let { sync } = syncOf(desk)
      await sync.refresh()
      desk.model.lists.payment_intents.push({ id: 'pi_of_the_gap', created: desk.model.clock.now + 86_400 })
      desk.model.clock.now += 40 * 86_400
      const later = desk.model.clock.now
      for (let n = 0; n < 2000; n += 1)
        desk.model.lists.events.push({ id: `evt_l${n}`, created: later - 100 - n * 1200 })
      let [asked, givenUp] = [0, false]
      desk.model.onAsk = (_, list) => {
        if (list !== 'events' || (asked += 1) < 400 || givenUp) return undefined
        givenUp = true
        if (how === 'wakes') sync.wake('resumed')
        else void sync.stop()
        return 'hang'
      }
      sync.start()
      await vi.waitFor(() => expect(givenUp).toBe(true), 10_000)
      if (how === 'ends') sync = syncOf(desk).sync
      expect(await sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
      expect(desk.cache.stored['payment_intents']).toContain('pi_of_the_gap')
      expect(desk.cache.falseClaims(desk.model)).toEqual([])
    },
  )

  test.each([
    ['paused', 'midway'],
    ['canceled', 'midway'],
    ['paused', 'whole'],
    ['canceled', 'whole'],
  ] as const)(
    'with the history %s (%s), what no event tells is followed all the same',
    async (will, when) => {
      const desk = aDesk(['payment_intents', 'balance_transactions'])
      const { lists, clock } = desk.model
      for (let n = 0; n < 60; n += 1)
        lists.balance_transactions.push({ id: `txn_${n}`, created: begin - n * 999 })
      let sync = syncOf(desk).sync
      if (when === 'midway') {
        let pages = 0
        const isHanging = Promise.withResolvers<void>()
        desk.model.onAsk = (_, list) => {
          if (list === 'events' || (pages += 1) <= 8) return undefined
          isHanging.resolve()
          return 'hang'
        }
        sync.start()
        await isHanging.promise
      } else await sync.refresh()
      await (will === 'paused' ? sync.pause() : sync.cancel())
      desk.model.onAsk = () => undefined
      const before = desk.cache.stored['balance_transactions']?.length ?? 0
      const pages = desk.cache.stored['payment_intents']?.length
      const [loaded, missing] = [sync.freshness().loaded, sync.freshness().missing]
      for (let n = 0; n < 40; n += 1) {
        clock.now += 600
        lists.balance_transactions.push({ id: `txn_new_${n}`, created: clock.now - 5 })
        // Over a restart too.
        if (n === 20) ({ sync } = syncOf(desk))
        await sync.refresh()
      }
      const fresh = new Set(desk.cache.stored['balance_transactions']?.slice(before))
      expect([...fresh].filter((id) => id.startsWith('txn_new'))).toHaveLength(40)
      expect([...fresh].filter((id) => !id.startsWith('txn_new')).length).toBeLessThan(3)
      expect(desk.cache.stored['payment_intents']).toHaveLength(pages ?? NaN)
      expect(sync.freshness()).toMatchObject({ loaded, missing, reading: will })
      expect(desk.cache.falseClaims(desk.model)).toEqual([])
      sync.resume()
      await vi.waitFor(() => expect(sync.freshness()).toMatchObject({ phase: 'current', missing: [] }), 5000)
      expect(sync.freshness().completeTo).toBe(clock.now * 1000)
      expect(new Set(desk.cache.stored['balance_transactions']).size).toBe(100)
      expect(desk.cache.falseClaims(desk.model)).toEqual([])
    },
  )

  test('goes on when telling of it throws', async () => {
    const desk = aDesk()
    let left = 3
    const { sync, bugs } = syncOf(desk, {
      changed() {
        if ((left -= 1) >= 0) throw new Error('ours')
      },
      times: { everyMs: 20, hiddenEveryMs: 20, retryMs: () => 10, firstLookMs: 0 },
    })
    expect(await sync.refresh()).toMatchObject({ phase: 'current' })
    expect(bugs).toHaveLength(3)
    const asked = desk.model.asked.length
    await vi.waitFor(() => expect(desk.model.asked.length).toBeGreaterThan(asked + 1))
  })
})

describe('what was before the desk', () => {
  /** The requests for its history: those for events up to a time. */
  const asksOfHistory = ({ asked }: Model) =>
    asked.flatMap(({ list, params }, at) =>
      list === 'events' && params.created?.lt !== undefined && params.created.lt <= begin
        ? [{ at, ...params.created }]
        : [],
    )

  test('is read last, and no further back than Stripe keeps it', async () => {
    const desk = aDesk(withHistory)
    const { sync } = syncOf(desk)
    expect(await sync.refresh()).toMatchObject({ phase: 'current', missing: [], loaded: 60 })
    const asks = asksOfHistory(desk.model)
    expect(Math.min(...asks.map(({ gte }) => gte ?? 0))).toBe(begin - month)
    const needed = desk.model.asked.findLastIndex(({ list }) => list !== 'events')
    expect(Math.min(...asks.map(({ at }) => at))).toBeGreaterThan(needed)
    expect(new Set(desk.cache.stored['past_events']).size).toBe(30)
  })

  test('takes nothing from completeness while it is not read, is named, and can be paused and resumed', async () => {
    const desk = aDesk(withHistory)
    desk.model.onAsk = () => (asksOfHistory(desk.model).length > 1 ? 'hang' : undefined)
    const { sync } = syncOf(desk)
    sync.start()
    await vi.waitFor(() => expect(asksOfHistory(desk.model).length).toBeGreaterThan(1), 5000)
    const whole = { completeTo: begin * 1000, backfill: null, loaded: 60 }
    const named = (): [string[], number] => {
      const { missing } = sync.freshness()
      return [[...new Set(missing.map(({ what }) => what))], Math.min(...missing.map(({ from }) => from))]
    }
    expect(sync.freshness()).toMatchObject({ phase: 'current', ...whole })
    await sync.pause()
    expect(sync.freshness()).toMatchObject({ phase: 'paused', ...whole })
    expect(named()).toEqual([['earlier events'], begin - month])
    await sync.cancel()
    expect(sync.freshness()).toMatchObject({ phase: 'current', ...whole })
    expect(named()).toEqual([['earlier events'], begin - month])
    desk.model.onAsk = () => undefined
    sync.resume()
    await vi.waitFor(() => expect(sync.freshness()).toMatchObject({ phase: 'current', missing: [] }), 5000)
    expect(new Set(desk.cache.stored['past_events']).size).toBe(30)
  })

  test('is read up to where events were followed from, by a desk that was there before it could be', async () => {
    const desk = aDesk()
    await syncOf(desk).sync.refresh()
    desk.model.clock.now += 10 * 86400
    const later = { model: desk.model, cache: { ...desk.cache } }
    later.cache.intake = { ...desk.cache.intake, kinds: withHistory }
    const { sync } = syncOf(later)
    const last = await sync.refresh()
    expect(last).toMatchObject({ phase: 'current', missing: [], completeTo: desk.model.clock.now * 1000 })
    const asks = asksOfHistory(desk.model)
    expect(Math.min(...asks.map(({ gte }) => gte ?? 0))).toBe(desk.model.clock.now - month)
    expect(Math.max(...asks.map(({ lt }) => lt ?? 0))).toBe(begin - 60)
  })

  test('is over at once where events were followed for as long as Stripe keeps them', async () => {
    const desk = aDesk()
    await syncOf(desk).sync.refresh()
    for (let days = 20; days <= 60; days += 20) {
      desk.model.clock.now = begin + days * 86400
      await syncOf(desk).sync.refresh()
    }
    const later = { model: desk.model, cache: { ...desk.cache } }
    later.cache.intake = { ...desk.cache.intake, kinds: withHistory }
    expect(await syncOf(later).sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
    expect(asksOfHistory(desk.model)).toEqual([])
  })

  test('is not read again after a gap, which catching up has filled as far as can be', async () => {
    const desk = aDesk(withHistory)
    const { sync } = syncOf(desk)
    await sync.refresh()
    const asked = desk.model.asked.length
    desk.model.clock.now += 40 * 86400
    expect(await sync.refresh()).toMatchObject({ phase: 'current', missing: [] })
    const again = desk.model.asked.slice(asked).filter(({ list }) => list === 'payment_intents')
    expect(again.length).toBeGreaterThan(9)
    expect(desk.cache.windows.lists()).toMatchObject([
      { kind: 'past_events', wholeAt: begin },
      { kind: 'payment_intents', wholeAt: desk.model.clock.now },
      { kind: 'refunds', wholeAt: desk.model.clock.now },
    ])
  })

  test('is no part of the estimate, neither of what was read nor of how far back the account goes', () => {
    const list = (kind: string, objects: number, oldest: number): ListRead => ({
      kind,
      objects,
      oldest,
      begunAt: begin,
      reached: begin,
      wholeAt: null,
      unreadable: null,
    })
    const windows = {
      lists: () => [
        list('payment_intents', 6000, begin - 2 * month),
        list('past_events', 500, begin - month),
      ],
      due: () => [{ number: 1, kind: 'payment_intents', from: 0, to: begin - 2 * month, cursor: null }],
      covered: () => [],
    } as unknown as Windows
    const freshness = freshnessOf({
      deskId: 'acct_1-test-local',
      windows,
      kinds: withHistory,
      will: 'go',
      problem: null,
      followed: true,
      busy: true,
      now: begin,
      perSecond: 100,
      budget: 20,
      webhook: 'none',
      projection,
      notUnderstood: null,
    })
    expect(freshness.backfill).toMatchObject({ done: 6000, estimated: null, remainingSeconds: null })
  })
})
