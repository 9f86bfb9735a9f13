// The gate of one desk: takes passphrases one after the other, makes whoever guesses wait, and writes down each refusal. It must
// never let many tries at once be more than one by one.
import type { Database } from 'better-sqlite3'
import { failure, success, type ErrorCode, type Failure, type Result } from '../../../src/contract/index.ts'
import { clockTime } from '../../../src/domain/day-words.ts'
import { passphraseChanged, unlockRefused, type Purpose } from '../audit/access-notes.ts'
import type { AuditNote } from '../audit/audit.ts'
import { openAttempts } from './attempts.ts'
import type { Clocks } from './lease.ts'
import { isPassphrase, isTooShort, shortestPassphrase, verifierOf, type Verifier } from './passphrase.ts'

export interface Gate {
  isSet(): boolean
  /** Unix milliseconds when the next may be tried; null: now. */
  tryAgainAt(): number | null
  /** Whether it is the passphrase: `passphrase_missing`, `passphrase_wrong`, `too_many_attempts`. */
  prove(passphrase: string, purpose: Purpose): Promise<Result<null>>
  /** `current`: null while none was set. Fails with `passphrase_weak`, `keychain_unavailable` and those of `prove`. */
  set(current: string | null, next: string): Promise<Result<null>>
}

export interface GatePorts extends Clocks {
  database: Database
  /** Null while none was set. */
  verifier: Verifier | null
  /** Rejects when it could not be kept. */
  keepVerifier: (verifier: Verifier) => Promise<void>
  record: (note: AuditNote) => void
  changed: () => void
}

export function openGate(ports: GatePorts): Gate {
  const { record, changed } = ports
  const attempts = openAttempts(ports.database, ports)
  let { verifier } = ports
  let turn: Promise<unknown> = Promise.resolve()

  function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }

  function refuse(purpose: Purpose, code: ErrorCode, message: string): { ok: false; error: Failure } {
    record(unlockRefused(purpose, code, attempts.wrong()))
    changed()
    return failure(code, message)
  }

  async function prove(passphrase: string, purpose: Purpose): Promise<Result<null>> {
    if (verifier === null) {
      return failure(
        'passphrase_missing',
        'No passphrase was set for this desk yet. Set one first: it unlocks the desk and changes its policy.',
      )
    }
    const blocked = attempts.tryAgainAt()
    if (blocked !== null) return refuse(purpose, 'too_many_attempts', tooMany(blocked))
    attempts.begin()
    if (!(await isPassphrase(passphrase, verifier))) {
      const next = attempts.tryAgainAt()
      return refuse(
        purpose,
        'passphrase_wrong',
        `This is not the passphrase of this desk. Nothing was changed.${next === null ? '' : ` ${tooMany(next)}`}`,
      )
    }
    attempts.wasRight()
    return success(null)
  }

  async function set(current: string | null, next: string): Promise<Result<null>> {
    if (isTooShort(next)) {
      return failure(
        'passphrase_weak',
        `A passphrase has at least ${shortestPassphrase} characters; several words are better. Nothing was changed.`,
      )
    }
    const first = verifier === null
    if (!first && current === null) {
      return failure(
        'passphrase_missing',
        'This desk has a passphrase: enter it to change it. Nothing was changed.',
      )
    }
    const proved = first ? success(null) : await prove(current ?? '', 'passphrase')
    if (!proved.ok) return proved
    const made = await verifierOf(next)
    try {
      await ports.keepVerifier(made)
    } catch (error) {
      const words = error instanceof Error ? error.message : 'it gives no reason'
      return failure(
        'keychain_unavailable',
        `The passphrase could not be kept (${words}). Nothing was changed.`,
      )
    }
    verifier = made
    record(passphraseChanged(first))
    changed()
    return success(null)
  }

  return {
    isSet: () => verifier !== null,
    tryAgainAt: () => attempts.tryAgainAt(),
    prove: (passphrase, purpose) => inTurn(() => prove(passphrase, purpose)),
    set: (current, next) => inTurn(() => set(current, next)),
  }
}

const tooMany = (at: number): string =>
  `Too many passphrases were wrong: the next can be tried at ${clockTime(Math.ceil(at / 1000) * 1000)}.`
