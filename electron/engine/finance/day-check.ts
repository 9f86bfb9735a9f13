// Compares a day as the cache has it with what Stripe says of it now, object by object, and takes in what was missing. It must never
// call a day complete of which a list could not be read.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  failure,
  success,
  type DayCheck,
  type DayProgress,
  type Result,
} from '../../../src/contract/index.ts'
import { stretchOfDay, type Seconds } from '../../../src/domain/calendar.ts'
import { isTimeZone } from '../../../src/domain/policy.ts'
import { unsaidStatus } from '../../../src/domain/refund-life.ts'
import { readTakesMs } from '../../store/projections/precedence.ts'
import {
  dayRows,
  dayKinds,
  type DayKind,
  type DayRow,
  type KeptRow,
} from '../../store/queries/finance/day-rows.ts'
import { orTooLarge, plus } from '../../store/queries/exact.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Projector } from '../projector/projector.ts'
import { askPage, pageLimit, type PageRead } from '../sync/ask.ts'
import { listOf, type ListKind } from '../sync/lists.ts'

export interface DayCheckPorts {
  gateway: Gateway
  cache: Database
  projector: Pick<Projector, 'ingestObjects'>
  /** So many objects of a day are compared; a busier day is refused. */
  mostObjects?: number
  /** Told as lists and pages are read. */
  onProgress?: (progress: Omit<DayProgress, 'deskId'>) => void
}

export interface CheckDay {
  (asked: { day: string; timeZone: string }): Promise<Result<DayCheck>>
  /** Gives up the checks that are under way. What they took in already stays. */
  stop(): void
}

const mostDifferences = 100

const lists: Readonly<Record<DayKind, ListKind>> = {
  payments: 'payment_intents',
  refunds: 'refunds',
  disputes: 'disputes',
  balance_transactions: 'balance_transactions',
}

const listedShape = z.looseObject({
  id: z.string(),
  currency: z.string(),
  amount: z.int(),
  fee: z.int().default(0),
  status: z.string().nullish(),
})

/** What Stripe lists of a day, with the objects as they came. */
interface Listed {
  row: DayRow
  object: object
  /** Stripe's clock, milliseconds. */
  asOf: number
}

/** `askedAt`: when the newest of it was listed, by Stripe's clock, milliseconds. */
type ListRead = { rows: Listed[]; askedAt: number } | { unreadable: string }

export function dayChecker(ports: DayCheckPorts): CheckDay {
  const { gateway, cache, projector, mostObjects = 20_000, onProgress } = ports
  const underWay = new Set<AbortController>()

  /** Every page of a list. `left`: how many objects may still come. `onPage`: how many pages and objects were read. */
  async function readList(
    what: DayKind,
    within: Seconds,
    left: number,
    signal: AbortSignal,
    onPage: (pages: number, objects: number) => void,
  ): Promise<Result<ListRead>> {
    const list = listOf(lists[what])
    const rows: Listed[] = []
    let askedAt: number | undefined
    let pages = 0
    onPage(0, 0)
    for (let after: string | undefined; ;) {
      const answer = await askPage({ gateway, onRateLimited: () => undefined, signal }, list.read, {
        limit: pageLimit,
        created: { gte: within.from, lt: within.before },
        ...(after !== undefined && { starting_after: after }),
      })
      if (!answer.ok) {
        const { kind, error } = answer.problem
        return kind === 'refused'
          ? success({ unreadable: `The ${list.noun} could not be read: ${error.message}` })
          : { ok: false, error }
      }
      const understood = rowsOf(what, answer.page)
      if (understood === null)
        return failure('stripe_failed', `Stripe’s list of the ${list.noun} is not understood.`)
      rows.push(...understood)
      pages += 1
      onPage(pages, rows.length)
      askedAt ??= answer.page.asOf
      if (rows.length > left) return failure('too_large', tooMany(mostObjects))
      if (!answer.page.more) return success({ rows, askedAt })
      after = answer.page.places.at(-1)?.id
    }
  }

  async function check(
    { day, timeZone }: Parameters<CheckDay>[0],
    signal: AbortSignal,
  ): Promise<Result<DayCheck>> {
    const within = isTimeZone(timeZone) ? stretchOfDay(day, timeZone) : null
    if (within === null)
      return failure('bad_request', `There is no day ${day} in the time zone “${timeZone}”.`)
    const told: DayCheck = { ...within, rows: [], differences: [], unreadable: [] }
    let left = mostObjects
    for (const [listsRead, what] of dayKinds.entries()) {
      const read = await readList(what, within, left, signal, (pages, objects) =>
        onProgress?.({ day, what, listsRead, lists: dayKinds.length, pages, objects }),
      )
      if (!read.ok) return read
      if ('unreadable' in read.value) {
        told.unreadable.push(read.value.unreadable)
        continue
      }
      const { rows: listed, askedAt } = read.value
      left -= listed.length
      // What came about since then is not in the list.
      const before = Math.min(within.before, Math.floor(askedAt / 1000) + 1)
      const here = dayRows(cache, what, { from: within.from, before })
      const compared = orTooLarge(() => success(compare(what, here, listed, askedAt)))
      if (!compared.ok) return compared
      told.rows.push(...compared.value.rows)
      told.differences.push(...compared.value.differences)
      for (const [asOf, objects] of byAnswer(compared.value.news)) {
        const { stopped } = await projector.ingestObjects(objects, asOf)
        if (stopped) return failure('stopping', 'The desk was closed before everything was taken in.')
      }
    }
    return success({ ...told, differences: told.differences.slice(0, mostDifferences) })
  }

  return Object.assign(
    async (asked: Parameters<CheckDay>[0]) => {
      const stopper = new AbortController()
      underWay.add(stopper)
      try {
        return await check(asked, stopper.signal)
      } finally {
        underWay.delete(stopper)
      }
    },
    {
      stop() {
        for (const stopper of underWay) stopper.abort()
      },
    },
  )
}

const tooMany = (most: number): string =>
  `Stripe lists more than ${most} objects of this day: too many to compare one by one.`

/** Null where an object is not understood: nothing could be said of the day then. */
function rowsOf(what: DayKind, page: PageRead): Listed[] | null {
  const rows: Listed[] = []
  for (const object of page.objects) {
    const parsed = listedShape.safeParse(object)
    if (!parsed.success) return null
    const { id, currency, amount, fee, status } = parsed.data
    // Movements become available without any news of it: that is no difference.
    const row =
      what === 'balance_transactions'
        ? { id, currency, amount, fee, status: '' }
        : { id, currency, amount, fee: 0, status: status ?? (what === 'refunds' ? unsaidStatus : '') }
    rows.push({ row, object: object as object, asOf: page.asOf })
  }
  return rows
}

function compare(
  what: DayKind,
  here: Map<string, KeptRow>,
  listed: readonly Listed[],
  askedAt: number,
): Pick<DayCheck, 'rows' | 'differences'> & { news: Listed[] } {
  const differences: DayCheck['differences'] = []
  const news: Listed[] = []
  const atStripe = new Map<string, DayRow>()
  for (const each of listed) {
    // A list that grew while it was read tells its last one twice.
    if (atStripe.has(each.row.id)) continue
    const known = here.get(each.row.id)
    // What was heard since the list was asked for is newer than the list.
    const isNewer = known !== undefined && known.asOf > each.asOf
    atStripe.set(each.row.id, isNewer ? known : each.row)
    if (isNewer || (known !== undefined && isSame(known, each.row))) continue
    differences.push({ what, id: each.row.id, how: known === undefined ? 'missing' : 'differs' })
    news.push(each)
  }
  for (const [id, { created }] of here) {
    if (atStripe.has(id)) continue
    // What came about while the list was answered is not missed in it.
    if (created * 1000 >= askedAt - readTakesMs) here.delete(id)
    else differences.push({ what, id, how: 'extra' })
  }
  const sums = { here: sumsOf(here.values()), stripe: sumsOf(atStripe.values()) }
  const currencies = [...new Set([...sums.here.keys(), ...sums.stripe.keys()])].toSorted()
  const none = { amount: 0, count: 0 }
  return {
    differences,
    news,
    rows: currencies.map((currency) => ({
      what,
      currency,
      here: sums.here.get(currency) ?? none,
      stripe: sums.stripe.get(currency) ?? none,
    })),
  }
}

function isSame(a: DayRow, b: DayRow): boolean {
  return a.currency === b.currency && a.amount === b.amount && a.fee === b.fee && a.status === b.status
}

/** Minor units, by currency. */
function sumsOf(rows: Iterable<DayRow>): Map<string, { amount: number; count: number }> {
  const sums = new Map<string, { amount: number; count: number }>()
  for (const { currency, amount } of rows) {
    const sum = sums.get(currency) ?? { amount: 0, count: 0 }
    sums.set(currency, { amount: plus(sum.amount, amount), count: sum.count + 1 })
  }
  return sums
}

function byAnswer(news: readonly Listed[]): Map<number, object[]> {
  const grouped = new Map<number, object[]>()
  for (const { asOf, object } of news) {
    const objects = grouped.get(asOf) ?? []
    grouped.set(asOf, objects)
    objects.push(object)
  }
  return grouped
}
