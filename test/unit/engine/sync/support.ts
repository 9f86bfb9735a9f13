// What the tests of reading and following share: a desk's cache over the real simulator, and what must be true of any cache.
import { onTestFinished } from 'vitest'
import { catchUp, eventsKind, type CatchUpPorts } from '../../../../electron/engine/sync/catch-up.ts'
import { isHistory, listOf, type ListKind } from '../../../../electron/engine/sync/lists.ts'
import { openPace } from '../../../../electron/engine/sync/pace.ts'
import { openSync, type SyncPorts } from '../../../../electron/engine/sync/sync.ts'
import { windowsOf } from '../../../../electron/store/sync/windows.ts'
import type { Freshness } from '../../../../src/contract/events.ts'
import { deskId, openRooms, type DeskOptions, type Rooms } from '../../../integration/engine/desk.ts'
import type { Bench } from '../../simulator/harness.ts'

export const month = 30 * 24 * 3600

export interface ReadingDesk extends Rooms {
  bench: Bench
  isCutOff?: boolean
}

export function aDesk(bench: Bench, options: DeskOptions = {}): ReadingDesk {
  return { ...openRooms(bench, options), bench }
}

export function syncOf(desk: ReadingDesk, more: Partial<SyncPorts> = {}) {
  const told: Freshness[] = []
  const bugs: unknown[] = []
  const sync = openSync({
    deskId,
    gateway: desk.gateway,
    cache: desk.store.cache,
    intake: desk.intake,
    budget: { perSecond: 1000, perEndpoint: 1000 },
    notUnderstood: () => desk.odd.read(),
    webhook: () => null,
    now: Date.now,
    changed: (freshness) => told.push(freshness),
    projection: () => ({ waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null }),
    onBug: (error) => bugs.push(error),
    ...more,
  })
  onTestFinished(() => {
    const stopped = sync.stop()
    // A desk that was cut off waits for an answer that never comes.
    return desk.isCutOff === true ? undefined : stopped
  })
  return { sync, told, bugs }
}

export function catchUpOf(desk: ReadingDesk, since: number, more: Partial<CatchUpPorts> = {}) {
  return catchUp(
    {
      gateway: desk.gateway,
      windows: windowsOf(desk.store.cache),
      intake: desk.intake,
      webhookSince: () => null,
      pace: openPace({ perSecond: 1_000_000, perEndpoint: 1_000_000 }),
      signal: new AbortController().signal,
      ...more,
    },
    since,
  )
}

/** The rows that reading must bring, whatever way it took: all but how and when it came to know them. */
export function rowsOf(desk: ReadingDesk): Record<string, unknown[]> {
  const tables = ['payment_intents', 'charges', 'refunds', 'disputes', 'customers', 'payment_methods']
  return Object.fromEntries(
    tables.map((table) => [
      table,
      desk.store.cache
        .prepare<[], Record<string, unknown>>(`SELECT * FROM ${table} ORDER BY id`)
        .all()
        .map((row) => ({ ...row, rowid: 0, as_of: 0 })),
    ]),
  )
}

/** Ids of each list at Stripe that the cache lacks although its windows say that it has them; must be empty. */
export function saidButMissing(desk: ReadingDesk): string[] {
  const { cache } = desk.store
  const ledger = desk.bench.simulator.ledger(desk.bench.account, 'test')
  const lists: [string, Iterable<{ id: string; created: number }>][] = [
    ['payment_intents', ledger.paymentIntents.values()],
    ['refunds', ledger.refunds.values()],
    ['disputes', ledger.disputes.values()],
    [eventsKind, ledger.events],
  ]
  return lists.flatMap(([kind, objects]) => {
    const covered = windowsOf(cache).covered(kind)
    const has = cache.prepare<[string]>(`SELECT 1 FROM ${kind} WHERE id = ?`)
    return [...objects]
      .filter(({ created }) => covered.some(({ from, to }) => from <= created && created < to))
      .filter(({ id }) => has.get(id) === undefined)
      .map(({ id }) => id)
  })
}

/**
 * Whether the windows of each list lie side by side from 0 (a history: at most 30 days) to where its reading began, or
 * beyond where news is followed by listing; else what is wrong.
 */
export function brokenWindows(desk: ReadingDesk): string[] {
  const { cache } = desk.store
  const wrong: string[] = []
  for (const { kind, begunAt, wholeAt, unreadable } of windowsOf(cache).lists()) {
    if (unreadable !== null) continue
    const windows = cache
      .prepare<[string], { from: number; to: number; state: string }>(
        'SELECT created_from AS "from", created_to AS "to", state FROM windows WHERE kind = ? ORDER BY created_from',
      )
      .all(kind)
    const end = begunAt ?? wholeAt ?? NaN
    const beginning = isHistory(kind) ? (windows[0]?.from ?? end) : 0
    if (isHistory(kind) && end - beginning > month) wrong.push(`${kind} from ${beginning}`)
    let at = beginning
    for (const { from, to } of windows) {
      if (from !== at) wrong.push(`${kind}: ${at} to ${from}`)
      at = to
    }
    const hasNews = listOf(kind as ListKind).news === 'lists'
    const isNewsDue = begunAt === null && windows.some(({ state }) => state === 'due')
    if (isNewsDue ? at <= end : hasNews && begunAt !== null ? at < end : at !== end)
      wrong.push(`${kind} ends at ${at}`)
    if (isNewsDue && !hasNews) wrong.push(`${kind} is due and whole`)
  }
  return wrong
}

/** Requests to Stripe, as the simulator received them. */
export function received(bench: Bench, path: string) {
  return bench.simulator.ledger(bench.account, 'test').requests.filter((request) => request.path === path)
}

/**
 * Cuts the desk off after so many answers, as if the machine had lost its power: nothing after that has an effect.
 * Resolves when that has happened.
 */
export function cutOff(desk: ReadingDesk, answers: number): Promise<void> {
  const { gateway, intake } = desk
  const never = (): Promise<never> => new Promise(() => undefined)
  let left = answers
  let isOver = false
  desk.isCutOff = true
  return new Promise((resolve) => {
    desk.gateway = {
      ...gateway,
      async read(ask) {
        if (left <= 0) {
          isOver = true
          resolve()
          return never()
        }
        left -= 1
        return gateway.read(ask)
      },
    }
    desk.intake = {
      ...intake,
      objects: (...page) => (isOver ? never() : intake.objects(...page)),
      events: (...page) => (isOver ? never() : intake.events(...page)),
    }
  })
}
