// What the audit says of notes about customers. Pure. It must never say what a note says: an operator may have typed anything there.
import type { CustomerNote } from '../../../src/contract/index.ts'
import type { AuditNote } from './audit.ts'

export function customerNoted({ id, customerId }: CustomerNote): AuditNote {
  return { kind: 'customer_noted', subject: customerId, text: 'A note was written.', detail: { noteId: id } }
}

export function customerNoteStruck({ id, customerId }: CustomerNote): AuditNote {
  return {
    kind: 'customer_note_struck',
    subject: customerId,
    text: 'A note was struck out.',
    detail: { noteId: id },
  }
}
