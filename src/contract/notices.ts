// What is worth a native notification: few things, each told once.
import { z } from 'zod'
import { deskIdSchema } from './desks.ts'

export const noticeKinds = ['refund_failed', 'dispute_opened', 'webhook_silent', 'horizon_near'] as const

export const noticeSchema = z.object({
  deskId: deskIdSchema,
  kind: z.enum(noticeKinds),
  /** A sentence or two. Nothing in it may be more than a passer-by may read: no names, no addresses. */
  text: z.string(),
  /** What a click opens; absent: the window. */
  opens: z.object({ kind: z.enum(['refund', 'dispute']), id: z.string() }).optional(),
})
export type Notice = z.infer<typeof noticeSchema>
