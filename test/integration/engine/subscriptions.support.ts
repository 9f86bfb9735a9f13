// Subscribers of the simulator over Stripe's own operations, for the orders that change what they pay.
import type {
  Change,
  ExpectedMoney,
  ItemChange,
  SubscriptionPreview,
  SubscriptionUpdate,
} from '../../../src/contract/index.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { truth, type openChangeRooms } from './changes.support.ts'

type Rooms = ReturnType<typeof openChangeRooms>

/** A customer with a good card, and three prices of a product; `subscribe` makes a subscription as Stripe would be asked to. */
export async function aSubscriber(bench: Bench, currency = 'eur') {
  const post = async (path: string, sent: Record<string, unknown> = {}) => {
    const { body, status } = await bench.post(path, sent)
    if (status >= 400) throw new Error(`${path}: ${JSON.stringify(body)}`)
    return body
  }
  const { id: customer } = await post('/v1/customers', { name: 'Mia Vogel', email: 'mia@example.com' })
  const attach = async (card: string): Promise<string> =>
    (await post(`/v1/payment_methods/${card}/attach`, { customer })).id
  const card = await attach('pm_card_visa')
  await post(`/v1/customers/${customer}`, { invoice_settings: { default_payment_method: card } })
  const product = await post('/v1/products', { name: 'Box' })
  const price = async (unitAmount: number, interval = 'month'): Promise<string> =>
    (
      await post('/v1/prices', {
        product: product.id,
        currency,
        unit_amount: unitAmount,
        recurring: { interval },
      })
    ).id
  const [basic, pro, yearly] = [await price(2400), await price(6000), await price(24_000, 'year')]
  return {
    post,
    customer: customer as string,
    attach,
    card,
    price,
    basic,
    pro,
    yearly,
    subscribe: async (more: Record<string, unknown> = {}): Promise<string> =>
      (await post('/v1/subscriptions', { customer, items: [{ price: basic }], ...more })).id,
  }
}

export const subscriptionAt = (bench: Bench, id: string) => {
  const found = truth(bench).subscriptions.get(id)
  if (found === undefined) throw new Error('there is no such subscription')
  return found
}

export const newestInvoice = (bench: Bench, subscription: string) => {
  const all = [...truth(bench).invoices.values()].filter(
    ({ parent }) => parent?.subscription_details?.subscription === subscription,
  )
  const newest = all.at(-1)
  if (newest === undefined) throw new Error('nothing was invoiced')
  return newest
}

export const updateOf = (
  subscriptionId: string,
  more: Partial<SubscriptionUpdate> = {},
): SubscriptionUpdate => ({
  subscriptionId,
  items: [],
  prorationBehavior: 'create_prorations',
  anchor: 'unchanged',
  discount: null,
  trialEnd: null,
  collection: null,
  paymentMethodId: null,
  ...more,
})

export const otherPrice = (itemId: string, priceId: string, quantity: number | null = null): ItemChange => ({
  what: 'change',
  itemId,
  priceId,
  quantity,
})

export async function previewed(
  rooms: Rooms,
  what: Parameters<Rooms['changes']['preview']>[0],
): Promise<SubscriptionPreview> {
  const preview = await rooms.changes.preview(what)
  if (!preview.ok) throw new Error(preview.error.message)
  return preview.value
}

export async function changeOf(rooms: Rooms, update: SubscriptionUpdate) {
  const preview = await previewed(rooms, { kind: 'update', update })
  return { preview, change: ordering(update, preview.expected) }
}

export const ordering = (update: SubscriptionUpdate, expected: ExpectedMoney): Change => ({
  kind: 'update_subscription',
  subscriptionId: update.subscriptionId,
  update,
  expected,
})
