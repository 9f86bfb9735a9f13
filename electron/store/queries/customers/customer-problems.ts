// What is wrong for a customer right now, the gravest first. It must never show as open what was settled since.
import type { Database } from 'better-sqlite3'
import type { CustomerProblem } from '../../../../src/contract/index.ts'
import { spokenMethod } from '../../../../src/domain/card-words.ts'
import { dayAndTime } from '../../../../src/domain/day-words.ts'
import { disputeWord, openStatuses, stateOfDispute } from '../../../../src/domain/dispute-state.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { isChargedByItself } from '../../../../src/domain/renewal.ts'
import { expiresAt, type Wallet } from './customer-methods.ts'
import { failureRecords, judgingBy, standingNow } from '../failures/failure-records.ts'
import { prepared, quoted } from '../prepared.ts'
import { givenLater, notesHolding } from '../refunds/refund-notes.ts'

interface ProblemRecord {
  id: string
  payment: string | null
  amount: number
  currency: string
  at: number
  reason: string | null
  status: string
  due: number | null
}

/** Of each kind. */
const mostOfEach = 20
/** Failed payments that are looked at: of somebody who tries out stolen cards there may be thousands. */
const mostLookedAt = 10 * mostOfEach

/** `now`: milliseconds. A failed payment is open for so long, unless a later one was paid. */
const failureIsOpenFor = 45 * 86_400

export function problemsOf(
  cache: Database,
  journal: Database,
  customerId: string,
  wallet: Wallet,
  now: number,
): CustomerProblem[] {
  return [
    ...openDisputes(cache, customerId),
    ...failedRefunds(cache, journal, customerId),
    ...failedPayments(cache, journal, customerId, now),
    ...ofSubscriptions(wallet),
    ...ofMethods(wallet),
  ]
}

function openDisputes(cache: Database, customerId: string): CustomerProblem[] {
  return prepared<[string], ProblemRecord>(
    cache,
    `SELECT d.id, d.payment_intent_id AS payment, d.amount, d.currency, d.created AS at, d.reason, d.status, d.evidence_due_by AS due
     FROM payment_intents AS p JOIN disputes AS d ON d.payment_intent_id = p.id
     WHERE p.customer_id = ? AND d.status IN (${quoted(openStatuses)})
     ORDER BY d.created DESC LIMIT ${mostOfEach}`,
  )
    .all(customerId)
    .map((dispute) => ({
      kind: 'dispute_open',
      text: `Dispute of ${spokenAmount(dispute.amount, dispute.currency)}: ${plain(dispute.reason)} (${disputeWord(dispute.status).toLowerCase()})${
        stateOfDispute(dispute.status) === 'answer' && dispute.due !== null
          ? `, answer by ${dayAndTime(dispute.due * 1000)}`
          : ''
      }`,
      ...shared(dispute),
    }))
}

function failedRefunds(cache: Database, journal: Database, customerId: string): CustomerProblem[] {
  const failed = prepared<[string], ProblemRecord>(
    cache,
    `SELECT r.id, p.id AS payment, r.amount, r.currency, r.created AS at, r.failure_reason AS reason, r.status, NULL AS due
     FROM payment_intents AS p JOIN refunds AS r ON r.payment_intent_id = p.id
     WHERE p.customer_id = ? AND r.status = 'failed'
       AND r.amount > ${givenLater}
     ORDER BY r.created DESC LIMIT ${mostOfEach}`,
  ).all(customerId)
  const paid = notesHolding(
    journal,
    failed.map(({ id }) => id),
  )
  return failed
    .filter(({ id }) => !paid.has(id))
    .map((refund) => ({
      kind: 'refund_failed',
      text: `Refund of ${spokenAmount(refund.amount, refund.currency)} failed: ${plain(refund.reason)}`,
      ...shared(refund),
    }))
}

function failedPayments(
  cache: Database,
  journal: Database,
  customerId: string,
  now: number,
): CustomerProblem[] {
  const failed = prepared<[string, number], ProblemRecord & { rowid: number }>(
    cache,
    `SELECT f.rowid, f.id, f.id AS payment, f.amount, f.currency, f.created AS at, f.decline_code AS reason, f.status, NULL AS due
     FROM payment_intents AS f INDEXED BY payment_intents_by_customer
     WHERE f.customer_id = ? AND f.created >= ? AND f.status = 'failed'
       AND NOT EXISTS (SELECT 1 FROM payment_intents AS later INDEXED BY payment_intents_by_customer
         WHERE later.customer_id = f.customer_id AND later.created > f.created AND later.amount = f.amount
           AND later.currency = f.currency AND later.status IN ('succeeded', 'partially_refunded', 'refunded', 'disputed'))
     ORDER BY f.created DESC LIMIT ${mostLookedAt}`,
  ).all(customerId, Math.floor(now / 1000) - failureIsOpenFor)
  // Stripe says that the payment failed also of one that was canceled, and whose invoice was paid since or given up.
  const judging = judgingBy(cache, journal, now)
  const settled = new Set(
    failureRecords(
      cache,
      failed.map(({ rowid }) => rowid),
    )
      .filter((record) => standingNow(record, judging).state !== 'trying')
      .map((record) => record.payment_intent_id),
  )
  return failed
    .filter(({ id }) => !settled.has(id))
    .slice(0, mostOfEach)
    .map((payment) => ({
      kind: 'payment_failed',
      text: `Payment of ${spokenAmount(payment.amount, payment.currency)} failed: ${plain(payment.reason)}`,
      ...shared(payment),
    }))
}

function ofSubscriptions({ subscriptions }: Wallet): CustomerProblem[] {
  return subscriptions.flatMap((each): CustomerProblem[] => {
    const name = each.products[0] ?? each.id
    const about = {
      amount: each.amount,
      currency: each.currency,
      at: each.created,
      objectId: each.id,
      paymentIntentId: null,
    }
    return [
      ...(each.status === 'past_due' || each.status === 'unpaid'
        ? [
            {
              kind: 'subscription_past_due' as const,
              text: `Subscription ${name} is ${plain(each.status)}`,
              ...about,
            },
          ]
        : []),
      ...(each.defaultDiffers
        ? [
            {
              kind: 'default_differs' as const,
              text: `Subscription ${name} is paid with a method of its own: changing the customer’s default does not change it`,
              ...about,
            },
          ]
        : []),
    ]
  })
}

/** Of methods that pay for something; when there is no default, of all. */
function ofMethods({ methods, subscriptions }: Wallet): CustomerProblem[] {
  const isUsed = methods.some(({ isCustomerDefault, defaultOf }) => isCustomerDefault || defaultOf.length > 0)
  return methods
    .filter(({ isCustomerDefault, defaultOf }) => !isUsed || isCustomerDefault || defaultOf.length > 0)
    .flatMap((each): CustomerProblem[] => {
      const { type, brand, last4, expMonth, expYear } = each.method
      if ((each.expiry !== 'expired' && each.expiry !== 'expiring') || expMonth === null || expYear === null)
        return []
      const pays = subscriptions.filter((subscription) => {
        const { defaultPaymentMethodId: own } = subscription
        return isChargedByItself(subscription) && (own === null ? each.isCustomerDefault : own === each.id)
      }).length
      const month = `${String(expMonth).padStart(2, '0')}/${expYear}`
      const verb = each.expiry === 'expired' ? 'expired in' : 'expires in'
      return [
        {
          kind: each.expiry === 'expired' ? 'card_expired' : 'card_expiring',
          text: `${spokenMethod(type, brand, last4)} ${verb} ${month}${pays === 0 ? '' : `; it pays for ${pays} ${pays === 1 ? 'subscription' : 'subscriptions'}`}`,
          amount: null,
          currency: null,
          at: expiresAt(expMonth, expYear),
          objectId: each.id,
          paymentIntentId: null,
        },
      ]
    })
}

function shared({
  id,
  payment,
  amount,
  currency,
  at,
}: ProblemRecord): Omit<CustomerProblem, 'kind' | 'text'> {
  return { amount, currency, at, objectId: id, paymentIntentId: payment }
}

const plain = (code: string | null): string => (code ?? 'no reason given').replaceAll('_', ' ')
