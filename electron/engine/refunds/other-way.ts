// Notes that the customer got the money another way, after a refund failed or was canceled: committed together with their entry in
// the audit. It must never take a note for money that Stripe has sent, or may yet send.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Failure,
  type ParsedRequestOf,
  type RefundNote,
  type Result,
} from '../../../src/contract/index.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { stateOfRefund } from '../../../src/domain/refund-life.ts'
import { notesOn } from '../../store/queries/refund-notes.ts'
import type { Audit } from '../audit/audit.ts'
import { refundPaidOtherwise } from '../audit/refund-notes.ts'

export interface OtherWayPorts {
  cache: Database
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may. */
  whyClosed: () => Failure | null
  /** Milliseconds. */
  now: () => number
}

export type RecordOtherWay = (request: ParsedRequestOf<'refund.recordOtherWay'>) => Result<RefundNote>

export function otherWayOf({ cache, journal, audit, whyClosed, now }: OtherWayPorts): RecordOtherWay {
  const refundOf = cache.prepare<[string], { status: string; amount: number; currency: string }>(
    'SELECT status, amount, currency FROM refunds WHERE id = ?',
  )
  const noteOf = journal.prepare<[string], { refund_id: string; how: string; reference: string }>(
    'SELECT refund_id, how, reference FROM refund_notes WHERE id = ?',
  )
  const insert = journal.prepare(
    `INSERT INTO refund_notes (id, refund_id, at, operator, how, reference)
     VALUES (@id, @refundId, @at, @operator, @how, @reference)`,
  )

  const write = journal.transaction(
    (note: RefundNote, refund: { amount: number; currency: string }): Result<RefundNote> => {
      const before = noteOf.get(note.id)
      if (before === undefined) {
        const [earlier] = notesOn(journal, [note.refundId])
        if (earlier !== undefined)
          return failure(
            'not_changeable',
            `That this was paid another way was recorded before (${earlier.how.replaceAll('_', ' ')}, ${earlier.reference}). Nothing more was recorded.`,
          )
        insert.run(note)
        audit.append(refundPaidOtherwise(note, refund), note.at)
        return success(note)
      }
      const isSame =
        before.refund_id === note.refundId && before.how === note.how && before.reference === note.reference
      const known = notesOn(journal, [note.refundId]).find(({ id }) => id === note.id)
      return isSame && known !== undefined
        ? success(known)
        : failure('order_conflict', 'A note with this number says something else. Nothing was recorded.')
    },
  )

  return ({ noteId, refundId, how, reference }) => {
    const closed = whyClosed()
    if (closed !== null) return { ok: false, error: closed }
    const forbidden = whyNotWritten(reference)
    if (forbidden !== null) return failure('bad_request', `${forbidden} Nothing was recorded.`)
    const refund = refundOf.get(refundId)
    if (refund === undefined)
      return failure('not_found', 'This refund is not in the cache of this desk. Nothing was recorded.')
    const state = stateOfRefund(refund.status)
    if (state !== 'failed' && state !== 'canceled')
      return failure(
        'not_changeable',
        `This refund is ${refund.status.replaceAll('_', ' ')}: the customer has the money from it, or may yet get it. Only for one that failed or was canceled can another way be recorded. Nothing was recorded.`,
      )
    return write.immediate({ id: noteId, refundId, at: now(), operator: audit.operator, how, reference }, refund)
  }
} // prettier-ignore
