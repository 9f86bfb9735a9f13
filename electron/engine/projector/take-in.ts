// Takes one event into the log and the tables, each inside a savepoint: what fails is put off, and holds up nothing else.
// It must never take an event in twice, nor take a fault of the database for a fault of the event.
import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { keepable, redact, withoutLongNumbers } from '../../../src/domain/redaction.ts'
import type { EventLog, EventSource, EventState, LoggedEvent, Outcome } from '../../store/events/log.ts'
import { readEvent, type StripeEvent } from '../../store/events/read-event.ts'
import { isTroubleOfTheDatabase } from '../../store/trouble.ts'
import { applyEvent } from '../../store/projections/apply-event.ts'
import type { Tables } from '../../store/projections/tables.ts'

/** How the events of one turn went. */
export interface Tally {
  applied: number
  kept: number
  waiting: number
  duplicates: number
}

export interface From {
  source: EventSource
  /** Our clock, milliseconds. */
  receivedAt: number
  /** It may be here from a former run, and is no further delivery. */
  again?: boolean
}

/** Why it is tried again. retold: it only has to be in the tables again. by_hand: that takes none of its own tries from it. */
export type Again = 'its_time' | 'retold' | 'by_hand'

export interface TakeIn {
  /** An event as it came: the bytes of a webhook, or an object of the Events API. @throws only what is a trouble of the database. */
  event(body: Uint8Array | object, from: From): EventState | 'duplicates' | 'self_test'
  /** Another attempt at a logged event. */
  again(event: LoggedEvent, why?: Again): Outcome
  /** What came in since the last call, and whether anything in the log is otherwise than then; to be asked for after the commit. */
  news(): { events: StripeEvent[]; isLogChanged: boolean }
  /** Forgets it after a rollback. */
  forget(): void
}

export interface TakeInPorts {
  cache: Database
  tables: Tables
  log: EventLog
  /** Our clock, milliseconds. */
  now: () => number
}

/** Waiting after the n-th failure, in milliseconds; after the last it is failed, and waits for a person. */
const retryAfterMs = [10_000, 60_000, 600_000, 3_600_000] as const

/** A test of the listener by itself: it is not Stripe's. */
const selfTest = 'bursar.self_test'

const notAnEvent = 'This is not an event as Stripe writes them.'

export function takeInOf({ cache, tables, log, now }: TakeInPorts): TakeIn {
  let seen: StripeEvent[] = []
  let isLogChanged = false

  const apply = cache.transaction((event: StripeEvent, retold: boolean) => {
    const applied = applyEvent(tables, event, retold)
    tables.remember(event)
    return applied
  })

  function attempt(event: StripeEvent, attempts: number, retold: boolean): Outcome {
    try {
      const applied = apply(event, retold)
      const problem = applied.state === 'kept' ? applied.problem : null
      return { state: applied.state, attempts, nextAttemptAt: null, problem }
    } catch (thrown) {
      tables.doubt()
      if (isTroubleOfTheDatabase(thrown)) throw thrown
      const wait = retryAfterMs[attempts - 1]
      return {
        state: wait === undefined ? 'failed' : 'waiting',
        attempts,
        nextAttemptAt: wait === undefined ? null : now() + wait,
        problem: wordsFor(thrown),
      }
    }
  }

  const takeNew = cache.transaction((event: StripeEvent, json: string, from: From): Outcome => {
    const outcome = attempt(event, 1, false)
    log.add(event, json, from, outcome)
    return outcome
  })

  /** Whatever it is, it is neither lost nor in the way. `kept`: what may be kept of it, undefined where that could not be told. */
  function keepUnread(
    body: Uint8Array | object,
    kept: unknown,
    from: From,
    problem: string,
  ): 'kept' | 'duplicates' {
    const text = someTextOf(body)
    const unread = unreadable(text, now())
    if (log.has(unread.id)) return 'duplicates'
    const json = jsonOf(kept) ?? JSON.stringify(withoutLongNumbers(redact(text)))
    log.add(unread, json, from, keptAs(problem))
    isLogChanged = true
    return 'kept'
  }

  function anotherAttempt(logged: LoggedEvent, why: Again): Outcome {
    const before = logged.state === 'waiting' || logged.state === 'failed' ? logged.attempts : 0
    let event: StripeEvent | null
    try {
      event = readEvent(JSON.parse(logged.json()))
    } catch (thrown) {
      if (isTroubleOfTheDatabase(thrown)) throw thrown
      return keptAs(wordsFor(thrown))
    }
    if (event === null) return keptAs(notAnEvent)
    const outcome = attempt(event, before + 1, why === 'retold')
    const isStillOut = outcome.state === 'waiting' || outcome.state === 'failed'
    return why === 'by_hand' && isStillOut && before > 0
      ? { ...outcome, state: logged.state, attempts: logged.attempts, nextAttemptAt: logged.nextAttemptAt }
      : outcome
  }

  return {
    event(body, from) {
      const kept = plain(body)
      try {
        const event = kept === undefined ? null : readEvent(kept)
        if (event === null) return keepUnread(body, kept, from, notAnEvent)
        if (event.type === selfTest) return 'self_test'
        if (log.has(event.id)) {
          if (from.source === 'webhook' && from.again !== true) {
            log.delivered(event.id)
            isLogChanged = true
          }
          return 'duplicates'
        }
        const { state } = takeNew(event, JSON.stringify(kept), from)
        seen.push(event)
        isLogChanged = true
        return state
      } catch (thrown) {
        if (isTroubleOfTheDatabase(thrown)) throw thrown
        // Nothing of it is in the tables, nor a dictionary that was made of it.
        tables.doubt()
        log.bodies.forget()
        return keepUnread(body, kept, from, wordsFor(thrown))
      }
    },

    again(logged, why = 'its_time') {
      const outcome = anotherAttempt(logged, why)
      log.settle(logged.rowid, outcome)
      isLogChanged ||= outcome.state !== logged.state || outcome.attempts !== logged.attempts
      return outcome
    },

    news() {
      const news = { events: seen, isLogChanged }
      seen = []
      isLogChanged = false
      return news
    },

    forget() {
      seen = []
      isLogChanged = false
      tables.forget()
      log.bodies.forget()
    },
  }
}

/** What may be kept of a body; undefined for what is no JSON, or nested too deeply. */
function plain(body: Uint8Array | object): unknown {
  try {
    return keepable(body instanceof Uint8Array ? JSON.parse(textOf(body)) : body)
  } catch {
    return undefined
  }
}

/** undefined for what is nested too deeply to be written. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}

function keptAs(problem: string): Outcome {
  return { state: 'kept', attempts: 1, nextAttemptAt: null, problem }
}

/** How what can't be read stands in the log; the listener lets no such thing in. */
function unreadable(text: string, now: number): StripeEvent {
  const digest = createHash('sha256').update(text).digest('hex')
  return {
    id: `unreadable_${digest.slice(0, 24)}`,
    type: 'unreadable',
    created: Math.floor(now / 1000),
    apiVersion: null,
    requestId: null,
    idempotencyKey: null,
    objectId: null,
    objectType: null,
    object: null,
    previous: null,
  }
}

function textOf(body: Uint8Array | object): string {
  return body instanceof Uint8Array ? new TextDecoder().decode(body) : JSON.stringify(body)
}

/** Of an object that can't be written, its id: enough to find it at Stripe. */
function someTextOf(body: Uint8Array | object): string {
  try {
    return textOf(body)
  } catch {
    return 'id' in body && typeof body.id === 'string' ? body.id : 'an event without text'
  }
}

export function wordsFor(thrown: unknown): string {
  return redact(thrown instanceof Error ? thrown.message : String(thrown)).slice(0, 500)
}
