// A small Stripe for the convergence test: objects with every version they ever had, and the events of each change. Moments are
// exact here, while events and answers tell whole seconds only, as Stripe's do.

export type StripeObject = Record<string, unknown> & { id: string; object: string }

export interface ModelEvent {
  /** Milliseconds; never told. */
  moment: number
  body: { id: string; type: string; created: number } & Record<string, unknown>
}

interface Version {
  moment: number
  /** null once it is deleted. */
  object: StripeObject | null
}

export interface Model {
  events: readonly ModelEvent[]
  /** Runs one operation of the history, chosen and shaped by three numbers. */
  operate(kind: number, which: number, how: number): void
  /** All objects that exist at a moment. */
  at(moment: number): StripeObject[]
  read(id: string, moment: number): StripeObject | null
  now(): number
}

const start = 1_790_000_000_000

export function makeModel(): Model {
  let clock = start
  let serial = 0
  const events: ModelEvent[] = []
  const versions = new Map<string, Version[]>()

  const seconds = (): number => Math.floor(clock / 1000)
  const newId = (prefix: string): string => `${prefix}_${(serial += 1).toString().padStart(4, '0')}`
  const current = (id: string): StripeObject | null => versions.get(id)?.at(-1)?.object ?? null
  const alive = (object: string): StripeObject[] =>
    [...versions.values()].flatMap((history) => {
      const last = history.at(-1)?.object
      return last?.object === object ? [last] : []
    })

  function store(id: string, object: StripeObject | null): void {
    const history = versions.get(id) ?? []
    history.push({ moment: clock, object })
    versions.set(id, history)
  }

  function emit(type: string, object: StripeObject, previous?: object): void {
    events.push({
      moment: clock,
      body: {
        id: newId('evt'),
        object: 'event',
        api_version: '2026-10-28.endive',
        type,
        created: seconds(),
        livemode: false,
        request: { id: null, idempotency_key: null },
        data: { object: structuredClone(object), ...(previous && { previous_attributes: previous }) },
      },
    })
    // Every change has a moment of its own, a few of them in one second.
    clock += 1
  }

  function create(object: StripeObject, type: string | null): StripeObject {
    const made = { created: seconds(), livemode: false, metadata: {}, ...object }
    store(made.id, made)
    if (type !== null) emit(type, made)
    return made
  }

  function change(object: StripeObject, fields: object, type: string | null): StripeObject {
    const before = current(object.id)!
    const after = { ...before, ...fields } as StripeObject
    store(after.id, after)
    const previous = Object.fromEntries(Object.keys(fields).map((field) => [field, before[field] ?? null]))
    if (type !== null) emit(type, after, previous)
    return after
  }

  function remove(object: StripeObject, type: string): void {
    store(object.id, null)
    emit(type, object)
  }

  function pay(intent: StripeObject, how: number): void {
    const succeeds = how % 3 !== 0
    const charge = create(
      {
        id: newId('ch'),
        object: 'charge',
        payment_intent: intent.id,
        customer: intent['customer'],
        amount: intent['amount'],
        amount_captured: succeeds ? intent['amount'] : 0,
        amount_refunded: 0,
        currency: 'eur',
        status: succeeds ? 'succeeded' : 'failed',
        paid: succeeds,
        captured: succeeds,
        refunded: false,
        disputed: false,
        failure_code: succeeds ? null : 'card_declined',
        payment_method: intent['payment_method'],
        payment_method_details: {
          type: 'card',
          card: {
            brand: 'visa',
            last4: String(1000 + (how % 9000)),
            exp_month: 4,
            exp_year: 2030,
            ...(how % 2 === 0 && { fingerprint: `print_${how % 4}` }),
          },
        },
        billing_details: { name: null, email: null },
        balance_transaction: null,
      },
      succeeds ? 'charge.succeeded' : 'charge.failed',
    )
    change(
      intent,
      succeeds
        ? {
            status: 'succeeded',
            amount_received: intent['amount'],
            latest_charge: charge.id,
            last_payment_error: null,
          }
        : {
            status: 'requires_payment_method',
            latest_charge: charge.id,
            last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' },
          },
      succeeds ? 'payment_intent.succeeded' : 'payment_intent.payment_failed',
    )
  }

  function refund(charge: StripeObject, how: number): void {
    const left = Number(charge['amount_captured']) - Number(charge['amount_refunded'])
    const amount = Math.min(left, 1 + (how % 500))
    const pending = how % 2 === 0
    create(
      {
        id: newId('re'),
        object: 'refund',
        charge: charge.id,
        payment_intent: charge['payment_intent'],
        amount,
        currency: 'eur',
        status: pending ? 'pending' : 'succeeded',
        reason: null,
      },
      'refund.created',
    )
    if (!pending) countRefunded(charge, amount, 'charge.refunded')
  }

  function countRefunded(charge: StripeObject, amount: number, type: string | null): void {
    const refunded = Number(charge['amount_refunded']) + amount
    change(
      charge,
      { amount_refunded: refunded, refunded: refunded >= Number(charge['amount_captured']) },
      type,
    )
  }

  function itemOf(product: string, how: number): object {
    return {
      id: newId('si'),
      object: 'subscription_item',
      quantity: 1 + (how % 4),
      price: { id: `price_of_${product}`, object: 'price', product, currency: 'eur', unit_amount: 900 },
      current_period_start: seconds(),
      current_period_end: seconds() + 2_592_000,
    }
  }

  function subscribe(customer: StripeObject | undefined, how: number): void {
    create(
      {
        id: newId('sub'),
        object: 'subscription',
        customer: customer?.id ?? null,
        status: 'active',
        currency: 'eur',
        cancel_at_period_end: false,
        items: {
          object: 'list',
          data: [itemOf('prod_shared', how)],
        },
      },
      'customer.subscription.created',
    )
  }

  function bill(subscription: StripeObject | undefined, how: number): void {
    create(
      {
        id: newId('in'),
        object: 'invoice',
        customer: subscription?.['customer'] ?? null,
        status: 'draft',
        currency: 'eur',
        amount_due: 900 + (how % 7),
        amount_paid: 0,
        amount_remaining: 900 + (how % 7),
        total: 900 + (how % 7),
        attempt_count: 0,
        parent: { subscription_details: { subscription: subscription?.id ?? null } },
        lines: {
          object: 'list',
          data: [{ id: newId('il'), object: 'line_item', amount: 900, currency: 'eur', quantity: 1 }],
        },
      },
      'invoice.created',
    )
  }

  /** Each returns false when there is nothing it could be done to. */
  const operations: readonly ((which: number, how: number) => boolean)[] = [
    () => (
      create(
        { id: newId('cus'), object: 'customer', name: `Name ${serial}`, email: null },
        'customer.created',
      ),
      true
    ),
    (which, how) =>
      on('customer', which, (found) => change(found, { name: `Name ${how % 5}` }, 'customer.updated')),
    (which, how) => on('customer', which, (found) => how % 3 === 0 && remove(found, 'customer.deleted')),
    (which) => {
      const customer = pick(alive('customer'), which)
      create(
        {
          id: newId('pi'),
          object: 'payment_intent',
          amount: 1000 + which,
          amount_received: 0,
          amount_capturable: 0,
          currency: 'eur',
          status: 'requires_payment_method',
          customer: customer?.id ?? null,
          latest_charge: null,
          payment_method: pick(alive('payment_method'), which)?.id ?? null,
          last_payment_error: null,
          description: null,
          payment_details: {
            customer_reference: null,
            order_reference: pick(alive('invoice'), which)?.id ?? null,
          },
        },
        'payment_intent.created',
      )
      return true
    },
    (which, how) =>
      on(
        'payment_intent',
        which,
        (found) => found['status'] === 'requires_payment_method' && pay(found, how),
      ),
    (which) =>
      on(
        'payment_intent',
        which,
        (found) =>
          found['status'] === 'requires_payment_method' &&
          change(found, { status: 'canceled', canceled_at: seconds() }, 'payment_intent.canceled'),
      ),
    (which, how) =>
      on(
        'charge',
        which,
        (found) => Number(found['amount_captured']) > Number(found['amount_refunded']) && refund(found, how),
      ),
    (which, how) =>
      on('refund', which, (found) => {
        const isPending = found['status'] === 'pending'
        const fails = how % 3 === 0
        if (found['status'] === 'failed' || !(isPending || fails)) return
        // A pending one is not counted on the charge yet, and one that failed no more; no event of the charge tells.
        if (isPending !== fails) {
          const amount = Number(found['amount'])
          countRefunded(current(String(found['charge']))!, fails ? -amount : amount, null)
        }
        change(found, { status: fails ? 'failed' : 'succeeded' }, fails ? 'refund.failed' : 'refund.updated')
      }),
    (which) =>
      on('charge', which, (found) => {
        if (found['paid'] !== true || found['disputed'] === true) return
        change(found, { disputed: true }, null)
        create(
          {
            id: newId('dp'),
            object: 'dispute',
            charge: found.id,
            payment_intent: found['payment_intent'],
            amount: found['amount'],
            currency: 'eur',
            status: 'needs_response',
            reason: 'fraudulent',
          },
          'charge.dispute.created',
        )
      }),
    (which, how) =>
      on('dispute', which, (found) =>
        change(found, { status: how % 2 ? 'won' : 'lost' }, 'charge.dispute.closed'),
      ),
    (which, how) => {
      const method = {
        id: newId('pm'),
        object: 'payment_method',
        type: 'card',
        customer: pick(alive('customer'), which)?.id ?? null,
        card: { brand: 'visa', last4: '4242', exp_month: 1 + (how % 12), exp_year: 2031 },
      }
      return (create(method, 'payment_method.attached'), true)
    },
    (which, how) =>
      on('payment_method', which, (found) =>
        how % 4 === 0
          ? change(found, { customer: null }, 'payment_method.detached')
          : change(
              found,
              { card: { brand: 'visa', last4: '4242', exp_month: 1 + (how % 12), exp_year: 2032 } },
              'payment_method.updated',
            ),
      ),
    () => (
      create({ id: newId('prod'), object: 'product', name: 'Tea', active: true }, 'product.created'),
      true
    ),
    (which, how) =>
      on('product', which, (found) =>
        how % 4 === 0
          ? remove(found, 'product.deleted')
          : change(found, { name: `Tea ${how % 3}`, active: how % 2 === 0 }, 'product.updated'),
      ),
    (which) => {
      const price = create(
        {
          id: newId('price'),
          object: 'price',
          product: pick(alive('product'), which)?.id ?? null,
          active: true,
          currency: 'eur',
          unit_amount: 900,
          type: 'recurring',
          recurring: { interval: 'month', interval_count: 1 },
          nickname: null,
        },
        'price.created',
      )
      emit('plan.created', planOf(price))
      return true
    },
    (which, how) =>
      on('price', which, (found) => {
        if (how % 5 === 0) {
          remove(found, 'price.deleted')
          return emit('plan.deleted', planOf(found))
        }
        emit('plan.updated', planOf(change(found, { nickname: `N${how % 3}` }, 'price.updated')))
      }),
    (which, how) => (subscribe(pick(alive('customer'), which), how), true),
    (which, how) =>
      on('subscription', which, (found) => {
        if (found['status'] === 'canceled') return
        if (how % 3 === 0)
          return change(found, { status: 'canceled', ended_at: seconds() }, 'customer.subscription.deleted')
        switch (how % 5) {
          case 0:
            return change(found, { cancel_at_period_end: how % 2 === 0 }, 'customer.subscription.updated')
          case 1:
            return change(
              found,
              { pause_collection: how % 2 === 0 ? { behavior: 'void', resumes_at: null } : null },
              'customer.subscription.updated',
            )
          case 2:
            return change(
              found,
              {
                items: { object: 'list', data: [itemOf(`prod_${how % 2 === 0 ? 'shared' : 'other'}`, how)] },
              },
              'customer.subscription.updated',
            )
          default:
            // Back and forth, now and then within one second.
            change(
              found,
              { status: ['active', 'past_due', 'unpaid', 'trialing', 'incomplete', 'paused'][how % 6] },
              'customer.subscription.updated',
            )
            if (how % 4 === 1)
              change(current(found.id)!, { status: 'active' }, 'customer.subscription.updated')
        }
      }),
    (which, how) => (bill(pick(alive('subscription'), which), how), true),
    (which, how) =>
      on('invoice', which, (found) => {
        if (found['status'] === 'draft' && how % 4 === 0) return remove(found, 'invoice.deleted')
        if (found['status'] === 'draft')
          return change(
            found,
            {
              status: 'open',
              number: `N-${found.id}`,
              payment_intent: pick(alive('payment_intent'), which)?.id ?? null,
              next_payment_attempt: seconds() + 86_400,
            },
            'invoice.finalized',
          )
        if (found['status'] !== 'open') return
        if (how % 5 === 0)
          return change(
            found,
            { status: 'void', next_payment_attempt: null, status_transitions: { voided_at: seconds() } },
            'invoice.voided',
          )
        if (how % 7 === 0)
          return change(
            found,
            { status: 'uncollectible', status_transitions: { marked_uncollectible_at: seconds() } },
            'invoice.marked_uncollectible',
          )
        if (how % 2 === 0)
          return change(
            found,
            {
              attempt_count: Number(found['attempt_count']) + 1,
              next_payment_attempt: how % 6 === 0 ? null : seconds() + 259_200,
            },
            'invoice.payment_failed',
          )
        const paid = { status: 'paid', amount_paid: found['amount_due'], amount_remaining: 0 }
        emit('invoice.payment_succeeded', change(found, paid, 'invoice.paid'))
      }),
    (_, how) => {
      const payout = {
        id: newId('po'),
        object: 'payout',
        amount: 100 + how,
        currency: 'eur',
        status: 'pending',
        automatic: true,
      }
      return (create(payout, 'payout.created'), true)
    },
    (which, how) =>
      on('payout', which, (found) =>
        change(found, { status: how % 2 ? 'paid' : 'failed' }, how % 2 ? 'payout.paid' : 'payout.failed'),
      ),
  ]

  function on(object: string, which: number, act: (found: StripeObject) => unknown): boolean {
    const found = pick(alive(object), which)
    if (found === undefined) return false
    act(found)
    return true
  }

  return {
    events,
    operate(kind, which, how) {
      // Most of the time nothing passes: many changes of one second.
      clock += how % 4 === 0 ? 1000 * (1 + (which % 4)) : 30
      const first = kind % operations.length
      for (let next = first; next < first + operations.length; next += 1)
        if (operations[next % operations.length]!(which, how)) return
    },
    at: (moment) =>
      [...versions.keys()].map((id) => versionAt(id, moment)).filter((object) => object !== null),
    read: versionAt,
    now: () => clock,
  }

  function versionAt(id: string, moment: number): StripeObject | null {
    return versions.get(id)?.findLast((version) => version.moment <= moment)?.object ?? null
  }
}

/** The older form of a price, told under the same id. */
function planOf(price: StripeObject): StripeObject {
  return {
    id: price.id,
    object: 'plan',
    product: price['product'],
    active: price['active'],
    currency: 'eur',
    amount: price['unit_amount'],
    interval: 'month',
    interval_count: 1,
    created: price['created'],
  }
}

function pick<Item>(items: readonly Item[], which: number): Item | undefined {
  return items[which % Math.max(1, items.length)]
}
