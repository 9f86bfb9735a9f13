// Makes the Results that a call answers with. It reads no schema, so that a thread that only passes calls on need not build the contract.
import type { ErrorCode, Failure, Result } from './result.ts'

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
