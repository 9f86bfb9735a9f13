// Makes the Results that a call answers with. It reads no schema, so that a thread that only passes calls on need not build the contract.
import type { ErrorCode, Failure, Result } from './result.ts'

/** Whether SQLite or the file system says by this code that there is no space left. */
export function isFullCode(code: unknown): boolean {
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT'
}

/** Whether SQLite says by this code that a file is damaged. */
export function isDamageCode(code: unknown): boolean {
  return (
    typeof code === 'string' &&
    (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_IOERR_CORRUPTFS')
  )
}

/** What is said where damage shows while a desk is open; its files are checked, and mended, where it is opened. */
export const damagedWhileOpen =
  'A file of this desk is damaged. Quit Bursar and start it again: each file is checked then, what came from Stripe is read anew, and the journal is restored from its newest backup.'

export function success<Value>(value: Value): Result<Value> {
  return { ok: true, value }
}

export function failure(
  code: ErrorCode,
  message: string,
  stripe?: Failure['stripe'],
): { ok: false; error: Failure } {
  return { ok: false, error: stripe ? { code, message, stripe } : { code, message } }
}
