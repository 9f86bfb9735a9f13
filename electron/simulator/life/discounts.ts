// How coupons become discounts of a subscription, and how discounts end. What they take off is in discounting.ts.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Coupon, Discount } from '../coupon-records.ts'
import { withoutCreated } from '../records.ts'
import type { Reduction } from './discounting.ts'
import { periodEnd } from './periods.ts'

type Discounted = Pick<Subscription, 'discounts'>

/** The coupon a discount was made with, also one that was deleted since: what it gave stays given. */
export const couponOf = (book: Book, { source }: Discount): Coupon | undefined =>
  book.coupons.get(source.coupon) ?? book.deletedCoupons.get(source.coupon)

/** The discounts that still hold at this second, in the order they were given. */
export function reductionsOf(book: Book, { discounts }: Discounted, at: number): readonly Reduction[] {
  return discounts.flatMap((id) => {
    const discount = book.discounts.get(id)
    const coupon = discount === undefined ? undefined : couponOf(book, discount)
    const holds = discount !== undefined && (discount.end === null || discount.end > at)
    return holds && coupon !== undefined ? [{ discount, coupon }] : []
  })
}

/** Why a coupon can't be redeemed, in Stripe's words; undefined where it can. */
export function whyNotRedeemable(book: Book, coupon: Coupon, currency: string): string | undefined {
  const { max_redemptions: most, redeem_by: until, times_redeemed: times } = coupon
  if (!coupon.valid || (most !== null && times >= most) || (until !== null && until < book.now()))
    return `Coupon ${coupon.id} is used up and cannot be applied.`
  if (coupon.currency !== null && coupon.currency !== currency)
    return `The coupon \`${coupon.id}\` only supports \`${coupon.currency}\`. This doesn't match the expected currency: \`${currency}\`.`
  return undefined
}

/** Redeems a coupon for a subscription. */
export function redeem(
  book: Book,
  coupon: Coupon,
  { id, customer }: Pick<Subscription, 'customer' | 'id'>,
): Discount {
  const now = book.now()
  const months = { interval: 'month', interval_count: coupon.duration_in_months ?? 1 } as const
  const discount = book.discounts.put({
    id: book.newId('di'),
    object: 'discount',
    checkout_session: null,
    created: now,
    customer,
    customer_account: null,
    end: coupon.duration === 'repeating' ? periodEnd(now, months, now) : null,
    invoice: null,
    invoice_item: null,
    promotion_code: null,
    source: { coupon: coupon.id, type: 'coupon' },
    start: now,
    subscription: id,
    subscription_item: null,
  })
  const times = coupon.times_redeemed + 1
  book.change(book.coupons, coupon, {
    times_redeemed: times,
    valid: coupon.valid && (coupon.max_redemptions === null || times < coupon.max_redemptions),
  })
  book.emit('customer.discount.created', withoutCreated(discount))
  return discount
}

/** Takes discounts off a subscription; whoever asks says so of the subscription. */
export function endDiscounts(book: Book, ids: readonly string[]): void {
  for (const id of ids) {
    const discount = book.discounts.get(id)
    if (discount === undefined) continue
    const { record } = book.change(book.discounts, discount, {
      end: Math.min(discount.end ?? book.now(), book.now()),
    })
    book.emit('customer.discount.deleted', withoutCreated(record))
  }
}

/** What is left of a subscription's discounts once an invoice has used those that hold once, and time has ended others. */
export function discountsAfter(
  book: Book,
  { discounts }: Discounted,
  used: ReadonlySet<string>,
): { readonly kept: readonly string[]; readonly ended: readonly string[] } {
  const isOver = (id: string) => {
    const discount = book.discounts.get(id)
    if (discount === undefined) return true
    if (discount.end !== null && discount.end <= book.now()) return true
    return used.has(id) && couponOf(book, discount)?.duration === 'once'
  }
  return { kept: discounts.filter((id) => !isOver(id)), ended: discounts.filter(isOver) }
}
