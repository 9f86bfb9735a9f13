// Builds the databases that questions are measured on, through the store's own code, from a year of the simulator's business told
// again and again under other ids, names and times. It must never be quicker by storing less than the app would.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { eventLogOf, type EventSource } from '../../electron/store/events/log.ts'
import type { StripeEvent } from '../../electron/store/events/read-event.ts'
import { migrationChecksum } from '../../electron/store/migrate.ts'
import { cacheMigrations } from '../../electron/store/migrations/index.ts'
import { openCache } from '../../electron/store/open.ts'
import type { YearSize } from '../../electron/simulator/seed/year.ts'
import { searchMerge } from '../../electron/store/projections/merge-search.ts'
import { said } from '../../electron/store/projections/precedence.ts'
import type { StripeObject } from '../../electron/store/projections/kind.ts'
import { tablesOf } from '../../electron/store/projections/tables.ts'
import { openBench } from '../unit/simulator/harness.ts'

/** Of one telling; 300,000 payments are a hundred of them. */
const paymentsTold = 3000
const eventsTold = 10_000
const second = 1000
/**
 * What lies between the same payment of two tellings at most, seconds: so long that the tellings mingle like the customers of one business.
 * Within hours, what is rare would come in clumps, the larger the more is told, and a question for it would seem to grow.
 */
const spread = 30 * 86_400
/** What waits for a person to look at it does not grow with the history: the same in every size. */
const failedEvents = 1000
/** After so much of the history the app has merged all of its searches; what came since lies beside that, as on a desk. */
export const mergedShare = 0.975
/** Brings bodies to the 4 kB that a shop's events have, most of it alike as in life. */
const labels = JSON.stringify(
  Object.fromEntries(
    Array.from({ length: 16 }, (_, index) => [
      `label_of_the_shop_${index}`,
      `kept in warehouse ${index}, aisle ${index * 3}`,
    ]),
  ),
)
const key = Buffer.alloc(32, 9)

export interface Built {
  cache: Database
  folder: string
  events: number
  payments: number
  /** Mean size of an event as Stripe sends it (indented) and as it is kept, bytes; null when it was built before. */
  body: { sent: number; kept: number } | null
  builtMs: number
}

type Json = Record<string, unknown> & { id: string; created: number; object: string }

export interface Year {
  customers: string[]
  payments: string[]
  others: string[]
  events: { type: string; created: number; object: string }[]
}

/** Read for a desk as well as what the events are made of. */
const lists = ['charges', 'balance_transactions'] as const

/** Opens a database of so many events (a multiple of 10,000) and three payments to ten events, built unless it was before. */
export async function database(events: number, say: (line: string) => void): Promise<Built> {
  const tellings = events / eventsTold
  let body: Built['body'] = null
  const kept = await keptDatabase([events, ...lists].join('-'), async (cache, began) => {
    const year = await readYear({ customers: 240, payments: paymentsTold }, undefined, lists)
    const sizes = { sent: 0, kept: 0 }
    for (let telling = 0; telling < tellings; telling += 1) {
      const mergedAfter = tellings * mergedShare - telling
      tell(cache, year, telling, { sizes, failing: failedEvents / events, mergedAfter })
      if (telling % 10 === 9)
        say(`${(telling + 1) * eventsTold} events, ${seconds(performance.now() - began)} s`)
    }
    mergeSearches(cache)
    body = { sent: sizes.sent / events, kept: sizes.kept / events }
  })
  return { ...kept, events, payments: tellings * paymentsTold, body }
}

/** Opens the database of that name, built by `build` unless it was before with the same form and tables. */
export async function keptDatabase(
  name: string,
  build: (cache: Database, began: number) => Promise<void>,
): Promise<Pick<Built, 'cache' | 'folder' | 'builtMs'>> {
  const form = createHash('sha256').update(cacheMigrations.map(migrationChecksum).join()).update('form 8')
  const folder = join(tmpdir(), `bursar-bench-${form.digest('hex').slice(0, 10)}-${name}`)
  const began = performance.now()
  if (!existsSync(join(folder, 'cache.db'))) {
    const unfinished = `${folder}.${process.pid}`
    mkdirSync(unfinished, { recursive: true })
    const cache = open(unfinished)
    await build(cache, began)
    cache.pragma('wal_checkpoint(TRUNCATE)')
    cache.close()
    rmSync(folder, { recursive: true, force: true })
    renameSync(unfinished, folder)
  }
  const cache = openCache(folder, key, { readonly: true })
  if (!cache.ok) throw new Error(cache.detail)
  return { cache: cache.database, folder, builtMs: performance.now() - began }
}

export const seconds = (ms: number): string => (ms / second).toFixed(0)

function open(folder: string): Database {
  const opened = openCache(folder, key)
  if (!opened.ok) throw new Error(opened.detail)
  return opened.database
}

/** A year of a shop's business, from the simulator as any client would read it. */
export async function readYear(
  size: YearSize,
  expand = 'expand[]=data.latest_charge',
  more: readonly string[] = [],
): Promise<Year> {
  const bench = await openBench({ seed: 'questions', size })
  async function all(path: string): Promise<Json[]> {
    const objects: Json[] = []
    for (let after = ''; ; after = `&starting_after=${objects.at(-1)?.id}`) {
      const page = await bench.get(`/v1/${path}${after}`)
      if (page.status !== 200) throw new Error(JSON.stringify(page.body))
      objects.push(...page.body.data)
      if (page.body.has_more !== true) return objects
    }
  }
  const payments = (await all(`payment_intents?limit=100&${expand}`)).slice(0, size.payments)
  const customers = await all('customers?limit=100')
  const refunds = await all('refunds?limit=100')
  const disputes = await all('disputes?limit=100')
  const rest: Json[] = []
  for (const list of more) rest.push(...(await all(`${list}?limit=100`)))
  await bench.close()
  const events: Year['events'] = []
  for (const payment of payments) {
    const { latest_charge: charge } = payment as { latest_charge?: Json | null }
    const plain = { ...payment, latest_charge: charge?.id ?? null }
    const add = (type: string, created: number, object: object): void =>
      void events.push({ type, created, object: JSON.stringify(object) })
    add('payment_intent.created', payment.created, {
      ...plain,
      status: 'requires_payment_method',
      latest_charge: null,
    })
    if (!charge) continue
    const paid = charge['status'] === 'succeeded'
    add(paid ? 'charge.succeeded' : 'charge.failed', charge.created, charge)
    add(paid ? 'payment_intent.succeeded' : 'payment_intent.payment_failed', charge.created, plain)
    if (charge['refunded'] === true || Number(charge['amount_refunded']) > 0)
      add('charge.refunded', charge.created + 86_400, charge)
  }
  for (const refund of refunds)
    events.push({ type: 'refund.created', created: refund.created, object: JSON.stringify(refund) })
  for (const dispute of disputes)
    events.push({ type: 'charge.dispute.created', created: dispute.created, object: JSON.stringify(dispute) })
  for (const customer of customers)
    events.push({ type: 'customer.created', created: customer.created, object: JSON.stringify(customer) })
  // What comes of charges later, until there are as many events as a business has.
  const later = events.filter(({ type }) => type === 'charge.succeeded')
  for (let index = 0; events.length < eventsTold; index += 1) {
    const charge = later[(index * 7) % later.length]!
    events.push({ ...charge, type: 'charge.updated', created: charge.created + 3 * 86_400 + index })
  }
  events.length = eventsTold
  events.sort((a, b) => a.created - b.created)
  const written = (objects: object[]): string[] => objects.map((object) => JSON.stringify(object))
  return {
    customers: written(customers),
    payments: written(payments),
    others: written([...refunds, ...disputes, ...rest]),
    events,
  }
}

/** As the projector does in its spare time. */
export function mergeSearches(cache: Database): void {
  const merge = searchMerge(cache)
  while (cache.transaction(() => merge.step())());
}

interface Telling {
  sizes: { sent: number; kept: number }
  /** The share of events that fail. */
  failing: number
  /** After which part of it the searches are merged, if it is between 0 and 1. */
  mergedAfter: number
}

/** The same business under other ids, e-mails and times: stored as a first connect would. */
function tell(cache: Database, year: Year, telling: number, { mergedAfter, ...how }: Telling): void {
  const told = narrator(telling)
  if (mergedAfter <= 0 || mergedAfter > 1) return tellPart(cache, year, told, how)
  tellPart(cache, partOf(year, 0, mergedAfter), told, how)
  mergeSearches(cache)
  tellPart(cache, partOf(year, mergedAfter, 1), told, how)
}

function partOf({ customers, payments, others, events }: Year, from: number, to: number): Year {
  const part = <Item>(items: Item[]): Item[] =>
    items.slice(Math.round(items.length * from), Math.round(items.length * to))
  return {
    customers: part(customers),
    payments: part(payments),
    others: part(others),
    events: part(events),
  }
}

function tellPart(
  cache: Database,
  year: Year,
  { another, random, retold, roll, shift }: ReturnType<typeof narrator>,
  { sizes, failing }: Omit<Telling, 'mergedAfter'>,
): void {
  const asOf = tellObjects(cache, [year.customers, year.payments, year.others], retold)
  const log = eventLogOf(cache)
  for (let from = 0; from < year.events.length; from += 1000)
    cache.transaction(() => {
      for (const { type, created, object } of year.events.slice(from, from + 1000)) {
        const at = created + shift
        const id = `evt_1Nbench0${random(16)}`
        const requestId = `req_${random(14)}`
        // As readEvent would give it: to parse a million bodies here would measure nothing.
        const about = /"id":"([^"]+)","object":"([^"]+)"/.exec(object)
        const json =
          `{"id":"${id}","object":"event","api_version":"2026-10-28.endive","created":${at},"data":{"object":${retold(object)},` +
          `"previous_attributes":${labels}},"livemode":false,"pending_webhooks":1,` +
          `"request":{"id":"${requestId}","idempotency_key":"${random(22)}"},"type":"${type}"}`
        const event: StripeEvent = {
          id,
          type,
          created: at,
          apiVersion: '2026-10-28.endive',
          requestId,
          idempotencyKey: null,
          objectId: about ? another(about[1]!) : null,
          objectType: about?.[2] ?? null,
          object: null,
          previous: null,
        }
        if (roll() < 0.01) sizes.sent += JSON.stringify(JSON.parse(json), null, 2).length * 100
        sizes.kept += json.length
        const chance = roll()
        const source: EventSource = chance < 0.9 ? 'webhook' : chance < 0.98 ? 'catch_up' : 'backfill'
        const luck = roll()
        const state =
          luck < failing
            ? 'failed'
            : luck < failing + 0.0001
              ? 'waiting'
              : luck < failing + 0.03
                ? 'kept'
                : 'applied'
        log.add(
          event,
          json,
          { source, receivedAt: at * second },
          { state, attempts: 1, nextAttemptAt: state === 'waiting' ? asOf : null, problem: null },
        )
      }
      log.index()
    })()
}

/** Lists of objects of one telling, as their JSON, into the tables; when that was, milliseconds. */
export function tellObjects(
  cache: Database,
  lists: readonly (readonly string[])[],
  retold: (json: string) => string,
): number {
  const tables = tablesOf(cache)
  const asOf = 1_800_000_000 * second
  for (const told of lists)
    for (let from = 0; from < told.length; from += 500)
      cache.transaction(() => {
        for (const json of told.slice(from, from + 500))
          tables.tell(JSON.parse(retold(json)) as StripeObject, { asOf, said: said.read })
        tables.derive()
      })()
  tables.changes()
  return asOf
}

/** What one telling changes: the same object gets the same id wherever it is named. */
export function narrator(telling: number): {
  roll: () => number
  random: (length: number) => string
  another: (id: string) => string
  retold: (json: string) => string
  /** Seconds, within `spread`. */
  shift: number
} {
  const roll = dice(telling + 1)
  const ids = new Map<string, string>()
  // By the golden ratio, which spreads any number of them evenly.
  const shift = Math.floor(spread * ((telling * 0.618_034) % 1))
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  const letter = (): string => letters.charAt(Math.floor(roll() * 62))
  const random = (length: number): string => Array.from({ length }, letter).join('')
  const another = (id: string): string => {
    const known = ids.get(id)
    if (known !== undefined) return known
    const at = id.lastIndexOf('_') + 1
    // Stripe's ids have a part that they share, and a part of their own.
    const made = id.slice(0, at + 8) + random(id.length - at - 8)
    ids.set(id, made)
    return made
  }
  const retold = (json: string): string =>
    json
      .replaceAll(/\b[a-z]{2,6}_[A-Za-z0-9]{14,}\b/g, another)
      .replaceAll(/"created":(\d{10})/g, (_, created: string) => `"created":${Number(created) + shift}`)
      .replaceAll(/"([^"@\s]+)@/g, (_, local: string) => `"${local}.${telling}@`)
  return { roll, random, another, retold, shift }
}

/** From 0 to 1, the same numbers on every run. */
export function dice(seed: number): () => number {
  let state = seed * 2_654_435_761
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
