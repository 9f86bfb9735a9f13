// Everything that can go wrong on the way, switched on by tests and the training ground. All off by default; what happens is decided by the seed alone.
import { randomFrom } from './random.ts'

export type ChaosAction =
  /** The effect happens, the connection is cut before any byte of the answer. */
  | 'lose_response'
  /** A 500 before execution began: no effect, nothing kept under the idempotency key. */
  | '500_before'
  /** A 500 after the effect: kept under the idempotency key, so a retry is told 500 again. */
  | '500_after'
  /** A 500 in mid-execution, rolled back: no effect, yet kept under the idempotency key. */
  | '500_kept'
  | '429'
  /** No effect and no answer; the idempotency key stays in use until the caller hangs up. */
  | 'hang'
  /** The effect happens, the answer never comes. */
  | 'hang_after'
  /** The connection is cut before anything happened. */
  | 'refuse'
  /** The effect happens, and the answer claims the other mode wherever it names one. Stripe never does this. */
  | 'other_mode'

export interface ScriptedChaos {
  match: { method?: string; pathStartsWith?: string }
  action: ChaosAction
  /** How many more matching requests it hits; counts down. */
  times: number
}

/** Requests a second; `perEndpoint`: to any one of them, all of them if it is left out. */
export interface RateLimit {
  perSecond: number
  perEndpoint?: number
}

export interface Chaos {
  /** Every answer waits this long: lowest and highest, milliseconds. */
  latencyMs: [lowest: number, highest: number] | null
  rateLimit: RateLimit | null
  share429: number
  share500Before: number
  share500After: number
  shareLostResponse: number
  shareRefusedConnection: number
  webhooks: {
    shareDuplicated: number
    shareDelayed: number
    /** Held back until the next delivery has gone out. */
    shareReordered: number
    /** Never delivered at all; the event stays undelivered for `delivery_success=false`. */
    shareDropped: number
  }
  /** Hits exact calls, before any share is thrown. */
  script: ScriptedChaos[]
}

/** The same switches, each of them optional: what options and the control channel take. */
export type ChaosChanges = Partial<Omit<Chaos, 'webhooks'>> & { webhooks?: Partial<Chaos['webhooks']> }

export function calmChaos(): Chaos {
  return {
    latencyMs: null,
    rateLimit: null,
    share429: 0,
    share500Before: 0,
    share500After: 0,
    shareLostResponse: 0,
    shareRefusedConnection: 0,
    webhooks: { shareDuplicated: 0, shareDelayed: 0, shareReordered: 0, shareDropped: 0 },
    script: [],
  }
}

export function applyChaos(chaos: Chaos, changes: ChaosChanges): void {
  const { webhooks, ...rest } = changes
  Object.assign(chaos, rest)
  if (webhooks !== undefined) Object.assign(chaos.webhooks, webhooks)
}

export type WebhookFate = 'deliver' | 'duplicate' | 'delay' | 'reorder' | 'drop'

export interface Dice {
  /** What happens to this request, if anything. Counts down the script. */
  actionFor(method: string, path: string): ChaosAction | undefined
  latencyMs(): number
  webhookFate(): WebhookFate
  delayMs(): number
}

export function createDice(chaos: Chaos, seed: string): Dice {
  const random = randomFrom(`${seed}/chaos`)
  const thrown = <T>(shares: readonly (readonly [T, number])[]): T | undefined => {
    // No throw while everything is off, so that calm stretches do not depend on how many requests came before.
    if (shares.every(([, share]) => share <= 0)) return undefined
    let mark = random.next()
    for (const [outcome, share] of shares) {
      mark -= share
      if (mark < 0) return outcome
    }
    return undefined
  }
  return {
    actionFor: (method, path) => {
      const scripted = chaos.script.find(
        ({ match, times }) =>
          times > 0 &&
          (match.method === undefined || match.method === method) &&
          path.startsWith(match.pathStartsWith ?? ''),
      )
      if (scripted !== undefined) {
        scripted.times -= 1
        return scripted.action
      }
      return thrown<ChaosAction>([
        ['429', chaos.share429],
        ['500_before', chaos.share500Before],
        ['500_after', chaos.share500After],
        ['lose_response', chaos.shareLostResponse],
        ['refuse', chaos.shareRefusedConnection],
      ])
    },
    latencyMs: () => {
      if (chaos.latencyMs === null) return 0
      const [lowest, highest] = chaos.latencyMs
      return lowest + random.next() * (highest - lowest)
    },
    webhookFate: () =>
      thrown<WebhookFate>([
        ['drop', chaos.webhooks.shareDropped],
        ['duplicate', chaos.webhooks.shareDuplicated],
        ['delay', chaos.webhooks.shareDelayed],
        ['reorder', chaos.webhooks.shareReordered],
      ]) ?? 'deliver',
    delayMs: () => 50 + random.next() * 950,
  }
}
