// A desk's changes over the real simulator and real encrypted files, with a customer, cards, subscriptions and a clock to move.
import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { openAudit } from '../../../electron/engine/audit/audit.ts'
import { openChanges } from '../../../electron/engine/changes/changes.ts'
import { openChangeJournal } from '../../../electron/engine/journal/changes.ts'
import { nameOf } from '../../../electron/store/queries/names.ts'
import { rulesOf } from '../../../electron/store/queries/failures/decline-rules.ts'
import { casesOf } from '../../../electron/store/queries/failures/failure-cases.ts'
import type { Change, ChangeOrder, Failure, ParsedRequestOf } from '../../../src/contract/index.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { deskId, openRooms, type DeskOptions } from './desk.ts'

export function openChangeRooms(bench: Bench, options: DeskOptions = {}) {
  const rooms = openRooms(bench, options)
  const { store, clock, gateway, projector, bugs } = rooms
  const now = (): number => clock.now
  const told: ChangeOrder[] = []
  const denied: { by: Failure | null } = { by: null }
  const events = new Map<string, string>()
  const audit = openAudit(store.journal, { now, operator: 'ada' })
  const journal = openChangeJournal(store.journal, now, audit)
  const changes = openChanges({
    deskId,
    gateway,
    projector,
    journal,
    audit,
    access: { whyNotSend: () => denied.by, whyNoChange: () => denied.by, holdMs: () => 8000 },
    own: {
      rules: () => rulesOf(store.journal),
      isWrittenOff: (paymentIntentId) =>
        casesOf(store.cache, store.journal).writtenOffAt(paymentIntentId) !== null,
      nameOf: (id) => nameOf(store.cache, id),
    },
    eventOf: (key) => events.get(key) ?? null,
    now,
    changed: (order) => void told.push(order),
    onBug: (error) => bugs.push(error),
  })
  onTestFinished(() => {
    if (store.journal.open) changes.stop()
  })
  return {
    ...rooms,
    journal,
    changes,
    told,
    denied,
    events,
    statesOf: (orderId: string) => told.filter(({ id }) => id === orderId).map(({ state }) => state),
    /** Places it, and sends it where it is held. */
    async order(change: Change, more: Partial<ParsedRequestOf<'change.place'>> = {}) {
      const request = {
        deskId,
        orderId: randomUUID(),
        change,
        subject: null,
        note: null,
        confirmation: null,
        ...more,
      }
      const placed = await changes.place(request)
      if (!placed.ok || placed.value.state !== 'held') return placed
      return changes.sendNow(request.orderId)
    },
  }
}

export function placeRequest(
  change: Change,
  more: Partial<ParsedRequestOf<'change.place'>> = {},
): ParsedRequestOf<'change.place'> {
  return { deskId, orderId: randomUUID(), change, subject: null, note: null, confirmation: null, ...more }
}

/** A customer with two cards, of which the first is the default, one subscription that follows it and one with the second. */
export async function aCustomer(bench: Bench) {
  const post = async (path: string, sent: Record<string, unknown>) => (await bench.post(path, sent)).body
  const { id: customer } = await post('/v1/customers', { name: 'Mia Vogel', email: 'mia@example.com' })
  const attach = async (card: string): Promise<string> =>
    (await post(`/v1/payment_methods/${card}/attach`, { customer })).id
  const [first, second] = [await attach('pm_card_visa'), await attach('pm_card_mastercard')]
  await post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: first } })
  const product = await post('/v1/products', { name: 'Box' })
  const facts = { product: product.id, currency: 'eur', unit_amount: 2400 }
  const monthly = await post('/v1/prices', { ...facts, recurring: { interval: 'month' } })
  const price = await post('/v1/prices', facts)
  const subscribe = (paymentMethod?: string): string => {
    const wanted = { customer, price: monthly.id, ...(paymentMethod === undefined ? {} : { paymentMethod }) }
    const made = bench.simulator.subscribe(bench.account, 'test', wanted)
    if (!made) throw new Error('could not subscribe')
    return made.id
  }
  return {
    customer: customer as string,
    first,
    second,
    follows: subscribe(),
    apart: subscribe(second),
    price: price.id as string,
    monthly: monthly.id as string,
  }
}

/** What is really there. */
export const truth = (bench: Bench) => bench.simulator.ledger(bench.account, 'test')

export const sessionsOf = (bench: Bench, orderId: string) =>
  [...truth(bench).checkoutSessions.values()].filter(({ metadata }) => metadata['bursar_order'] === orderId)

export const successUrl = 'https://shop.example.com/thanks'

/** One change of each kind that such a customer can be given. */
export function changesOf(at: Awaited<ReturnType<typeof aCustomer>>) {
  const { customer: customerId, second: paymentMethodId, follows: subscriptionId } = at
  return {
    newDefault: { kind: 'customer_default_method', customerId, paymentMethodId },
    newOwn: { kind: 'subscription_default_method', subscriptionId, paymentMethodId },
    detach: { kind: 'detach_method', paymentMethodId },
    setupPage: { kind: 'setup_session', customerId, currency: 'eur', successUrl },
    paymentPage: {
      kind: 'payment_session',
      customerId,
      what: { amount: 4990, currency: 'eur', description: 'Burr set' },
      successUrl,
    },
  } as const satisfies Record<string, Change>
}

export const defaultOf = (bench: Bench, customer: string) =>
  truth(bench).customers.get(customer)?.invoice_settings.default_payment_method

export const ownOf = (bench: Bench, subscription: string) =>
  truth(bench).subscriptions.get(subscription)?.default_payment_method
