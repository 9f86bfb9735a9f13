// Tells a wrong key from a damaged file, which SQLite reports alike; it must never say anything that helps to find the key.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeDurably } from './open-files.ts'

/** What the key-check says: `absent` when there is none or it can't be read. */
export type KeyVerdict = 'right' | 'wrong' | 'absent'

const FILE = 'key-check'
const FORM = /^bursar-key-check:1:([0-9a-f]{32}):([0-9a-f]{64})\n$/

/** Writes the check for this key, durably. The key is 256 random bits, so an HMAC under it can be shown to anyone. */
export function writeKeyCheck(folder: string, key: Buffer): void {
  const salt = randomBytes(16).toString('hex')
  writeDurably(join(folder, FILE), `bursar-key-check:1:${salt}:${mac(key, salt).toString('hex')}\n`)
}

/** Whether this desk was ever opened: the check is written with its first journal. */
export function hasKeyCheck(folder: string): boolean {
  return existsSync(join(folder, FILE))
}

export function readKeyCheck(folder: string, key: Buffer): KeyVerdict {
  let text: string
  try {
    text = readFileSync(join(folder, FILE), 'utf8')
  } catch {
    return 'absent'
  }
  const [, salt, expected] = FORM.exec(text) ?? []
  if (salt === undefined || expected === undefined) return 'absent'
  return timingSafeEqual(mac(key, salt), Buffer.from(expected, 'hex')) ? 'right' : 'wrong'
}

function mac(key: Buffer, salt: string): Buffer {
  return createHmac('sha256', key).update(`bursar key check ${salt}`).digest()
}
