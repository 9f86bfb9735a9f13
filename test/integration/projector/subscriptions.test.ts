// The simulator's subscriptions, told by its events in any order, are our tables and lists: their states, their items, their invoices,
// and who has access.
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { migrate } from '../../../electron/store/migrate.ts'
import { journalMigrations } from '../../../electron/store/migrations/index.ts'
import { listAccess } from '../../../electron/store/queries/access/access.ts'
import { pairsAfter } from '../../../electron/store/queries/access/access-pairs.ts'
import { accessPolicy } from '../../../electron/store/queries/access/access-policy.ts'
import { subscriptionDetail } from '../../../electron/store/queries/subscriptions/subscription-detail.ts'
import {
  countSubscriptions,
  listSubscriptions,
} from '../../../electron/store/queries/subscriptions/subscriptions.ts'
import {
  accessReasons,
  schemas,
  type AccessPolicy,
  type AccessRow,
  type RequestOf,
  type SubscriptionRow,
} from '../../../src/contract/index.ts'
import Database from 'better-sqlite3'
import { ANCHOR, openBench, type Bench, type Reply } from '../../unit/simulator/harness.ts'
import { aDesk } from './projector.support.ts'

type Json = Reply['body']
let bench: Bench
let subscriptions: Map<string, Json>
let invoices: Json[]
let events: Json[]

beforeAll(async () => {
  bench = await openBench({ seed: 'demo', size: { customers: 120, payments: 900 } })
  subscriptions = new Map((await everything('subscriptions?status=all')).map((each) => [each.id, each]))
  invoices = await everything('invoices?')
  events = await everything('events?')
}, 120_000)
afterAll(() => bench.close())

async function everything(list: string): Promise<Json[]> {
  const found: Json[] = []
  for (let after = ''; ;) {
    const { body } = await bench.get(`/v1/${list}&limit=100${after}`)
    found.push(...body.data)
    if (body.has_more !== true) return found
    after = `&starting_after=${body.data.at(-1).id}`
  }
}

const now = ANCHOR * 1000

/** As a desk that was connected at the end of the year: all is listed, and of the events what Stripe still tells. */
async function aDeskOfTheYear(order: (events: Json[]) => Json[]) {
  const desk = aDesk({
    readAgain: async (type, id) => {
      const { body } = await bench.get(`/v1/${type}s/${id}`)
      return { ok: true, object: body, asOf: now }
    },
  })
  const journal = new Database(':memory:')
  onTestFinished(() => void journal.close())
  migrate(journal, journalMigrations)
  const lists = ['customers?', 'products?', 'prices?', 'payment_intents?', 'charges?', 'invoice_payments?']
  const objects = [
    ...subscriptions.values(),
    ...invoices,
    ...(await Promise.all(lists.map(everything))).flat(),
  ]
  const half = Math.floor(events.length / 2)
  const told = order(events)
  await desk.projector.ingest(told.slice(0, half), 'catch_up')
  await desk.projector.ingestObjects(objects, now)
  await desk.projector.ingest(told.slice(half), 'catch_up')
  desk.deliver(...told.slice(0, 50))
  await desk.projector.idle()
  expect(desk.troubles).toEqual([])
  return { ...desk, journal }
}

type Page<Row> = { ok: boolean; value?: { rows: Row[]; next: string | null } }
function walk<Row>(ask: (after: string | undefined) => Page<Row>): Row[] {
  const rows: Row[] = []
  for (let after: string | undefined; ;) {
    const page = ask(after)
    rows.push(...page.value!.rows)
    if (page.value!.next === null) return rows
    after = page.value!.next
  }
}

const orders = {
  'as they happened': (all: Json[]) => all.toReversed(),
  'the newest first': (all: Json[]) => all,
  'in no order': (all: Json[]) => all.toSorted((a, b) => (a.id.slice(-4) < b.id.slice(-4) ? -1 : 1)),
}
const known = new Map<string, AccessRow[]>()
/** What access can be by the state of the subscription that decides. */
const possible: Record<string, string[]> = {
  active: ['on_paid', 'on_collection_paused', 'on_grace', 'off_grace_over'],
  trialing: ['on_trial'],
  past_due: ['on_grace', 'off_grace_over'],
  incomplete: ['off_incomplete'],
  unpaid: ['off_unpaid'],
  paused: ['off_paused'],
  canceled: ['off_ended'],
  incomplete_expired: ['off_ended'],
}

test.each(Object.entries(orders))(
  'all of it is right, told %s',
  async (name, order) => {
    const { cache, journal } = await aDeskOfTheYear(order)
    const rows = walk<SubscriptionRow>((after) =>
      listSubscriptions(
        cache,
        { filter: {}, sort: 'ends_asc', limit: 40, ...(after !== undefined && { after }) },
        now,
      ),
    )
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set(subscriptions.keys()))
    expect(rows.length).toBeGreaterThan(20)
    for (const row of rows) {
      const theirs = subscriptions.get(row.id)
      expect(row).toMatchObject({
        status: theirs.status,
        customerId: theirs.customer,
        currency: theirs.currency,
        cancelAt: theirs.cancel_at,
        cancelAtPeriodEnd: theirs.cancel_at_period_end,
        trialEnd: theirs.trial_end,
        currentPeriodEnd: Math.min(...theirs.items.data.map((item: Json) => item.current_period_end)),
        endedAt: theirs.ended_at,
        pause:
          theirs.pause_collection === null
            ? null
            : {
                behavior: theirs.pause_collection.behavior,
                resumesAt: theirs.pause_collection.resumes_at,
              },
      })
      const detail = subscriptionDetail(cache, journal, { accountId: 'acct_1', mode: 'test' }, row.id, now)
      if (!detail.ok) throw new Error(detail.error.message)
      const value = schemas['subscriptions.detail'].reply.parse(detail.value)
      const own = invoices.filter(({ parent }) => parent?.subscription_details?.subscription === row.id)
      expect(value.invoices.map(({ id }) => id)).toEqual(own.slice(0, 24).map(({ id }) => id))
      expect(value.items.map(({ priceId }) => priceId)).toEqual(
        theirs.items.data.map((item: Json) => item.price.id),
      )
      expect(value.explanation.why).not.toContain('does not know')
      expect(value.explanation.can.length).toBeGreaterThan(0)
      expect(value.access.length).toBeGreaterThan(0)
    }
    const counts = countSubscriptions(cache, { filter: {} }, now)
    if (!counts.ok) throw new Error(counts.error.message)
    expect(schemas['subscriptions.counts'].reply.parse(counts.value).total).toBe(subscriptions.size)

    const ask = (more: {
      filter?: RequestOf<'access.list'>['filter']
      at?: number
      policy?: AccessPolicy
    }): AccessRow[] =>
      walk<AccessRow>((after) =>
        listAccess(
          cache,
          more.policy ?? accessPolicy(journal),
          { filter: {}, at: null, limit: 25, ...more, ...(after !== undefined && { after }) },
          now,
        ),
      )
    const access = ask({})
    known.set(name, access)
    for (const { subscriptionId, productId, reason } of access) {
      const theirs = subscriptions.get(subscriptionId)
      // What it was for before its plan was changed is over.
      const isFor = theirs.items.data.some((item: Json) => item.price.product === productId)
      expect(isFor ? possible[theirs.status] : ['off_ended']).toContain(reason)
    }
    const living = [...subscriptions.values()].filter(({ status }) => status === 'active')
    expect(access.filter(({ on }) => on).length).toBeGreaterThanOrEqual(
      new Set(living.map((each) => `${each.customer} ${each.items.data[0].price.product}`)).size,
    )
    const page = listAccess(cache, accessPolicy(journal), { filter: {}, at: null, limit: 1 }, now)
    if (!page.ok) throw new Error(page.error.message)
    const { counts: lit } = schemas['access.list'].reply.parse(page.value)
    expect(lit).toEqual({
      on: access.filter(({ on }) => on).length,
      off: access.filter(({ on }) => !on).length,
    })
    expect(ask({ filter: { on: false } })).toEqual(access.filter(({ on }) => !on))
    expect(ask({ filter: { reason: ['on_grace', 'off_grace_over'] } })).toEqual(
      access.filter(({ reason }) => reason === 'on_grace' || reason === 'off_grace_over'),
    )
    expect(ask({ at: ANCHOR })).toEqual(access)
    for (const graceDays of [0, 7])
      for (const onWhileCollectionPaused of [true, false]) {
        const policy = { graceDays, onWhileCollectionPaused }
        const under = ask({ policy })
        for (const on of [true, false])
          expect(ask({ policy, filter: { on } })).toEqual(under.filter((row) => row.on === on))
        for (const reason of accessReasons)
          expect(ask({ policy, filter: { reason: [reason] } })).toEqual(
            under.filter((row) => row.reason === reason),
          )
      }
    // Nobody who has paid is read where it is asked who is off, while a pause takes nothing away.
    const asked = { policy: { graceDays: 7, onWhileCollectionPaused: true }, at: ANCHOR, isNow: true }
    const read = (policy: AccessPolicy) => pairsAfter(cache, { on: false }, { ...asked, policy }, null, null)
    const statesRead = new Set(
      read(asked.policy).flatMap(({ customer_id: customer, product_id: product }) =>
        cache
          .prepare<[string, string], string>(
            'SELECT DISTINCT state FROM access_stretches WHERE to_at IS NULL AND customer_id = ? AND product_id = ?',
          )
          .pluck()
          .all(customer, product),
      ),
    )
    expect(statesRead).not.toContain('paid')
    expect(read({ ...asked.policy, onWhileCollectionPaused: false }).length).toBeLessThan(access.length)
  },
  60_000,
)

test('and the same, whatever the order', () => {
  const [first, ...others] = [...known.values()]
  expect(known.size).toBe(3)
  for (const other of others) expect(other).toEqual(first)
})
