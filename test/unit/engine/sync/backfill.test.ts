// In which order the lists are read, while a request is the scarce thing.
import { expect, test } from 'vitest'
import { beginList, readWindows, type WantedPorts } from '../../../../electron/engine/sync/backfill.ts'
import type { Gateway } from '../../../../electron/engine/gateway/gateway.ts'
import type { Pace } from '../../../../electron/engine/sync/pace.ts'
import { openPace } from '../../../../electron/engine/sync/pace.ts'
import { aModel, aModelCache, type Item, type Model, type ModelCache } from './model.ts'

const now = 1_800_000_000

/** Lets the next request start once the one before it was stored. */
function oneAfterTheOther(): Pace & { next(): void } {
  const waiting: (() => void)[] = []
  let free = true
  const start = (): void => {
    if (!free) return
    const first = waiting.shift()
    free = first === undefined
    first?.()
  }
  return {
    turn: () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(true))
        start()
      }),
    next() {
      free = true
      start()
    },
    mayAsk: () => true,
    slowDown: () => undefined,
    isFull: () => true,
    perSecond: () => 1,
  }
}

test('all lists go back in time together: what is asked for is the newest that is due', async () => {
  const model = aModel(now)
  model.lists.payment_intents = Array.from({ length: 40 }, (_, at) => ({
    id: `pi_${at}`,
    created: now - 1000 - at * 100,
  }))
  model.lists.refunds = Array.from({ length: 13 }, (_, at) => ({
    id: `re_${at}`,
    created: now - 1050 - at * 300,
  }))
  const { cache, windows, intake } = aModelCache()
  for (const kind of intake.kinds) beginList(windows, kind, now)
  const pace = oneAfterTheOther()
  const due: number[] = []
  model.onAsk = () => void due.push(Math.max(...windows.due().map(({ to }) => to)))
  const signal = new AbortController().signal
  const stored = (): void => void setImmediate(pace.next)
  const wanted = () => windows.due()
  const retryMs = () => 0
  const ports = { gateway: model.gateway, cache, windows, intake, pace, signal, stored, wanted, retryMs }
  expect(await readWindows(ports)).toBeNull()
  expect(windows.due()).toEqual([])
  expect(model.asked.map(({ params }) => params.created?.lt)).toEqual(due)
  expect(new Set(model.asked.slice(0, 6).map(({ list }) => list)).size).toBe(2)
})

test('a list whose pages take longer goes back in time with the others nevertheless', async () => {
  const model = aModel(now)
  const many = (prefix: string): Item[] =>
    Array.from({ length: 120 }, (_, at) => ({ id: `${prefix}_${at}`, created: now - 9 - at * 100 }))
  model.lists.payment_intents = many('pi')
  model.lists.refunds = many('re')
  model.lists.balance_transactions = many('txn')
  const { cache, windows, intake } = aModelCache(['payment_intents', 'refunds', 'balance_transactions'])
  for (const kind of intake.kinds) beginList(windows, kind, now)
  const tick = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
  let before = tick()
  const pace: Pace = {
    ...oneAfterTheOther(),
    turn: () => (before = before.then(tick)).then(() => true),
  }
  const gateway: Gateway = {
    ...model.gateway,
    async read(ask) {
      const answer = await model.gateway.read(ask)
      const [first] = answer.ok ? (answer.value as { data: Item[] }).data : []
      for (let ticks = 0; first?.id.startsWith('pi_') === true && ticks < 6; ticks += 1) await tick()
      return answer
    },
  }
  const signal = new AbortController().signal
  const [stored, wanted, retryMs] = [() => undefined, () => windows.due(), () => 0]
  expect(
    await readWindows({ gateway, cache, windows, intake, pace, signal, stored, wanted, retryMs }),
  ).toBeNull()
  expect(windows.due()).toEqual([])
  const [payments, refunds] = ['payment_intents', 'refunds'].map((kind) =>
    model.asked.flatMap(({ list }, at) => (list === kind ? [at] : [])),
  )
  // Half of the payments had been asked for by the time that half of the refunds had been, and a little later.
  expect(payments![Math.floor(payments!.length / 2)]).toBeLessThan(
    refunds![Math.floor(refunds!.length * 0.7)]!,
  )
})

/** Payments, refunds and the events before; asked as fast as can be. */
function threeLists(): { model: Model; cache: ModelCache; ports: WantedPorts } {
  const model = aModel(now)
  const many = (prefix: string, number: number): Item[] =>
    Array.from({ length: number }, (_, at) => ({ id: `${prefix}_${at}`, created: now - 9 - at * 900 }))
  // Those that fail are the newest, so that they are always the first that may be read.
  model.lists.payment_intents = [{ id: 'pi_new', created: now - 5 }, ...many('pi', 8)]
  model.lists.refunds = many('re', 40)
  model.lists.events = many('evt', 40)
  const cache = aModelCache(['payment_intents', 'refunds', 'past_events'])
  for (const kind of cache.intake.kinds) beginList(cache.windows, kind, now)
  const ports = {
    gateway: model.gateway,
    ...cache,
    pace: openPace({ perSecond: 1_000_000, perEndpoint: 1_000_000 }),
    signal: new AbortController().signal,
    stored: () => undefined,
    wanted: () => cache.windows.due(),
    retryMs: () => 60_000,
  }
  return { model, cache, ports }
}

test('a list that Stripe fails to answer holds up no other, and is left alone for a while', async () => {
  const { model, cache, ports } = threeLists()
  let failed = 0
  model.onAsk = (_, list) => {
    if (list !== 'payment_intents') return undefined
    failed += 1
    return 'stripe_failed'
  }
  expect(await readWindows(ports)).toMatchObject({ code: 'stripe_failed' })
  expect(failed).toBe(1)
  expect(cache.stored).toMatchObject({ refunds: { length: 40 }, past_events: { length: 40 } })
  expect(cache.windows.due().map(({ kind }) => kind)).toEqual(['payment_intents'])
  model.onAsk = () => undefined
  expect(await readWindows(ports)).toBeNull()
  expect(cache.windows.due()).toEqual([])
})

test('a list that Stripe failed to answer comes before the history again once it was left alone, longer each time', async () => {
  const { model, cache, ports } = threeLists()
  const waits: number[] = []
  ports.retryMs = (failures) => {
    waits.push(failures)
    return 0
  }
  const order: string[] = []
  model.onAsk = (_, list) => {
    order.push(list)
    return list === 'payment_intents' && waits.length < 3 ? 'stripe_failed' : undefined
  }
  expect(await readWindows(ports)).toBeNull()
  expect(waits).toEqual([0, 1, 2])
  expect(cache.stored['payment_intents']).toHaveLength(9)
  expect(order.lastIndexOf('payment_intents')).toBeLessThan(order.indexOf('events'))
})

test('a list is asked only when it may be, and leaves its turn to others until then', async () => {
  const { model, cache, ports } = threeLists()
  let refundsMay = 0
  let went: string[] = []
  ports.pace = {
    ...ports.pace,
    mayAsk(endpoint) {
      // Only every third time: those in between go to the payments, and then to nobody.
      const may = endpoint !== 'refunds' || (refundsMay += 1) % 3 === 0
      if (may) went = [...went, endpoint]
      return may
    },
  }
  expect(await readWindows(ports)).toBeNull()
  expect(cache.windows.due()).toEqual([])
  expect(went.filter((endpoint) => endpoint === 'refunds')).toHaveLength(
    model.asked.filter(({ list }) => list === 'refunds').length,
  )
  expect(went[0]).toBe('payment_intents')
  expect(went).toHaveLength(model.asked.length)
})
