// Makes the Results that a call answers with. It reads no schema, so that a thread that only passes calls on need not build the contract.
import type { ErrorCode, Failure, Result } from './result.ts'

/** Whether SQLite or the file system says by this code that there is no space left. */
export function isFullCode(code: unknown): boolean {
  return code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT'
}

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
