// Everything that is known of one refund: its life step by step, what the bank said of its payment, the fee that stays with
// Stripe, and the notes. Read from the cache and the journal in one go, each part with a bound.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  failure,
  success,
  type Order,
  type RefundDetail,
  type RefundLife,
  type RefundNote,
  type RefundStep,
  type Result,
} from '../../../../src/contract/index.ts'
import {
  cautionsOf,
  stateOfRefund,
  statusReasonWord,
  whyWithdrawn,
} from '../../../../src/domain/refund-life.ts'
import { bodyOf, unpackBody } from '../../body.ts'
import { fraudWarningsOn } from '../disputes/fraud-warnings.ts'
import type { OrderRow } from '../orders/order-row.ts'
import { prepared } from '../prepared.ts'
import { livesOf, type RefundRecord } from './refund-rows.ts'
import { notesOn } from './refund-notes.ts'
import { sinceOf, toldOf, type Told } from './refund-times.ts'

const refundById = 'SELECT * FROM refunds WHERE id = ?'
const refundByOrder = 'SELECT * FROM refunds INDEXED BY refunds_by_order WHERE order_id = ?'
const orderById = 'SELECT * FROM orders WHERE id = ?'

/** `id`: of a refund, or of an order of ours, which leads to its refund once that is known. */
export function refundDetail(cache: Database, journal: Database, id: string): Result<RefundDetail> {
  const record =
    prepared<[string], RefundRecord>(cache, refundById).get(id) ??
    prepared<[string], RefundRecord>(cache, refundByOrder).get(id)
  if (record === undefined) return ofOrder(cache, journal, id)
  const told = toldOf(cache)(record.id)
  const refund = livesOf(cache, journal, [record], []).refund(record)
  const since = sinceOf(told, record.status)
  const notes = notesOn(journal, [record.id])
  return success({
    ...aroundPayment(cache, refund),
    refund: { ...refund, since: since === null ? null : since * 1000 },
    steps: stepsOf(refund, told, notes),
    notes,
    json: unpackBody(record.body),
    asOf: record.as_of,
  })
}

function ofOrder(cache: Database, journal: Database, id: string): Result<RefundDetail> {
  const row = prepared<[string], OrderRow>(journal, orderById).get(id)
  if (row === undefined)
    return failure(
      'not_found',
      'This refund is not in the cache. It may belong to another desk, or not have been read yet.',
    )
  const refund = livesOf(cache, journal, [], [row]).order(row)
  const steps = refund.order === null ? [] : stepsOfOrder(refund.order)
  return success({ ...aroundPayment(cache, refund), refund, steps, notes: [], json: null, asOf: null })
}

/**
 * Oldest first. What Stripe tells follows what was done here, in the order in which it was told: its times are whole seconds of
 * another clock, and would put "sent" after "made".
 */
function stepsOf(refund: RefundLife, told: readonly Told[], notes: readonly RefundNote[]): RefundStep[] {
  const steps: RefundStep[] = refund.order === null ? [] : stepsOfOrder(refund.order)
  const [first] = told
  // Only what was told as it was made says in which state it began.
  const isFirst = first !== undefined && first.at * 1000 === refund.at
  steps.push({
    at: refund.at,
    state: isFirst ? stateOfRefund(first.status) : null,
    text: `Made at Stripe${refund.orderedHere ? '' : ', outside Bursar'}${isFirst ? `: ${wordsOf(first)}` : ''}`,
  })
  let before = isFirst ? first : undefined
  for (const each of told) {
    if (each !== first || !isFirst) {
      if (each.status !== before?.status)
        steps.push({ at: each.at * 1000, state: stateOfRefund(each.status), text: capital(wordsOf(each)) })
      else if (each.pendingReason !== before.pendingReason && each.pendingReason !== null)
        steps.push({
          at: each.at * 1000,
          state: null,
          text: statusReasonWord(each.status, each.pendingReason),
        })
    }
    if (each.hasReference && before?.hasReference !== true)
      steps.push({ at: each.at * 1000, state: null, text: 'The bank reference became known' })
    before = each
  }
  let latest = 0
  const following = steps.map((step) => ({ step, at: (latest = Math.max(latest, step.at)) }))
  const noted = notes.flatMap(({ at, how, reference, operator, struck }) => {
    const step = (when: number, words: string, by: string) => ({
      step: { at: when, state: null, text: `${words}: ${how.replaceAll('_', ' ')}, ${reference} (${by})` },
      at: when,
    })
    const written = step(at, 'Paid another way', operator)
    return struck === null
      ? [written]
      : [written, step(struck.at, 'Struck out that it was paid another way', struck.operator)]
  })
  return [...following, ...noted].toSorted((a, b) => a.at - b.at).map(({ step }) => step)
}

function wordsOf({ status, pendingReason, failureReason }: Told): string {
  switch (status) {
    case 'pending':
      return pendingReason === null ? 'pending' : `pending. ${statusReasonWord(status, pendingReason)}`
    case 'failed':
      return `failed. ${statusReasonWord(status, failureReason ?? 'unknown')}`
    case 'requires_action':
      return 'waits for the customer, whom Stripe asked by e-mail'
    case 'succeeded':
      return 'succeeded'
    case 'canceled':
      return 'canceled'
    default:
      return status.replaceAll('_', ' ')
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function stepsOfOrder(order: Order): RefundStep[] {
  const { state, placedAt, sentAt, settledAt, problem } = order
  const why = problem === null ? '' : `: ${problem.message}`
  const sent: RefundStep[] =
    sentAt === null || sentAt === 0 ? [] : [{ at: sentAt, state: 'sent', text: 'Sent to Stripe' }]
  const steps: RefundStep[] = [{ at: placedAt, state: 'held', text: 'Ordered in Bursar, held' }, ...sent]
  if (state === 'unknown')
    steps.push({ at: sentAt || placedAt, state: 'unknown', text: `Outcome not known${why}` })
  if (state === 'refused')
    steps.push({ at: settledAt ?? placedAt, state: 'refused', text: `Refused${why}` })
  if (state === 'withdrawn')
    steps.push({ at: settledAt ?? placedAt, state: 'withdrawn', text: problem === null ? 'Undone before it was sent' : `Not sent: ${whyWithdrawn(order)}` })
  return steps
} // prettier-ignore

const disputesSql = `SELECT id, amount, currency, status, reason, created, evidence_due_by AS evidenceDueBy
  FROM disputes WHERE payment_intent_id = ? ORDER BY created DESC, rowid DESC LIMIT 20`
const chargesSql = 'SELECT body FROM charges WHERE payment_intent_id = ? ORDER BY created DESC LIMIT 20'
const feeSql = 'SELECT fee AS amount, currency FROM balance_transactions WHERE id = ?'
const chargeShape = z.looseObject({ balance_transaction: z.string().nullish(), paid: z.boolean().nullish() })

function aroundPayment(
  cache: Database,
  refund: RefundLife,
): Pick<RefundDetail, 'disputes' | 'warnings' | 'cautions' | 'feeKept'> {
  const { paymentIntentId: paymentId, state } = refund
  if (paymentId === null) return { disputes: [], warnings: [], cautions: [], feeKept: null }
  const disputes = prepared<[string], RefundDetail['disputes'][number]>(cache, disputesSql).all(paymentId)
  const charges = prepared<[string], { body: Buffer }>(cache, chargesSql).all(paymentId)
  const warnings = fraudWarningsOn(cache, paymentId)
  return {
    disputes,
    warnings,
    cautions: cautionsOf(state, disputes, warnings),
    feeKept: feeOf(
      cache,
      charges.map(({ body }) => body),
    ),
  }
}

/** Of the charge that took the money. */
function feeOf(cache: Database, bodies: readonly Buffer[]): RefundDetail['feeKept'] {
  for (const body of bodies) {
    const charge = chargeShape.safeParse(bodyOf(body)).data
    if (charge?.paid !== true || typeof charge.balance_transaction !== 'string') continue
    return (
      prepared<[string], { amount: number; currency: string }>(cache, feeSql).get(
        charge.balance_transaction,
      ) ?? null
    )
  }
  return null
}
