// Asks Stripe for one page of a list and looks at it before it is believed. It must never take a page that can't be right
// for the end of a list: what follows would count as read. Nor may it wait for an answer that nobody wants any more.
import type Stripe from 'stripe'
import { z } from 'zod'
import { failure, type ErrorCode, type Failure } from '../../../src/contract/index.ts'
import type { Gateway, ReadResult } from '../gateway/gateway.ts'
import type { Page, PageAsked } from './lists.ts'

/** All that is needed to go on from a page; the intake parses the objects themselves. */
const placeShape = z.object({ id: z.string(), created: z.int().nullable().catch(null) })

/** Stripe's largest page. */
export const pageLimit = 100

export interface PageRead {
  objects: unknown[]
  /** Of each object, in the order of the list: newest first. `created` is null where it is not understood. */
  places: { id: string; created: number | null }[]
  /** When the oldest object of the page was created; null when that can't be told. */
  oldest: number | null
  more: boolean
  /** Stripe's clock in milliseconds. */
  asOf: number
}

/**
 * `refused`: this key may not read the list, or there is no such list. `cursor_gone`: the object after which to go on was
 * deleted. `failed`: not now; to be tried again. `given_up`: the signal was aborted before there was an answer.
 */
export interface PageProblem {
  kind: 'refused' | 'cursor_gone' | 'failed' | 'given_up'
  error: Failure
}

export type PageAnswer = { ok: true; page: PageRead } | { ok: false; problem: PageProblem }

export interface AskPorts {
  gateway: Gateway
  onRateLimited: () => void
  /** Aborted: the request is left to itself, an answer that still comes is dropped, and no further try is made. */
  signal: AbortSignal
}

export async function askPage(
  { gateway, onRateLimited, signal }: AskPorts,
  read: (stripe: Stripe, page: PageAsked) => Promise<Page>,
  asked: PageAsked,
): Promise<PageAnswer> {
  async function once(stripe: Stripe): Promise<Page> {
    try {
      // In here too: a request on a dead connection must not keep its place in the gateway until it times out.
      return await unlessAborted(signal, () => read(stripe, asked))
    } catch (thrown) {
      if ((thrown as { statusCode?: unknown }).statusCode === 429) onRateLimited()
      throw thrown
    }
  }
  let answer: ReadResult<Page>
  try {
    answer = await unlessAborted(signal, () => gateway.read(once))
  } catch (thrown) {
    if (thrown instanceof GivenUp) return { ok: false, problem: { kind: 'given_up', error: givenUp } }
    throw thrown
  }
  if (!answer.ok) return { ok: false, problem: problemOf(answer.error, asked) }
  const page = pageOf(answer, asked)
  return page ? { ok: true, page } : { ok: false, problem: { kind: 'failed', error: senseless } }
}

class GivenUp extends Error {}

const givenUp = failure('stopping', 'This was asked again, or is no longer wanted.').error

/** What the work brings, but throws `GivenUp` as soon as the signal is aborted. */
async function unlessAborted<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
  if (signal.aborted) throw new GivenUp()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const giveUp = (): void => reject(new GivenUp())
  signal.addEventListener('abort', giveUp, { once: true })
  try {
    return await Promise.race([work(), aborted])
  } finally {
    signal.removeEventListener('abort', giveUp)
  }
}

function pageOf(answer: ReadResult<Page> & { ok: true }, asked: PageAsked): PageRead | null {
  const { data, has_more: more } = answer.value
  const places: PageRead['places'] = []
  for (const object of data) {
    const place = placeShape.safeParse(object)
    if (!place.success) return null
    places.push(place.data)
  }
  const last = places.at(-1)
  if (more && (!last || last.id === asked.starting_after)) return null
  const oldest = places.findLast(({ created }) => created !== null)?.created ?? null
  return { objects: data, places, oldest, more, asOf: answer.asOf }
}

const senseless = failure(
  'stripe_failed',
  'Stripe answered with a page of a list that does not lead on. Bursar asks again.',
).error

function problemOf(error: Failure, asked: PageAsked): PageProblem {
  if (error.stripe?.code === 'resource_missing' && asked.starting_after !== undefined)
    return { kind: 'cursor_gone', error }
  const refused: readonly ErrorCode[] = ['key_permission', 'not_found', 'stripe_refused']
  return { kind: refused.includes(error.code) ? 'refused' : 'failed', error }
}
