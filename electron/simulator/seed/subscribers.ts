// Who subscribes in the year before the anchor, to what and since when. The clock does the rest: it bills them all, month by month.
import type { Book } from '../book.ts'
import { periodEnd } from '../life/periods.ts'
import { beginSubscription } from '../life/renewals.ts'
import { SUBSCRIPTIONS } from './business.ts'
import { isReusable, type Buyer } from './buyers.ts'
import { openCatalogue } from './catalogue.ts'
import { createFates } from './fates.ts'

const DAY = 86_400
const HOUR = 3600
/** Of a hundred payments, how many are invoices of subscriptions. */
const SHARE_PERCENT = 32
/** Below this many payments nobody subscribes: the few there are show other things. */
const FEWEST_PAYMENTS = 100

/**
 * Lets buyers subscribe until about a third of the payments will be theirs; the clock bills them once it is let run. Returns how many
 * payments that will be, about: some subscriptions end before their time.
 */
export function subscribeSome(
  book: Book,
  buyers: readonly Buyer[],
  anchor: number,
  payments: number,
): number {
  book.onDue = createFates(book, anchor)
  if (payments < FEWEST_PAYMENTS) return 0
  const catalogue = openCatalogue(book)
  const regulars = buyers.filter(({ method }) => isReusable(method))
  let expected = 0
  // Everybody once, then some of them for something else as well.
  for (const [index, buyer] of [...regulars, ...regulars].entries()) {
    if (expected >= (payments * SHARE_PERCENT) / 100) break
    if (!book.random.chance(index < regulars.length ? 0.72 : 0.5)) continue
    const wanted = book.random.weighted(SUBSCRIPTIONS)
    const at = startOf(book, buyer, anchor)
    if (at >= anchor - 8 * HOUR) continue
    expected += periodsUntil(at, anchor, wanted.every)
    book.clock.schedule(at, () =>
      beginSubscription(
        book,
        { customer: buyer.customer.id, price: catalogue.priceOf(wanted, buyer.market) },
        buyer.method,
      ),
    )
  }
  return expected
}

/** Within two weeks of joining, in the daytime; never at the anchor's own hours, when the newest payments are others'. */
function startOf(book: Book, { customer }: Buyer, anchor: number): number {
  const day = Math.floor((customer.created + book.random.integer(0, 14) * DAY) / DAY) * DAY
  const at = day + book.random.integer(7, 22) * HOUR + book.random.integer(0, 3599)
  const offset = (((at - anchor) % DAY) + DAY) % DAY
  const isNear = offset > DAY - 6.5 * HOUR || offset < 0.5 * HOUR
  return Math.max(isNear ? at - 7 * HOUR : at, customer.created + 60)
}

function periodsUntil(start: number, anchor: number, every: 'month' | 'quarter' | 'year' = 'month'): number {
  const recurring = {
    interval: 'month',
    interval_count: every === 'month' ? 1 : every === 'quarter' ? 3 : 12,
  } as const
  let count = 0
  for (let at = start; at < anchor; at = periodEnd(start, recurring, at)) count += 1
  return count
}
