// Chains for the tests of the audit: as the engine writes them, and as somebody else would change them.
import type { Database } from 'better-sqlite3'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import type { AuditEntry } from '../../../../src/contract/index.ts'
import { auditKinds } from '../../../../src/contract/index.ts'

export const began = 1_795_000_000_000

/** Appends so many entries of every kind, a second apart. */
export function writeChain(journal: Database, length: number): AuditEntry[] {
  let at = began
  const audit = openAudit(journal, { now: () => (at += 1000), operator: 'ada' })
  return journal.transaction(() =>
    Array.from({ length }, (_, index) =>
      audit.append({
        kind: auditKinds[index % auditKinds.length]!,
        subject: index % 7 === 0 ? null : `pi_${index}`,
        text: `Refund of ${index}.00 EUR on pi_${index}: né, ordered.`,
        detail: { amount: index, digest: 'd'.repeat(64), requestIds: [`req_${index}`] },
      }),
    ),
  )()
}

/** As whoever holds the file key could. */
export function dropGuards(journal: Database): void {
  journal.exec(
    'DROP TRIGGER audit_follows_on; DROP TRIGGER audit_is_never_rewritten; DROP TRIGGER audit_is_never_cut',
  )
  journal.pragma('ignore_check_constraints = ON')
}

/** Does it, tells what came of it, and takes it back. */
export function during<Value>(journal: Database, change: () => void, look: () => Value): Value {
  journal.exec('SAVEPOINT tampered')
  try {
    change()
    return look()
  } finally {
    journal.exec('ROLLBACK TO tampered; RELEASE tampered')
  }
}
