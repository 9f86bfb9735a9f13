// What a change of a subscription comes to while it is typed: only what was touched is asked for, and nothing that is amiss.
import { describe, expect, it } from 'vitest'
import type { PriceRow } from '../../../../../src/contract/prices.ts'
import { subscriptionUpdateSchema } from '../../../../../src/contract/subscription-changes.ts'
import type { SubscriptionDetail } from '../../../../../src/contract/subscriptions.ts'
import {
  addedItem,
  draftOf,
  readUpdate,
  type UpdateDraft,
} from '../../../../../src/renderer/features/changes/update-draft.ts'

const item = (id: string, quantity: number | null) => ({
  id,
  priceId: `price_${id}`,
  productId: 'prod_1',
  productName: 'Reading room',
  unitAmount: 1900,
  quantity,
  interval: 'month',
  intervalCount: 1,
  currentPeriodStart: 1,
  currentPeriodEnd: 2,
  retired: false,
})
const detail = { items: [item('si_1', 2), item('si_2', 1)] } as unknown as SubscriptionDetail
const metered = { items: [item('si_m', null)] } as unknown as SubscriptionDetail
const price = { id: 'price_new', currency: 'eur', type: 'recurring' } as PriceRow
const now = Date.UTC(2026, 10, 26)

const read = (changes: Partial<UpdateDraft>, of = detail) =>
  readUpdate({ ...draftOf(of), ...changes }, 'sub_1', now)
const items = (
  change: (draft: UpdateDraft['items'][number], index: number) => Partial<UpdateDraft['items'][number]>,
) => draftOf(detail).items.map((each, index) => ({ ...each, ...change(each, index) }))

describe('a change of a subscription', () => {
  it('is none while nothing was touched, whichever way the difference is charged', () => {
    expect(read({})).toEqual({ state: 'unchanged' })
    expect(read({ proration: 'always_invoice' })).toEqual({ state: 'unchanged' })
    expect(read({}, metered)).toEqual({ state: 'unchanged' })
  })

  it('holds only the items that differ, each with what differs', () => {
    const update = read({
      items: [
        ...items((_, index) => (index === 0 ? { quantity: '7' } : { removed: true })),
        addedItem(price),
      ],
    })
    expect(update).toMatchObject({
      state: 'update',
      update: {
        items: [
          { what: 'change', itemId: 'si_1', priceId: null, quantity: 7 },
          { what: 'remove', itemId: 'si_2' },
          { what: 'add', priceId: 'price_new', quantity: 1 },
        ],
        discount: null,
        trialEnd: null,
        collection: null,
        paymentMethodId: null,
      },
    })
    if (update.state !== 'update') throw new Error('it comes to no update')
    expect(subscriptionUpdateSchema.parse(update.update)).toEqual(update.update)
  })

  it('with another price of a metered item asks for how many of it', () => {
    const [draft] = draftOf(metered).items
    expect(read({ items: [{ ...draft!, price }] }, metered)).toEqual({ state: 'amiss' })
    expect(read({ items: [{ ...draft!, price, quantity: '3' }] }, metered)).toMatchObject({
      update: { items: [{ what: 'change', itemId: 'si_m', priceId: 'price_new', quantity: 3 }] },
    })
  })

  it('with a price that is billed by usage holds no quantity, which Stripe would refuse', () => {
    const usage = { ...price, metered: true }
    const update = read({ items: [{ ...draftOf(detail).items[0]!, price: usage }, addedItem(usage)] })
    expect(update).toMatchObject({
      update: {
        items: [
          { what: 'change', itemId: 'si_1', priceId: 'price_new', quantity: null },
          { what: 'add', priceId: 'price_new', quantity: null },
        ],
      },
    })
  })

  it('begins with the days after which its invoices are due now', () => {
    expect(draftOf({ items: [], daysUntilDue: 14 } as unknown as SubscriptionDetail).daysUntilDue).toBe('14')
  })

  it.each<[string, Partial<UpdateDraft>]>([
    ['no number of things', { items: items(() => ({ quantity: '1.5' })) }],
    ['a negative number', { items: items(() => ({ quantity: '-1' })) }],
    ['nothing left in it', { items: items(() => ({ removed: true })) }],
    ['no coupon', { discount: 'coupon', couponId: '' }],
    ['what is no id of a coupon', { discount: 'coupon', couponId: '20 % off' }],
    ['a trial that ends on a day that has passed', { trial: 'date', trialDay: '2026-11-25' }],
    ['a trial that ends on no day', { trial: 'date', trialDay: '' }],
    ['more days than a year', { collection: 'send_invoice', daysUntilDue: '366' }],
  ])('is amiss with %s', (_, changes) => {
    expect(read({ ...changes })).toEqual({ state: 'amiss' })
  })

  it('takes discount, trial, collection and method as they were chosen', () => {
    expect(
      read({
        discount: 'none',
        trial: 'now',
        anchor: 'now',
        collection: 'send_invoice',
        daysUntilDue: '14',
        paymentMethodId: 'pm_1',
      }),
    ).toMatchObject({
      update: {
        discount: 'none',
        trialEnd: 'now',
        anchor: 'now',
        collection: { method: 'send_invoice', daysUntilDue: 14 },
        paymentMethodId: 'pm_1',
      },
    })
  })
})
