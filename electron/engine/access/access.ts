// The access to one desk: its lock, its passphrase and its policy brought together, and how it stands by them. It must never be shown as open
// while one of them refuses.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Desk,
  type Failure,
  type Policy,
  type Result,
} from '../../../src/contract/index.ts'
import { whyMayNot, type Action } from '../../../src/domain/policy.ts'
import { actionDenied, lockWords } from '../audit/access-notes.ts'
import type { Audit, AuditNote } from '../audit/audit.ts'
import { whyInterrupts, type UnderWay } from './interrupts.ts'
import type { Clocks, LockReason } from './lease.ts'
import { openLock } from './lock.ts'
import { judgeOrders, type ChangeAccess, type RefundAccess, type RunAccess } from './order-access.ts'
import { openGate, type GatePorts } from './passphrase-gate.ts'
import { openPolicyStore, refusalBy, whyNoPolicy } from './policy.ts'

/** How a desk stands, as it is shown; without a reason where orders are accepted. */
export type ShownAccess = Pick<
  Desk,
  'access' | 'policy' | 'policyUnreadable' | 'journalDamaged' | 'readOnlyReason'
>

export interface Access extends RefundAccess, ChangeAccess, RunAccess {
  /** Why none of these can be ordered now, because of the key or the lock; null when they can. */
  whyClosedFor(action: 'refund' | 'change'): Failure | null
  /** Why nothing may be written here now, whatever the key can do, written down; null when it may. `what` as of `refusal`. */
  whyLocked(what: string): Failure | null
  standing(): ShownAccess
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

export interface AccessPorts extends Clocks, UnderWay, Pick<GatePorts, 'verifier' | 'keepVerifier'> {
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

  function whyClosedFor(action: 'refund' | 'change'): Failure | null {
    return ports.damage() ?? ports.refused(action) ?? whileLocked()
  }

  const whileLocked = (): Failure | null =>
    isOpen() ? null : failure('locked', lockedWords(gate.isSet())).error

  const orders = judgeOrders({
    mode,
    policy: policies.now,
    whyClosedFor,
    orderedSince: ports.orderedSince,
    wall,
  })

  function begin(by: 'passphrase' | 'touch_id'): Result<null> {
    lock.open(by, policies.now().leaseMinutes)
    return success(null)
  }

  return {
    ...orders,
    whyClosedFor,
    proveForRun: (passphrase) => gate.prove(passphrase, 'run'),

    whyLocked(what) {
      const damage = ports.damage()
      if (damage !== null) return damage
      const locked = whileLocked()
      if (locked !== null) record(actionDenied(what, locked.code))
      return locked
    },

    standing() {
      const { unreadable, ...policy } = policies.now()
      const damage = ports.damage()
      const refused =
        (damage ?? ports.refused('refund'))?.message ??
        whyMayNot(policies.now(), 'refund', 'make refunds') ??
        undefined
      const readOnlyReason = refused ?? orders.whyClosed()?.message
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
      const whyNotYet = (): Failure | null => (interrupt ? null : whyInterrupts(next, ports))
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

function lockedWords(hasPassphrase: boolean): string {
  return hasPassphrase
    ? 'This live desk is locked and read-only. Unlock it with its passphrase first.'
    : 'This live desk is locked and read-only. Set a passphrase for it and unlock it first.'
}

const notLive = (): { ok: false; error: Failure } =>
  failure('bad_request', 'A test desk is never locked: there is nothing to unlock.')

const lockedMeanwhile = (): { ok: false; error: Failure } =>
  failure('locked', 'The desk was locked while the passphrase was being checked. Unlock it again.')
