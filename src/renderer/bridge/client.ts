// The one door out of the face: typed calls over the preload's bridge, with every failure a value.
// It must never reach anything but `window.bursar`, and never throw.
import type { MethodName, PushName } from '../../contract/methods.ts'
import type { Failure, Result } from '../../contract/result.ts'
import type { PushOf, ReplyOf, RequestOf } from '../../contract/schemas.ts'

/** What the preload exposes as `window.bursar`. */
export interface BursarBridge {
  call(method: string, request: unknown): Promise<Result<unknown>>
  /** Returns the function that ends the subscription. */
  subscribe(listener: (push: string, payload: unknown) => void): () => void
}

function bridge(): BursarBridge {
  return (window as unknown as { bursar: BursarBridge }).bursar
}

/**
 * Calls a method of the contract. The registrar parses the request by the contract's schema; the reply is of the contract's type by the types of
 * who answers, and is not parsed again. A bridge that is gone answers `stopping`.
 */
export async function call<Name extends MethodName>(
  method: Name,
  request: RequestOf<Name>,
): Promise<Result<ReplyOf<Name>>> {
  try {
    return (await bridge().call(method, request)) as Result<ReplyOf<Name>>
  } catch {
    const error: Failure = {
      code: 'stopping',
      message: 'Bursar could not be reached from this window. Restart the application.',
    }
    return { ok: false, error }
  }
}

export type PushListener = { [Name in PushName]: (payload: PushOf<Name>) => void }

/** Hears every push of the contract. Returns the function that ends it. */
export function onPush(listeners: PushListener): () => void {
  return bridge().subscribe((push, payload) => {
    if (Object.hasOwn(listeners, push)) listeners[push as PushName](payload as never)
  })
}

/** A failed call on its way through TanStack Query, which wants something thrown. Carries the failure unchanged. */
class CallFailed extends Error {
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.message)
    this.name = 'CallFailed'
    this.failure = failure
  }
}

/** The failure inside whatever a query rejected with. */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) return error.failure
  return { code: 'internal', message: 'Something went wrong in this window. Try again.' }
}

/** `call` for a query function: the value, or a rejection with `CallFailed`. */
export async function ask<Name extends MethodName>(
  method: Name,
  request: RequestOf<Name>,
): Promise<ReplyOf<Name>> {
  const result = await call(method, request)
  if (result.ok) return result.value
  throw new CallFailed(result.error)
}
