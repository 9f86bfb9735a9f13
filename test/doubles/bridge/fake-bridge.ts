// A stand-in for `window.bursar` with a whole made-up desk behind it: for the face's development, pictures and component
// tests only. Outcomes, latency and failures are switches. It must never be imported by the product.
import type { Desk } from '../../../src/contract/desks.ts'
import type { Freshness, ListenerState } from '../../../src/contract/events.ts'
import type { MethodName, PushName } from '../../../src/contract/methods.ts'
import type { PaymentRow, Refund } from '../../../src/contract/payments.ts'
import type { Order, Preflight } from '../../../src/contract/refunds.ts'
import { failure, success, type Failure, type Result } from '../../../src/contract/result.ts'
import type { PushOf, ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import { classifyKey } from '../../../src/domain/keys.ts'
import { currencyRule, spokenAmount } from '../../../src/domain/money.ts'
import { createFakeAudit, type ChainHarm } from './fake-audit.ts'
import { createFakeEvents, type ReplayFate } from './fake-events.ts'
import { createFakeFreshness } from './fake-freshness.ts'
import { createFakeListener } from './fake-listener.ts'
import { makePayments } from './fixtures.ts'
import { countPayments, detailOf, listPayments } from './questions.ts'

export interface FakeOptions {
  payments?: number
  latencyMilliseconds?: number
  holdMilliseconds?: number
  outcome?: 'succeeded' | 'pending' | 'failed' | 'refused' | 'unknown'
  /** Methods that answer with a failure instead. */
  failing?: Partial<Record<MethodName, Failure>>
  /** Methods that are never answered. */
  silent?: readonly MethodName[]
  desk?: Partial<Desk>
  desks?: 'none' | 'one'
  sync?: Partial<Freshness>
  /** At most so many events. */
  events?: number
  /** What becomes of a replayed event. */
  replay?: ReplayFate
  /** At most so many entries of the audit. */
  audit?: number
  /** What somebody did to the chain of the audit. */
  chain?: ChainHarm
  /** The operator changes their mind when asked where to save. */
  savesNothing?: boolean
  listener?: Partial<ListenerState>
  selfTest?: 'passes' | 'fails'
  /** An event arrives each second, and the history goes on being read. */
  live?: boolean
  dark?: boolean
  preflight?: Partial<Preflight>
}

export const demoDesk: Desk = {
  id: 'demo',
  kind: 'demo',
  accountId: 'acct_demo',
  accountName: 'Lovelace Bindery',
  mode: 'test',
  keyType: 'secret',
  secretsIn: 'none',
  state: 'open',
  notices: [],
}

type FakeHandlers = {
  [Name in MethodName]: (request: RequestOf<Name>) => Result<ReplyOf<Name>>
}

export function createFakeBridge(options: FakeOptions = {}) {
  const { holdMilliseconds = 8000, outcome = 'succeeded' } = options
  const listeners = new Set<(push: string, payload: unknown) => void>()
  const calls: { method: string; request: unknown }[] = []
  const desk: Desk = { ...demoDesk, ...options.desk }
  let known = options.desks === 'none' ? [] : [desk]
  const rows: PaymentRow[] = makePayments(options.payments ?? 5000, Math.floor(Date.now() / 1000))
  const orders = new Map<string, Order>()
  const refunds = new Map<string, Refund[]>()
  for (const row of rows) if (row.amountRefunded > 0) refunds.set(row.id, [madeElsewhere(row)])
  const push = <Name extends PushName>(name: Name, payload: PushOf<Name>): void => {
    for (const listener of listeners) listener(name, payload)
  }
  const events = createFakeEvents(
    rows,
    options.events ?? Infinity,
    options.replay ?? { state: 'applied', problem: null },
  )
  const audit = createFakeAudit(rows, options.audit ?? Infinity, options.chain ?? null, () =>
    push('data.changed', { deskId: desk.id, kinds: ['audit'] }),
  )
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

  const noChanges = () => failure('not_found', 'This made-up desk has no changes.')
  const handlers: FakeHandlers = {
    'desk.list': () => success(known),
    'desk.openDemo': () => {
      known = [{ ...desk, state: 'open' }]
      return success(known[0]!)
    },
    'desk.open': () => {
      known = known.map((each) => ({ ...each, state: 'open' as const }))
      return success(known[0]!)
    },
    'desk.remove': ({ deskId }) => {
      known = known.filter((each) => each.id !== deskId)
      return success({})
    },
    'account.connect': ({ key }) => {
      const judged = classifyKey(key)
      if (judged.kind === 'refused') return failure('key_malformed', 'This is not a Stripe key.')
      if (key.includes('REVOKED'))
        return failure('key_revoked', 'Stripe no longer accepts this key: it was revoked or rolled.')
      const connected: Desk = {
        ...desk,
        id: 'acct_fake_test',
        kind: 'account',
        accountName: 'Fake & Sons',
        mode: judged.mode,
        keyType: judged.type,
        secretsIn: 'keyring',
      }
      known = [...known, connected]
      return success(connected)
    },
    'keychain.state': () =>
      success({
        available: true,
        adapter: 'keyring',
        explanation: 'Keys are kept in this machine’s keychain (Secret Service).',
      }),
    'sync.state': freshness.state,
    'sync.refresh': freshness.refresh,
    'sync.pause': freshness.pause,
    'sync.resume': freshness.resume,
    'sync.cancel': freshness.cancel,
    'sync.wake': () => success({}),
    'sync.watch': () => success({}),
    'tables.rebuild': freshness.rebuild,
    'event.replay': (request) => {
      const result = events.replay(request)
      changed()
      return result
    },
    'events.list': events.list,
    'events.detail': events.detail,
    'listener.state': listener.state,
    'listener.addSecret': listener.addSecret,
    'listener.removeSecret': listener.removeSecret,
    'listener.selfTest': listener.selfTest,
    'refund.preflight': ({ paymentIntentId }) => {
      const found = detail(paymentIntentId)
      return found
        ? success({ ...preflightOf(found), ...options.preflight })
        : failure('not_found', 'This payment is not on this desk.')
    },
    'refund.place': (request) => {
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
    'order.undo': ({ orderId }) =>
      orders.get(orderId)?.state === 'held'
        ? success(change(orderId, { state: 'withdrawn', settledAt: Date.now() }))
        : failure('order_too_late', 'The refund was already sent; it can no longer be undone.'),
    'order.sendNow': ({ orderId }) =>
      orders.get(orderId)?.state === 'held'
        ? success(send(orderId))
        : failure('order_too_late', 'The refund was already sent.'),
    'order.reconcile': ({ orderId }) => {
      const order = orders.get(orderId)
      return order ? success(settle(order, 'succeeded')) : failure('not_found', 'There is no such order.')
    },
    'change.preflight': noChanges,
    'change.place': noChanges,
    'change.undo': noChanges,
    'change.sendNow': noChanges,
    'change.reconcile': noChanges,
    'changes.list': () => success({ rows: [], next: null }),
    'payments.list': (request) => success(listPayments(rows, request)),
    'payments.counts': ({ filter }) => success(countPayments(rows, filter)),
    'payments.detail': ({ id }) => {
      const found = detail(id)
      return found ? success(found) : failure('not_found', 'This payment is not on this desk.')
    },
    'orders.list': ({ state }) => {
      const found = [...orders.values()].filter((order) => state === undefined || state.includes(order.state))
      return success({ rows: found.toSorted((one, other) => other.placedAt - one.placedAt), next: null })
    },
    'audit.list': audit.list,
    'audit.verify': audit.verify,
    'audit.export': audit.export,
    'app.info': () =>
      success({
        version: '0.1.0',
        platform: 'linux',
        standIn: true,
        theme: 'system',
        dark: options.dark ?? false,
      }),
    'link.open': () => success({}),
    'text.copy': () => success({}),
    'text.save': () => success({ saved: options.savesNothing !== true }),
    'theme.set': () => success({}),
  }

  return {
    calls,
    rows,
    events,
    audit,
    freshness,
    listener,
    push,
    bridge: {
      async call(method: string, request: unknown): Promise<Result<unknown>> {
        calls.push({ method, request })
        const latency = options.latencyMilliseconds ?? 0
        if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency))
        if (options.silent?.includes(method as MethodName) === true) await new Promise(() => undefined)
        const failing = options.failing?.[method as MethodName]
        if (failing) return { ok: false, error: failing }
        const result = handlers[method as MethodName](request as never)
        // What crosses the real boundary is a copy.
        return structuredClone(result)
      },
      subscribe(listener: (push: string, payload: unknown) => void) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
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

function preflightOf(found: NonNullable<ReturnType<typeof detailOf>>): Preflight {
  const { payment, amountRefundable } = found
  const open = found.orders.some((order) => ['held', 'sending', 'unknown'].includes(order.state))
  return {
    paymentIntentId: payment.id,
    currency: payment.currency,
    amountCaptured: found.amountCaptured,
    amountRefunded: found.amountCaptured - amountRefundable,
    amountRefundable,
    step: currencyRule(payment.currency).step,
    findings: [
      {
        id: 'refundable',
        verdict: amountRefundable > 0 ? 'ok' : 'stop',
        text: `${spokenAmount(amountRefundable, payment.currency)} can still be refunded.`,
      },
      payment.status === 'disputed'
        ? {
            id: 'dispute',
            verdict: 'warn',
            text: 'The customer disputes this payment. If the dispute is lost, the money goes back twice.',
          }
        : { id: 'dispute', verdict: 'ok', text: 'No open dispute.' },
      { id: 'balance', verdict: 'unknown', text: 'The balance could not be read with this key.' },
      {
        id: 'open_order',
        verdict: open ? 'stop' : 'ok',
        text: open ? 'Another refund of this payment is not settled yet.' : 'No other refund is under way.',
      },
      { id: 'fees', verdict: 'ok', text: 'Stripe keeps its fee for the original payment.' },
    ],
    canRefund: amountRefundable > 0 && !open,
    checkedAt: Date.now(),
  }
}
