// What the audit says of locks, passphrases, policies and switches, in words and in detail. Pure. It must never hold a passphrase or
// anything made from one, nor name another desk: nothing of one desk is readable through another.
import type { ErrorCode, Policy } from '../../../src/contract/index.ts'
import type { LockReason } from '../access/lease.ts'
import type { AuditNote } from './audit.ts'

export const lockWords: Readonly<Record<LockReason, string>> = {
  expired: 'its time was over',
  clock_moved: 'the clock was moved, or the computer slept',
  sleep: 'the computer went to sleep',
  screen_locked: 'the screen was locked',
  away: 'nobody was at the window',
  switched: 'the operator went elsewhere',
  closed: 'the desk was closed',
  key: 'the operator locked it',
  key_replaced: 'its Stripe key was replaced',
  policy_changed: 'its policy was changed',
}

const ofDesk = (note: Pick<AuditNote, 'kind' | 'text' | 'detail'>): AuditNote => ({ subject: null, ...note })

/** `until`: Unix milliseconds. */
export const deskUnlocked = (by: 'passphrase' | 'touch_id', until: number): AuditNote =>
  ofDesk({
    kind: 'desk_unlocked',
    text: `Live desk unlocked by ${by === 'passphrase' ? 'passphrase' : 'Touch ID'}.`,
    detail: { by, until },
  })

export const deskLocked = (why: LockReason): AuditNote =>
  ofDesk({ kind: 'desk_locked', text: `Live desk locked: ${lockWords[why]}.`, detail: { why } })

/** What a passphrase was asked for. */
export type Purpose = 'unlock' | 'passphrase' | 'policy' | 'run'
const purposeWords: Record<Purpose, string> = {
  unlock: 'The desk was not unlocked',
  passphrase: 'The passphrase was not changed',
  policy: 'The policy was not changed',
  run: 'The run was not ordered',
}

/** `wrong`: how many were, since the last right one. */
export const unlockRefused = (purpose: Purpose, code: ErrorCode, wrong: number): AuditNote =>
  ofDesk({
    kind: 'unlock_refused',
    text: `${purposeWords[purpose]} (${code}).`,
    detail: { purpose, code, wrong },
  })

export const passphraseChanged = (first: boolean): AuditNote =>
  ofDesk({
    kind: 'passphrase_changed',
    text: first ? 'A passphrase was set.' : 'The passphrase was changed.',
    detail: { first },
  })

export const policyChanged = (before: Policy, after: Policy, version: number): AuditNote =>
  ofDesk({
    kind: 'policy_changed',
    text: `Policy changed (version ${version}).`,
    detail: { version, before, after },
  })

export const deskSwitched = (way: 'came' | 'left'): AuditNote =>
  ofDesk({
    kind: 'desk_switched',
    text: way === 'came' ? 'The operator came to this desk.' : 'The operator left this desk.',
    detail: { way },
  })

/** Something that only some machines may do was refused by the policy; `what` in words. */
export const actionDenied = (what: string, code: ErrorCode): AuditNote =>
  ofDesk({ kind: 'order_denied', text: `Not done: ${what} (${code}).`, detail: { what, code } })
