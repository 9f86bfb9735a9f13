// Calls and pushes over a message port between threads: one request, one reply, pushes in between.
// It knows no platform: anything that posts and receives messages will do. It must never let a handler's throw escape.
import type { MethodName, PushName } from './methods.ts'
import type { Desk } from './desks.ts'
import { damagedWhileOpen, failure, isDamageCode, isFullCode } from './outcome.ts'
import type { Result } from './result.ts'
import type { ParsedRequestOf, PushOf, ReplyOf } from './schemas.ts'

export interface Port {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}

/**
 * What the shell alone tells the engine. These are no methods: the registrar and the headless driver route what is in `methods` and
 * nothing else, so that no page can say them.
 */
export interface InsideHandlers {
  /** The operating system has just said that it is the operator. */
  'inside.unlockedBySystem': (request: { deskId: string }) => Promise<Result<Desk>>
  /** The operator may be gone: every desk is locked, and its audit says for what. */
  'inside.lockAll': (request: { why: 'sleep' | 'screen_locked' | 'away' }) => Promise<Result<object>>
  /** The computer woke, or was unlocked. */
  'inside.woke': (request: Record<string, never>) => Promise<Result<object>>
  /** Where the open demo desk's Stripe answers, as `http://127.0.0.1:…`; null where none is open. */
  'inside.demoOrigin': (request: Record<string, never>) => Promise<Result<string | null>>
}
export type InsideName = keyof InsideHandlers

export type CallMessage = { call: number; method: MethodName; request: unknown }
type AnyCall = Omit<CallMessage, 'method'> & { method: MethodName | InsideName }
export type ReplyMessage = { reply: number; result: Result<unknown> }
export type PushMessage = { push: PushName; payload: unknown }

export type Handlers<Names extends MethodName> = {
  [Name in Names]: (request: ParsedRequestOf<Name>) => Promise<Result<ReplyOf<Name>>> | Result<ReplyOf<Name>>
}

/** Sends a push to whoever listens on the other end of the port. */
export type Push = <Name extends PushName>(push: Name, payload: PushOf<Name>) => void

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Answers the calls that arrive at `port`. Requests were already parsed by the registrar (or the headless driver).
 * A handler that throws is a bug: it is given to `onBug`, with what was asked, and answered with `internal`; but for a full disk, a damaged file and a disk
 * that can't be read or written, which are answered as such.
 */
export function serve<Names extends MethodName>(
  port: Port,
  handlers: Handlers<Names>,
  onBug: (method: string, error: unknown, request: unknown) => void,
  inside: Partial<InsideHandlers> = {},
): Push {
  const all = { ...handlers, ...inside }
  port.on('message', (message) => {
    if (!isRecord(message) || typeof message['call'] !== 'number') return
    const { call, method, request } = message as AnyCall
    const handler = Object.hasOwn(all, method) ? all[method as Names] : undefined
    void (async () => {
      let result: Result<unknown>
      try {
        result = handler
          ? await handler(request as never)
          : failure('unknown_method', `Nothing here answers ${method}.`)
      } catch (error) {
        result = answerTo(error)
        if (result !== diskFull) onBug(method, error, request)
      }
      port.postMessage({ reply: call, result } satisfies ReplyMessage)
    })()
  })
  return (push, payload) => port.postMessage({ push, payload } satisfies PushMessage)
}

function answerTo(thrown: unknown): Result<never> {
  const code = isRecord(thrown) ? thrown['code'] : undefined
  if (isFullCode(code)) return diskFull
  if (isDamageCode(code)) return damaged
  return isDiskCode(code) ? diskBroken : bug
}

const diskFull = failure(
  'store_full',
  'There is no space left on the disk, so this could not be written. What was written before is whole; an order that was already sent is looked up at Stripe, never sent twice. Free some space and try again.',
)

const damaged = failure(
  'store_corrupt',
  `${damagedWhileOpen} An order that was already sent is looked up at Stripe, never sent twice.`,
)

const isDiskCode = (code: unknown): boolean =>
  typeof code === 'string' && /^(SQLITE_(IOERR|READONLY|CANTOPEN|PERM)|EIO$|EROFS$)/.test(code)

const diskBroken = failure(
  'store_unwritable',
  'The disk, or the folder of this desk, could not be read or written. What was written before is whole; an order that was already sent is looked up at Stripe, never sent twice. Look whether the disk is there and may be written, then try again.',
)

const bug = failure(
  'internal',
  'Something went wrong inside Bursar. An order that was placed is in the journal; asking again does not place it twice.',
)

export interface Caller {
  call(method: MethodName | InsideName, request: unknown): Promise<Result<unknown>>
  /** Answers everything still under way with `stopping`, and every later call too. */
  stop(reason: string): void
}

/** The calling end of `serve`. */
export function callThrough(port: Port, onPush: (push: PushName, payload: unknown) => void): Caller {
  const waiting = new Map<number, (result: Result<unknown>) => void>()
  let last = 0
  let stopped: string | undefined
  port.on('message', (message) => {
    if (!isRecord(message)) return
    if (typeof message['reply'] === 'number') {
      const { reply, result } = message as ReplyMessage
      waiting.get(reply)?.(result)
      waiting.delete(reply)
    } else if (typeof message['push'] === 'string') {
      const { push, payload } = message as PushMessage
      onPush(push, payload)
    }
  })
  return {
    call(method, request) {
      if (stopped !== undefined) return Promise.resolve(failure('stopping', stopped))
      last += 1
      const call = last
      return new Promise((resolve) => {
        waiting.set(call, resolve)
        port.postMessage({ call, method, request } satisfies AnyCall)
      })
    },
    stop(reason) {
      stopped = reason
      for (const resolve of waiting.values()) resolve(failure('stopping', reason))
      waiting.clear()
    },
  }
}
