// Notes that a letter to a customer was sent, or is not to be: committed together with its entry in the audit. Nothing is sent from here,
// and Stripe is not told.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Draft,
  type Failure,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { draftMarks } from '../../store/queries/letters/draft-marks.ts'
import { draftOf } from '../../store/queries/letters/drafts.ts'
import type { Audit } from '../audit/audit.ts'
import { draftMarked } from '../audit/letter-notes.ts'

export interface DraftPorts {
  cache: Database
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may; that `what` was refused is written down. */
  whyLocked: (what: string) => Failure | null
  /** Milliseconds. */
  now: () => number
}

export type MarkDraft = (request: ParsedRequestOf<'draft.mark'>) => Result<Draft>

export function draftMarker({ cache, journal, audit, whyLocked, now }: DraftPorts): MarkDraft {
  const insert = journal.prepare(
    `INSERT INTO draft_marks (invoice_id, event_id, marked_as, operator, at)
     VALUES (@invoiceId, @eventId, @as, @operator, @at)`,
  )

  const mark = journal.transaction(
    ({ invoiceId, eventId, as }: ParsedRequestOf<'draft.mark'>): Result<Draft> => {
      const at = now()
      const draft = draftOf(cache, journal, invoiceId, at)
      if (draft === null)
        return failure('not_found', 'No try of this invoice has failed. Nothing was written.')
      if (draft.eventId !== eventId)
        return failure(
          'order_conflict',
          'The payment has failed again since this letter was made. Nothing was written; look at the new one.',
        )
      if (draftMarks(journal).get(eventId)?.as !== as) {
        insert.run({ invoiceId, eventId, as, operator: audit.operator, at })
        audit.append(draftMarked(invoiceId, eventId, as), at)
      }
      return success(draftOf(cache, journal, invoiceId, at) ?? draft)
    },
  )

  return (request) => {
    const locked = whyLocked('mark a letter to a customer')
    return locked === null ? mark.immediate(request) : { ok: false, error: locked }
  }
}
