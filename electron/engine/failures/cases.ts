// What operators write about failed payments: committed together with its entry in the audit. It stays on this machine; nothing here may
// ask Stripe, change what was written, or let a note into the audit or a log.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type CaseEntry,
  type Failure,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { caseEntry } from '../../store/queries/failures/case-entries.ts'
import type { Audit } from '../audit/audit.ts'
import { caseWritten } from '../audit/failure-notes.ts'

export interface CasesPorts {
  cache: Database
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may; that `what` was refused is written down. As of notes: it needs no key, only an unlocked desk. */
  whyLocked: (what: string) => Failure | null
  /** Milliseconds. */
  now: () => number
}

type Written = Pick<CaseEntry, 'kind' | 'text' | 'assignee' | 'until'>

export type WriteCase = (request: ParsedRequestOf<'case.write'>) => Result<CaseEntry[]>

/** All payments of a request, or none of them: what was written before under the same id stands, what is new is added. */
export function caseWriter({ cache, journal, audit, whyLocked, now }: CasesPorts): WriteCase {
  const payment = cache.prepare<[string]>('SELECT 1 FROM payment_intents WHERE id = ?')
  const insert = journal.prepare(
    `INSERT INTO case_entries (id, payment_intent_id, kind, text, assignee, until, operator, at, last_failed_at)
     VALUES (@id, @paymentIntentId, @kind, @text, @assignee, @until, @operator, @at, @lastFailedAt)`,
  )
  const lastFailedAt = cache
    .prepare<[string], number>('SELECT last_failed_at FROM failures WHERE payment_intent_id = ?')
    .pluck()
  const ofForm = journal.prepare<[string]>('SELECT 1 FROM case_entries WHERE id = ?')

  const write = journal.transaction(
    (entryId: string, paymentIntentIds: readonly string[], written: Written): Result<CaseEntry[]> => {
      const at = now()
      const isNewForm = ofForm.get(entryId) === undefined
      if (isNewForm && written.until !== null && written.until <= at)
        return failure('bad_request', 'This time is over already. Nothing was written.')
      const entries: CaseEntry[] = []
      const added: string[] = []
      for (const paymentIntentId of paymentIntentIds) {
        const known = caseEntry(journal, entryId, paymentIntentId)
        if (known !== null && !isSame(known, written)) return conflict()
        if (known === null) added.push(paymentIntentId)
        entries.push(known ?? { id: entryId, paymentIntentId, ...written, operator: audit.operator, at })
      }
      for (const entry of entries)
        if (added.includes(entry.paymentIntentId))
          insert.run({ ...entry, lastFailedAt: lastFailedAt.get(entry.paymentIntentId) ?? 0 })
      if (added.length > 0) audit.append(caseWritten(entryId, written, added), at)
      return success(entries)
    },
  )

  return ({ entryId, paymentIntentIds, entry }) => {
    const locked = whyLocked('write something about failed payments')
    if (locked !== null) return { ok: false, error: locked }
    const written = contentsOf(entry)
    for (const text of [written.text, written.assignee]) {
      const forbidden = whyNotWritten(text)
      if (forbidden !== null) return failure('bad_request', `${forbidden} Nothing was written.`)
    }
    const asked = [...new Set(paymentIntentIds)]
    const stranger = asked.find((id) => payment.get(id) === undefined)
    if (stranger !== undefined)
      return failure('not_found', `${stranger} is not in the cache of this desk. Nothing was written.`)
    return write.immediate(entryId, asked, written)
  }
}

function contentsOf(entry: ParsedRequestOf<'case.write'>['entry']): Written {
  const nothing = { text: null, assignee: null, until: null }
  switch (entry.kind) {
    case 'assigned':
      return { ...nothing, kind: entry.kind, assignee: entry.assignee }
    case 'snoozed':
      return { ...nothing, kind: entry.kind, until: entry.until }
    case 'noted':
    case 'closed':
    case 'written_off':
      return { ...nothing, kind: entry.kind, text: entry.text }
    case 'reopened':
      return { ...nothing, kind: entry.kind }
  }
}

const isSame = (known: CaseEntry, { kind, text, assignee, until }: Written): boolean =>
  known.kind === kind && known.text === text && known.assignee === assignee && known.until === until

const conflict = (): { ok: false; error: Failure } =>
  failure(
    'order_conflict',
    'Something else was written under this number. Nothing was written now; open the form again.',
  )
