// The facts by which the state of a subscription is explained, and the event that brought it there.
import type { Database } from 'better-sqlite3'
import type {
  StatusExplanation,
  SubscriptionDetail,
  SubscriptionInvoice,
} from '../../../../src/contract/index.ts'
import { orderedFacts } from '../../../../src/domain/access-facts.ts'
import type { StatusFacts } from '../../../../src/domain/subscription-acts.ts'
import { factColumns, toFact, type FactRow } from '../../projections/access-facts.ts'
import { prepared } from '../prepared.ts'
import type { DetailRecord, SubscriptionBody } from './subscription-body.ts'
import type { KnownSchedule } from './subscription-schedule.ts'

interface Standing {
  record: DetailRecord
  body: SubscriptionBody
  method: SubscriptionDetail['method']
  latest: SubscriptionInvoice | null
  schedule: KnownSchedule | null
}

export function statusFacts({ record, body, method, latest, schedule }: Standing): StatusFacts {
  return {
    status: record.status,
    created: record.created,
    collectionMethod: record.collection_method,
    billingMode: record.billing_mode,
    currentPeriodEnd: record.current_period_end,
    trialEnd: record.trial_end,
    missingMethod: body.trial_settings?.end_behavior?.missing_payment_method ?? null,
    hasMethod: method.source === 'unknown' ? null : method.source !== 'none',
    cancelAt: record.cancel_at,
    cancelAtPeriodEnd: record.cancel_at_period_end === 1,
    endedAt: record.ended_at,
    endedWhy: body.cancellation_details?.reason ?? null,
    pause:
      record.pause_behavior === null
        ? null
        : { behavior: record.pause_behavior, resumesAt: record.pause_resumes_at },
    pausedWhy: body.status_details?.paused?.subscription?.type ?? null,
    invoice:
      latest === null
        ? null
        : {
            name: latest.number ?? latest.id,
            status: latest.status,
            currency: latest.currency,
            amountRemaining: latest.amountRemaining,
            attempts: latest.attempts,
            nextAttemptAt: latest.nextAttemptAt,
            dueDate: latest.dueDate,
            paymentStatus: latest.paymentStatus,
            hasLink: latest.hostedUrl !== null,
          },
    phases: schedule?.phases ?? [],
    scheduleEnd: schedule?.end ?? null,
    pendingUpdateExpiresAt: body.pending_update?.expires_at ?? null,
  }
}

/** The first of the newest run of events that tell this status; null where the cache has none. */
export function statusEvent(
  cache: Database,
  subscriptionId: string,
  status: string,
): StatusExplanation['event'] {
  const rows = prepared<[string], FactRow>(
    cache,
    `SELECT ${factColumns} FROM access_facts INDEXED BY access_facts_by_subscription
     WHERE subscription_id = ? AND kind = 'subscription' ORDER BY at DESC LIMIT 500`,
  ).all(subscriptionId)
  let found: StatusExplanation['event'] = null
  for (const fact of orderedFacts(rows.map(toFact)).toReversed()) {
    if (fact.status !== status) break
    found = { id: fact.eventId, type: fact.type, at: fact.at }
  }
  return found
}
