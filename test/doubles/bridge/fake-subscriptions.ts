// Answers the questions about made-up subscriptions, and carries out what is ordered about them, the slow and plain way. The reader and the engine
// must agree with the contract, not with this.
import type { Change, ChangeMoney, ChangeOrder } from '../../../src/contract/changes.ts'
import type { Desk } from '../../../src/contract/desks.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import { attentions, subscriptionStatuses } from '../../../src/contract/subscription-lists.ts'
import type {
  SubscriptionAct,
  SubscriptionCounts,
  SubscriptionDetail,
  SubscriptionInvoice,
  SubscriptionRow,
} from '../../../src/contract/subscriptions.ts'
import { subscriptionUrl } from '../../../src/domain/dashboard-url.ts'
import { accessOf } from './fake-access.ts'
import type { FakeCustomers } from './fake-customers.ts'
import type { FakeOptions } from './fake-bridge.ts'
import { previewFake } from './fake-previews.ts'
import { makeSubscriptions, type FakeSubscription } from './subscription-fixtures.ts'

const day = 86_400
const ended: readonly string[] = ['canceled', 'incomplete_expired']

export function createFakeSubscriptions(desk: Desk, { customers }: FakeCustomers, options: FakeOptions) {
  const all = makeSubscriptions([...customers.values()]).slice(0, options.subscriptions ?? Infinity)
  const find = (id: string): FakeSubscription | undefined => all.find(({ row }) => row.id === id)

  const lookedAt = options.subscriptionsLookedAt ?? 20_000
  const newest = all.map(({ row }) => row).toSorted((one, other) => other.created - one.created)
  const looked = new Set(newest.slice(0, lookedAt).map(({ id }) => id))
  const isPartial = ({ text = '' }: { text?: string | undefined }): boolean =>
    text.trim() !== '' && all.length > lookedAt

  function matching(filter: RequestOf<'subscriptions.list'>['filter']): SubscriptionRow[] {
    const { status = [], attention = [], currency, productId, customerId, endsFrom, endsBefore } = filter
    const words = filter.text?.toLowerCase()
    return all
      .filter(
        ({ row, items }) =>
          (status.length === 0 || status.some((each) => each === row.status)) &&
          (attention.length === 0 || attention.some((each) => row.attention.includes(each))) &&
          (currency === undefined || row.currency === currency) &&
          (productId === undefined || items.some((item) => item.productId === productId)) &&
          (customerId === undefined || row.customerId === customerId) &&
          (endsFrom === undefined || (row.currentPeriodEnd ?? 0) >= endsFrom) &&
          (endsBefore === undefined || (row.currentPeriodEnd ?? Infinity) < endsBefore) &&
          (!isPartial(filter) || looked.has(row.id)) &&
          (words === undefined ||
            [row.id, row.customerName, row.customerEmail, ...row.products].some(
              (each) => each?.toLowerCase().includes(words) === true,
            )),
      )
      .map(({ row }) => row)
  }

  return {
    all,
    find,

    list({ filter, sort, after, limit = 100 }: RequestOf<'subscriptions.list'>) {
      const by = {
        created_desc: (row: SubscriptionRow) => -row.created,
        ends_asc: (row: SubscriptionRow) => row.currentPeriodEnd ?? Infinity,
        monthly_desc: (row: SubscriptionRow) => -(row.monthly ?? 0),
      }[sort ?? 'created_desc']
      const found = matching(filter).toSorted((one, other) => by(one) - by(other))
      const from = Number(after ?? 0)
      const to = from + limit
      return success({
        rows: found.slice(from, to),
        next: to < found.length ? String(to) : null,
        partial: isPartial(filter),
      })
    },

    counts({ filter }: RequestOf<'subscriptions.counts'>): Result<SubscriptionCounts> {
      const { status: _status, attention: _attention, ...rest } = filter
      const under = matching(rest)
      const found = matching(filter)
      const counted = found.filter(
        ({ status, pause }) => (status === 'active' || status === 'past_due') && pause === null,
      )
      return success({
        byStatus: Object.fromEntries(
          subscriptionStatuses.map((status) => [status, under.filter((row) => row.status === status).length]),
        ) as SubscriptionCounts['byStatus'],
        byAttention: Object.fromEntries(
          attentions.map((each) => [each, under.filter((row) => row.attention.includes(each)).length]),
        ) as SubscriptionCounts['byAttention'],
        total: found.length,
        monthly: [...Map.groupBy(counted, ({ currency }) => currency ?? 'eur')].map(([currency, rows]) => ({
          currency,
          amount: rows.reduce((sum, { monthly }) => sum + (monthly ?? 0), 0),
          count: rows.filter(({ monthly }) => monthly !== null).length,
          unknown: rows.filter(({ monthly }) => monthly === null).length,
        })),
        partial: isPartial(filter),
      })
    },

    products(): Result<ReplyOf<'subscriptions.products'>> {
      const items = all.flatMap((each) => each.items)
      const names = new Map(items.map(({ productId, productName }) => [productId ?? '', productName]))
      return success({ rows: [...names].map(([id, name]) => ({ id, name })), more: false })
    },

    detail({ id }: { id: string }, orders: readonly ChangeOrder[]): Result<SubscriptionDetail> {
      const found = find(id)
      return found
        ? success(detailOf(found, desk, orders))
        : failure('not_found', 'This subscription is not on this desk, or not yet.')
    },

    preview({ what }: RequestOf<'subscription.preview'>): Result<ReplyOf<'subscription.preview'>> {
      const found = find(what.kind === 'update' ? what.update.subscriptionId : what.subscriptionId)
      return found ? previewFake(found, what) : failure('not_found', 'This subscription is not on this desk.')
    },

    /** What the one that a change is about is worth in a month. */
    money({ subscriptionId }: { subscriptionId: string }): ChangeMoney | null {
      const { monthly = null, currency = null } = find(subscriptionId)?.row ?? {}
      return monthly === null || currency === null ? null : { amount: monthly, currency }
    },

    carryOut(change: Change): void {
      if (!isOurs(change)) return
      const found = find(change.subscriptionId)
      if (found) carryOut(found, change)
    },
  }
}

export type FakeSubscriptions = ReturnType<typeof createFakeSubscriptions>

type Ours = Extract<
  Change,
  {
    kind:
      `${'pause' | 'resume' | 'cancel' | 'keep' | 'update'}_subscription` | `${'pause' | 'resume'}_service`
  }
>

const isOurs = (change: Change): change is Ours =>
  /^((pause|resume|cancel|keep|update)_subscription|(pause|resume)_service)$/.test(change.kind)

function carryOut(found: FakeSubscription, change: Ours): void {
  const { row } = found
  const now = Math.floor(Date.now() / 1000)
  const unmark = (...gone: readonly string[]): void => {
    row.attention = row.attention.filter((each) => !gone.includes(each))
  }
  switch (change.kind) {
    case 'pause_subscription':
      row.pause = { behavior: change.behavior, resumesAt: change.resumesAt }
      if (!row.attention.includes('paused')) row.attention.push('paused')
      return
    case 'resume_subscription':
      row.pause = null
      return unmark('paused', 'pause_ending')
    case 'pause_service':
      row.status = 'paused'
      row.currentPeriodEnd = null
      row.attention.push('paused')
      return
    case 'resume_service':
      row.status = 'active'
      row.currentPeriodEnd = now + 30 * day
      return unmark('paused')
    case 'cancel_subscription':
      if (change.at === 'now') {
        row.status = 'canceled'
        row.endedAt = now
        row.attention = []
        return
      }
      row.cancelAt = change.at === 'period_end' ? row.currentPeriodEnd : change.at
      row.cancelAtPeriodEnd = change.at === 'period_end'
      row.attention.push('cancel_scheduled')
      return
    case 'keep_subscription':
      row.cancelAt = null
      row.cancelAtPeriodEnd = false
      return unmark('cancel_scheduled')
    case 'update_subscription':
      for (const each of change.update.items) {
        if (each.what === 'remove') found.items = found.items.filter(({ id }) => id !== each.itemId)
        const item = each.what === 'change' ? found.items.find(({ id }) => id === each.itemId) : undefined
        if (item && each.what === 'change') item.quantity = each.quantity ?? item.quantity
      }
      return
  }
}

function invoicesOf({ row, customer, items }: FakeSubscription): SubscriptionInvoice[] {
  const [item] = items
  const total = (item?.unitAmount ?? 0) * (item?.quantity ?? 1)
  const now = Math.floor(Date.now() / 1000)
  const failing = row.status === 'past_due' || row.status === 'unpaid'
  const first = row.status === 'incomplete' || row.status === 'incomplete_expired'
  const failed = customer.payments.find(({ status }) => status === 'failed')
  const paid = customer.payments.find(({ status }) => status === 'succeeded')
  const count = first ? 1 : 4
  return Array.from({ length: count }, (_, index): SubscriptionInvoice => {
    const open = index === 0 && (failing || first)
    return {
      id: `in_2Q${index}${row.id.slice(6)}`,
      number: `LB-${1200 + index}-${row.id.slice(-4)}`,
      status: open ? (row.status === 'incomplete_expired' ? 'void' : 'open') : 'paid',
      billingReason: index === count - 1 ? 'subscription_create' : 'subscription_cycle',
      currency: row.currency ?? 'eur',
      total,
      amountDue: total,
      amountPaid: open ? 0 : total,
      amountRemaining: open ? total : 0,
      attempts: open ? 2 : 1,
      nextAttemptAt: row.status === 'past_due' && open ? now + 3 * day : null,
      dueDate: null,
      paidAt: open ? null : now - (5 + index * 30) * day,
      created: now - (5 + index * 30) * day,
      paymentIntentId: (open ? failed?.id : index === 0 || index === 1 ? paid?.id : undefined) ?? null,
      paymentStatus: open
        ? row.status === 'incomplete'
          ? 'requires_action'
          : 'requires_payment_method'
        : 'succeeded',
      hostedUrl: open ? `https://invoice.stripe.com/i/acct_fake/test_${row.id.slice(-6)}` : null,
    }
  })
}

const why: Record<string, string> = {
  active: 'Its last invoice was paid, and it renews by itself.',
  trialing: 'A trial runs: nothing is charged until it ends.',
  past_due: 'The payment of its last invoice failed; Stripe tries again.',
  unpaid: 'All tries failed. It goes on, but its invoices stay as drafts.',
  incomplete: 'The customer has to confirm the first payment with their bank (3-D Secure).',
  incomplete_expired: 'The first payment did not go through within 23 hours: it never began.',
  paused: 'It stands still: no period runs and nothing is invoiced.',
  canceled: 'It ended with the period that was paid for.',
}

function actsOf({ row, billingMode }: FakeSubscription): SubscriptionAct[] {
  if (ended.includes(row.status)) return ['start_again']
  const failing = row.status === 'past_due' || row.status === 'unpaid'
  return [
    ...(failing ? (['retry_invoice', 'new_method', 'send_link'] as const) : []),
    ...(row.status === 'incomplete' ? (['send_link', 'retry_invoice', 'void_invoice'] as const) : []),
    ...(row.status === 'paused' ? (['resume_service'] as const) : (['change'] as const)),
    ...(row.status === 'paused'
      ? []
      : row.pause === null
        ? (['pause_collection'] as const)
        : (['resume_collection'] as const)),
    ...(row.status === 'active' && billingMode === 'flexible' ? (['pause_service'] as const) : []),
    row.cancelAt === null ? 'cancel' : 'keep',
  ]
}

const actTexts: Record<SubscriptionAct, string> = {
  change: 'Plan, quantity, discount, trial; with its price shown first.',
  pause_collection: 'It goes on, but nothing is collected.',
  resume_collection: 'Its invoices are collected again.',
  pause_service: 'No period runs until it goes on.',
  resume_service: 'Its periods run again.',
  cancel: 'Now, with its period, or on a day.',
  keep: 'Takes back that it ends.',
  start_again: 'A new one with the same items.',
  retry_invoice: 'Asks for the open invoice once more.',
  send_link: 'The customer pays or confirms on a page of Stripe’s.',
  new_method: 'The customer leaves another card.',
  void_invoice: 'Nobody owes the first invoice any more.',
  uncollectible_invoice: 'The invoice counts as lost.',
}

function detailOf(found: FakeSubscription, desk: Desk, orders: readonly ChangeOrder[]): SubscriptionDetail {
  const { row, items, customer, ownMethodId, coupon } = found
  const now = Math.floor(Date.now() / 1000)
  const methodId = ownMethodId ?? customer.defaultMethodId
  const invoices = invoicesOf(found)
  const mine = orders.filter(({ objectId }) => objectId === row.id)
  const next = [
    ...(row.cancelAt === null ? [] : [{ text: 'It ends.', at: row.cancelAt }]),
    ...(row.status === 'past_due' ? [{ text: 'Stripe tries the payment again.', at: now + 3 * day }] : []),
    ...(row.status === 'trialing' ? [{ text: 'The trial ends, and the first period is invoiced.', at: row.trialEnd }] : []),
    ...(row.status === 'active' && row.cancelAt === null
      ? [{ text: 'It renews, and the next period is invoiced.', at: row.currentPeriodEnd }]
      : []),
    ...(row.status === 'incomplete' ? [{ text: 'It never begins, if nobody has paid by then.', at: now + day }] : []),
  ] // prettier-ignore
  return {
    subscription: row,
    items,
    billingMode: found.billingMode,
    billingCycleAnchor: row.created,
    daysUntilDue: row.collectionMethod === 'send_invoice' ? 30 : null,
    discounts: coupon
      ? [{ id: `di_${row.id.slice(4)}`, couponId: coupon.id, words: coupon.words, end: now + 40 * day }]
      : [],
    trial: row.trialEnd === null ? null : { start: row.created, end: row.trialEnd },
    method: {
      source: ownMethodId !== null ? 'subscription' : customer.defaultMethodId === null ? 'none' : 'customer',
      paymentMethodId: methodId,
      method: customer.methods.find(({ id }) => id === methodId)?.method ?? null,
      differs: ownMethodId !== null && ownMethodId !== customer.defaultMethodId,
    },
    cancellation:
      row.cancelAt !== null || row.status === 'canceled'
        ? {
            reason: 'cancellation_requested',
            feedback: 'too_expensive',
            comment: 'Moves to the library’s own room.',
          }
        : null,
    schedule: found.schedule
      ? {
          id: 'sub_sched_1QFake',
          phases: [{ start: now + 20 * day, end: null, words: '2 × Reading room, every month' }],
        }
      : null,
    explanation: {
      why: row.pause !== null ? 'Its collection is paused: it goes on, but its invoices are void.' : (why[row.status] ?? row.status),
      event: { id: `evt_2Q${row.id.slice(6)}`, type: 'customer.subscription.updated', at: now - 3 * day },
      next,
      can: actsOf(found).map((act) => ({ act, text: actTexts[act] })),
    }, // prettier-ignore
    access: accessOf([found], null).map((access) => ({ ...access, productId: access.productId })),
    invoices,
    invoicesMore: false,
    timeline: [
      ...mine.map((order) => ({
        at: order.placedAt,
        kind: 'order' as const,
        text: order.words,
        id: order.id,
      })),
      { at: (now - 3 * day) * 1000, kind: 'event', text: 'Updated: status', id: `evt_2Q${row.id.slice(6)}` },
      { at: row.created * 1000, kind: 'event', text: 'Created', id: `evt_1Q${row.id.slice(6)}` },
    ],
    orders: mine.toReversed(),
    metadata: { team: 'reading-room' },
    raw: [
      {
        title: 'Subscription',
        json: JSON.stringify({ id: row.id, object: 'subscription', status: row.status }),
      },
    ],
    dashboardUrl: subscriptionUrl(desk.accountId, desk.mode, row.id),
    asOf: Date.now() - 7000,
  }
}
