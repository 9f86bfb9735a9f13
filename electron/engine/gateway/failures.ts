// Turns what the SDK throws into our closed list of failures, and says for a mutation whether it can have had an effect.
// It must never pass a key on: Stripe quotes part of the key in some messages, so every word of it is redacted.
import { Stripe } from 'stripe'
import { failure, type ErrorCode, type Failure } from '../../../src/contract/index.ts'
import { redact } from '../../../src/domain/redaction.ts'

/**
 * What a failed mutation may have done.
 * `none`: Stripe answered that it did nothing. `not_now`: it did nothing because of load or a lock, and may be asked again.
 * `unsure`: no answer, or an answer (5xx) that does not say.
 */
export type Effect = 'none' | 'not_now' | 'unsure'

export interface CallFailure {
  failure: Failure
  effect: Effect
  /** Stripe replayed a stored answer: the first execution under this key has ended. */
  replayed: boolean
  /** This try was not made: nothing is learnt from it. */
  unsent?: boolean
}

/**
 * Whether Stripe gave this answer before it looked at the idempotency key, because of the load or of the API key: of an earlier
 * request under it, which may still be under way, it tells nothing.
 */
export const isTurnedAway = ({ code }: Failure): boolean =>
  code === 'stripe_rate_limited' || code === 'key_revoked' || code === 'key_permission'

/** Judges anything thrown by an SDK call. What is not a Stripe error is a bug and is thrown on. */
export function judgeThrown(thrown: unknown): CallFailure {
  if (!(thrown instanceof Stripe.errors.StripeError)) throw thrown
  const { code, message, effect } = judge(thrown)
  const replayed = thrown.headers?.['idempotent-replayed'] === 'true'
  // Without an answer there is nothing that Stripe said: the words are the SDK's.
  const said = thrown instanceof Stripe.errors.StripeConnectionError ? undefined : whatStripeSaid(thrown)
  return { failure: failure(code, message, said).error, effect, replayed }
}

function judge(thrown: InstanceType<typeof Stripe.errors.StripeError>): {
  code: ErrorCode
  message: string
  effect: Effect
} {
  const said = redact(thrown.message)
  if (thrown instanceof Stripe.errors.StripeConnectionError) {
    return {
      code: 'stripe_unreachable',
      message: 'Stripe could not be reached. Check the network, then try again.',
      effect: 'unsure',
    }
  }
  if (thrown instanceof Stripe.errors.StripeAuthenticationError) {
    const expired = thrown.code === 'api_key_expired'
    return {
      code: 'key_revoked',
      message: expired
        ? 'Stripe says that this key has expired or was rolled. Make a new key in the Stripe Dashboard and paste it.'
        : 'Stripe does not know this key: it was deleted, rolled, or copied incompletely. Make or copy a key in the Stripe Dashboard and paste it.',
      effect: 'none',
    }
  }
  if (thrown instanceof Stripe.errors.StripePermissionError) {
    const missing = missingPermission(thrown.message)
    return {
      code: 'key_permission',
      message: missing
        ? `This restricted key lacks the permission ${missing}. Add it to the key in the Stripe Dashboard (Developers, API keys), then try again.`
        : `This key may not do that: ${said}`,
      effect: 'none',
    }
  }
  if (thrown.statusCode === 429) {
    return {
      code: 'stripe_rate_limited',
      message: 'Stripe asked Bursar to slow down. Try again in a moment.',
      effect: 'not_now',
    }
  }
  if (thrown.statusCode === 409) {
    return {
      code: 'stripe_rate_limited',
      message: 'Stripe is still busy with an earlier request on this object.',
      effect: 'unsure',
    }
  }
  if (thrown instanceof Stripe.errors.StripeIdempotencyError) {
    return {
      code: 'stripe_failed',
      message: `Stripe has seen this order's key with other contents: ${said}`,
      effect: 'unsure',
    }
  }
  if (thrown.statusCode !== undefined && plainRefusal(thrown.statusCode)) {
    return { code: thrown.statusCode === 404 ? 'not_found' : 'stripe_refused', message: said, effect: 'none' }
  }
  return { code: 'stripe_failed', message: 'Stripe answered with an error of its own.', effect: 'unsure' }
}

/** A 4xx says that nothing was done, but for those that tell of a request cut short or a dependency that failed midway. */
function plainRefusal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 424
}

/** The rak_… permission that Stripe names in a 403, where it names one. */
export function missingPermission(message: string): string | null {
  return /'(rak_[a-z_]+)'/.exec(message)?.[1] ?? null
}

function whatStripeSaid(
  thrown: InstanceType<typeof Stripe.errors.StripeError>,
): NonNullable<Failure['stripe']> {
  return {
    message: redact(thrown.message),
    ...(thrown.rawType === undefined ? {} : { type: redact(thrown.rawType) }),
    ...(thrown.code === undefined ? {} : { code: redact(thrown.code) }),
    ...(thrown.decline_code === undefined ? {} : { declineCode: redact(thrown.decline_code) }),
    ...(thrown.param === undefined ? {} : { param: redact(thrown.param) }),
    ...(thrown.requestId === undefined ? {} : { requestId: redact(thrown.requestId) }),
    ...(thrown.statusCode === undefined ? {} : { status: thrown.statusCode }),
  }
}
