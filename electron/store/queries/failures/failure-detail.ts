// Everything about one failed payment: its tries, what is advised and what we judge, whether it may be tried again, the page and the
// methods it could be paid with, and what people did. It must never put the reason behind a masked code into words for the customer.
import type { Database } from 'better-sqlite3'
import { failure, success, type FailureDetail, type Result } from '../../../../src/contract/index.ts'
import { paymentUrl } from '../../../../src/domain/dashboard-url.ts'
import { customerWords } from '../../../../src/domain/decline-codes.ts'
import { failureGroup, isHidden } from '../../../../src/domain/failure-group.ts'
import { adviceWords } from '../../../../src/domain/network-advice.ts'
import { retryVerdict } from '../../../../src/domain/retry-rules.ts'
import { bodyOf } from '../../body.ts'
import type { Try } from '../../projections/failed-tries.ts'
import { caseEntriesOf } from './case-entries.ts'
import { toChangeOrder, type ChangeRow } from '../orders/change-row.ts'
import { walletOf } from '../customers/customer-methods.ts'
import { judgingBy, lastTryOf, type FailureRecord } from './failure-records.ts'
import { failureRows, toMethod } from './failure-rows.ts'
import { retryFacts, triedPayment } from './failure-tries.ts'
import type { DeskFacts } from '../payments/payment-detail.ts'
import { prepared } from '../prepared.ts'
import { waitingOf } from '../payments/waiting.ts'

const mostOrders = 100

/** `now`: milliseconds. */
export function failureDetail(
  cache: Database,
  journal: Database,
  desk: DeskFacts,
  id: string,
  now: number,
): Result<FailureDetail> {
  const tried = triedPayment(cache, id)
  if (tried === null)
    return failure(
      'not_found',
      'No failed payment of this id is in the cache. It may never have failed, belong to another desk, or not have been read yet.',
    )
  const { record, tries, stripeStatus, created, amount, metadata, invoiceStatus } = tried
  const judging = judgingBy(cache, journal, now)
  const row = failureRows(cache, [record], judging)[0]!
  const lastTry = lastTryOf(record)
  const { group, why } = failureGroup(lastTry, judging.rules)
  const masked = isHidden(lastTry, group)
  const methodType = row.method?.type ?? null
  const waiting = waitingOf(cache, journal, { id, created, stripeStatus, methodType, metadata }, now)
  const page = waiting?.page ? { kind: waiting.page.kind, url: waiting.page.url } : null
  const last = tries.findLast((each) => !each.succeeded)
  return success({
    row,
    attempts: tries.toReversed().map((each) => toAttempt(each, amount, record.currency)),
    advice: {
      stripe: adviceWords({
        adviceCode: record.advice_code,
        networkAdviceCode: record.network_advice_code,
        brand: record.brand,
      }),
      ours: why,
      toCustomer: customerWords({
        code: record.decline_code,
        hidden: masked,
        awaitsCustomer: record.awaits_customer === 1,
        hasPage: page !== null,
        isCard: record.brand !== null,
      }),
      masked,
    },
    retry: retryVerdict(retryFacts(tried, judging), { now: Math.floor(now / 1000), rules: judging.rules }),
    page,
    invoiceStatus,
    ...subscriptionFacts(cache, record.subscription_id),
    methods: otherMethods(cache, record.customer_id, last?.paymentMethodId ?? null, now),
    entries: caseEntriesOf(journal, id),
    orders: ordersOn(journal, record),
    dashboardUrl: paymentUrl(desk.accountId, desk.mode, id),
  })
}

function toAttempt(each: Try, asked: number, currency: string): FailureDetail['attempts'][number] {
  return {
    chargeId: each.chargeId,
    at: each.at,
    succeeded: each.succeeded,
    amount: each.amount ?? asked,
    currency,
    declineCode: each.declineCode,
    networkDeclineCode: each.networkDeclineCode,
    networkAdviceCode: each.networkAdviceCode,
    adviceCode: each.adviceCode,
    outcomeReason: each.outcomeReason,
    riskLevel: each.riskLevel,
    message: each.message,
    method: toMethod(each.method),
  }
}

function subscriptionFacts(
  cache: Database,
  id: string | null,
): Pick<FailureDetail, 'subscriptionStatus' | 'pauseCollection'> {
  const row = prepared<[string | null], { status: string; pause_behavior: string | null }>(
    cache,
    'SELECT status, pause_behavior FROM subscriptions WHERE id = ?',
  ).get(id)
  return { subscriptionStatus: row?.status ?? null, pauseCollection: row?.pause_behavior ?? null }
}

function otherMethods(
  cache: Database,
  customerId: string | null,
  failed: string | null,
  now: number,
): FailureDetail['methods'] {
  if (customerId === null) return []
  const customer = prepared<[string], { body: Buffer }>(cache, 'SELECT body FROM customers WHERE id = ?').get(
    customerId,
  )
  const body: unknown = customer ? bodyOf(customer.body) : null
  return walletOf(cache, customerId, body, now)
    .methods.filter(({ id }) => id !== failed)
    .map(({ id, method, isCustomerDefault }) => ({ id, method, isDefault: isCustomerDefault }))
}

/** About the payment, its invoice and its subscription; of the customer's those by which they could come to pay. */
function ordersOn(journal: Database, record: FailureRecord): FailureDetail['orders'] {
  const ids = [record.payment_intent_id, record.invoice_id, record.subscription_id].filter(
    (id) => id !== null,
  )
  const rows = prepared<[{ ids: string; customer: string | null; since: number }], ChangeRow>(
    journal,
    `SELECT * FROM changes INDEXED BY changes_by_object
     WHERE object_id IN (SELECT value FROM json_each(@ids)) OR (object_id = @customer AND placed_at >= @since
       AND kind IN ('payment_session', 'setup_session', 'customer_default_method'))
     ORDER BY placed_at DESC, rowid DESC LIMIT ${mostOrders}`,
  ).all({
    ids: JSON.stringify(ids),
    customer: record.customer_id,
    since: record.first_failed_at * 1000,
  })
  return rows.map(toChangeOrder)
}
