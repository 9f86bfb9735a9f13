// The list of desks that this profile knows, kept in profile.json. It holds no secret: those are in the keychain.
// A file that can't be read is moved aside, never overwritten.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const deskRecordShape = z.object({
  id: z.string().regex(/^[a-z0-9_-]{3,80}$/i),
  kind: z.enum(['demo', 'account']),
  accountId: z.string(),
  accountName: z.string(),
  mode: z.enum(['test', 'live']),
  keyType: z.enum(['secret', 'restricted']),
  secretsIn: z.enum(['keytar', 'keyring', 'memory', 'none']),
  baseUrl: z.string().optional(),
  /** Why the key can't make refunds, as found when it was connected; absent when it can. */
  noRefunds: z.string().optional(),
})
export type DeskRecord = z.infer<typeof deskRecordShape>

const profileShape = z.object({ version: z.literal(1), desks: z.array(deskRecordShape) })

export interface Profile {
  desks(): readonly DeskRecord[]
  /** Adds or replaces the desk of the same id; on disk when this returns. */
  put(desk: DeskRecord): void
  remove(deskId: string): void
  /** Set when the file could not be read and was moved aside. */
  notice: string | null
}

/** Knows no desk and keeps none. */
export const emptyProfile: Profile = {
  desks: () => [],
  put: () => undefined,
  remove: () => undefined,
  notice: null,
}

export function openProfile(home: string): Profile {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'profile.json')
  const { records, notice } = readProfile(path)
  let desks = records

  function save(next: DeskRecord[]): void {
    const temporary = `${path}.new`
    const file = openSync(temporary, 'w', 0o600)
    try {
      writeSync(file, `${JSON.stringify({ version: 1, desks: next }, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
    desks = next
  }

  return {
    desks: () => desks,
    put: (desk) => save([...desks.filter((known) => known.id !== desk.id), desk]),
    remove: (deskId) => save(desks.filter((known) => known.id !== deskId)),
    notice,
  }
}

function readProfile(path: string): { records: DeskRecord[]; notice: string | null } {
  if (!existsSync(path)) return { records: [], notice: null }
  try {
    return { records: profileShape.parse(JSON.parse(readFileSync(path, 'utf8'))).desks, notice: null }
  } catch {
    const aside = `${path.replace(/\.json$/, '')}-unreadable-${new Date().toISOString().replaceAll(':', '-')}.json`
    renameSync(path, aside)
    return {
      records: [],
      notice: `The list of desks could not be read and was moved to ${aside}. Nothing else was touched: connect each account again and its journal is found as it was.`,
    }
  }
}
