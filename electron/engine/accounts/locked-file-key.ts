// Where no keychain works, the key of a desk's files is made of its Stripe key. When another Stripe key takes its place, the file key
// stays: it is kept beside the files, locked with the new Stripe key. It must never lie there in the clear.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../../store/open-files.ts'

const fileName = 'file-key.locked'
const cipher = 'aes-256-gcm'
const hex = z.string().regex(/^[0-9a-f]+$/)
const shape = z.object({ version: z.literal(1), iv: hex, tag: hex, locked: hex })

/** `fileKey`: 32 raw bytes. On the disk when this returns; what was locked with a Stripe key before is gone then. */
export function lockFileKey(folder: string, stripeKey: string, fileKey: Buffer): void {
  const iv = randomBytes(12)
  const locking = createCipheriv(cipher, keyOf(stripeKey), iv)
  const locked = Buffer.concat([locking.update(fileKey), locking.final()])
  const parts = { iv, tag: locking.getAuthTag(), locked }
  const text = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.toString('hex')]))
  writeDurably(join(folder, fileName), `${JSON.stringify({ version: 1, ...text })}\n`)
}

/** Null where there is none, or none that this Stripe key opens. */
export function unlockFileKey(folder: string, stripeKey: string): Buffer | null {
  try {
    const { iv, tag, locked } = shape.parse(JSON.parse(readFileSync(join(folder, fileName), 'utf8')))
    const opening = createDecipheriv(cipher, keyOf(stripeKey), Buffer.from(iv, 'hex'))
    opening.setAuthTag(Buffer.from(tag, 'hex'))
    return Buffer.concat([opening.update(Buffer.from(locked, 'hex')), opening.final()])
  } catch {
    return null
  }
}

export async function forgetLockedFileKey(folder: string): Promise<void> {
  await rm(join(folder, fileName), { force: true })
}

const keyOf = (stripeKey: string): Buffer =>
  Buffer.from(hkdfSync('sha256', stripeKey, '', 'bursar locked file key', 32))
