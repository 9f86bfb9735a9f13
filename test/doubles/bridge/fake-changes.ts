// Takes orders that are not refunds on a made-up desk: checks them, holds them, and carries them out on its customers. It judges in the
// words of the engine, and only as far as the face needs it. It must never be imported by the product.
import type {
  Change,
  ChangeFinding,
  ChangeOf,
  ChangeOrder,
  ChangePreflight,
} from '../../../src/contract/changes.ts'
import type { Desk } from '../../../src/contract/desks.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { spokenMethod } from '../../../src/domain/card-words.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { methodsOf, type FakeCustomer } from './customer-fixtures.ts'
import type { FakeOptions } from './fake-bridge.ts'
import type { FakeCustomers } from './fake-customers.ts'
import type { createFakeFailures } from './fake-failures.ts'
import type { FakeSubscriptions } from './fake-subscriptions.ts'
import type { PushOut } from './fake-room.ts'

interface Judged {
  objectId: string
  words: string
  findings: ChangeFinding[]
}

const held: readonly Change['kind'][] = [
  'customer_default_method',
  'subscription_default_method',
  'detach_method',
  'customer_note',
  'retry_invoice',
  'retry_payment',
  'void_invoice',
  'uncollectible_invoice',
  'pause_subscription',
  'resume_subscription',
  'cancel_subscription',
  'keep_subscription',
  'update_subscription',
  'pause_service',
  'resume_service',
  'start_subscription_again',
]
const finding = (
  id: ChangeFinding['id'],
  verdict: ChangeFinding['verdict'],
  text: string,
  about: string[] = [],
): ChangeFinding => ({ id, verdict, text, about })

/** What failed is in another room. */
type FakeFailures = Pick<ReturnType<typeof createFakeFailures>, 'findings' | 'money' | 'carryOut'>

export function createFakeChanges(
  deskNow: () => Desk,
  { customers }: FakeCustomers,
  options: FakeOptions,
  push: PushOut,
  failures: FakeFailures,
  subscriptions: Pick<FakeSubscriptions, 'money' | 'carryOut'>,
) {
  const { holdMilliseconds = 8000 } = options
  const outcome = options.changeOutcome ?? 'done'
  const orders = new Map<string, ChangeOrder>()
  const all = (): FakeCustomer[] => [...customers.values()]
  const ownerOf = (methodId: string): FakeCustomer | undefined =>
    all().find(({ methods }) => methods.some(({ id }) => id === methodId))
  const payerOf = (subscriptionId: string): FakeCustomer | undefined =>
    all().find(({ subscriptions }) => subscriptions.some(({ id }) => id === subscriptionId))

  function judge(change: Change): Judged | null {
    switch (change.kind) {
      case 'customer_default_method':
        return judgeDefault(change, customers.get(change.customerId))
      case 'subscription_default_method':
        return {
          objectId: change.subscriptionId,
          words: `${change.subscriptionId} will pay with ${wordsOf(ownerOf(change.paymentMethodId), change.paymentMethodId)}, whatever the customer's default is.`,
          findings: [methodFinding(payerOf(change.subscriptionId), change.paymentMethodId)],
        }
      case 'detach_method':
        return judgeDetach(change, ownerOf(change.paymentMethodId))
      // The room of refunds answers it.
      case 'cancel_refund':
        return null
      case 'customer_note':
        return judgeNote(change, customers.get(change.customerId))
      case 'setup_session': {
        const customer = customers.get(change.customerId)
        return {
          objectId: change.customerId,
          words: `A page is made on which ${nameOf(customer)} can leave a new payment method. Nothing is charged.`,
          findings: [leadsTo(change.successUrl), mailTo(customer)],
        }
      }
      case 'payment_session': {
        const { customerId, what } = change
        const customer = customerId === null ? undefined : customers.get(customerId)
        const words =
          'amount' in what
            ? `${spokenAmount(what.amount, what.currency)} for ${what.description}`
            : `${what.quantity} × ${what.priceId}`
        return {
          objectId: customerId ?? 'new',
          words: `A page is made on which ${customer ? nameOf(customer) : 'whoever gets its link'} can pay ${words}.`,
          findings: [leadsTo(change.successUrl), ...(customer ? [mailTo(customer)] : [])],
        }
      }
      case 'expire_session':
        return about(change.sessionId, 'The page is ended: nobody can pay on it any more.')
      case 'retry_invoice':
        return about(
          change.invoiceId,
          `${change.invoiceId} is tried once more, now.`,
          failures.findings(change),
        )
      case 'retry_payment':
        return about(
          change.paymentIntentId,
          `${change.paymentIntentId} is tried once more, now.`,
          failures.findings(change),
        )
      case 'void_invoice':
        return about(change.invoiceId, `${change.invoiceId} is voided: nobody owes it any more.`)
      case 'uncollectible_invoice':
        return about(change.invoiceId, `${change.invoiceId} is marked as uncollectible.`)
      case 'pause_subscription':
        return about(change.subscriptionId, `${change.subscriptionId} goes on, but nothing is collected.`)
      case 'resume_subscription':
        return about(change.subscriptionId, `${change.subscriptionId} is collected for again.`)
      case 'cancel_subscription':
        return about(
          change.subscriptionId,
          change.at === 'now'
            ? `${change.subscriptionId} ends now.`
            : `${change.subscriptionId} ends with its period.`,
        )
      case 'keep_subscription':
        return about(change.subscriptionId, `${change.subscriptionId} goes on after all.`)
      case 'update_subscription':
        return about(change.subscriptionId, `${change.subscriptionId} is changed.`)
      case 'pause_service':
        return about(change.subscriptionId, `${change.subscriptionId} stands still.`)
      case 'resume_service':
        return about(change.subscriptionId, `${change.subscriptionId} goes on.`)
      case 'start_subscription_again':
        return about(change.subscriptionId, `A new subscription like ${change.subscriptionId} starts.`)
    }
  }

  function circumstances(objectId: string): ChangeFinding[] {
    const { access } = deskNow()
    const open = [...orders.values()].find(
      (order) => order.objectId === objectId && ['held', 'sending', 'unknown'].includes(order.state),
    )
    return [
      ...(open
        ? [finding('open_order', 'stop', 'Another order about this is not settled yet.', [open.id])]
        : []),
      ...(access.orders === 'locked'
        ? [finding('mode', 'stop', 'This live desk is locked. Unlock it to order changes.')]
        : []),
    ]
  }

  function move(id: string, changes: Partial<ChangeOrder>): ChangeOrder {
    const order = { ...orders.get(id)!, ...changes }
    orders.set(id, order)
    push('change.changed', order)
    push('data.changed', { deskId: order.deskId, kinds: ['payments', 'orders'] })
    return order
  }

  function send(id: string): ChangeOrder {
    const order = move(id, { state: 'sending', sentAt: Date.now() })
    setTimeout(() => settle(order.id, outcome), 400)
    return order
  }

  function settle(id: string, how: NonNullable<FakeOptions['changeOutcome']>): ChangeOrder {
    const order = orders.get(id)!
    if (how === 'refused') {
      return move(id, {
        state: 'refused',
        settledAt: Date.now(),
        problem: {
          code: 'stripe_refused',
          message: 'Stripe refused the change: the payment method was detached meanwhile.',
          stripe: { requestId: 'req_Fake456' },
        },
      })
    }
    if (how === 'unknown') {
      return move(id, {
        state: 'unknown',
        problem: { code: 'stripe_unreachable', message: 'The connection broke while Stripe was answering.' },
      })
    }
    carryOut(order.change)
    const isPage = !held.includes(order.kind)
    return move(id, {
      state: 'done',
      settledAt: Date.now(),
      problem: null,
      resultId: isPage ? `cs_test_Fake${id.slice(0, 8)}` : order.objectId,
      result: isPage
        ? {
            url: `https://checkout.stripe.com/c/pay/cs_test_Fake${id.slice(0, 8)}#fidkdWxOYHwnPyd1blpxYHZxWjA0`,
            expiresAt: Date.now() + 86_400_000,
          }
        : null,
      confirmedByEvent: !isPage,
    })
  }

  function carryOut(change: Change): void {
    switch (change.kind) {
      case 'customer_default_method': {
        const customer = customers.get(change.customerId)
        if (customer) customer.defaultMethodId = change.paymentMethodId
        return
      }
      case 'subscription_default_method': {
        const found = payerOf(change.subscriptionId)?.subscriptions.find(
          ({ id }) => id === change.subscriptionId,
        )
        if (found) found.defaultPaymentMethodId = change.paymentMethodId
        return
      }
      case 'detach_method': {
        const customer = ownerOf(change.paymentMethodId)
        if (!customer) return
        customer.methods = customer.methods.filter(({ id }) => id !== change.paymentMethodId)
        if (customer.defaultMethodId === change.paymentMethodId) customer.defaultMethodId = null
        return
      }
      case 'customer_note': {
        const customer = customers.get(change.customerId)
        if (customer) customer.metadata['bursar_note'] = change.text
        return
      }
      case 'cancel_refund':
      case 'setup_session':
      case 'payment_session':
      case 'expire_session':
      case 'retry_invoice':
      case 'retry_payment':
      case 'void_invoice':
      case 'uncollectible_invoice':
        return failures.carryOut(change)
      case 'pause_subscription':
      case 'resume_subscription':
      case 'cancel_subscription':
      case 'keep_subscription':
      case 'update_subscription':
      case 'pause_service':
      case 'resume_service':
      case 'start_subscription_again':
        subscriptions.carryOut(change)
        return failures.carryOut(change)
    }
  }

  return {
    preflight({ change }: RequestOf<'change.preflight'>): Result<ChangePreflight> {
      const judged = judge(change)
      if (!judged) return failure('not_found', 'This is not on this desk.')
      const findings = [...judged.findings, ...circumstances(judged.objectId)]
      return success({
        kind: change.kind,
        objectId: judged.objectId,
        words: judged.words,
        money: 'subscriptionId' in change ? subscriptions.money(change) : failures.money(change),
        findings,
        base: `${judged.objectId} as it is`,
        canPlace: findings.every(({ verdict }) => verdict !== 'stop'),
        holdMs: held.includes(change.kind) ? holdMilliseconds : 0,
        checkedAt: Date.now(),
      })
    },

    place(request: RequestOf<'change.place'>): Result<ChangeOrder> {
      const { orderId, deskId, change, subject, note, confirmation } = request
      const before = orders.get(orderId)
      if (before) return success(before)
      const desk = deskNow()
      if (desk.access.orders === 'locked')
        return failure('locked', 'This live desk is locked. Nothing was ordered.')
      if (desk.mode === 'live' && (confirmation ?? null) === null)
        return failure(
          'confirmation_missing',
          'A change on a live desk has to be confirmed. Nothing was ordered.',
        )
      const judged = judge(change)
      if (!judged) return failure('not_found', 'This is not on this desk.')
      const now = Date.now()
      const hold = held.includes(change.kind) ? holdMilliseconds : 0
      orders.set(orderId, {
        id: orderId,
        deskId,
        kind: change.kind,
        state: 'held',
        objectId: judged.objectId,
        change,
        words: judged.words,
        subject,
        note,
        operator: 'ada',
        placedAt: now,
        sendAt: now + hold,
        sentAt: null,
        settledAt: null,
        resultId: null,
        result: null,
        problem: null,
        confirmedByEvent: false,
      })
      if (hold === 0) return success(settle(orderId, outcome))
      setTimeout(() => orders.get(orderId)?.state === 'held' && send(orderId), hold)
      return success(move(orderId, {}))
    },

    undo: ({ orderId }: { orderId: string }): Result<ChangeOrder> =>
      orders.get(orderId)?.state === 'held'
        ? success(move(orderId, { state: 'withdrawn', settledAt: Date.now() }))
        : failure('order_too_late', 'Too late to undo: the order is already with Stripe.'),

    sendNow: ({ orderId }: { orderId: string }): Result<ChangeOrder> =>
      orders.get(orderId)?.state === 'held'
        ? success(send(orderId))
        : failure('order_too_late', 'It was already sent.'),

    reconcile: ({ orderId }: { orderId: string }): Result<ChangeOrder> =>
      orders.has(orderId)
        ? success(settle(orderId, 'done'))
        : failure('not_found', 'There is no such order on this desk.'),

    all: (): ChangeOrder[] => [...orders.values()],

    list({ state, kind, objectId }: RequestOf<'changes.list'>) {
      const found = [...orders.values()].filter(
        (order) =>
          (state === undefined || state.includes(order.state)) &&
          (kind === undefined || kind.includes(order.kind)) &&
          (objectId === undefined || order.objectId === objectId),
      )
      return success({ rows: found.toSorted((one, other) => other.placedAt - one.placedAt), next: null })
    },
  }
}

const about = (objectId: string, words: string, found: ChangeFinding[] = []): Judged => ({
  objectId,
  words,
  findings: [finding('object', 'ok', 'It is open.', [objectId]), ...found],
})

const nameOf = (customer: FakeCustomer | undefined): string =>
  customer?.row.name ?? customer?.row.email ?? 'the customer'

function wordsOf(customer: FakeCustomer | undefined, methodId: string): string {
  const method = customer?.methods.find(({ id }) => id === methodId)?.method
  return method ? spokenMethod(method.type, method.brand, method.last4) : methodId
}

function methodFinding(customer: FakeCustomer | undefined, methodId: string): ChangeFinding {
  const words = wordsOf(customer, methodId)
  const expired =
    customer && methodsOf(customer).some(({ id, expiry }) => id === methodId && expiry === 'expired')
  return expired === true
    ? finding('method', 'warn', `${words} has expired: payments with it will most likely fail.`, [methodId])
    : finding('method', 'ok', `${words} belongs to this customer.`, [methodId])
}

function judgeDefault(
  { paymentMethodId }: ChangeOf<'customer_default_method'>,
  customer: FakeCustomer | undefined,
): Judged | null {
  if (!customer) return null
  const words = wordsOf(customer, paymentMethodId)
  const apart = customer.subscriptions.filter(
    ({ defaultPaymentMethodId: own }) => own !== null && own !== paymentMethodId,
  )
  const following = customer.subscriptions.filter(({ defaultPaymentMethodId: own }) => own === null)
  const ids = (these: readonly { id: string }[]): string[] => these.map(({ id }) => id)
  return {
    objectId: customer.row.id,
    words: `${words} becomes the default of ${nameOf(customer)} for invoices, and for subscriptions without a method of their own.`,
    findings: [
      methodFinding(customer, paymentMethodId),
      ...(customer.defaultMethodId === paymentMethodId
        ? [finding('already', 'stop', `${words} is this customer's default already.`, [paymentMethodId])]
        : []),
      ...(apart.length > 0
        ? [
            finding(
              'subscriptions',
              'warn',
              `One subscription pays with another method of its own and will go on doing so: ${ids(apart).join(', ')}. Change it too.`,
              ids(apart),
            ),
          ]
        : []),
      ...(following.length > 0
        ? [
            finding(
              'subscriptions',
              'ok',
              `One subscription will pay with it from now on: ${ids(following).join(', ')}.`,
              ids(following),
            ),
          ]
        : []),
    ],
  }
}

function judgeNote(
  { customerId, text }: ChangeOf<'customer_note'>,
  customer: FakeCustomer | undefined,
): Judged | null {
  if (!customer) return null
  const earlier = customer.metadata['bursar_note']
  return {
    objectId: customerId,
    words: `The note goes into the metadata of ${nameOf(customer)} at Stripe.`,
    findings: [
      ...(earlier === text
        ? [finding('already', 'stop', 'This note stands at Stripe already.', [customerId])]
        : []),
      earlier === undefined
        ? finding('replaced', 'ok', 'No earlier note stands there.')
        : finding('replaced', 'warn', `It replaces the earlier note, which says: “${earlier}”.`, [
            customerId,
          ]),
      finding(
        'visible',
        'warn',
        'Everybody with access to the Stripe account sees it there, and every program that reads the customer.',
      ),
    ],
  }
}

function judgeDetach(
  { paymentMethodId }: ChangeOf<'detach_method'>,
  customer: FakeCustomer | undefined,
): Judged | null {
  if (!customer) return null
  const isDefault = customer.defaultMethodId === paymentMethodId
  const failing = customer.subscriptions
    .filter(({ defaultPaymentMethodId: own }) => own === paymentMethodId || (own === null && isDefault))
    .map(({ id }) => id)
  return {
    objectId: paymentMethodId,
    words: `${wordsOf(customer, paymentMethodId)} is taken away from ${nameOf(customer)}, for good.`,
    findings: [
      finding('permanent', 'warn', 'This is for good: Stripe does not let it be attached again.', [
        paymentMethodId,
      ]),
      ...(isDefault
        ? [
            finding(
              'default',
              'warn',
              `It is the default of ${nameOf(customer)}: invoices without another method can no longer be charged.`,
              [customer.row.id],
            ),
          ]
        : []),
      failing.length > 0
        ? finding(
            'subscriptions',
            'warn',
            `One subscription pays with it, and its next payment will fail: ${failing.join(', ')}. Give that one another method first.`,
            failing,
          )
        : finding('subscriptions', 'ok', 'No subscription that charges by itself pays with it.'),
    ],
  }
}

const leadsTo = (url: string | null): ChangeFinding =>
  finding('address', 'ok', `Leads to ${url ?? 'https://lovelace-bindery.example'} afterwards.`)

function mailTo(customer: FakeCustomer | undefined): ChangeFinding {
  const email = customer?.row.email ?? null
  return email === null
    ? finding('email', 'warn', 'This customer has no email address: send the link another way.')
    : finding('email', 'ok', `Can be sent to ${email}.`)
}
