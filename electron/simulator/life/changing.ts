// A change of a subscription is put in a book: what is given back and charged waits or is drafted at once. Collects nothing: a preview
// stops here, so that it is what would be invoiced.
import type { Subscription } from '../billing-records.ts'
import type { Book } from '../book.ts'
import type { Coupon } from '../coupon-records.ts'
import type { BillingReason, Invoice } from '../invoice-records.ts'
import { chargeOf, type Billed } from './billing-lines.ts'
import { netsOf, planChange, type ChangePlan, type WantedChange } from './change-plan.ts'
import { endDiscounts, redeem, reductionsOf } from './discounts.ts'
import { billedFor, waitAsItem } from './invoice-items.ts'
import { draftInvoice } from './invoices.ts'

export interface Change extends WantedChange {
  /** Instead of the discounts it has; absent: they stay. */
  readonly coupons?: readonly Coupon[]
  /** Only where it is to end at a date: whether it then gives nothing back for the rest of its period. */
  readonly isUnproratedEnd?: boolean
  /** What changes without money. */
  readonly plain?: Partial<Subscription>
}

export interface Changed {
  readonly subscription: Subscription
  /** What is invoiced at once, as it was drafted; undefined: nothing. */
  readonly draft: Invoice | undefined
}

export function applyChange(book: Book, subscription: Subscription, wanted: Change): Changed {
  if (wanted.isUnproratedEnd === true) book.unprorated.add(subscription.id)
  if (wanted.isUnproratedEnd === false) book.unprorated.delete(subscription.id)
  const discounts = wanted.coupons?.map((coupon) => redeem(book, coupon, subscription).id)
  const replaced = discounts === undefined ? [] : subscription.discounts
  const plan = planChange(
    {
      subscription,
      now: book.now(),
      billed: paidFor(book, subscription),
      reductions: reductionsOf(book, { discounts: discounts ?? subscription.discounts }, book.now()),
      nameOf: nameIn(book),
    },
    wanted,
  )
  const changes = {
    ...plan.changes,
    ...wanted.plain,
    ...(discounts === undefined ? {} : { discounts }),
  }
  const end = endOf({ ...subscription, ...changes })
  const kept = {
    ...changes,
    ...itemsIfChanged(subscription, changes),
    ...((wanted.plain?.cancel_at_period_end ?? subscription.cancel_at_period_end) ? { cancel_at: end } : {}),
  }
  const changed = billPlan(book, subscription, { plan, changes: kept, reason: 'subscription_update' })
  endDiscounts(book, replaced)
  return changed
}

/** What was given back and charged waits, or is drafted at once with what else there is to bill. */
function billPlan(
  book: Book,
  subscription: Subscription,
  {
    plan,
    changes,
    reason,
  }: { plan: Omit<ChangePlan, 'changes'>; changes: Partial<Subscription>; reason: BillingReason },
): Changed {
  for (const line of plan.prorations) waitAsItem(book, subscription, line)
  if (plan.isInvoiced && plan.prorations.length + plan.full.length > 0) {
    const facts = { reason, lines: plan.full, ended: plan.ended }
    const draft = draftInvoice(book, subscription, facts, changes)
    return { draft, subscription: book.subscriptions.get(subscription.id) ?? subscription }
  }
  const { record, previous } = book.change(book.subscriptions, subscription, changes)
  if (Object.keys(previous).length > 0) book.emit('customer.subscription.updated', record, previous)
  return { draft: undefined, subscription: record }
}

/** What was charged for an item until its period ends: what was invoiced, or by its price in classic billing and where nothing was. */
export function paidFor(
  book: Book,
  subscription: Subscription,
): (item: Subscription['items']['data'][number]) => Billed | null {
  const isClassic = subscription.billing_mode['type'] === 'classic'
  const reductions = reductionsOf(book, subscription, book.now())
  const nets = netsOf(subscription.items.data, reductions, subscription.currency)
  return (item) => {
    const known = isClassic ? undefined : billedFor(book, subscription, item)
    if (known !== undefined) return known
    return {
      amount: nets.get(item.id) ?? chargeOf(item).amount,
      credited: null,
      period: { start: item.current_period_start, end: item.current_period_end },
    }
  }
}

export const nameIn =
  (book: Book) =>
  (product: string): string =>
    book.products.get(product)?.name ?? 'Subscription'

export const endOf = ({ items }: Pick<Subscription, 'items'>): number =>
  items.data[0]?.current_period_end ?? 0

/** A list of the same items is no change. */
function itemsIfChanged(before: Subscription, changes: Partial<Subscription>): Partial<Subscription> {
  const isSame = JSON.stringify(changes.items ?? before.items) === JSON.stringify(before.items)
  return isSame ? { items: before.items } : {}
}
