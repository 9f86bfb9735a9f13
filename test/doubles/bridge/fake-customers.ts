// Answers the questions about made-up customers, the slow and plain way. The reader must agree with the contract, not with this.
import type {
  CustomerDetail,
  CustomerProblem,
  CustomerTimelineEntry,
  Lifetime,
} from '../../../src/contract/customers.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { spokenMethod } from '../../../src/domain/card-words.ts'
import { customerUrl } from '../../../src/domain/dashboard-url.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { makeCustomers, methodsOf, subscriptionsOf, type FakeCustomer } from './customer-fixtures.ts'
import { createFakeNotes, type FakeNotes } from './fake-notes.ts'

const paidStates: readonly string[] = ['succeeded', 'partially_refunded', 'refunded', 'disputed']
const timelinePage = 50

export function createFakeCustomers(
  rows: readonly PaymentRow[],
  accountId: string,
  mode: 'test' | 'live',
  changed: () => void,
) {
  const customers = makeCustomers(rows)
  const [troubled] = customers.values()
  const notes = createFakeNotes(
    troubled === undefined ? null : { id: troubled.row.id, paymentId: troubled.payments[0]?.id ?? null },
    changed,
  )
  return {
    customers,
    notes,
    find: (id: string): FakeCustomer | undefined => customers.get(id),

    list({ filter, sort = 'created_desc', after, limit = 100 }: RequestOf<'customers.list'>) {
      const words = filter.text?.toLowerCase().split(' ') ?? []
      const found = [...customers.values()]
        .map(({ row }) => row)
        .filter(({ id, name, email, phone }) =>
          words.every((word) =>
            [id, name, email, phone].some((text) => text?.toLowerCase().includes(word) === true),
          ),
        )
        .toSorted((one, other) =>
          sort === 'name_asc'
            ? (one.name ?? '').localeCompare(other.name ?? '')
            : other.created - one.created || (one.id < other.id ? -1 : 1),
        )
      const from = Number(after ?? 0)
      const to = from + limit
      return success({ rows: found.slice(from, to), next: to < found.length ? String(to) : null })
    },

    detail({ id }: RequestOf<'customers.detail'>): Result<CustomerDetail> {
      const customer = customers.get(id)
      return customer
        ? success(detailOf(customer, notes, accountId, mode))
        : failure('not_found', 'This customer is not on this desk.')
    },

    timeline({ id, after, limit = timelinePage }: RequestOf<'customers.timeline'>) {
      const customer = customers.get(id)
      return customer
        ? success(pageOf(timelineOf(customer, notes), Number(after ?? 0), limit))
        : failure('not_found', 'This customer is not on this desk.')
    },
  }
}

export type FakeCustomers = ReturnType<typeof createFakeCustomers>

function pageOf(entries: CustomerTimelineEntry[], from: number, limit: number) {
  const to = from + limit
  return { entries: entries.slice(from, to), next: to < entries.length ? String(to) : null }
}

function detailOf(
  customer: FakeCustomer,
  notes: FakeNotes,
  accountId: string,
  mode: 'test' | 'live',
): CustomerDetail {
  const { row } = customer
  return {
    customer: row,
    description: 'Bookbinder, wholesale since 2024',
    address: ['Torstraße 1', '10119 Berlin', 'Germany'],
    locales: ['de', 'en'],
    balance: customer.subscriptions.length === 0 ? null : { amount: -1250, currency: 'eur' },
    lifetime: lifetimeOf(customer.payments),
    lifetimeAtLeast: false,
    problems: problemsOf(customer),
    notes: notes.about(row.id),
    timeline: pageOf(timelineOf(customer, notes), 0, timelinePage),
    methods: methodsOf(customer),
    subscriptions: subscriptionsOf(customer),
    invoices: customer.invoices,
    metadata: customer.metadata,
    raw: [
      {
        title: 'Customer',
        json: JSON.stringify({ id: row.id, object: 'customer', name: row.name, email: row.email }),
      },
    ],
    dashboardUrl: customerUrl(accountId, mode, row.id),
    asOf: Date.now() - 9000,
  }
}

function lifetimeOf(payments: readonly PaymentRow[]): Lifetime[] {
  return [...Map.groupBy(payments, ({ currency }) => currency)].map(([currency, these]) => {
    const good = these.filter(({ status }) => paidStates.includes(status))
    const sum = (pick: (row: PaymentRow) => number): number =>
      good.reduce((total, row) => total + pick(row), 0)
    const paid = sum(({ amount }) => amount)
    const refunded = sum(({ amountRefunded }) => amountRefunded)
    const disputed = sum(({ status, amount }) => (status === 'disputed' ? amount : 0))
    return {
      currency,
      paid,
      refunded,
      disputed,
      net: paid - refunded - disputed,
      payments: good.length,
      failed: these.filter(({ status }) => status === 'failed').length,
    }
  })
}

function problemsOf(customer: FakeCustomer): CustomerProblem[] {
  const failed = customer.payments.filter(({ status }) => status === 'failed').slice(0, 1)
  const disputed = customer.payments.filter(({ status }) => status === 'disputed').slice(0, 1)
  return [
    ...disputed.map((row) => ({
      kind: 'dispute_open' as const,
      text: `Dispute of ${spokenAmount(row.amount, row.currency)}: product not received (needs an answer)`,
      amount: row.amount,
      currency: row.currency,
      at: row.created + 86_400,
      objectId: 'dp_1QFake',
      paymentIntentId: row.id,
    })),
    ...failed.map((row) => ({
      kind: 'payment_failed' as const,
      text: `Payment of ${spokenAmount(row.amount, row.currency)} failed: ${(row.declineCode ?? 'no reason').replaceAll('_', ' ')}`,
      amount: row.amount,
      currency: row.currency,
      at: row.created,
      objectId: row.id,
      paymentIntentId: row.id,
    })),
    ...subscriptionsOf(customer).flatMap((each): CustomerProblem[] => {
      const about = {
        amount: each.amount,
        currency: each.currency,
        at: each.created,
        objectId: each.id,
        paymentIntentId: null,
      }
      const name = each.products[0] ?? each.id
      return [
        ...(each.status === 'past_due'
          ? [{ kind: 'subscription_past_due' as const, text: `Subscription ${name} is past due`, ...about }]
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
    }),
    ...methodsOf(customer)
      .filter(({ expiry, defaultOf }) => expiry === 'expired' && defaultOf.length > 0)
      .map((each) => ({
        kind: 'card_expired' as const,
        text: `${spokenMethod(each.method.type, each.method.brand, each.method.last4)} expired in ${each.method.expMonth}/${each.method.expYear}; it pays for ${each.defaultOf.length} subscription`,
        amount: null,
        currency: null,
        at: each.created,
        objectId: each.id,
        paymentIntentId: null,
      })),
  ]
}

function kindOf(status: PaymentRow['status']): CustomerTimelineEntry['kind'] {
  if (status === 'failed') return 'payment_failed'
  if (status === 'refunded') return 'payment_refunded'
  return ['succeeded', 'partially_refunded', 'disputed'].includes(status) ? 'payment' : 'payment_open'
}

function timelineOf(
  { row, payments, methods, subscriptions, invoices }: FakeCustomer,
  notes: FakeNotes,
): CustomerTimelineEntry[] {
  const none = { amount: null, currency: null, paymentIntentId: null }
  const entries: CustomerTimelineEntry[] = [
    ...notes.entries(row.id),
    { at: row.created * 1000, kind: 'customer_created', text: 'Customer created', objectId: row.id, ...none },
    ...payments.map((payment) => ({
      at: payment.created * 1000,
      kind: kindOf(payment.status),
      text:
        payment.status === 'failed'
          ? `Payment failed: ${(payment.declineCode ?? 'no reason').replaceAll('_', ' ')}`
          : `Payment ${payment.status.replaceAll('_', ' ')}${payment.description === null ? '' : `: ${payment.description}`}`,
      amount: payment.amount,
      currency: payment.currency,
      objectId: payment.id,
      paymentIntentId: payment.id,
    })),
    ...methods.map(({ id, method, created }) => ({
      at: created * 1000,
      kind: 'card' as const,
      text: `${spokenMethod(method.type, method.brand, method.last4)} attached`,
      objectId: id,
      ...none,
    })),
    ...subscriptions.map(({ id, created, products }) => ({
      at: created * 1000,
      kind: 'subscription' as const,
      text: `Subscription began: ${products.join(', ')}`,
      objectId: id,
      ...none,
    })),
    ...invoices.map((invoice) => ({
      at: invoice.created * 1000,
      kind: 'invoice' as const,
      text: `Invoice ${invoice.number ?? 'draft'} ${invoice.status}`,
      amount: invoice.total,
      currency: invoice.currency,
      objectId: invoice.id,
      paymentIntentId: invoice.paymentIntentId,
    })),
  ]
  return entries.toSorted((one, other) => other.at - one.at)
}
