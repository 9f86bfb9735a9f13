// A folder in memory for what tests write: hundreds of encrypted files, each commit of which waits for a real disk. Durability is
// proved by what a database is told (synchronous=FULL), never by waiting. It must never fill a small machine's memory.
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { freemem } from 'node:os'
import { join } from 'node:path'

const memory = '/dev/shm'
/** Bytes. What tests hold at once is a tenth of it. */
const enough = 4 * 1024 ** 3

/** A new one, removed when this process ends; null where there is none with plenty of room, as on macOS and Windows. */
export function memoryFolder(): string | null {
  if (!existsSync(memory)) return null
  const { bavail, bsize } = statfsSync(memory)
  // What is free there is promised, not set aside.
  if (bavail * bsize < enough || freemem() < 2 * enough) return null
  // Short: a browser's socket below it may have a path of 107 letters in all.
  const folder = mkdtempSync(join(memory, 'bursar-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}
