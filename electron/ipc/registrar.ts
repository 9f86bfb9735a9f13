// The one place where calls from the page enter: sender, shape, size, method and schema are checked, then it is routed.
// It must never throw, never answer anything but a Result, and never log what was sent.
import type { IpcMain } from 'electron'
import { callChannel, failure, methods, schemas } from '../../src/contract/index.ts'
import type { ErrorCode, Handlers, MethodName, MethodsOf, Result } from '../../src/contract/index.ts'
import { measure } from './measure.ts'
import { isTrustedSender } from './sender.ts'
import type { SenderEvent } from './sender.ts'

/** The ways in which a call is refused before it reaches a handler. */
export type Refusal = Extract<ErrorCode, 'sender_refused' | 'too_large' | 'bad_request' | 'unknown_method'>

export interface RegistrarOptions {
  /** The origin that may call, exactly. */
  origin: string
  isOurs: (webContentsId: number) => boolean
  /** Calls the engine or the reader. */
  call: (method: MethodName, request: unknown) => Promise<Result<unknown>>
  shell: Handlers<MethodsOf<'shell'>>
  /** Told of every refusal, with the method only where it is one of ours, and never with what was sent. */
  onRefusal: (refusal: Refusal, method: MethodName | undefined) => void
  /** Told of a handler that threw: a bug. */
  onBug: (method: MethodName, error: unknown) => void
}

export interface Registrar {
  answer(event: SenderEvent, ...args: unknown[]): Promise<Result<unknown>>
  /** How often each check has refused since the start. */
  refusals(): Readonly<Record<Refusal, number>>
}

const requestBounds = { bytes: 64 * 1024, depth: 12 }
/**
 * `text.copy` carries a list: up to a million characters; `text.save` an export: up to fifty; `image.copy` a picture: up to eight. A bulk
 * run comes with all its rows, and is checked a good many rows at a time.
 */
const wideBounds: Partial<Record<MethodName, typeof requestBounds>> = {
  'text.copy': { bytes: 2_000_000 + 1024, depth: 12 },
  'text.save': { bytes: 100_000_000 + 1024, depth: 12 },
  'image.copy': { bytes: 16_000_000 + 1024, depth: 12 },
  'run.place': { bytes: 8 * 1024 * 1024, depth: 12 },
  'run.check': { bytes: 256 * 1024, depth: 12 },
}
/** A page of rows or a payment with its raw objects is far below; anything above is a bug, not an answer. */
const replyBounds = { bytes: 16 * 1024 * 1024, depth: 64 }
/** A whole file: as much as `text.save` takes. */
const exportBounds = { bytes: 100_000_000 + 1024, depth: 12 }

const words: Record<Refusal, string> = {
  sender_refused: 'This page may not call Bursar.',
  too_large: 'That is more than Bursar takes in one call.',
  bad_request: 'Bursar did not understand this call. Nothing was changed.',
  unknown_method: 'Bursar has no such function.',
}

const isMethod = (method: unknown): method is MethodName =>
  typeof method === 'string' && Object.hasOwn(methods, method)

/** Exactly a method and a request: a third field is nobody's, and would escape the scales. */
const isEnvelope = (value: unknown): value is { method: unknown; request: unknown } =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 2 &&
  Object.hasOwn(value, 'method') &&
  Object.hasOwn(value, 'request')

/** Builds the registrar; `register` connects it to Electron. */
export function createRegistrar(options: RegistrarOptions): Registrar {
  const counts: Record<Refusal, number> = {
    sender_refused: 0,
    too_large: 0,
    bad_request: 0,
    unknown_method: 0,
  }
  function refuse(refusal: Refusal, method?: MethodName): Result<unknown> {
    counts[refusal] += 1
    options.onRefusal(refusal, method)
    return failure(refusal, words[refusal])
  }

  function route(method: MethodName, request: unknown): Promise<Result<unknown>> | Result<unknown> {
    if (methods[method] !== 'shell') return options.call(method, request)
    // The schema of this very method has parsed the request; the compiler can't follow that across the map.
    const handler = options.shell[method as MethodsOf<'shell'>] as (
      request: unknown,
    ) => Promise<Result<unknown>> | Result<unknown>
    return handler(request)
  }

  return {
    async answer(event, ...args) {
      if (!isTrustedSender(event, options.origin, options.isOurs)) return refuse('sender_refused')
      const [envelope] = args
      if (args.length !== 1 || !isEnvelope(envelope)) return refuse('bad_request')
      const { method, request } = envelope
      if (!isMethod(method)) return refuse('unknown_method')
      const weight = measure(request, wideBounds[method] ?? requestBounds)
      if (weight === 'too_large') return refuse('too_large', method)
      if (weight === 'not_plain') return refuse('bad_request', method)
      const parsed = schemas[method].request.safeParse(request)
      if (!parsed.success) return refuse('bad_request', method)
      try {
        const result = await route(method, parsed.data)
        const replyWeight = measure(result, method === 'audit.export' ? exportBounds : replyBounds)
        if (replyWeight === 'fits') return result
        options.onBug(method, new Error(`The answer does not pass: ${replyWeight}.`))
        return failure('too_large', 'The answer is more than Bursar can show at once. Narrow the filter.')
      } catch (error) {
        options.onBug(method, error)
        return failure(
          'internal',
          'Something went wrong inside Bursar. Look at the current state before trying again.',
        )
      }
    },
    refusals: () => ({ ...counts }),
  }
}

/** Connects the registrar to the one channel that exists. */
export function register(ipcMain: Pick<IpcMain, 'handle'>, registrar: Registrar): void {
  ipcMain.handle(callChannel, (event, ...args: unknown[]) => registrar.answer(event, ...args))
}
