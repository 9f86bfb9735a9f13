// How the cases of failed payments stand, from what operators wrote into the journal: entries are never changed, so that only new
// ones are read. It must never keep closed what failed again since, or had without anybody knowing, nor take back a write-off that nobody
// took back.
import type { Database } from 'better-sqlite3'
import type { Case } from '../../../../src/contract/index.ts'
import { prepared } from '../prepared.ts'

interface Written {
  assignee: string | null
  notes: number
  /** The last of those that say how it stands; null: none. */
  last: {
    kind: 'snoozed' | 'closed' | 'reopened' | 'written_off'
    at: number
    until: number | null
    /** When its last try had failed as was known then, Unix seconds; null where that was not kept. */
    knownFailedAt: number | null
  } | null
}

export interface Cases {
  /** `now`: milliseconds. `lastFailedAt`: Unix seconds. */
  of(paymentIntentId: string, lastFailedAt: number, now: number): Case
  /** When it was written off, milliseconds; null where it is not. */
  writtenOffAt(paymentIntentId: string): number | null
  /** Payments that are written off. */
  writtenOff(): string[]
  /** Those that may be anything but open: put to sleep, closed or written off at some time, and not opened again since. */
  put(): string[]
}

interface EntryRow {
  number: number
  payment_intent_id: string
  kind: 'assigned' | 'noted' | 'snoozed' | 'closed' | 'reopened' | 'written_off'
  assignee: string | null
  until: number | null
  at: number
  last_failed_at: number | null
}

const kept = new WeakMap<Database, { read: number; cases: Map<string, Written> }>()

/** A debit that is declined after days, or a confirmation that fails, leaves no later charge: then only the event tells that a try failed. */
const failedSinceSql = /* sql */ `SELECT 1 FROM events INDEXED BY events_by_object
  WHERE object_id = ? AND created > ? AND type = 'payment_intent.payment_failed' LIMIT 1`

export function casesOf(cache: Database, journal: Database): Cases {
  const known = kept.get(journal) ?? { read: 0, cases: new Map<string, Written>() }
  kept.set(journal, known)
  const rows = prepared<[number], EntryRow>(
    journal,
    `SELECT number, payment_intent_id, kind, assignee, until, at, last_failed_at FROM case_entries WHERE number > ? ORDER BY number`,
  ).all(known.read)
  for (const row of rows) {
    known.cases.set(row.payment_intent_id, after(known.cases.get(row.payment_intent_id), row))
    known.read = row.number
  }
  const failedSince = prepared<[string, number], unknown>(cache, failedSinceSql)
  const writtenOffAt = (id: string): number | null => {
    const last = known.cases.get(id)?.last
    return last?.kind === 'written_off' ? last.at : null
  }
  return {
    of: (id, lastFailedAt, now) =>
      caseOf(
        known.cases.get(id),
        ({ at, knownFailedAt }) =>
          lastFailedAt > (knownFailedAt ?? at / 1000) || failedSince.get(id, at / 1000) !== undefined,
        now,
      ),
    writtenOffAt,
    writtenOff: () => [...known.cases.keys()].filter((id) => writtenOffAt(id) !== null),
    put: () =>
      [...known.cases].flatMap(([id, { last }]) => (last === null || last.kind === 'reopened' ? [] : [id])),
  }
}

function after(written: Written = { assignee: null, notes: 0, last: null }, row: EntryRow): Written {
  switch (row.kind) {
    case 'assigned':
      return { ...written, assignee: row.assignee }
    case 'noted':
      return { ...written, notes: written.notes + 1 }
    case 'snoozed':
    case 'closed':
    case 'reopened':
    case 'written_off':
      // What was given up is so from then on, until it is opened again.
      if (written.last?.kind === 'written_off' && row.kind !== 'reopened') return written
      return {
        ...written,
        last: { kind: row.kind, at: row.at, until: row.until, knownFailedAt: row.last_failed_at },
      }
  }
}

/** `failedSince`: whether a try failed that was not known when it was written. */
function caseOf(
  written: Written | undefined,
  failedSince: (last: NonNullable<Written['last']>) => boolean,
  now: number,
): Case {
  const open: Case = {
    state: 'open',
    assignee: written?.assignee ?? null,
    snoozedUntil: null,
    notes: written?.notes ?? 0,
  }
  const last = written?.last ?? null
  if (last?.kind === 'written_off') return { ...open, state: 'written_off' }
  if (last?.kind === 'closed') return failedSince(last) ? open : { ...open, state: 'closed' }
  if (last?.kind === 'snoozed' && last.until !== null && last.until > now)
    return { ...open, state: 'snoozed', snoozedUntil: last.until }
  return open
}
