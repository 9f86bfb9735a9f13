// By which rules access is judged at this desk: the newest in the journal, else the usual ones.
import type { Database } from 'better-sqlite3'
import type { AccessPolicy } from '../../../../src/contract/index.ts'
import { usualPolicy } from '../../../../src/domain/access-policy.ts'
import { prepared } from '../prepared.ts'

export function accessPolicy(journal: Database): AccessPolicy {
  const newest = prepared<[], { days: number; paused: number }>(
    journal,
    'SELECT grace_days AS days, on_while_collection_paused AS paused FROM access_policies ORDER BY number DESC LIMIT 1',
  ).get()
  if (newest === undefined) return usualPolicy
  return { graceDays: newest.days, onWhileCollectionPaused: newest.paused === 1 }
}
