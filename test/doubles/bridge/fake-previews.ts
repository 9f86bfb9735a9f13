// What a change of a made-up subscription would cost, plainly reckoned. Stripe's own previews are another matter.
import type { InvoicePreview, SubscriptionPreview } from '../../../src/contract/subscription-changes.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { fakePrices } from './fake-prices.ts'
import type { FakeSubscription } from './subscription-fixtures.ts'

type What = RequestOf<'subscription.preview'>['what']
type Line = InvoicePreview['lines'][number]

const day = 86_400

export function previewFake(found: FakeSubscription, what: What): Result<SubscriptionPreview> {
  const now = Math.floor(Date.now() / 1000)
  const bills = billsOf(found, what, now)
  const figures = (bill: InvoicePreview | null) =>
    bill === null ? null : { total: bill.total, amountDue: bill.amountDue }
  return success({
    currency: found.row.currency ?? 'eur',
    ...bills,
    expected: { prorationDate: now, today: figures(bills.today), next: figures(bills.next) },
    // Of a period that nobody paid, nothing is given back.
    unused:
      what.kind !== 'cancel_now'
        ? null
        : found.row.status === 'past_due'
          ? 0
          : Math.max(0, -(bills.today?.total ?? 0)),
    asOf: Date.now(),
  })
}

function billsOf(found: FakeSubscription, what: What, now: number) {
  const { row, items } = found
  const end = row.currentPeriodEnd ?? now + 30 * day
  const regular = items.map((item) =>
    line(item.productName ?? 'Item', item.unitAmount ?? 0, item.quantity ?? 1, end),
  )
  const left = 0.4
  switch (what.kind) {
    case 'upcoming':
      return { today: null, next: row.cancelAt === null ? bill(found, regular, end, 0) : null }
    case 'start_again':
      return { today: bill(found, regular, now, 0), next: null }
    case 'resume':
      return {
        today: bill(found, what.anchor === 'now' ? regular : regular.map((each) => prorated(each, left, now, end)), now, 0),
        next: { ...bill(found, regular, end, 0), startingBalance: null, amountDue: null },
      } // prettier-ignore
    case 'cancel_now':
      return { today: bill(found, regular.map((each) => prorated(each, -left, now, end)), now, 0), next: null } // prettier-ignore
    case 'update': {
      const { update } = what
      const wanted = wantedLines(found, update, end)
      const differs = update.items.length > 0 && update.prorationBehavior !== 'none'
      const difference = differs
        ? [...regular.map((each) => prorated(each, -left, now, end)), ...wanted.map((each) => prorated(each, left, now, end))]
        : [] // prettier-ignore
      const atOnce = update.prorationBehavior === 'always_invoice' || update.anchor === 'now'
      if (atOnce && (differs || update.anchor === 'now')) {
        const lines =
          update.anchor === 'now' ? [...difference.filter(({ amount }) => amount < 0), ...wanted] : difference
        return {
          today: bill(found, lines, now, -500),
          next: { ...bill(found, wanted, end, 0), startingBalance: null, amountDue: null },
        }
      }
      return { today: null, next: bill(found, [...difference, ...wanted], end, -500) }
    }
  }
}

function wantedLines(
  { items }: FakeSubscription,
  { items: changes }: Extract<What, { kind: 'update' }>['update'],
  end: number,
): Line[] {
  const priceOf = (id: string) => fakePrices.find((price) => price.id === id)
  const kept = items.flatMap((item) => {
    const change = changes.find((each) => each.what !== 'add' && each.itemId === item.id)
    if (change?.what === 'remove') return []
    const price = change?.what === 'change' && change.priceId !== null ? priceOf(change.priceId) : undefined
    const quantity = change?.what === 'change' ? (change.quantity ?? item.quantity ?? 1) : (item.quantity ?? 1)
    return [line(price?.productName ?? item.productName ?? 'Item', price?.unitAmount ?? item.unitAmount ?? 0, quantity, end)]
  }) // prettier-ignore
  const added = changes.flatMap((each) => {
    const price = each.what === 'add' ? priceOf(each.priceId) : undefined
    return each.what === 'add' && price
      ? [line(price.productName ?? price.id, price.unitAmount ?? 0, each.quantity ?? 1, end)]
      : []
  })
  return [...kept, ...added]
}

const line = (name: string, unit: number, quantity: number, end: number): Line => ({
  description: `${quantity} × ${name}`,
  amount: unit * quantity,
  quantity,
  proration: false,
  periodStart: end,
  periodEnd: end + 30 * day,
})

const prorated = (regular: Line, part: number, now: number, end: number): Line => ({
  ...regular,
  description: `${part < 0 ? 'Unused' : 'Remaining'} time on ${regular.description}`,
  amount: Math.round(regular.amount * part),
  proration: true,
  periodStart: now,
  periodEnd: end,
})

function bill({ row, coupon }: FakeSubscription, lines: Line[], at: number, balance: number): InvoicePreview {
  const subtotal = lines.reduce((sum, { amount }) => sum + amount, 0)
  const discount = coupon && subtotal > 0 ? Math.round(subtotal * 0.2) : 0
  const total = subtotal - discount
  return {
    currency: row.currency ?? 'eur',
    at,
    lines,
    linesMore: false,
    subtotal,
    discount,
    tax: null,
    total,
    startingBalance: balance,
    amountDue: Math.max(0, total + balance),
  }
}
