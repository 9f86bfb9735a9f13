// In which order the lists are read, while a request is the scarce thing.
import { expect, test } from 'vitest'
import { beginList, readWindows } from '../../../../electron/engine/sync/backfill.ts'
import type { Pace } from '../../../../electron/engine/sync/pace.ts'
import { openPace } from '../../../../electron/engine/sync/pace.ts'
import { aModel, aModelCache } from './model.ts'

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
  const ports = { gateway: model.gateway, cache, windows, intake, pace, signal, stored, wanted }
  expect(await readWindows(ports)).toBeNull()
  expect(windows.due()).toEqual([])
  expect(model.asked.map(({ params }) => params.created?.lt)).toEqual(due)
  expect(new Set(model.asked.slice(0, 6).map(({ list }) => list)).size).toBe(2)
})

test('a list that Stripe fails to answer holds up no other, and is asked for again in the next round', async () => {
  const model = aModel(now)
  // The one that fails is the newest, so that it is always the first that may be read.
  model.lists.payment_intents = [{ id: 'pi_1', created: now - 5 }]
  model.lists.refunds = Array.from({ length: 40 }, (_, at) => ({
    id: `re_${at}`,
    created: now - 9 - at * 900,
  }))
  const { cache, windows, intake, stored } = aModelCache()
  for (const kind of intake.kinds) beginList(windows, kind, now)
  const { signal } = new AbortController()
  const wanted = () => windows.due()
  const pace = openPace(1_000_000)
  const ports = {
    gateway: model.gateway,
    cache,
    windows,
    intake,
    pace,
    signal,
    stored: () => undefined,
    wanted,
  }
  model.onAsk = (_, list) => (list === 'payment_intents' ? 'stripe_failed' : undefined)
  expect(await readWindows(ports)).toMatchObject({ code: 'stripe_failed' })
  expect(stored['refunds']).toHaveLength(40)
  expect(windows.due().map(({ kind }) => kind)).toEqual(['payment_intents'])
  model.onAsk = () => undefined
  expect(await readWindows(ports)).toBeNull()
  expect(windows.due()).toEqual([])
})
