// What stands behind one made-up desk: its payments, orders, events, audit, freshness and listener, and the answers about them.
// Nothing of it is shared with another desk. It must never be imported by the product.
import type { Desk } from '../../../src/contract/desks.ts'
import type { ChangeOrder } from '../../../src/contract/changes.ts'
import type { PushName } from '../../../src/contract/methods.ts'
import type { PaymentRow, Refund } from '../../../src/contract/payments.ts'
import type { Order, Preflight } from '../../../src/contract/refunds.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { PushOf, RequestOf } from '../../../src/contract/schemas.ts'
import { judgeDisputes } from '../../../src/domain/disputed-refund.ts'
import { currencyRule, spokenAmount } from '../../../src/domain/money.ts'
import { amountCommitted } from '../../../src/domain/refundable.ts'
import { createFakeAudit } from './fake-audit.ts'
import type { FakeOptions } from './fake-bridge.ts'
import { createFakeAccess } from './fake-access.ts'
import { createFakeChanges } from './fake-changes.ts'
import { createFakeCustomers } from './fake-customers.ts'
import { createFakeDisputes } from './fake-disputes.ts'
import { createFakeEvents } from './fake-events.ts'
import { createFakeFailures } from './fake-failures.ts'
import { createFakeFreshness } from './fake-freshness.ts'
import { createFakeFinance } from './fake-finance.ts'
import { createFakeRecovery } from './fake-recovery.ts'
import { createFakeListener } from './fake-listener.ts'
import { createFakeRefunds, troubledRefunds } from './fake-refunds.ts'
import { createFakeRuns } from './fake-runs.ts'
import { createFakeSearch } from './fake-search.ts'
import { createFakeSubscriptions } from './fake-subscriptions.ts'
import { makePayments } from './fixtures.ts'
import { countPayments, detailOf, listPayments, unmoved } from './questions.ts'

export type PushOut = <Name extends PushName>(name: Name, payload: PushOf<Name>) => void

/** `seed` makes the payments of one desk others than those of the next. */
export function createFakeRoom(
  desk: Desk,
  seed: number,
  options: FakeOptions,
  push: PushOut,
  deskNow: () => Desk = () => desk,
) {
  const { holdMilliseconds = 8000, outcome = 'succeeded' } = options
  const rows: PaymentRow[] = makePayments(options.payments ?? 5000, Math.floor(Date.now() / 1000), seed)
  const orders = new Map<string, Order>()
  const refunds = new Map<string, Refund[]>()
  for (const row of rows) if (row.amountRefunded > 0) refunds.set(row.id, [madeElsewhere(row)])
  if (options.troubled === true) for (const [id, made] of troubledRefunds(rows)) refunds.set(id, made)
  const customers = createFakeCustomers(rows, desk.accountId, desk.mode, () =>
    push('data.changed', { deskId: desk.id, kinds: ['orders', 'audit'] }),
  )
  const failures = createFakeFailures(desk, rows, customers, () =>
    push('data.changed', { deskId: desk.id, kinds: ['orders', 'audit'] }),
  )
  const subscriptions = createFakeSubscriptions(desk, customers, options)
  const access = createFakeAccess(desk, subscriptions, () =>
    push('data.changed', { deskId: desk.id, kinds: ['orders', 'audit'] }),
  )
  const events = createFakeEvents(
    rows,
    options.events ?? Infinity,
    options.replay ?? { state: 'applied', problem: null },
  )
  const audit = createFakeAudit(rows, options.audit ?? Infinity, options.chain ?? null, () =>
    push('data.changed', { deskId: desk.id, kinds: ['audit'] }),
  )
  const finance = createFakeFinance(rows, options.dayCheck ?? {})
  const recovery = createFakeRecovery(rows, Math.floor(Date.now() / 1000))
  const freshness = createFakeFreshness(
    desk.id,
    rows.length,
    { failed: events.countOf('failed'), waiting: events.countOf('waiting') },
    options.sync ?? {},
    (state) => push('sync.changed', state),
  )
  const listener = createFakeListener(
    desk.id,
    { ...(desk.kind === 'demo' ? { takesSecrets: false, secrets: [] } : {}), ...options.listener },
    options.selfTest !== 'fails',
    (state) => push('listener.changed', state),
  )
  const changed = (): void => push('data.changed', { deskId: desk.id, kinds: ['events'] })
  if (options.live === true) {
    setInterval(() => {
      events.arrive()
      freshness.step()
      changed()
    }, 1000)
  }
  const rowOf = (id: string): PaymentRow | undefined => rows.find((row) => row.id === id)
  const lives = createFakeRefunds({ rowOf, refunds, orders })
  const detail = (id: string) => {
    const row = rowOf(id)
    const mine = [...orders.values()].filter((order) => order.paymentIntentId === id)
    return row && detailOf(row, refunds.get(id) ?? [], mine, desk.accountId)
  }
  const change = (id: string, changes: Partial<Order>): Order => {
    const before = orders.get(id)!
    const order = { ...before, ...changes }
    orders.set(id, order)
    audit.note(order, before)
    push('order.changed', order)
    push('data.changed', { deskId: desk.id, kinds: ['payments', 'orders'] })
    return order
  }
  const send = (id: string): Order => {
    const order = change(id, { state: 'sending', sentAt: Date.now() })
    setTimeout(() => settle(order, outcome), 500)
    return order
  }
  const settle = (order: Order, how: NonNullable<FakeOptions['outcome']>): Order => {
    if (how === 'refused') {
      return change(order.id, {
        state: 'refused',
        problem: {
          code: 'stripe_refused',
          message: 'Stripe refused this refund: the payment was already refunded elsewhere.',
          stripe: { requestId: 'req_Fake123' },
        },
      })
    }
    if (how === 'unknown') {
      return change(order.id, {
        state: 'unknown',
        problem: { code: 'stripe_unreachable', message: 'The connection broke while Stripe was answering.' },
      })
    }
    const row = rowOf(order.paymentIntentId)!
    const refund: Refund = {
      id: `re_Fake${order.id.slice(0, 8)}`,
      amount: order.amount,
      currency: order.currency,
      status: how,
      reason: order.reason,
      pendingReason: how === 'pending' ? 'processing' : null,
      failureReason: how === 'failed' ? 'expired_or_canceled_card' : null,
      created: Math.floor(Date.now() / 1000),
      orderId: order.id,
    }
    refunds.set(row.id, [...(refunds.get(row.id) ?? []), refund])
    if (how === 'succeeded') {
      row.amountRefunded += order.amount
      row.status = row.amountRefunded >= row.amount ? 'refunded' : 'partially_refunded'
    }
    return change(order.id, {
      state: 'done',
      refundId: refund.id,
      refundStatus: how,
      refundStatusReason: refund.pendingReason ?? refund.failureReason,
      settledAt: Date.now(),
      problem: null,
    })
  }

  return {
    rows,
    customers,
    changes: createFakeChanges(deskNow, customers, options, push, failures, subscriptions),
    subscriptions,
    access,
    failures,
    disputes: createFakeDisputes(desk, rows),
    search: createFakeSearch(rows, customers),
    events,
    audit,
    finance,
    recovery,
    freshness,
    listener,
    changed,
    refunds: lives,
    runs: createFakeRuns(deskNow, rows, options, push),
    recordOtherWay(request: RequestOf<'refund.recordOtherWay'>) {
      const noted = lives.recordOtherWay(request)
      push('data.changed', { deskId: desk.id, kinds: ['orders', 'audit'] })
      return noted
    },
    strikeOtherWay(request: RequestOf<'refund.strikeOtherWay'>) {
      const struck = lives.strikeOtherWay(request)
      push('data.changed', { deskId: desk.id, kinds: ['orders', 'audit'] })
      return struck
    },
    cancelRefund(request: RequestOf<'change.place'>, refundId: string): Result<ChangeOrder> {
      const now = Date.now()
      for (const made of refunds.values())
        for (const refund of made)
          if (refund.id === refundId)
            Object.assign(refund, { status: 'canceled', failureReason: 'merchant_request' })
      push('data.changed', { deskId: desk.id, kinds: ['payments', 'orders'] })
      return success({
        id: request.orderId,
        deskId: desk.id,
        kind: 'cancel_refund',
        state: options.outcome === 'refused' ? 'refused' : 'done',
        objectId: refundId,
        change: request.change,
        words: 'The refund is canceled.',
        subject: null,
        note: null,
        operator: 'ada',
        placedAt: now,
        sendAt: now,
        sentAt: now,
        settledAt: now,
        resultId: refundId,
        result: null,
        problem:
          options.outcome === 'refused'
            ? { code: 'not_changeable', message: 'Too late to cancel: the refund is with the bank.' }
            : null,
        confirmedByEvent: false,
      })
    },
    preflight({ paymentIntentId }: RequestOf<'refund.preflight'>): Result<Preflight> {
      const found = detail(paymentIntentId)
      return found
        ? success({ ...preflightOf(found, desk), ...options.preflight })
        : failure('not_found', 'This payment is not on this desk.')
    },
    place(request: RequestOf<'refund.place'>): Result<Order> {
      const before = orders.get(request.orderId)
      if (before) return success(before)
      const now = Date.now()
      const order: Order = {
        id: request.orderId,
        deskId: request.deskId,
        kind: 'refund',
        state: 'held',
        paymentIntentId: request.paymentIntentId,
        amount: request.amount,
        currency: request.currency,
        reason: request.reason,
        note: request.note,
        placedAt: now,
        sendAt: now + holdMilliseconds,
        sentAt: null,
        settledAt: null,
        refundId: null,
        refundStatus: null,
        refundStatusReason: null,
        problem: null,
        confirmedByEvent: false,
        customerLabel: request.customerLabel,
      }
      orders.set(order.id, order)
      audit.note(order, null)
      push('order.changed', order)
      setTimeout(() => orders.get(order.id)?.state === 'held' && send(order.id), holdMilliseconds)
      return success(order)
    },
    undo: ({ orderId }: { orderId: string }): Result<Order> =>
      orders.get(orderId)?.state === 'held'
        ? success(change(orderId, { state: 'withdrawn', settledAt: Date.now() }))
        : failure('order_too_late', 'The refund was already sent; it can no longer be undone.'),
    sendNow: ({ orderId }: { orderId: string }): Result<Order> =>
      orders.get(orderId)?.state === 'held'
        ? success(send(orderId))
        : failure('order_too_late', 'The refund was already sent.'),
    reconcile({ orderId }: { orderId: string }): Result<Order> {
      const order = orders.get(orderId)
      return order ? success(settle(order, 'succeeded')) : failure('not_found', 'There is no such order.')
    },
    list: (request: RequestOf<'payments.list'>) => success(listPayments(rows, request)),
    counts: ({ filter }: RequestOf<'payments.counts'>) => success(countPayments(rows, filter)),
    detail({ id }: { id: string }) {
      const found = detail(id)
      return found ? success(found) : failure('not_found', 'This payment is not on this desk.')
    },
    orders({ state }: RequestOf<'orders.list'>) {
      const found = [...orders.values()].filter((order) => state === undefined || state.includes(order.state))
      return success({ rows: found.toSorted((one, other) => other.placedAt - one.placedAt), next: null })
    },
  }
}

function madeElsewhere(row: PaymentRow): Refund {
  return {
    id: row.id.replace('pi_', 're_'),
    amount: row.amountRefunded,
    currency: row.currency,
    status: 'succeeded',
    reason: 'requested_by_customer',
    pendingReason: null,
    failureReason: null,
    created: row.created + 7200,
    orderId: null,
  }
}

function preflightOf(found: NonNullable<ReturnType<typeof detailOf>>, desk: Desk): Preflight {
  const { payment } = found
  const amountCaptured = found.amountCaptured ?? 0
  const amountRefunded = amountCommitted(found.refunds)
  const amountRefundable = Math.max(0, amountCaptured - amountRefunded)
  const { left: _, ...disputes } = judgeDisputes(
    { disputed: payment.status === 'disputed', currency: payment.currency, left: amountRefundable },
    found.disputes.map(unmoved),
  )
  const open = found.orders.some((order) => ['held', 'sending', 'unknown'].includes(order.state))
  return {
    paymentIntentId: payment.id,
    currency: payment.currency,
    amountCaptured,
    amountRefunded,
    amountRefundable,
    wholeOnly: false,
    step: currencyRule(payment.currency).step,
    limits: {
      perOrder: null,
      leftToday: null,
      reasons: desk.policy.reasons,
      holdSeconds: desk.policy.holdSeconds,
    },
    confirm: desk.mode === 'live' ? { typeAbove: 10_000 } : null,
    findings: [
      {
        id: 'refundable',
        verdict: amountRefundable > 0 ? 'ok' : 'stop',
        text: `${spokenAmount(amountRefundable, payment.currency)} can still be refunded.`,
      },
      { id: 'dispute', ...disputes },
      { id: 'balance', verdict: 'unknown', text: 'The balance could not be read with this key.' },
      {
        id: 'open_order',
        verdict: open ? 'stop' : 'ok',
        text: open ? 'Another refund of this payment is not settled yet.' : 'No other refund is under way.',
      },
      { id: 'fees', verdict: 'note', text: 'Stripe keeps its fee for the original payment.' },
    ],
    canRefund: amountRefundable > 0 && disputes.verdict !== 'stop' && !open,
    checkedAt: Date.now(),
  }
}
