// Writes the audit of one desk: each entry chained to the one before, in the transaction of the change that it speaks of.
// It must never keep a secret, and never let a change stand whose entry could not be written.
import type { Database } from 'better-sqlite3'
import type { AuditEntry, AuditKind } from '../../../src/contract/index.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { redact } from '../../../src/domain/redaction.ts'
import { chainBegin, hashOfEntry } from '../../store/audit/chain.ts'
import { operatorName } from '../../operator.ts'

/** What an entry says; the chain and the operator are added when it is written. */
export interface AuditNote {
  kind: AuditKind
  subject: string | null
  text: string
  /** Plain data: strings, booleans, null, safe integers. What is undefined is left out. */
  detail: Record<string, unknown>
}

export interface Audit {
  /** Who is at the machine, for the entries and for what goes to Stripe. */
  readonly operator: string
  /** Nothing was ever written: the chain begins with the next entry. */
  isEmpty(): boolean
  /** Appends within the transaction that is open, or in one of its own. `at`: Unix milliseconds, now if left out. */
  append(note: AuditNote, at?: number): AuditEntry
}

export interface AuditPorts {
  /** Milliseconds. */
  now: () => number
  operator?: string
  /** Called for every entry, inside its transaction: it must not read the file. */
  appended?: () => void
}

export function openAudit(database: Database, ports: AuditPorts): Audit {
  const operator = clean(ports.operator ?? operatorName())
  const newest = database.prepare<[], Pick<AuditEntry, 'seq' | 'hash'>>(
    'SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1',
  )
  const insert = database.prepare(
    `INSERT INTO audit (seq, at, operator, kind, subject, text, detail, previous, hash)
     VALUES (@seq, @at, @operator, @kind, @subject, @text, @detail, @previous, @hash)`,
  )

  const append = database.transaction((note: AuditNote, at: number): AuditEntry => {
    const last = newest.get()
    const entry = {
      seq: (last?.seq ?? 0) + 1,
      at,
      operator,
      kind: note.kind,
      subject: note.subject === null ? null : clean(note.subject),
      text: clean(note.text),
      detail: canonicalJson(cleaned(note.detail)),
      previous: last?.hash ?? chainBegin,
    }
    const whole = { ...entry, hash: hashOfEntry(entry) }
    insert.run(whole)
    ports.appended?.()
    return whole
  })

  return {
    operator,
    isEmpty: () => newest.get() === undefined,
    // Immediate, so that no other writer comes between the reading of the newest and the writing of the next.
    append: (note, at = ports.now()) =>
      database.inTransaction ? append(note, at) : append.immediate(note, at),
  }
}

/** Without secrets, and only what a database gives back as it took it. */
function clean(text: string): string {
  return redact(text.replaceAll(/\p{Cc}+/gu, ' ')).toWellFormed()
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return clean(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  const known = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(known.map(([key, inner]) => [key, cleaned(inner)]))
}
