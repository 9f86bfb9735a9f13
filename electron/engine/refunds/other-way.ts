// Notes that the customer got the money another way, after a refund failed or was canceled, and striking them out: committed together with
// their entry in the audit. It must never take a note for money that Stripe has sent, or may yet send, be it by a later refund.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type Failure,
  type ParsedRequestOf,
  type RefundNote,
  type Result,
} from '../../../src/contract/index.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { stateOfRefund } from '../../../src/domain/refund-life.ts'
import { givenLater, notesHolding, notesOn } from '../../store/queries/refunds/refund-notes.ts'
import type { Audit } from '../audit/audit.ts'
import { refundOtherWayStruck, refundPaidOtherwise } from '../audit/refund-notes.ts'

export interface OtherWayPorts {
  cache: Database
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may; that `what` was refused while the desk is locked is written down. */
  whyClosed: (what: string) => Failure | null
  /** What else of ours is open on this payment, in words; null when nothing is. */
  openOn: (paymentIntentId: string) => string | null
  /** Milliseconds. */
  now: () => number
}

interface NotedRefund {
  payment: string | null
  status: string
  amount: number
  currency: string
  /** Minor units that later refunds of the payment gave back, or may yet. */
  later: number
}

export interface OtherWayNotes {
  record(request: ParsedRequestOf<'refund.recordOtherWay'>): Result<RefundNote>
  strike(request: ParsedRequestOf<'refund.strikeOtherWay'>): Result<RefundNote>
}

export function openOtherWayNotes({
  cache,
  journal,
  audit,
  whyClosed,
  openOn,
  now,
}: OtherWayPorts): OtherWayNotes {
  const refundOf = cache.prepare<[string], NotedRefund>(
    `SELECT r.payment_intent_id AS payment, r.status, r.amount, r.currency, ${givenLater} AS later FROM refunds AS r WHERE r.id = ?`,
  )
  const noteOf = journal.prepare<[string], { refund_id: string; how: string; reference: string }>(
    'SELECT refund_id, how, reference FROM refund_notes WHERE id = ?',
  )
  const insert = journal.prepare(
    `INSERT INTO refund_notes (id, refund_id, at, operator, how, reference)
     VALUES (@id, @refundId, @at, @operator, @how, @reference)`,
  )

  const insertStrike = journal.prepare(
    'INSERT INTO struck_refund_notes (note_id, at, operator) VALUES (?, ?, ?)',
  )

  const write = journal.transaction((note: RefundNote, refund: NotedRefund): Result<RefundNote> => {
    const before = noteOf.get(note.id)
    if (before === undefined) {
      const earlier = notesHolding(journal, [note.refundId]).get(note.refundId)
      if (earlier !== undefined)
        return failure(
          'not_changeable',
          `That this was paid another way was recorded before (${earlier.how.replaceAll('_', ' ')}, ${earlier.reference}). Strike that out first if it is wrong. Nothing more was recorded.`,
        )
      if (refund.later >= refund.amount)
        return failure(
          'not_changeable',
          `Later refunds of this payment give back ${spokenAmount(refund.later, refund.currency)}, which covers the ${spokenAmount(refund.amount, refund.currency)} of this one: the customer has that money, or may yet get it. Nothing was recorded.`,
        )
      // It would give the money back besides.
      const open = refund.payment === null ? null : openOn(refund.payment)
      if (open !== null) return failure('order_blocked', `${open} Nothing was recorded.`)
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
  })

  const strike = journal.transaction((noteId: string, at: number): Result<RefundNote> => {
    const refundId = noteOf.get(noteId)?.refund_id
    const note = notesOn(journal, refundId === undefined ? [] : [refundId]).find(({ id }) => id === noteId)
    if (note === undefined)
      return failure('not_found', 'There is no such note on this desk. Nothing was struck out.')
    if (note.struck !== null) return success(note)
    insertStrike.run(noteId, at, audit.operator)
    audit.append(refundOtherWayStruck(note), at)
    return success({ ...note, struck: { at, operator: audit.operator } })
  })

  function record({
    noteId,
    refundId,
    how,
    reference,
  }: ParsedRequestOf<'refund.recordOtherWay'>): Result<RefundNote> {
    const closed = whyClosed('record that a refund was paid another way')
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
    const { operator } = audit
    return write.immediate(
      { id: noteId, refundId, at: now(), operator, how, reference, struck: null },
      refund,
    )
  }

  return {
    record,
    strike({ noteId }) {
      const closed = whyClosed('strike out that a refund was paid another way')
      return closed === null ? strike.immediate(noteId, now()) : { ok: false, error: closed }
    },
  }
}
