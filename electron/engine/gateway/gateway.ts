// The one door to Stripe for a desk: rate budget, back-off, mode check, failures as values.
// It must never send a mutation without an idempotency key, nor repeat one under another key.
import { setTimeout as sleep } from 'node:timers/promises'
import PQueue from 'p-queue'
import type Stripe from 'stripe'
import { failure, type Failure } from '../../../src/contract/index.ts'
import { isTurnedAway, judgeThrown, type CallFailure } from './failures.ts'
import { foreignMode } from './livemode.ts'

/** What Stripe answered. `asOf` is Stripe's clock in milliseconds: the object was so no earlier than the request before it. */
export interface Answer<Value> {
  ok: true
  value: Value
  asOf: number
  requestId: string | null
  /** Stripe gave the answer of an earlier try under this key once more: the object was so then, whatever became of it since. */
  replayed?: boolean
}

export type ReadResult<Value> = Answer<Value> | { ok: false; error: Failure }

/**
 * `unsure`: after all tries it is still not known whether Stripe did it. `unsent`: no try had an effect, and no answer of Stripe's judged what
 * was asked: it was too busy for each, until there were enough or something kept the next one from being made. `settled`: Stripe will do nothing more under this
 * key, whoever used it before, because it replayed the answer of an execution that has ended, or judged what was asked and refused it.
 */
export type WriteResult<Value> =
  | Answer<Value>
  | {
      ok: false
      error: Failure
      effect: 'none' | 'unsent' | 'unsure'
      settled: boolean
      requestIds: string[]
    }

export interface Gateway {
  /** A GET. Repeated on 429, 5xx and lost connections, up to four times. */
  read<Value>(ask: (stripe: Stripe) => Promise<Value>): Promise<ReadResult<Value>>
  /**
   * A POST under `idempotencyKey`, repeated under the same key only. Writes to one `objectId` go one at a time. `whyNot` is asked
   * right before each try, after all waiting: what it answers ends the tries, and before the first nothing was sent.
   */
  write<Value>(
    objectId: string,
    idempotencyKey: string,
    send: (stripe: Stripe, options: { idempotencyKey: string }) => Promise<Value>,
    whyNot?: () => Failure | null,
  ): Promise<WriteResult<Value>>
  /** Stops waiting and starting requests; those under way end by themselves. */
  close(): void
}

export interface GatewayOptions {
  client: Stripe
  livemode: boolean
  /** The most requests in any one second: within Stripe's 25 in test mode and 100 in live. */
  requestsPerSecond: number
  /** An answer was of the other mode and refused; `place`: where in it that was seen. */
  onStranger?: (place: string) => void
  /** Stripe does not take the key any more. */
  onKeyRevoked?: (error: Failure) => void
  /** Waiting before the n-th repeat (0-based), in milliseconds; replaced in tests. */
  backoffMs?: (repeat: number) => number
  /** Milliseconds; replaced in tests. */
  now?: () => number
}

const readTries = 4
const writeTries = 5
/**
 * A write is not started or repeated later than this after it was asked for, in milliseconds: a machine may sleep for days
 * between two tries, and Stripe forgets idempotency keys after 24 hours.
 */
const longestWriteMs = 10 * 60_000
/** The last try may still be executed at Stripe for as long again; in milliseconds since the first. */
export const stillUnderWayMs = 2 * longestWriteMs

/** Full jitter over 300 ms, 600 ms, 1.2 s, … at most 8 s. */
function jitter(repeat: number): number {
  return Math.min(8000, 300 * 2 ** repeat) * (0.5 + Math.random() / 2)
}

export function openGateway(options: GatewayOptions): Gateway {
  const { client, livemode, backoffMs = jitter, now = Date.now } = options
  // Strict: no second, wherever it begins, sees more starts than that.
  const budget = new PQueue({
    concurrency: 16,
    interval: 1000,
    intervalCap: options.requestsPerSecond,
    strict: true,
  })
  const closing = new AbortController()
  const writesOf = new Map<string, Promise<unknown>>()

  async function once<Value>(
    ask: () => Promise<Value>,
    urgent: boolean,
  ): Promise<Answer<Value> | { ok: false; failed: CallFailure }> {
    let isBegun = false
    const begin = (): Promise<Value> => {
      isBegun = true
      return ask()
    }
    try {
      const value = await budget.add(begin, { priority: urgent ? 1 : 0, signal: closing.signal })
      const foreign = foreignMode(value, livemode)
      if (foreign !== null) {
        options.onStranger?.(foreign)
        return { ok: false, failed: wrongMode(foreign, livemode) }
      }
      return { ok: true, value, ...readHeaders(value) }
    } catch (thrown) {
      if (thrown instanceof Unsent) return { ok: false, failed: thrown.failed }
      if (closing.signal.aborted) return { ok: false, failed: isBegun ? closed() : unsent(closed().failure) }
      const failed = judgeThrown(thrown)
      if (failed.failure.code === 'key_revoked') options.onKeyRevoked?.(failed.failure)
      return { ok: false, failed }
    }
  }

  async function pause(repeat: number): Promise<void> {
    await sleep(backoffMs(repeat), undefined, { signal: closing.signal }).catch(() => undefined)
  }

  async function inTurn<Value>(objectId: string, work: () => Promise<Value>): Promise<Value> {
    const before = writesOf.get(objectId) ?? Promise.resolve()
    const mine = before.then(work, work)
    const settled = mine.catch(() => undefined)
    writesOf.set(objectId, settled)
    void settled.then(() => writesOf.get(objectId) === settled && writesOf.delete(objectId))
    return mine
  }

  return {
    async read(ask) {
      for (let tries = 1; ; tries += 1) {
        const answer = await once(() => ask(client), false)
        if (answer.ok) return answer
        const { effect, replayed } = answer.failed
        const worthRepeating = effect !== 'none' && !replayed && !closing.signal.aborted
        if (!worthRepeating || tries >= readTries) return { ok: false, error: answer.failed.failure }
        await pause(tries - 1)
      }
    },

    write(objectId, idempotencyKey, send, whyNot = () => null) {
      if (idempotencyKey === '') throw new TypeError('a mutation needs an idempotency key')
      const askedAt = now()
      const mayStill = (): void => {
        const age = now() - askedAt
        const closed = age < 0 || age > longestWriteMs ? tooLate() : whyNot()
        if (closed !== null) throw new Unsent(closed)
      }
      return inTurn(objectId, async () => {
        const requestIds: string[] = []
        let everUnsure = false
        for (let tries = 1; ; tries += 1) {
          const answer = await once(async () => {
            mayStill()
            return send(client, { idempotencyKey })
          }, true)
          if (answer.ok) return answer
          const { failure: error, effect, replayed, unsent: isUnsent = false } = answer.failed
          if (error.stripe?.requestId !== undefined) requestIds.push(error.stripe.requestId)
          everUnsure ||= effect === 'unsure'
          const given = tries >= writeTries || effect === 'none' || replayed || closing.signal.aborted
          if (given) {
            return {
              ok: false,
              error,
              effect: everUnsure ? 'unsure' : isUnsent || effect === 'not_now' ? 'unsent' : 'none',
              settled: replayed || !(everUnsure || isUnsent || isTurnedAway(error)),
              requestIds,
            }
          }
          await pause(tries - 1)
        }
      })
    },

    close() {
      closing.abort()
      budget.clear()
    },
  }
}

/** Thrown instead of sending. What earlier sendings under the same key do is not known by it. */
class Unsent extends Error {
  readonly failed: CallFailure

  constructor(why: Failure) {
    super(why.message)
    this.failed = unsent(why)
  }
}

const unsent = (why: Failure): CallFailure => ({
  failure: why,
  effect: 'none',
  replayed: false,
  unsent: true,
})

const tooLate = (): Failure =>
  failure(
    'stopping',
    'This waited too long to be sent (the computer was asleep, or its clock was moved), so it was not.',
  ).error

function wrongMode(path: string, livemode: boolean): CallFailure {
  const [ours, theirs] = livemode ? ['live', 'test'] : ['test', 'live']
  return {
    failure: failure(
      'mode_mismatch',
      `This is a ${ours} desk, but the answer is of ${theirs} mode (${path}). It was refused and nothing of it was kept.`,
    ).error,
    effect: 'unsure',
    replayed: true,
  }
}

function closed(): CallFailure {
  return {
    failure: failure('stopping', 'The desk was closed before Stripe answered.').error,
    effect: 'unsure',
    replayed: false,
  }
}

/** The SDK hangs the response on what it returns; a Date header that is missing or unreadable counts as now. */
function readHeaders(value: unknown): Pick<Answer<unknown>, 'asOf' | 'requestId' | 'replayed'> {
  const response = (
    value as { lastResponse?: { headers?: Record<string, string>; requestId?: string } } | null
  )?.lastResponse
  const at = Date.parse(response?.headers?.['date'] ?? '')
  return {
    asOf: Number.isNaN(at) ? Date.now() : at,
    requestId: response?.requestId ?? null,
    ...(response?.headers?.['idempotent-replayed'] === 'true' && { replayed: true }),
  }
}
