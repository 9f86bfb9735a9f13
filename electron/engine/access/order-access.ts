// What may be ordered on one desk, now, as its key, its lock and its policy stand. It must never let an order be written or sent that any of
// them refuses.
import {
  failure,
  type Confirmation,
  type Failure,
  type Policy,
  type Preflight,
  type Result,
} from '../../../src/contract/index.ts'
import {
  limitsLeft,
  startOfDay,
  typeAbove,
  whyMayNot,
  whyNoRefunds,
  whyNotConfirmed,
  whyNotToday,
  whyPolicyRefuses,
  type AskedRefund,
} from '../../../src/domain/policy.ts'
import { spokenAmount } from '../../../src/domain/money.ts'

/** What holds for refunds in one currency, for the preflight. */
export interface RefundRules extends Pick<Preflight, 'limits' | 'confirm'> {
  /** Why the policy allows none, in words; null when it does. */
  policyStop: string | null
  /** Why none can be ordered now, in words; null when they can. */
  modeStop: string | null
}

/** What the refund desk asks before it writes an order, and again before it sends one. */
export interface RefundAccess {
  /** Why no refund can be ordered now, because of the key or the lock; null when it can. */
  whyClosed(): Failure | null
  /**
   * Why what was ordered can't be sent now, because of the key, the lock or what this machine may do by now; null when it can. Limits,
   * reasons and confirmation were judged when it was written.
   */
  whyNotSend(action: 'refund' | 'change'): Failure | null
  /** Why this refund can't be ordered; null when it can. To be asked in the transaction that writes it. */
  whyNot(asked: AskedRefund, confirmation: Confirmation | null): Failure | null
  rules(currency: string): RefundRules
  /** Milliseconds. */
  holdMs(): number
}

/** What the desk of bulk runs asks. */
export interface RunAccess extends Pick<RefundAccess, 'holdMs'> {
  mode: 'test' | 'live'
  /** Why no run can be ordered or go on now, because of the key, the lock or what this machine may do; null when it can. */
  whyNoRun(): Failure | null
  /** Why these can't be ordered together; null when they can. To be asked in the transaction that writes them. */
  whyNotTogether(rows: readonly (AskedRefund & { line: number })[]): Failure | null
  /** Why this one of a run has to wait until the limit of a day is free again; null where it does not, or where that would not help. */
  whyNotToday(asked: AskedRefund): Failure | null
  /**
   * Why this one of a run can't be ordered by the policy's limits; null when it can. That the run was `approved` stands for the
   * confirmation of each. To be asked in the transaction that writes it, after `whyNoRun`.
   */
  whyNotInRun(asked: AskedRefund, approved: boolean): Failure | null
  /** Why the policy refuses it, in words, however it is ordered; null where it does not. */
  policyStop(asked: AskedRefund): string | null
  /** Whether it is the passphrase of this desk: fails as `unlock`. */
  proveForRun(passphrase: string): Promise<Result<null>>
}

/** The same for every other change. */
export interface ChangeAccess extends Pick<RefundAccess, 'holdMs' | 'whyNotSend'> {
  /** Why it can't be ordered; null when it can. `action`: what the policy must allow. */
  whyNoChange(action: 'refund' | 'change', confirmation: Confirmation | null): Failure | null
}

export interface OrderJudgePorts {
  mode: 'test' | 'live'
  policy: () => Policy
  /** As `Access.whyClosedFor`. */
  whyClosedFor: (action: 'refund' | 'change') => Failure | null
  /** Minor units of refunds that were ordered since then (Unix milliseconds) and moved money, or may. */
  orderedSince: (currency: string, since: number) => number
  /** Unix milliseconds. */
  wall: () => number
}

/** All that needs no passphrase. */
export type OrderJudge = RefundAccess & Omit<RunAccess, 'proveForRun'> & ChangeAccess

export function judgeOrders(ports: OrderJudgePorts): OrderJudge {
  const { mode, policy: policyNow, whyClosedFor, wall } = ports

  const orderedToday = (currency: string): number =>
    ports.orderedSince(currency, startOfDay(wall(), policyNow().timeZone))

  const whyClosed = (): Failure | null => whyClosedFor('refund')

  const whyForbidden = (action: 'refund' | 'change'): string | null =>
    whyMayNot(policyNow(), action, changeWords[action])

  const policyStop = (asked: AskedRefund): string | null =>
    whyPolicyRefuses(policyNow(), asked, orderedToday(asked.currency))

  function whyNotBy(asked: AskedRefund, whyUnconfirmed: () => string | null): Failure | null {
    const refused = policyStop(asked)
    if (refused !== null) return failure('policy_refused', `${refused} Nothing was ordered.`).error
    const unconfirmed = mode === 'live' ? whyUnconfirmed() : null
    return unconfirmed === null
      ? null
      : failure('confirmation_missing', `${unconfirmed} Nothing was ordered.`).error
  }

  return {
    mode,
    whyClosed,
    policyStop,

    whyNotSend(action) {
      const closed = whyClosedFor(action)
      if (closed !== null) return closed
      const forbidden = whyForbidden(action)
      return forbidden === null ? null : failure('policy_refused', forbidden).error
    },

    whyNot: (asked, confirmation) =>
      whyClosed() ?? whyNotBy(asked, () => whyNotConfirmed(policyNow(), asked, confirmation)),

    whyNoRun() {
      const closed = whyClosed()
      if (closed !== null) return closed
      const policy = policyNow()
      const forbidden =
        whyMayNot(policy, 'bulk', 'order refunds in bulk') ?? whyMayNot(policy, 'refund', 'make refunds')
      return forbidden === null ? null : failure('policy_refused', forbidden).error
    },

    whyNotTogether(rows) {
      const policy = policyNow()
      const refuse = (words: string): Failure =>
        failure('policy_refused', `${words} Nothing of the run was ordered.`).error
      for (const [currency, ofCurrency] of Map.groupBy(rows, (row) => row.currency)) {
        const ordered = orderedToday(currency)
        for (const row of ofCurrency) {
          const refused = whyPolicyRefuses(policy, row, ordered)
          if (refused !== null) return refuse(`Line ${row.line}: ${refused}`)
        }
        const total = ofCurrency.reduce((sum, { amount }) => sum + amount, 0)
        const { leftToday } = limitsLeft(policy, currency, ordered)
        if (leftToday !== null && total > leftToday)
          return refuse(
            `The policy of this desk limits the refunds of a day: ${spokenAmount(leftToday, currency)} is left today, the run has ${spokenAmount(total, currency)}.`,
          )
      }
      return null
    },

    whyNotToday(asked) {
      const full = whyNotToday(policyNow(), asked, orderedToday(asked.currency), wall())
      return full === null ? null : failure('policy_refused', full).error
    },

    whyNotInRun: (asked, approved) =>
      whyNotBy(asked, () => (approved ? null : 'A run on a live desk has to be approved.')),

    whyNoChange(action, confirmation) {
      const closed = whyClosedFor(action)
      if (closed !== null) return closed
      const forbidden = whyForbidden(action)
      if (forbidden !== null) return failure('policy_refused', `${forbidden} Nothing was ordered.`).error
      return mode === 'live' && confirmation === null
        ? failure('confirmation_missing', 'A change on a live desk has to be confirmed. Nothing was ordered.')
            .error
        : null
    },

    rules(currency) {
      const policy = policyNow()
      const { reasons, holdSeconds } = policy
      return {
        limits: { ...limitsLeft(policy, currency, orderedToday(currency)), reasons, holdSeconds },
        confirm: mode === 'live' ? { typeAbove: typeAbove(policy, currency) } : null,
        policyStop: whyNoRefunds(policy, currency),
        modeStop: whyClosed()?.message ?? null,
      }
    },

    holdMs: () => policyNow().holdSeconds * 1000,
  }
}

/** They follow "let this machine". */
const changeWords = {
  refund: 'make or cancel refunds',
  change: 'change customers, their invoices and subscriptions or what they pay with, or collect payments',
} as const
