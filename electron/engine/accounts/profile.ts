// The list of desks that this profile knows, kept in profile.json. It holds no secret: those are in the keychain.
// A file that can't be read is moved aside, never overwritten.
import { randomBytes } from 'node:crypto'
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
  /** The last part of the listener's path for this desk, hard to guess. Not a secret: deliveries are judged by their signature. */
  listenerToken: z.string().regex(/^[0-9a-f]{32}$/),
  /** Why the key can't make refunds, as found when it was connected; absent when it can. */
  noRefunds: z.string().optional(),
})
export type DeskRecord = z.infer<typeof deskRecordShape>

export const newListenerToken = (): string => randomBytes(16).toString('hex')

const profileShape = z.object({
  version: z.literal(1),
  desks: z.array(deskRecordShape),
  /** The webhook listener's port: what is entered at Stripe or in the CLI stays right over restarts. */
  listenerPort: z.int().min(1).max(65_535).optional(),
})
type Contents = z.infer<typeof profileShape>

export interface Profile {
  desks(): readonly DeskRecord[]
  /** Adds or replaces the desk of the same id; on disk when this returns. */
  put(desk: DeskRecord): void
  remove(deskId: string): void
  /** Null until one was kept. */
  listenerPort(): number | null
  keepListenerPort(port: number): void
  /** Set when the file could not be read and was moved aside. */
  notice: string | null
}

/** Knows no desk and keeps none. */
export const emptyProfile: Profile = {
  desks: () => [],
  put: () => undefined,
  remove: () => undefined,
  listenerPort: () => null,
  keepListenerPort: () => undefined,
  notice: null,
}

export function openProfile(home: string): Profile {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'profile.json')
  const { contents, notice } = readProfile(path)
  let known = contents

  function save(change: Partial<Contents>): void {
    const next = { ...known, ...change }
    const temporary = `${path}.new`
    const file = openSync(temporary, 'w', 0o600)
    try {
      writeSync(file, `${JSON.stringify(next, null, 2)}\n`)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(temporary, path)
    known = next
  }

  return {
    desks: () => known.desks,
    put: (desk) => save({ desks: [...known.desks.filter(({ id }) => id !== desk.id), desk] }),
    remove: (deskId) => save({ desks: known.desks.filter(({ id }) => id !== deskId) }),
    listenerPort: () => known.listenerPort ?? null,
    keepListenerPort: (listenerPort) => save({ listenerPort }),
    notice,
  }
}

const nothingKnown: Contents = { version: 1, desks: [] }

function readProfile(path: string): { contents: Contents; notice: string | null } {
  if (!existsSync(path)) return { contents: nothingKnown, notice: null }
  try {
    return { contents: profileShape.parse(JSON.parse(readFileSync(path, 'utf8'))), notice: null }
  } catch {
    const aside = `${path.replace(/\.json$/, '')}-unreadable-${new Date().toISOString().replaceAll(':', '-')}.json`
    renameSync(path, aside)
    return {
      contents: nothingKnown,
      notice: `The list of desks could not be read and was moved to ${aside}. Nothing else was touched: connect each account again and its journal is found as it was.`,
    }
  }
}
