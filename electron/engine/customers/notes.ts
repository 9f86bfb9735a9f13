// Notes about customers: committed together with their entry in the audit. They stay on this machine; nothing here may ask Stripe, or let
// what a note says into the audit or a log.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type CustomerNote,
  type Failure,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { findNote } from '../../store/queries/customers/customer-notes.ts'
import type { Audit } from '../audit/audit.ts'
import { customerNoted, customerNoteStruck } from '../audit/customer-notes.ts'

export interface NotesPorts {
  cache: Database
  journal: Database
  audit: Audit
  /** Why nothing may be written now, null when it may; that `what` was refused is written down. A note needs no key, only an unlocked desk. */
  whyLocked: (what: string) => Failure | null
  /** Milliseconds. */
  now: () => number
}

export interface CustomerNotes {
  write(request: ParsedRequestOf<'customer.note'>): Result<CustomerNote>
  strike(request: ParsedRequestOf<'customer.strikeNote'>): Result<CustomerNote>
}

export function openCustomerNotes({ cache, journal, audit, whyLocked, now }: NotesPorts): CustomerNotes {
  const customer = cache.prepare<[string]>('SELECT 1 FROM customers WHERE id = ?')
  const payment = cache.prepare<[string, string]>(
    'SELECT 1 FROM payment_intents WHERE id = ? AND customer_id = ?',
  )
  const insertNote = journal.prepare(
    `INSERT INTO customer_notes (id, customer_id, at, operator, text, payment_intent_id)
     VALUES (@id, @customerId, @at, @operator, @text, @paymentIntentId)`,
  )
  const insertStrike = journal.prepare('INSERT INTO struck_notes (note_id, at, operator) VALUES (?, ?, ?)')

  const write = journal.transaction((note: CustomerNote): Result<CustomerNote> => {
    const known = findNote(journal, note.id)
    if (known === null) {
      insertNote.run(note)
      audit.append(customerNoted(note), note.at)
      return success(note)
    }
    const isSame =
      known.customerId === note.customerId &&
      known.text === note.text &&
      known.paymentIntentId === note.paymentIntentId
    return isSame
      ? success(known)
      : failure(
          'order_conflict',
          'A note with this number says something else. Nothing was written; open the form again.',
        )
  })

  const strike = journal.transaction((noteId: string, at: number): Result<CustomerNote> => {
    const note = findNote(journal, noteId)
    if (note === null)
      return failure('not_found', 'There is no such note on this desk. Nothing was struck out.')
    if (note.struck !== null) return success(note)
    insertStrike.run(noteId, at, audit.operator)
    audit.append(customerNoteStruck(note), at)
    return success({ ...note, struck: { at, operator: audit.operator } })
  })

  return {
    write({ noteId, customerId, text, paymentIntentId }) {
      const locked = whyLocked('write a note about a customer')
      if (locked !== null) return { ok: false, error: locked }
      const forbidden = whyNotWritten(text)
      if (forbidden !== null) return failure('bad_request', `${forbidden} Nothing was written.`)
      if (customer.get(customerId) === undefined)
        return failure('not_found', 'This customer is not in the cache of this desk. Nothing was written.')
      if (paymentIntentId !== null && payment.get(paymentIntentId, customerId) === undefined)
        return failure(
          'not_found',
          'This payment is not one of this customer’s in the cache of this desk. Nothing was written.',
        )
      const { operator } = audit
      return write.immediate({
        id: noteId,
        customerId,
        at: now(),
        operator,
        text,
        paymentIntentId,
        struck: null,
      })
    },

    strike({ noteId }) {
      const locked = whyLocked('strike out a note about a customer')
      return locked === null ? strike.immediate(noteId, now()) : { ok: false, error: locked }
    },
  }
}
