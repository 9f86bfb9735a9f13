// Which pairs of customer and product may be what is asked for, in order, and how many are on and off. It must never read those that can't be.
import type { Database } from 'better-sqlite3'
import {
  accessReasons,
  type AccessPolicy,
  type AccessReason,
  type AccessRow,
  type ParsedRequestOf,
} from '../../../../src/contract/index.ts'
import { graceSeconds, isOn, reasonWeights } from '../../../../src/domain/access-policy.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'

export type Filter = ParsedRequestOf<'access.list'>['filter']

/** A moment, and the rules that hold. */
export interface Judging {
  policy: AccessPolicy
  /** Unix seconds. */
  at: number
  /** It is asked how things are, not how they were. */
  isNow: boolean
}

/** So many pairs of customer and product are judged in one go. */
export const pairsAtOnce = 250

export interface Pair {
  customer_id: string
  product_id: string
}

export function isWanted(row: Pick<AccessRow, 'on' | 'reason'>, { on, reason }: Filter): boolean {
  if (on !== undefined && row.on !== on) return false
  return reason === undefined || reason.length === 0 || reason.includes(row.reason)
}

/** What a stretch has to be for the reason to be possible under the policy: its state, and 1 behind it where collection is paused. */
function kindsOf(reason: AccessReason, { graceDays, onWhileCollectionPaused }: AccessPolicy): string[] {
  switch (reason) {
    case 'on_paid':
      return ['paid0']
    case 'on_trial':
      return ['trial0']
    case 'on_grace':
      if (graceDays === 0) return []
      return onWhileCollectionPaused ? ['failing0', 'failing1'] : ['failing0']
    case 'on_collection_paused':
      return onWhileCollectionPaused ? ['paid1'] : []
    case 'off_incomplete':
      return ['incomplete0']
    case 'off_grace_over':
      return ['failing0', 'failing1']
    case 'off_unpaid':
      return ['unpaid0']
    case 'off_paused':
      return ['paused0']
    case 'off_ended':
      return ['ended0']
    case 'off_collection_paused':
      return onWhileCollectionPaused ? [] : ['paid1', 'failing1']
  }
}

/** Conditions over `access_stretches AS a`; `@at` is the moment. */
function conditionsOf(
  filter: Filter,
  { at, isNow }: Judging,
  meant: string | null,
): {
  conditions: string[]
  parameters: Parameters
} {
  const conditions = [isNow ? 'a.to_at IS NULL' : 'a.from_at <= @at AND (a.to_at IS NULL OR a.to_at > @at)']
  const parameters: Parameters = isNow ? {} : { at }
  const fits = (condition: string, name: string, value: string): void => {
    conditions.push(condition)
    parameters[name] = value
  }
  if (filter.customerId !== undefined) fits('a.customer_id = @customer', 'customer', filter.customerId)
  if (filter.productId !== undefined) fits('a.product_id = @product', 'product', filter.productId)
  if (meant !== null)
    fits(`a.customer_id || char(10) || a.product_id IN (SELECT value FROM json_each(@meant))`, 'meant', meant)
  return { conditions, parameters }
}

/** Pairs of which a stretch at the moment may be what is asked for, in order. */
export function pairsAfter(
  cache: Database,
  filter: Filter,
  asked: Judging,
  after: Pair | null,
  meant: string | null,
): Pair[] {
  const { conditions, parameters } = conditionsOf(filter, asked, meant)
  const wanted = accessReasons.filter((reason) => isWanted({ on: isOn(reason), reason }, filter))
  if (wanted.length < accessReasons.length) {
    conditions.push('a.state || a.collection_paused IN (SELECT value FROM json_each(@kinds))')
    parameters['kinds'] = JSON.stringify(wanted.flatMap((reason) => kindsOf(reason, asked.policy)))
  }
  if (after !== null) {
    conditions.push('(a.customer_id, a.product_id) > (@afterCustomer, @afterProduct)')
    Object.assign(parameters, { afterCustomer: after.customer_id, afterProduct: after.product_id })
  }
  return prepared<[Parameters], Pair>(cache, pairsSql(asked.isNow, conditions)).all(parameters)
}

function pairsSql(isNow: boolean, conditions: readonly string[]): string {
  return `SELECT DISTINCT a.customer_id, a.product_id FROM access_stretches AS a INDEXED BY ${indexFor(isNow)}
    WHERE ${conditions.join(' AND ')} ORDER BY a.customer_id, a.product_id LIMIT ${pairsAtOnce}`
}

const indexFor = (isNow: boolean): string => (isNow ? 'access_stretches_now' : 'access_stretches_by_customer')

export function countsOf(
  cache: Database,
  filter: Filter,
  asked: Judging,
  meant: string | null,
): { on: number; off: number } {
  const { conditions, parameters } = conditionsOf(filter, asked, meant)
  const byWeight = prepared<[Parameters], { weight: number; pairs: number }>(
    cache,
    countsSql(asked.isNow, conditions),
  ).all({
    ...parameters,
    at: asked.at,
    grace: graceSeconds(asked.policy),
    paused: Number(asked.policy.onWhileCollectionPaused),
  })
  const { on: _, ...rest } = filter
  const counts = { on: 0, off: 0 }
  for (const { weight, pairs } of byWeight) {
    const reason = accessReasons.find((each) => reasonWeights[each] === weight)!
    const on = isOn(reason)
    if (isWanted({ on, reason }, rest)) counts[on ? 'on' : 'off'] += pairs
  }
  return counts
}

/** The same as `accessNow` and `accessAt`, for all at once: how many pairs each reason decides. */
function countsSql(isNow: boolean, conditions: readonly string[]): string {
  const { on_trial, on_paid, on_grace, off_incomplete, off_unpaid, off_paused, off_ended } = reasonWeights
  const { on_collection_paused, off_collection_paused, off_grace_over } = reasonWeights
  return `SELECT weight, count(*) AS pairs FROM (
    SELECT max(CASE a.state WHEN 'trial' THEN ${on_trial}
      WHEN 'paid' THEN CASE WHEN a.collection_paused = 0 THEN ${on_paid}
        WHEN @paused THEN ${on_collection_paused} ELSE ${off_collection_paused} END
      WHEN 'failing' THEN CASE WHEN a.failed_at + @grace <= max(@at, a.from_at) THEN ${off_grace_over}
        WHEN a.collection_paused = 0 OR @paused THEN ${on_grace} ELSE ${off_collection_paused} END
      WHEN 'incomplete' THEN ${off_incomplete} WHEN 'unpaid' THEN ${off_unpaid} WHEN 'paused' THEN ${off_paused}
      ELSE ${off_ended} END) AS weight
    FROM access_stretches AS a INDEXED BY ${indexFor(isNow)}
    WHERE ${conditions.join(' AND ')} GROUP BY a.customer_id, a.product_id) GROUP BY weight`
}
