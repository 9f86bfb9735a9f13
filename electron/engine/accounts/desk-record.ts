// A desk as the profile keeps it. It holds no secret: those are in the keychain.
import { randomBytes } from 'node:crypto'
import { z } from 'zod'

export const deskRecordShape = z.object({
  id: z.string().regex(/^[a-z0-9_-]{3,80}$/i),
  kind: z.enum(['demo', 'account']),
  accountId: z.string(),
  accountName: z.string(),
  mode: z.enum(['test', 'live']),
  keyType: z.enum(['secret', 'restricted']),
  secretsIn: z.enum(['keytar', 'keyring', 'memory', 'none']),
  baseUrl: z.string().optional(),
  /** The last part of the listener's path for this desk, hard to guess. Not a secret: deliveries are judged by their signature. */
  listenerToken: z.string().regex(/^[0-9a-f]{32}$/),
  /** What the key can do, by the ids of the permissions; absent until it was asked. */
  capabilities: z.record(z.string(), z.enum(['yes', 'no', 'unknown'])).optional(),
  /** Our clock, milliseconds; absent where it was not noted. */
  keyEnteredAt: z.int().nonnegative().optional(),
})
export type DeskRecord = z.infer<typeof deskRecordShape>

export const newListenerToken = (): string => randomBytes(16).toString('hex')
