// Made-up subscriptions of the customers of one desk, one in every state and with everything that needs attention: deterministic from their ids.
// It must never be imported by the product.
import type { Attention, SubscriptionStatus } from '../../../src/contract/subscription-lists.ts'
import type { SubscriptionItem, SubscriptionRow } from '../../../src/contract/subscriptions.ts'
import type { FakeCustomer } from './customer-fixtures.ts'
import { fakePrices } from './fake-prices.ts'

export interface FakeSubscription {
  row: SubscriptionRow
  items: SubscriptionItem[]
  customer: FakeCustomer
  billingMode: 'flexible' | 'classic'
  ownMethodId: string | null
  coupon: { id: string; words: string } | null
  schedule: boolean
}

const day = 86_400

/** What each is, in turn: status, attention, and what else makes it so. */
const kinds: readonly {
  status: SubscriptionStatus
  attention?: readonly Attention[]
  retired?: true
  schedule?: true
  sends?: true
  /** Days from now. */
  cancelIn?: number
  trialIn?: number
  pausedFor?: number | null
  endedAgo?: number
}[] = [
  { status: 'active' },
  { status: 'past_due', attention: ['past_due'] },
  { status: 'active', attention: ['cancel_scheduled'], cancelIn: 12 },
  { status: 'active', sends: true },
  { status: 'trialing', attention: ['trial_ending'], trialIn: 2 },
  { status: 'active', attention: ['price_retired'], retired: true },
  { status: 'incomplete', attention: ['incomplete'] },
  { status: 'active', attention: ['paused', 'pause_ending'], pausedFor: 5 },
  { status: 'active' },
  { status: 'unpaid', attention: ['unpaid'] },
  { status: 'active', attention: ['change_scheduled'], schedule: true },
  { status: 'paused', attention: ['paused'] },
  { status: 'trialing', trialIn: 20 },
  { status: 'canceled', endedAgo: 9 },
  { status: 'active', attention: ['paused'], pausedFor: null },
  { status: 'incomplete_expired', endedAgo: 30 },
]

export function makeSubscriptions(customers: readonly FakeCustomer[]): FakeSubscription[] {
  const now = Math.floor(Date.now() / 1000)
  const [, , , monthly, quarter] = fakePrices
  const made = customers.map((customer, index): FakeSubscription => {
    const kind = kinds[index % kinds.length] ?? kinds[0]!
    const price = (index % 3 === 2 ? quarter : monthly)!
    const quantity = 1 + (index % 4)
    const ended = kind.endedAgo === undefined ? null : now - kind.endedAgo * day
    const stands = kind.status === 'paused' || ended !== null
    const end = stands ? null : now + (kind.cancelIn ?? kind.trialIn ?? 3 + (index % 26)) * day
    const start = end === null ? null : end - (price.intervalCount ?? 1) * 30 * day
    const id = `sub_2Q${customer.row.id.replace('cus_', '')}`
    return {
      customer,
      billingMode: index % 5 === 4 ? 'classic' : 'flexible',
      ownMethodId: kind.status === 'past_due' ? (customer.methods[1]?.id ?? null) : null,
      coupon: index % 6 === 3 ? { id: 'WELCOME20', words: '20 % off for 3 months' } : null,
      schedule: kind.schedule === true,
      items: [
        {
          id: `si_2Q${customer.row.id.replace('cus_', '')}`,
          priceId: kind.retired ? 'price_old' : price.id,
          productId: kind.retired ? 'prod_old' : price.productId,
          productName: kind.retired ? 'Bookmark of the month' : price.productName,
          unitAmount: price.unitAmount,
          quantity,
          interval: price.interval,
          intervalCount: price.intervalCount,
          currentPeriodStart: start,
          currentPeriodEnd: end,
          retired: kind.retired === true,
        },
      ],
      row: {
        id,
        customerId: customer.row.id,
        customerName: customer.row.name,
        customerEmail: customer.row.email,
        status: kind.status,
        attention: [...(kind.attention ?? [])],
        products: [price.productName ?? price.id],
        currency: price.currency,
        monthly: Math.round(((price.unitAmount ?? 0) * quantity) / (price.intervalCount ?? 1)),
        currentPeriodEnd: end,
        trialEnd: kind.trialIn === undefined ? null : now + kind.trialIn * day,
        cancelAt: kind.cancelIn === undefined ? null : now + kind.cancelIn * day,
        cancelAtPeriodEnd: kind.cancelIn !== undefined,
        pause:
          kind.pausedFor === undefined
            ? null
            : { behavior: 'void', resumesAt: kind.pausedFor === null ? null : now + kind.pausedFor * day },
        collectionMethod: kind.sends ? 'send_invoice' : 'charge_automatically',
        created: now - (40 + index * 3) * day,
        endedAt: ended,
      },
    }
  })
  return [...made, ...customers.flatMap(fromCustomer)]
}

/** Those that stand on a customer's page. */
function fromCustomer(customer: FakeCustomer): FakeSubscription[] {
  return customer.subscriptions.map((each) => ({
    customer,
    billingMode: 'flexible',
    ownMethodId: each.defaultPaymentMethodId,
    coupon: null,
    schedule: false,
    items: [
      {
        id: each.id.replace('sub_', 'si_'),
        priceId: 'price_monthly',
        productId: 'prod_price_monthly',
        productName: each.products[0] ?? null,
        unitAmount: each.amount,
        quantity: 1,
        interval: each.interval,
        intervalCount: 1,
        currentPeriodStart: each.currentPeriodEnd === null ? null : each.currentPeriodEnd - 30 * day,
        currentPeriodEnd: each.currentPeriodEnd,
        retired: false,
      },
    ],
    row: {
      id: each.id,
      customerId: customer.row.id,
      customerName: customer.row.name,
      customerEmail: customer.row.email,
      status: each.status,
      attention: [
        ...(each.status === 'past_due' ? (['past_due'] as const) : []),
        ...(each.cancelAt === null ? [] : (['cancel_scheduled'] as const)),
      ],
      products: each.products,
      currency: each.currency,
      monthly: each.amount === null ? null : Math.round(each.amount / (each.interval === 'year' ? 12 : 1)),
      currentPeriodEnd: each.currentPeriodEnd,
      trialEnd: null,
      cancelAt: each.cancelAt,
      cancelAtPeriodEnd: each.cancelAtPeriodEnd,
      pause: null,
      collectionMethod: 'charge_automatically',
      created: each.created,
      endedAt: null,
    },
  }))
}
