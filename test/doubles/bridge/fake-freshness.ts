// How fresh a made-up desk is, and what the orders to its reading make of that. It must never be imported by the product.
import type { Freshness } from '../../../src/contract/events.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'

const second = (): number => Math.floor(Date.now() / 1000)
const day = 86_400

/** States in which a desk may be found, as switches of the bridge. */
export const someFreshness = {
  loading: (): Partial<Freshness> => ({
    phase: 'loading',
    loaded: 12_300,
    completeTo: null,
    backfill: { done: 12_300, estimated: 48_000, perSecond: 412.4, remainingSeconds: 87, budget: 20 },
    missing: [
      { from: 0, to: second() - 40 * day, what: 'payments' },
      { from: 0, to: second() - 31 * day, what: 'refunds' },
    ],
  }),
  paused: (): Partial<Freshness> => ({ ...someFreshness.loading(), phase: 'paused', reading: 'paused' }),
  /** The history was given up. */
  idle: (): Partial<Freshness> => ({
    ...someFreshness.loading(),
    phase: 'idle',
    reading: 'canceled',
    backfill: null,
  }),
  /** Before the first page came. */
  unread: (): Partial<Freshness> => ({ phase: 'loading', loaded: 0, completeTo: null, missing: [] }),
  catchingUp: (): Partial<Freshness> => ({
    phase: 'catching_up',
    completeTo: Date.now() - 3 * day * 1000,
    missing: [
      { from: second() - 3600, to: second(), what: 'changes' },
      { from: second() - 3 * day, to: second() - 2 * day, what: 'changes' },
    ],
    horizonAt: Date.now() + (27 * day + 4 * 3600) * 1000,
    webhook: 'silent',
  }),
  stalled: (): Partial<Freshness> => ({
    phase: 'stalled',
    completeTo: Date.now() - 20 * 60_000,
    missing: [{ from: second() - 1200, to: second(), what: 'changes' }],
    horizonAt: Date.now() + 30 * day * 1000 - 1_200_000,
    problem: {
      code: 'stripe_unreachable',
      message: 'Stripe could not be reached. It is tried again by itself.',
    },
  }),
  rebuilding: (): Partial<Freshness> => ({
    projection: {
      waiting: 0,
      failed: 0,
      readsDue: 0,
      rebuilding: { done: 20_640, total: 48_000 },
      problem: null,
    },
  }),
} as const

export function createFakeFreshness(
  deskId: string,
  loaded: number,
  events: { failed: number; waiting: number },
  given: Partial<Freshness>,
  push: (freshness: Freshness) => void,
) {
  let state: Freshness = {
    deskId,
    phase: 'current',
    completeTo: Date.now(),
    missing: [],
    backfill: null,
    horizonAt: null,
    webhook: 'receiving',
    loaded,
    reading: 'go',
    projection: { ...events, readsDue: 0, rebuilding: null, problem: null },
    ...given,
  }
  const change = (changes: Partial<Freshness>): Result<Freshness> => {
    state = { ...state, ...changes }
    push(state)
    return success(state)
  }
  return {
    state: () => success(state),
    change,
    refresh: () => change({ completeTo: state.completeTo === null ? null : Date.now() }),
    pause: () => change({ phase: 'paused', reading: 'paused' }),
    resume: () => change({ ...someFreshness.loading(), reading: 'go' }),
    cancel: () => change({ phase: 'idle', reading: 'canceled', backfill: null }),
    rebuild: () =>
      change({ projection: { ...state.projection, rebuilding: { done: 0, total: state.loaded } } }),
    /** A second of reading. */
    step(): void {
      const { backfill, phase } = state
      if (phase !== 'loading' || !backfill) return
      const done = backfill.done + Math.round(backfill.perSecond)
      change({ loaded: done, backfill: { ...backfill, done } })
    },
  }
}
