// Keeps the notes about made-up customers. It must never be imported by the product.
import type { CustomerNote } from '../../../src/contract/customer-notes.ts'
import type { CustomerTimelineEntry } from '../../../src/contract/customers.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'

const day = 86_400_000

/** `troubled`: the customer who has notes from the beginning. */
export function createFakeNotes(
  troubled: { id: string; paymentId: string | null } | null,
  changed: () => void,
) {
  const notes: CustomerNote[] = []
  if (troubled !== null) {
    const about = { customerId: troubled.id, paymentIntentId: null, struck: null }
    notes.push(
      {
        ...about,
        id: '5c0a8d1e-0000-4000-8000-000000000001',
        at: Date.now() - 41 * day,
        operator: 'grace',
        text: 'Wants refunds as store credit.',
        struck: { at: Date.now() - 20 * day, operator: 'ada' },
      },
      {
        ...about,
        id: '5c0a8d1e-0000-4000-8000-000000000002',
        at: Date.now() - 2 * day,
        operator: 'ada',
        text: 'Called about the second parcel: it came back to us.\nRefund what is left once it is in the warehouse.',
        paymentIntentId: troubled.paymentId,
      },
    )
  }
  const about = (customerId: string): CustomerNote[] =>
    notes.filter((note) => note.customerId === customerId).toReversed()
  return {
    about,
    entries: (customerId: string): CustomerTimelineEntry[] =>
      about(customerId).map(({ id, at, operator, text, struck, paymentIntentId }) => ({
        at,
        kind: 'note',
        text: `Note by ${operator}${struck === null ? '' : ', struck out'}: ${text}`,
        amount: null,
        currency: null,
        objectId: id,
        paymentIntentId,
      })),
    write({
      noteId,
      customerId,
      text,
      paymentIntentId = null,
    }: RequestOf<'customer.note'>): Result<CustomerNote> {
      const known = notes.find(({ id }) => id === noteId)
      if (known) return success(known)
      const note = {
        id: noteId,
        customerId,
        at: Date.now(),
        operator: 'ada',
        text: text.trim(),
        paymentIntentId,
        struck: null,
      }
      notes.push(note)
      changed()
      return success(note)
    },
    strike({ noteId }: RequestOf<'customer.strikeNote'>): Result<CustomerNote> {
      const note = notes.find(({ id }) => id === noteId)
      if (!note) return failure('not_found', 'There is no such note on this desk. Nothing was struck out.')
      note.struck ??= { at: Date.now(), operator: 'ada' }
      changed()
      return success(note)
    },
  }
}

export type FakeNotes = ReturnType<typeof createFakeNotes>
