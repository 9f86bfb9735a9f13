// Names the expected ways a store can fail to open; it must never hide a bug behind one of them.
import Database from 'better-sqlite3'
import { isDamageCode, isFullCode } from '../../src/contract/outcome.ts'

/**
 * store_newer: written by another version of Bursar. store_corrupt: damaged. store_locked_key: this is not its key.
 * store_full: no space left. store_unwritable: the folder or file can't be made, written or locked.
 */
export type StoreProblem =
  'store_newer' | 'store_corrupt' | 'store_locked_key' | 'store_full' | 'store_unwritable'

/** `detail` is a sentence for a person and names the path; it never holds a key. */
export type StoreRefusal = { ok: false; problem: StoreProblem; detail: string }

export function refusal(problem: StoreProblem, detail: string): StoreRefusal {
  return { ok: false, problem, detail }
}

/** What the file system says it failed at, by its final name; SQLite names no path. */
export function pathOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { path, dest } = error as NodeJS.ErrnoException & { dest?: string }
  return (dest ?? path)?.replace(/\.new$/, '')
}

/** The refusal an error from SQLite or the file system stands for. Anything unexpected is thrown again: it is a bug. */
export function refusalOf(error: unknown, path: string): StoreRefusal {
  const code = codeOf(error)
  if (code === undefined) throw error
  if (isDamageCode(code)) return refusal('store_corrupt', `${path} is damaged: SQLite says ${code}.`)
  if (isFullCode(code))
    return refusal('store_full', `There is no space left to write ${path}. Free some space and try again.`)
  // Windows says EBUSY of a file that another program has open, a virus scanner for example.
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED') || code === 'EBUSY')
    return refusal('store_unwritable', `${path} is held by another program and was not released.`)
  if (unwritable.some((prefix) => code.startsWith(prefix)))
    return refusal(
      'store_unwritable',
      `${path} can't be opened for writing (${code}). Check who owns its folder and whether it is read-only.`,
    )
  throw error
}

const unwritable = [
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_PERM',
  'SQLITE_IOERR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'EIO',
  'EFBIG',
  'ENAMETOOLONG',
]

function codeOf(error: unknown): string | undefined {
  if (error instanceof Database.SqliteError) return error.code
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)
    return error.code
  return undefined
}
