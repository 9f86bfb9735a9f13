// Made-up disputes of one desk, with every state and deadline, the slow and plain way. It must never be imported by the product.
import type { Desk } from '../../../src/contract/desks.ts'
import { disputeStates, type DisputeRow, type DisputeState } from '../../../src/contract/disputes.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'

const day = 86_400
const reasons = ['fraudulent', 'product_not_received', 'subscription_canceled', 'duplicate', 'unrecognized']

/** State, Stripe's status, days until the evidence is due. */
const kinds: readonly (readonly [DisputeState, string, number | null])[] = [
  ['answer', 'needs_response', 1.3],
  ['answer', 'warning_needs_response', 5],
  ['waiting', 'under_review', null],
  ['won', 'won', null],
  ['answer', 'needs_response', 11],
  ['lost', 'lost', null],
  ['answer', 'needs_response', -0.5],
  ['other', 'warning_closed', null],
]

function movementsOf(
  id: string,
  status: string,
  { amount, currency }: PaymentRow,
  now: number,
): DisputeRow['movements'] {
  if (status.startsWith('warning_')) return []
  const taken = { id: `txn_${id}`, amount: -amount, fee: 1500, currency, created: now - 2 * day }
  const back = { id: `txn_back_${id}`, amount, fee: 0, currency, created: now - day }
  return status === 'won' ? [taken, back] : [taken]
}

export function createFakeDisputes(desk: Desk, payments: readonly PaymentRow[]) {
  const now = Math.floor(Date.now() / 1000)
  const rows = payments
    .filter(({ status }) => status === 'disputed')
    .map((payment, index): DisputeRow => {
      const [state, status, due] = kinds[index % kinds.length] ?? kinds[0]!
      const id = `dp_1Q${payment.id.slice(-10)}`
      return {
        id,
        paymentIntentId: payment.id,
        chargeId: payment.id.replace('pi_', 'ch_'),
        customerId: payment.customerId,
        customerName: payment.customerName,
        amount: payment.amount,
        currency: payment.currency,
        state,
        status,
        reason: reasons[index % reasons.length] ?? 'general',
        created: now - (2 + index) * day,
        evidenceDueBy: due === null ? null : Math.floor(now + due * day),
        submissions: state === 'waiting' ? 1 : 0,
        refundable: status.startsWith('warning_'),
        movements: movementsOf(id, status, payment, now),
        dashboardUrl: `https://dashboard.stripe.com/${desk.accountId}/test/disputes/${id}`,
      }
    })

  function matching({
    state = [],
    currency,
    createdFrom,
    createdBefore,
    text,
  }: RequestOf<'disputes.list'>['filter']) {
    const words = text?.toLowerCase()
    return rows.filter(
      (row) =>
        (state.length === 0 || state.includes(row.state)) &&
        (currency === undefined || row.currency === currency) &&
        (createdFrom === undefined || row.created >= createdFrom) &&
        (createdBefore === undefined || row.created < createdBefore) &&
        (words === undefined ||
          [row.customerName, row.reason, row.id].some(
            (each) => each?.toLowerCase().includes(words) === true,
          )),
    )
  }

  return {
    list({ filter, sort, after, limit = 100 }: RequestOf<'disputes.list'>) {
      const by = {
        due_asc: (row: DisputeRow) => (row.state === 'answer' ? (row.evidenceDueBy ?? Infinity) : Infinity),
        created_desc: (row: DisputeRow) => -row.created,
        amount_desc: (row: DisputeRow) => -row.amount,
      }[sort ?? 'due_asc']
      const found = matching(filter).toSorted((one, other) =>
        by(one) < by(other) ? -1 : by(one) > by(other) ? 1 : 0,
      )
      const from = after === undefined ? 0 : Number(after)
      return success({
        rows: found.slice(from, from + limit),
        next: from + limit < found.length ? String(from + limit) : null,
      })
    },
    counts({ filter }: RequestOf<'disputes.counts'>) {
      const { state: _, ...rest } = filter
      const found = matching(rest)
      return success({
        byState: disputeStates.map((state) => {
          const these = found.filter((row) => row.state === state)
          return {
            state,
            count: these.length,
            sums: [...Map.groupBy(these, ({ currency }) => currency)].map(([currency, its]) => ({
              currency,
              amount: its.reduce((sum, { amount }) => sum + amount, 0),
              count: its.length,
            })),
          }
        }),
        currencies: [...new Set(found.map(({ currency }) => currency))],
      })
    },
  }
}
