// How a hosted page stands, as far as the cache knows. It must never call a page open whose time is over.
import type { Database } from 'better-sqlite3'
import { failure, success, type PageState, type Result } from '../../../src/contract/index.ts'
import { prepared } from './prepared.ts'

interface SessionRecord {
  status: string | null
  payment_status: string | null
  payment_intent_id: string | null
  expires_at: number | null
}

const sql = 'SELECT status, payment_status, payment_intent_id, expires_at FROM checkout_sessions WHERE id = ?'

/** `now`: milliseconds. */
export function pageState(cache: Database, id: string, now: number): Result<PageState> {
  const session = prepared<[string], SessionRecord>(cache, sql).get(id)
  if (session === undefined) return failure('not_found', 'This page is not in the cache yet.')
  const isOver = session.expires_at !== null && session.expires_at * 1000 <= now
  return success({
    state:
      session.status === 'complete' ? 'complete' : session.status === 'open' && !isOver ? 'open' : 'expired',
    paid: session.payment_status === 'paid',
    paymentIntentId: session.payment_intent_id,
  })
}
