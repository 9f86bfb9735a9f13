// Answers the list questions over made-up rows, the slow and plain way. The reader must agree with the contract, not with this.
import {
  paymentStatuses,
  type PaymentCounts,
  type PaymentDetail,
  type PaymentFilter,
  type PaymentRow,
  type Refund,
} from '../../../src/contract/payments.ts'
import type { Order } from '../../../src/contract/refunds.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { paymentUrl } from '../../../src/domain/dashboard-url.ts'
import { judgeDisputes } from '../../../src/domain/disputed-refund.ts'
import { thousandths, thousandthsOfText } from '../../../src/domain/money.ts'
import { amountCommitted } from '../../../src/domain/refundable.ts'

export function matches(row: PaymentRow, filter: PaymentFilter): boolean {
  const text = filter.text?.toLowerCase()
  const words = [row.id, row.customerName, row.customerEmail, row.description, row.method?.last4]
  const value = thousandths(row.amount, row.currency)
  return (
    (filter.status === undefined || filter.status.includes(row.status)) &&
    (filter.currency === undefined || filter.currency === row.currency) &&
    (filter.createdFrom === undefined || row.created >= filter.createdFrom) &&
    (filter.createdBefore === undefined || row.created < filter.createdBefore) &&
    (filter.amountFrom === undefined || value >= thousandthsOfText(filter.amountFrom)) &&
    (filter.amountTo === undefined || value <= thousandthsOfText(filter.amountTo)) &&
    (text === undefined || words.some((word) => word?.toLowerCase().includes(text) === true))
  )
}

export function listPayments(rows: readonly PaymentRow[], request: RequestOf<'payments.list'>) {
  const found = rows.filter((row) => matches(row, request.filter))
  const sign = request.sort?.endsWith('asc') ? 1 : -1
  const key = (row: PaymentRow): number =>
    request.sort?.startsWith('amount') ? Number(thousandths(row.amount, row.currency)) : row.created
  const sorted = found.toSorted(
    (one, other) => sign * (key(one) - key(other)) || (one.id < other.id ? sign : -sign),
  )
  const from = request.after === undefined ? 0 : Number(request.after)
  const to = from + (request.limit ?? 100)
  return { rows: sorted.slice(from, to), next: to < sorted.length ? String(to) : null }
}

export function countPayments(rows: readonly PaymentRow[], filter: PaymentFilter): PaymentCounts {
  const { status: _, ...rest } = filter
  const found = rows.filter((row) => matches(row, rest))
  const byStatus = Object.fromEntries(
    paymentStatuses.map((status) => [status, found.filter((row) => row.status === status).length]),
  ) as PaymentCounts['byStatus']
  return { byStatus, total: found.length, currencies: [...new Set(rows.map((row) => row.currency))] }
}

/** Every other one was begun on an invoice's page. */
const waitingOf = ({ id, created }: PaymentRow): PaymentDetail['waiting'] => ({
  step: 'authentication',
  since: created + 5,
  sinceIsKnown: true,
  page:
    id.charCodeAt(id.length - 1) % 2 === 0
      ? {
          kind: 'invoice',
          id: 'in_1QFake',
          url: `https://invoice.stripe.com/i/acct_fake/test_${id}`,
          expiresAt: null,
        }
      : null,
})

const openDisputeOf = ({ amount, currency, created }: PaymentRow): PaymentDetail['disputes'][number] => ({
  id: 'dp_1QFake',
  amount,
  currency,
  status: 'needs_response',
  reason: 'product_not_received',
  created: created + 86_400,
  evidenceDueBy: created + 8 * 86_400,
})

/** As little as a payment tells of its dispute, and no more. */
export const unmoved = (dispute: PaymentDetail['disputes'][number]) => ({
  ...dispute,
  movements: [],
  refundable: false,
})

export function detailOf(
  row: PaymentRow,
  refunds: readonly Refund[],
  orders: readonly Order[],
  accountId: string,
): PaymentDetail {
  const paid = ['succeeded', 'partially_refunded', 'refunded', 'disputed'].includes(row.status)
  const captured = paid ? row.amount : 0
  const left = Math.max(0, captured - amountCommitted(refunds))
  const disputes = row.status === 'disputed' ? [openDisputeOf(row)] : []
  const { verdict, text } = judgeDisputes(
    { disputed: row.status === 'disputed', currency: row.currency, left },
    disputes.map(unmoved),
  )
  const refundStop = left > 0 && verdict === 'stop' ? text : null
  const created = row.created * 1000
  return {
    payment: row,
    chargeId: paid ? row.id.replace('pi_', 'ch_') : null,
    amountCaptured: captured,
    amountRefundable: refundStop === null ? left : 0,
    refundStop,
    statementDescriptor: paid ? 'LOVELACE BINDERY' : null,
    failureMessage: row.status === 'failed' ? 'Your card has insufficient funds.' : null,
    riskLevel: paid ? 'normal' : null,
    hold: row.status === 'uncaptured' ? { amount: row.amount, until: row.created + 7 * 86_400 } : null,
    settled: paid
      ? {
          net: row.amount - Math.round(row.amount / 50),
          currency: row.currency,
          availableAt: row.created + 2 * 86_400,
        }
      : null,
    waiting: row.status === 'requires_action' ? waitingOf(row) : null,
    refunds: [...refunds],
    disputes,
    warnings: [],
    orders: [...orders],
    timeline: [
      {
        at: created,
        kind: 'created',
        text: 'Payment created',
        amount: row.amount,
        currency: row.currency,
        objectId: row.id,
      },
      paid
        ? {
            at: created + 3000,
            kind: 'succeeded',
            text: 'Payment succeeded',
            amount: null,
            currency: null,
            objectId: null,
          }
        : {
            at: created + 2000,
            kind: 'failed',
            text: `Card declined: ${row.declineCode ?? 'no reason'}`,
            amount: null,
            currency: null,
            objectId: null,
          },
      ...refunds.map((refund) => ({
        at: refund.created * 1000,
        kind: 'refund_succeeded' as const,
        text: 'Refund succeeded',
        amount: refund.amount,
        currency: refund.currency,
        objectId: refund.id,
      })),
    ],
    metadata: { order_id: '8841', channel: 'web' },
    raw: [
      {
        title: 'PaymentIntent',
        json: JSON.stringify({
          id: row.id,
          object: 'payment_intent',
          amount: row.amount,
          currency: row.currency,
          created: row.created,
          description: row.description,
          livemode: false,
          metadata: { order_id: '8841' },
          payment_method_types: ['card', 'link'],
          status: row.status,
        }),
      },
      {
        title: 'Charge',
        json: JSON.stringify({
          id: row.id.replace('pi_', 'ch_'),
          object: 'charge',
          paid,
          outcome: { risk_level: 'normal', seller_message: 'Payment complete.' },
        }),
      },
    ],
    dashboardUrl: paymentUrl(accountId, 'test', row.id),
    asOf: Date.now() - 12_000,
  }
}
