// What is worth a native notification: few things, each told once.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'

export const noticeKinds = ['refund_failed', 'dispute_opened', 'webhook_silent', 'horizon_near'] as const

export const noticeSchema = z.object({
  deskId: deskIdSchema,
  /** What the desk is called, with its mode: "LIVE · Hopper Instruments". */
  desk: z.string(),
  kind: z.enum(noticeKinds),
  /** A sentence or two. Nothing in it may be more than a passer-by may read: no customer's name, no address. */
  text: z.string(),
  /** What a click opens; absent: the window. */
  opens: z.object({ kind: z.enum(['refund', 'dispute']), id: z.string() }).optional(),
})
export type Notice = z.infer<typeof noticeSchema>
