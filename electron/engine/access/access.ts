// Who may do what on one desk, now: its lock, its passphrase and its policy in one place. It must never let an order be written or
// sent that any of them refuses.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Access as AccessState,
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
  type Action,
  type AskedRefund,
} from '../../../src/domain/policy.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { actionDenied, lockWords } from '../audit/access-notes.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import { openGate, type GatePorts } from './passphrase-gate.ts'
import type { Clocks, LockReason } from './lease.ts'
import { openLock } from './lock.ts'
import { openPolicyStore, refusalBy, whyNoPolicy } from './policy.ts'

/** What holds for refunds in one currency, for the preflight. */
export interface RefundRules extends Pick<Preflight, 'limits' | 'confirm'> {
  /** Why the policy allows none, in words; null when it does. */
  policyStop: string | null
  /** Why none can be ordered now, in words; null when they can. */
  modeStop: string | null
}

/** What the refund desk asks before it writes an order, and again before it sends one. */
export interface OrderAccess {
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
export interface RunAccess extends Pick<OrderAccess, 'holdMs'> {
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
export interface ChangeAccess extends Pick<OrderAccess, 'holdMs' | 'whyNotSend'> {
  /** Why it can't be ordered; null when it can. `action`: what the policy must allow. */
  whyNoChange(action: 'refund' | 'change', confirmation: Confirmation | null): Failure | null
}

/** How a desk stands, as it is shown. */
export interface AccessStanding {
  access: AccessState
  policy: Policy
  policyUnreadable?: true
  journalDamaged?: true
  /** Absent when orders are accepted. */
  readOnlyReason?: string
}

export interface Access extends OrderAccess, ChangeAccess, RunAccess {
  /** Why none of these can be ordered now, because of the key or the lock; null when they can. */
  whyClosedFor(action: 'refund' | 'change'): Failure | null
  /** Why nothing may be written here now, whatever the key can do, written down; null when it may. `what` as of `refusal`. */
  whyLocked(what: string): Failure | null
  standing(): AccessStanding
  /** Begins a lease, unless one runs: then the passphrase is judged and nothing else happens. */
  unlock(passphrase: string): Promise<Result<null>>
  /** The operating system has just said that it is the operator. */
  unlockedBySystem(): Result<null>
  /** Voids an unlocking that is under way, too. */
  lock(why: LockReason): void
  setPassphrase(current: string | null, next: string): Promise<Result<null>>
  /**
   * `confirmation_missing`, with how many and which, where held orders end with it, or runs under way are paused, and that was not agreed
   * to (`interrupt`).
   */
  setPolicy(passphrase: string, next: Policy, interrupt?: boolean): Promise<Result<null>>
  /** `policy_refused`, written down, when this machine may not; `what` follows "let this machine": "rebuild the tables". */
  refusal(action: Action, what: string): { ok: false; error: Failure } | null
  /** Whether somebody looks at the window. */
  watched(watched: boolean): void
}

export interface AccessPorts extends Clocks, Pick<GatePorts, 'verifier' | 'keepVerifier'> {
  mode: 'test' | 'live'
  database: Database
  audit: Audit
  /** As `Audit.append`, for what was done already: that it could not be written down undoes nothing. */
  record: (note: AuditNote) => void
  /** That the journal was found to be damaged, so that nothing may be written to it; null while it was not. */
  damage: () => Failure | null
  /** Why no orders go out whatever is unlocked: what the key can't do. */
  refused: (action: 'refund' | 'change') => Failure | undefined
  /** Minor units of refunds that were ordered since then (Unix milliseconds) and moved money, or may. */
  orderedSince: (currency: string, since: number) => number
  /** How many orders are held for whose sending this has to be allowed; rows of runs, which wait again, are none. */
  held: (action: 'refund' | 'change') => number
  /** The names of the bulk runs that are held or being sent, oldest first. */
  runsUnderWay: () => readonly string[]
  unlocked: () => void
  /** After it had been unlocked; with the reason for orders that are held. */
  locked: (problem: Failure) => void
  /** Something of `standing` changed. */
  changed: () => void
}

export function openAccess(ports: AccessPorts): Access {
  const { mode, database, audit, record, changed, wall } = ports
  const policies = openPolicyStore(database, audit)
  const gate = openGate(ports)
  const lock = openLock({
    ...ports,
    opened() {
      ports.unlocked()
      changed()
    },
    locked(why) {
      ports.locked(
        failure(
          'locked',
          `The desk was locked before the hold was over (${lockWords[why]}), so this was never sent. Unlock it and place it again if it is still wanted.`,
        ).error,
      )
      changed()
    },
  })

  const isOpen = (): boolean => mode === 'test' || lock.isOpen()
  const orderedToday = (currency: string): number =>
    ports.orderedSince(currency, startOfDay(wall(), policies.now().timeZone))

  function whyClosedFor(action: 'refund' | 'change'): Failure | null {
    return ports.damage() ?? ports.refused(action) ?? whileLocked()
  }

  const whileLocked = (): Failure | null =>
    isOpen() ? null : failure('locked', lockedWords(gate.isSet())).error

  /** A live desk is locked by another policy; a test desk goes on, with what this machine still may. */
  function whyUnconfirmed({ allowed }: Policy): Failure | null {
    const ends = (...actions: Action[]): boolean =>
      mode === 'live' || actions.some((action) => !allowed.includes(action))
    const held = (['refund', 'change'] as const)
      .filter((action) => ends(action))
      .reduce((sum, action) => sum + ports.held(action), 0)
    const runs = ends('bulk', 'refund') ? ports.runsUnderWay() : []
    return held + runs.length === 0
      ? null
      : failure('confirmation_missing', interruptsWords(held, runs)).error
  }

  function begin(by: 'passphrase' | 'touch_id'): Result<null> {
    lock.open(by, policies.now().leaseMinutes)
    return success(null)
  }

  const whyClosed = (): Failure | null => whyClosedFor('refund')

  const whyForbidden = (action: 'refund' | 'change'): string | null =>
    whyMayNot(policies.now(), action, changeWords[action])

  const policyStop = (asked: AskedRefund): string | null =>
    whyPolicyRefuses(policies.now(), asked, orderedToday(asked.currency))

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
    whyClosedFor,
    policyStop,

    whyLocked(what) {
      const damage = ports.damage()
      if (damage !== null) return damage
      const locked = whileLocked()
      if (locked !== null) record(actionDenied(what, locked.code))
      return locked
    },

    whyNotSend(action) {
      const closed = whyClosedFor(action)
      if (closed !== null) return closed
      const forbidden = whyForbidden(action)
      return forbidden === null ? null : failure('policy_refused', forbidden).error
    },

    whyNot: (asked, confirmation) =>
      whyClosed() ?? whyNotBy(asked, () => whyNotConfirmed(policies.now(), asked, confirmation)),

    whyNoRun() {
      const closed = whyClosed()
      if (closed !== null) return closed
      const policy = policies.now()
      const forbidden =
        whyMayNot(policy, 'bulk', 'order refunds in bulk') ?? whyMayNot(policy, 'refund', 'make refunds')
      return forbidden === null ? null : failure('policy_refused', forbidden).error
    },

    whyNotTogether(rows) {
      const policy = policies.now()
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
      const full = whyNotToday(policies.now(), asked, orderedToday(asked.currency), wall())
      return full === null ? null : failure('policy_refused', full).error
    },

    whyNotInRun: (asked, approved) =>
      whyNotBy(asked, () => (approved ? null : 'A run on a live desk has to be approved.')),

    proveForRun: (passphrase) => gate.prove(passphrase, 'run'),

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
      const policy = policies.now()
      const { reasons, holdSeconds } = policy
      return {
        limits: { ...limitsLeft(policy, currency, orderedToday(currency)), reasons, holdSeconds },
        confirm: mode === 'live' ? { typeAbove: typeAbove(policy, currency) } : null,
        policyStop: whyNoRefunds(policy, currency),
        modeStop: whyClosed()?.message ?? null,
      }
    },

    holdMs: () => policies.now().holdSeconds * 1000,

    standing() {
      const { unreadable, ...policy } = policies.now()
      const damage = ports.damage()
      const refused =
        (damage ?? ports.refused('refund'))?.message ??
        whyMayNot(policies.now(), 'refund', 'make refunds') ??
        undefined
      const readOnlyReason = refused ?? whyClosed()?.message
      return {
        access: {
          orders: refused !== undefined ? 'refused' : isOpen() ? 'open' : 'locked',
          unlockedUntil: lock.until(),
          passphrase: gate.isSet(),
          tryAgainAt: gate.tryAgainAt(),
        },
        policy,
        ...(unreadable && { policyUnreadable: unreadable }),
        ...(damage && { journalDamaged: true as const }),
        ...(readOnlyReason === undefined ? {} : { readOnlyReason }),
      }
    },

    async unlock(passphrase) {
      if (mode === 'test') return notLive()
      const before = lock.lockings()
      const proved = await gate.prove(passphrase, 'unlock')
      if (!proved.ok) return proved
      return lock.lockings() === before ? begin('passphrase') : lockedMeanwhile()
    },

    unlockedBySystem: () => (mode === 'test' ? notLive() : begin('touch_id')),

    lock: (why) => lock.lock(why),

    setPassphrase: (current, next) => gate.set(current, next),

    async setPolicy(passphrase, next, interrupt = false) {
      const whyNotYet = (): Failure | null => (interrupt ? null : whyUnconfirmed(next))
      const early = ports.damage() ?? whyNoPolicy(next) ?? whyNotYet()
      if (early !== null) return { ok: false, error: early }
      const proved = await gate.prove(passphrase, 'policy')
      if (!proved.ok) return proved
      // What was ordered, or went on, while the passphrase was being checked.
      const late = whyNotYet()
      if (late !== null) return { ok: false, error: late }
      policies.change(next, wall())
      lock.lock('policy_changed')
      changed()
      return success(null)
    },

    refusal: (action, what) => refusalBy(policies.now(), action, what, record),

    watched: (watched) => lock.watched(watched),
  }
}

/** They follow "let this machine". */
const changeWords = {
  refund: 'make or cancel refunds',
  change: 'change customers, their invoices and subscriptions or what they pay with, or collect payments',
} as const

function lockedWords(hasPassphrase: boolean): string {
  return hasPassphrase
    ? 'This live desk is locked and read-only. Unlock it with its passphrase first.'
    : 'This live desk is locked and read-only. Set a passphrase for it and unlock it first.'
}

/** What a policy that is saved now would end or pause. `runs`: their names. */
function interruptsWords(held: number, runs: readonly string[]): string {
  const orders = held === 1 ? 'One order of this desk is' : `${held} orders of this desk are`
  const named = runs.slice(0, mostNamed).map((name) => `“${name}”`)
  const others = runs.length - named.length
  const all = [named.join(', '), ...(others === 0 ? [] : [`and ${others} more`])].join(' ')
  const words = [
    held === 0
      ? null
      : `${orders} held: with this policy ${held === 1 ? 'it is' : 'they are'} withdrawn and never sent.`,
    runs.length === 0
      ? null
      : runs.length === 1
        ? `The bulk run ${all} is under way: with this policy it is paused, and goes on only once it is resumed.`
        : `${runs.length} bulk runs are under way (${all}): with this policy they are paused, and go on only once they are resumed.`,
  ].filter((each) => each !== null)
  return `${words.join(' ')} Confirm that, or wait until nothing is under way. Nothing was changed.`
}

/** So many runs are called by their names. */
const mostNamed = 5

const notLive = (): { ok: false; error: Failure } =>
  failure('bad_request', 'A test desk is never locked: there is nothing to unlock.')

const lockedMeanwhile = (): { ok: false; error: Failure } =>
  failure('locked', 'The desk was locked while the passphrase was being checked. Unlock it again.')
