// A change of a subscription while it is typed, and what it comes to: read exactly or not at all. What was not touched is left as it is. Pure.
import type { PriceRow } from '../../../contract/prices.ts'
import type { ProrationBehavior } from '../../../contract/subscription-lists.ts'
import type { ItemChange, SubscriptionUpdate } from '../../../contract/subscription-changes.ts'
import type { SubscriptionDetail, SubscriptionItem } from '../../../contract/subscriptions.ts'
import { futureDay } from './day-field.tsx'

export interface ItemDraft {
  key: string
  /** As it is now; null: it is added. */
  item: SubscriptionItem | null
  /** Null: as it is. */
  price: PriceRow | null
  /** As typed. */
  quantity: string
  removed: boolean
}

export interface UpdateDraft {
  items: readonly ItemDraft[]
  proration: ProrationBehavior
  anchor: 'unchanged' | 'now'
  discount: 'keep' | 'none' | 'coupon'
  couponId: string
  trial: 'keep' | 'now' | 'date'
  /** "2026-11-30". */
  trialDay: string
  collection: 'keep' | 'charge_automatically' | 'send_invoice'
  daysUntilDue: string
  /** Empty: as it is. */
  paymentMethodId: string
}

export function draftOf({ items, daysUntilDue }: SubscriptionDetail): UpdateDraft {
  return {
    items: items.map((item, index) => ({
      key: item.id ?? String(index),
      item,
      price: null,
      quantity: item.quantity === null ? '' : String(item.quantity),
      removed: false,
    })),
    proration: 'create_prorations',
    anchor: 'unchanged',
    discount: 'keep',
    couponId: '',
    trial: 'keep',
    trialDay: '',
    collection: 'keep',
    daysUntilDue: String(daysUntilDue ?? 30),
    paymentMethodId: '',
  }
}

export const addedItem = (price: PriceRow): ItemDraft => ({
  key: crypto.randomUUID(),
  item: null,
  price,
  quantity: '1',
  removed: false,
})

const mostOfOne = 999_999
const mostDays = 365

/** Null for what is no number of things. */
export function readQuantity(typed: string): number | null {
  const quantity = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : -1
  return quantity >= 0 && quantity <= mostOfOne ? quantity : null
}

export function readDays(typed: string): number | null {
  const days = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : -1
  return days >= 0 && days <= mostDays ? days : null
}

/** Stripe's ids of coupons: letters, numbers, dashes and underscores. */
export const isCoupon = (typed: string): boolean => /^[\w-]{3,255}$/.test(typed.trim())

export type ReadUpdate =
  | { state: 'unchanged' }
  /** Something that is typed is amiss; its field says what. */
  | { state: 'amiss' }
  | { state: 'update'; update: SubscriptionUpdate }

/** `now`: Unix milliseconds. */
export function readUpdate(draft: UpdateDraft, subscriptionId: string, now: number): ReadUpdate {
  const items = draft.items.map(readItem)
  const trialEnd = readTrial(draft, now)
  const discount = readDiscount(draft)
  const collection = readCollection(draft)
  const left = draft.items.filter(({ removed }) => !removed)
  if (
    items.some((item) => item === 'amiss') ||
    left.length === 0 ||
    trialEnd === 'amiss' ||
    discount === 'amiss' ||
    collection === 'amiss'
  )
    return { state: 'amiss' }
  const update: SubscriptionUpdate = {
    subscriptionId,
    items: items.flatMap((item) => (item === null || item === 'amiss' ? [] : [item])),
    prorationBehavior: draft.proration,
    anchor: draft.anchor,
    discount,
    trialEnd,
    collection,
    paymentMethodId: draft.paymentMethodId === '' ? null : draft.paymentMethodId,
  }
  const touched =
    update.items.length > 0 ||
    update.anchor === 'now' ||
    discount !== null ||
    trialEnd !== null ||
    collection !== null ||
    update.paymentMethodId !== null
  return touched ? { state: 'update', update } : { state: 'unchanged' }
}

/** Whether it is billed by usage as it is to be: Stripe takes no quantity of it. */
export const isMetered = ({ item, price }: ItemDraft): boolean =>
  price === null ? item !== null && item.quantity === null : price.metered

/** Null: left as it is. */
function readItem(draft: ItemDraft): ItemChange | null | 'amiss' {
  const { item, price, removed } = draft
  if (removed) return item?.id ? { what: 'remove', itemId: item.id } : null
  const quantity = isMetered(draft) ? null : readQuantity(draft.quantity)
  if (quantity === null && !isMetered(draft)) return 'amiss'
  if (item === null) return price === null ? 'amiss' : { what: 'add', priceId: price.id, quantity }
  const priceId = price === null || price.id === item.priceId ? null : price.id
  const other = quantity === item.quantity ? null : quantity
  if (priceId === null && other === null) return null
  return item.id === null ? 'amiss' : { what: 'change', itemId: item.id, priceId, quantity: other }
}

function readTrial({ trial, trialDay }: UpdateDraft, now: number): SubscriptionUpdate['trialEnd'] | 'amiss' {
  if (trial === 'keep') return null
  return trial === 'now' ? 'now' : (futureDay(trialDay, now) ?? 'amiss')
}

function readDiscount({ discount, couponId }: UpdateDraft): SubscriptionUpdate['discount'] | 'amiss' {
  if (discount === 'keep') return null
  if (discount === 'none') return 'none'
  return isCoupon(couponId) ? { couponId: couponId.trim() } : 'amiss'
}

function readCollection({
  collection,
  daysUntilDue,
}: UpdateDraft): SubscriptionUpdate['collection'] | 'amiss' {
  if (collection === 'keep') return null
  if (collection === 'charge_automatically') return { method: collection }
  const days = readDays(daysUntilDue)
  return days === null ? 'amiss' : { method: collection, daysUntilDue: days }
}
