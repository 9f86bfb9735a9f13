// Notes about customers: written on this machine, kept in the journal, struck out but never deleted. Stripe knows nothing of them, unless
// one is put into the customer's metadata too (`customer_note` of changes.ts).
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'
import { idSchema } from './ids.ts'
import { millisecondsSchema } from './money.ts'

/** One kind of line break, no control characters, no white space around: it reads back as it was written. */
const tidied = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .toWellFormed()
    .trim()

const textOfAtMost = (length: number) =>
  z.string().max(10_000).transform(tidied).pipe(z.string().min(1).max(length))

/** Comes out tidied. */
export const noteTextSchema = textOfAtMost(2000)
/** The same, so short that Stripe takes it as one value of metadata. */
export const stripeNoteTextSchema = textOfAtMost(500)

export const customerNoteSchema = z.object({
  id: z.string(),
  customerId: z.string(),
  at: millisecondsSchema,
  /** Who wrote it. */
  operator: z.string(),
  text: z.string(),
  /** The payment it is about; null: the customer in general. */
  paymentIntentId: z.string().nullable(),
  /** When and by whom it was struck out; null while it holds. */
  struck: z.object({ at: millisecondsSchema, operator: z.string() }).nullable(),
})
export type CustomerNote = z.infer<typeof customerNoteSchema>

export const writeNoteRequestSchema = z.object({
  deskId: deskIdSchema,
  /** Made by the face, once per form: sending the same one twice is the same note. */
  noteId: z.uuid(),
  customerId: idSchema,
  text: noteTextSchema,
  paymentIntentId: idSchema.nullable().default(null),
})

/** Striking out twice is striking out once. */
export const strikeNoteRequestSchema = z.object({ deskId: deskIdSchema, noteId: z.uuid() })
