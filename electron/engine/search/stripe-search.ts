// Asks Stripe's own search for what a desk's cache may not hold yet. Reads only, one question at a time, one request after the other:
// Stripe allows few searches a second. It must never let what a search answered take the place of anything newer that is kept.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Failure,
  type Result,
  type SearchKind,
  type StripeSearchReply,
} from '../../../src/contract/index.ts'
import { readSearch, type Reading } from '../../../src/domain/search-words.ts'
import {
  paymentsOfCustomer,
  stripeIdOf,
  stripeQuestions,
  type StripeQuery,
} from '../../../src/domain/stripe-search-query.ts'
import { hitsOfNamed, isKept, type Named } from '../../store/queries/search/search-named.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { readNamed, type ReadNamedPorts } from './read-named.ts'
import { searches } from './searches.ts'

export interface StripeSearchPorts extends ReadNamedPorts {
  gateway: Gateway
  cache: Database
  /** Milliseconds. */
  now: () => number
}

export type AskStripe = (text: string) => Promise<Result<StripeSearchReply>>

/** So many of each query are enough to go on typing by. */
const limit = 10
/** The payments of so many customers are asked for. */
const mostCustomers = 3
/**
 * What Stripe's search answers may be so old ("up to an hour behind during outages"), in milliseconds: it is kept as if it had been read
 * then, so that every event since counts for more.
 */
export const searchLagMs = 3_600_000

/** Of these one kind alone can't be asked for; everything else concerns all that would be asked. */
const ofOneKind: readonly Failure['code'][] = ['key_permission', 'stripe_refused', 'not_found']

export function stripeSearchOf(ports: StripeSearchPorts): AskStripe {
  const { gateway, projector, cache, now } = ports
  let newest = 0

  return async (text) => {
    newest += 1
    const mine = newest
    const isDropped = (): boolean => mine !== newest
    const named = stripeIdOf(text)
    return named === null ? bySearch(text, isDropped) : byId(named, isDropped)
  }

  async function byId(
    { kind, id }: NonNullable<ReturnType<typeof stripeIdOf>>,
    isDropped: () => boolean,
  ): Promise<Result<StripeSearchReply>> {
    const asked: SearchKind[] = [kind === 'charge' ? 'payment' : kind]
    const read = await readNamed(ports, kind, id)
    if (isDropped()) return dropped
    if (!read.ok && !ofOneKind.includes(read.error.code)) return read
    if (!read.ok)
      return success({
        hits: [],
        asked: [],
        notAsked: [{ kinds: [], why: read.error.message }],
        more: false,
      })
    const reading = readSearch(id, now()).at(-1)
    const hits =
      read.value === null || reading === undefined ? [] : hitsOfNamed(cache, [{ ...read.value, reading }])
    return success({ hits, asked, notAsked: [], more: false })
  }

  async function bySearch(text: string, isDropped: () => boolean): Promise<Result<StripeSearchReply>> {
    const { queries, theirPayments } = stripeQuestions(text, now())
    if (queries.length === 0) return success({ ...nothing, notAsked: [{ kinds: [], why: notSearchable }] })
    const found: Named[] = []
    const asked = new Set<SearchKind>()
    const notAsked = new Map<SearchKind, string>()
    let more = false
    const waiting = [...queries]
    for (let query = waiting.shift(); query !== undefined; query = waiting.shift()) {
      if (isDropped()) return dropped
      const { shows } = searches[query.kind]
      const answer = await ask(query)
      if (isDropped()) return dropped
      if (!answer.ok) {
        notAsked.set(shows, answer.error.message)
        if (ofOneKind.includes(answer.error.code)) continue
        if (found.length === 0) return answer
        break
      }
      asked.add(shows)
      found.push(...answer.found)
      more ||= answer.more
      const isLastOfCustomers = query.kind === 'customer' && !waiting.some(({ kind }) => kind === 'customer')
      if (isLastOfCustomers && theirPayments !== null)
        waiting.push(...ofTheirs(found, theirPayments, query.reading))
    }
    const reasons = [...Map.groupBy(notAsked, ([, why]) => why)].map(([why, kinds]) => ({
      kinds: kinds.map(([kind]) => kind),
      why,
    }))
    const isAllKept = found.every((one) => isKept(cache, one))
    return success({
      hits: hitsOfNamed(cache, found),
      asked: [...asked],
      notAsked: isAllKept ? reasons : [...reasons, { kinds: [], why: notKept }],
      more,
    })
  }

  type Answered = { ok: true; found: Named[]; more: boolean } | { ok: false; error: Failure }

  async function ask({ kind, query, reading }: StripeQuery): Promise<Answered> {
    const { shows, ask: search, idOf } = searches[kind]
    const answer = await gateway.read((stripe) => search(stripe, query, limit))
    if (!answer.ok) return answer
    const found = answer.value.data.flatMap((object) => {
      const id = idOf(object)
      return id === null ? [] : [{ object, named: { kind: shows, id, reading } }]
    })
    // What is here already came by an event, a list or a read: all of them know better.
    const unknown = found.filter(({ named }) => !isKept(cache, named))
    if (unknown.length > 0)
      projector.takeNow(unknown.map(({ object }) => ({ object, asOf: answer.asOf - searchLagMs })))
    return { ok: true, found: found.map(({ named }) => named), more: answer.value.has_more }
  }
}

function ofTheirs(found: readonly Named[], also: readonly string[], reading: Reading): StripeQuery[] {
  const customers = new Set(found.filter(({ kind }) => kind === 'customer').map(({ id }) => id))
  return [...customers]
    .slice(0, mostCustomers)
    .map((id) => ({ kind: 'payment', query: paymentsOfCustomer(id, also), reading }))
}

const nothing = { hits: [], asked: [], more: false }
const notSearchable =
  'Stripe has no search for this: it finds customers by name and e-mail, payments by amount and card, invoices by number, and metadata.'
const notKept = 'Some of what Stripe found could not be kept here, and is not shown.'
const dropped = failure('question_ended', 'A newer question took the place of this one.')
