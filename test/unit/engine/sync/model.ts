// A small Stripe in memory, for trying thousands of histories: lists by Stripe's rules (newest first, cursors, created ranges),
// small pages, a clock that tests move. Knows nothing of Bursar's windows.
import Database from 'better-sqlite3'
import type Stripe from 'stripe'
import type { Gateway } from '../../../../electron/engine/gateway/gateway.ts'
import { failure, success, type ErrorCode } from '../../../../src/contract/index.ts'
import type { Intake } from '../../../../electron/engine/sync/intake.ts'
import type { ListKind } from '../../../../electron/engine/sync/lists.ts'
import { cacheOfWindows } from '../../../../electron/store/migrations/cache/0003-windows.ts'
import { cacheOfListsBegunAgain } from '../../../../electron/store/migrations/cache/0018-lists-begun-again.ts'
import { windowsOf, type Windows } from '../../../../electron/store/sync/windows.ts'

export interface Item {
  id: string
  created: number
}

interface Asked {
  limit: number
  created?: { gte?: number; lt?: number }
  starting_after?: string
}

export interface Model {
  gateway: Gateway
  /** Newest first is the order of the answer, whatever the order in here. */
  lists: Record<'payment_intents' | 'refunds' | 'balance_transactions' | 'events', Item[]>
  clock: { now: number }
  /** Called before each answer, with how many there were; may add, remove, or throw a failure by its code. */
  onAsk: (answers: number, list: string) => ErrorCode | 'hang' | undefined
  asked: { list: string; params: Asked }[]
}

const pageSize = 3

export function aModel(now: number): Model {
  let serial = 0
  const place = new Map<string, number>()
  const model: Model = {
    lists: { payment_intents: [], refunds: [], balance_transactions: [], events: [] },
    clock: { now },
    onAsk: () => undefined,
    asked: [],
    gateway: {
      async read(ask) {
        let list: keyof Model['lists'] = 'events'
        let params: Asked = { limit: 1 }
        const note = (name: keyof Model['lists']) => (given: Asked) => {
          list = name
          params = given
          return { data: [], has_more: false }
        }
        await ask({
          paymentIntents: { list: note('payment_intents') },
          refunds: { list: note('refunds') },
          balanceTransactions: { list: note('balance_transactions') },
          events: { list: note('events') },
        } as unknown as Stripe)
        await new Promise((resolve) => setImmediate(resolve))
        const fate = model.onAsk(model.asked.length, list)
        if (fate === 'hang') return new Promise(() => undefined)
        if (fate !== undefined) return failure(fate, 'as the test wants it')
        model.asked.push({ list, params })
        const page = pageOf(model.lists[list], params)
        if (page === null)
          return failure('not_found', 'No such object', {
            message: '',
            code: 'resource_missing',
          })
        return { ok: true, value: page as never, asOf: model.clock.now * 1000, requestId: null }
      },
      write: () => Promise.reject(new Error('nothing is written')),
      close: () => undefined,
    },
  }

  function orderOf(item: Item): number {
    const known = place.get(item.id) ?? (serial += 1)
    place.set(item.id, known)
    return known
  }

  function pageOf(items: readonly Item[], { limit, created, starting_after: after }: Asked) {
    for (const item of items) orderOf(item)
    const sorted = items.toSorted((a, b) => b.created - a.created || orderOf(b) - orderOf(a))
    const start = after === undefined ? 0 : sorted.findIndex(({ id }) => id === after) + 1
    if (after !== undefined && start === 0) return null
    const wanted = sorted
      .slice(start)
      .filter((item) => item.created >= (created?.gte ?? 0) && item.created < (created?.lt ?? Infinity))
    const size = Math.min(limit, pageSize)
    return { data: wanted.slice(0, size), has_more: wanted.length > size }
  }
  return model
}

export interface ModelCache {
  cache: Database.Database
  windows: Windows
  intake: Intake
  /** Every id that was stored of a list, once for each time. */
  stored: Record<string, string[]>
  /** Items that the windows claim to be in the cache and that are not. */
  falseClaims(model: Model): string[]
}

/** Keeps ids instead of rows, in the transaction that keeps the windows. */
export function aModelCache(kinds: readonly ListKind[] = ['payment_intents', 'refunds']): ModelCache {
  const cache = new Database(':memory:')
  cache.exec('CREATE TABLE sync_state (name TEXT PRIMARY KEY, value TEXT)')
  for (const { up } of [cacheOfWindows, cacheOfListsBegunAgain]) cache.exec(up)
  cache.exec('CREATE TABLE items (list TEXT, id TEXT, PRIMARY KEY (list, id))')
  const add = cache.prepare('INSERT OR IGNORE INTO items VALUES (?, ?)')
  const has = cache.prepare<[string, string]>('SELECT 1 FROM items WHERE list = ? AND id = ?')
  const windows = windowsOf(cache)
  const stored: Record<string, string[]> = {
    payment_intents: [],
    refunds: [],
    balance_transactions: [],
    events: [],
    past_events: [],
  }
  function keep(list: string, items: readonly unknown[], andThen: () => void): void {
    cache.transaction(() => {
      for (const { id } of items as Item[]) {
        add.run(list, id)
        stored[list]?.push(id)
      }
      andThen()
    })()
  }
  return {
    cache,
    windows,
    stored,
    intake: {
      kinds,
      unlisted: () => undefined,
      knows: (id) => has.get('events', id) !== undefined,
      undelivered: () => 0,
      objects: async (kind: ListKind, items, _, andThen) => {
        keep(kind, items, andThen)
        return true
      },
      events: async (items, andThen) => {
        keep('events', items, andThen)
        return success(undefined)
      },
    },
    falseClaims: (model) =>
      Object.entries(model.lists).flatMap(([list, items]) => {
        const covered = windows.covered(list)
        return items
          .filter(({ created }) => covered.some(({ from, to }) => from <= created && created < to))
          .filter(({ id }) => has.get(list, id) === undefined)
          .map(({ id }) => `${list} ${id}`)
      }),
  }
}
