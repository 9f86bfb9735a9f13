// A row of the table of failures, judged: its group by the desk's rules, how it stands now, and its case. The same everywhere.
import type { Database } from 'better-sqlite3'
import type { Case } from '../../../../src/contract/index.ts'
import {
  failureGroup,
  type FailureFacts,
  type GroupRules,
  type Judged,
} from '../../../../src/domain/failure-group.ts'
import { standingOf, type Standing, type StandingFacts } from '../../../../src/domain/failure-state.ts'
import { casesOf, type Cases } from './failure-cases.ts'
import { rulesOf } from './decline-rules.ts'
import { prepared } from '../prepared.ts'

/** Columns of `failures`; times in Unix seconds. */
export interface FailureRecord {
  rowid: number
  payment_intent_id: string
  currency: string
  amount: number
  first_failed_at: number
  last_failed_at: number
  still_since: number
  failed_attempts: number
  state: 'open' | 'recovered' | 'lost'
  lost_why: string | null
  settled_at: number | null
  how: string | null
  next_attempt_at: number | null
  awaits_customer: number
  under_way: number
  decline_code: string | null
  network_decline_code: string | null
  network_advice_code: string | null
  advice_code: string | null
  outcome_type: string | null
  outcome_reason: string | null
  risk_level: string | null
  brand: string | null
  funding: string | null
  country: string | null
  customer_id: string | null
  /** The invoice that the payment itself names, known here or not. */
  order_reference: string | null
  invoice_id: string | null
  subscription_id: string | null
}

export const failureColumns = `f.rowid, f.payment_intent_id, f.currency, f.amount, f.first_failed_at, f.last_failed_at,
  f.still_since, f.failed_attempts, f.state, f.lost_why, f.settled_at, f.how, f.next_attempt_at, f.awaits_customer, f.under_way, f.decline_code,
  f.network_decline_code, f.network_advice_code, f.advice_code, f.outcome_type, f.outcome_reason, f.risk_level, f.brand,
  f.funding, f.country, f.customer_id, f.order_reference, f.invoice_id, f.subscription_id`

/** In the order given. */
export function failureRecords(cache: Database, rowids: readonly number[]): FailureRecord[] {
  const found = prepared<[string], FailureRecord>(
    cache,
    `SELECT ${failureColumns} FROM failures AS f WHERE f.rowid IN (SELECT value FROM json_each(?))`,
  ).all(JSON.stringify(rowids))
  const byRowid = new Map(found.map((record) => [record.rowid, record]))
  return rowids.flatMap((rowid) => byRowid.get(rowid) ?? [])
}

/** Who asks, when (milliseconds), and what the journal says. */
export interface Judging {
  rules: GroupRules
  cases: Cases
  now: number
}

export function judgingBy(cache: Database, journal: Database, now: number): Judging {
  return { rules: rulesOf(journal), cases: casesOf(cache, journal), now }
}

/** The invoice's state is in the record already: a try is only planned while it is open. */
export function factsOf(record: FailureRecord): FailureFacts {
  return {
    declineCode: record.decline_code,
    adviceCode: record.advice_code,
    networkAdviceCode: record.network_advice_code,
    networkDeclineCode: record.network_decline_code,
    outcomeType: record.outcome_type,
    outcomeReason: record.outcome_reason,
    riskLevel: record.risk_level,
    brand: record.brand,
    awaitsCustomer: record.awaits_customer === 1,
    isUnderWay: record.under_way === 1,
    nextAttemptAt: record.next_attempt_at,
    invoiceStatus: null,
  }
}

export function groupOf(record: FailureRecord, { rules }: Judging): Judged {
  return failureGroup(factsOf(record), rules)
}

/** Of the last failed try alone: that another one is under way changes nothing of why it failed, nor of who may know. */
export const lastTryOf = (record: FailureRecord): FailureFacts => ({ ...factsOf(record), isUnderWay: false })

/** `writtenOffAt`: milliseconds. */
export function standingFacts(record: FailureRecord, writtenOffAt: number | null): StandingFacts {
  return {
    state: record.state,
    lostWhy: record.lost_why,
    settledAt: record.settled_at,
    stillSince: record.still_since,
    nextAttemptAt: record.next_attempt_at,
    isUnderWay: record.under_way === 1,
    writtenOffAt,
  }
}

export function standingNow(record: FailureRecord, { cases, now }: Judging): Standing {
  return standingOf(standingFacts(record, cases.writtenOffAt(record.payment_intent_id)), now / 1000)
}

export function caseNow(record: FailureRecord, { cases, now }: Judging): Case {
  return cases.of(record.payment_intent_id, record.last_failed_at, now)
}
