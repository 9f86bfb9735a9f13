// The figures of a preview that an order carries, and whether they are still true (docs/decisions/0016-previewed-figures.md). Pure. It must never
// take a bill that is not known for the one that was shown.
import type { ChangeFinding, ExpectedMoney, InvoicePreview } from '../../../src/contract/index.ts'
import { dayOf } from '../../../src/domain/day-words.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { finding } from './kind.ts'

/** `prorationDate`: Unix seconds. */
export const expectedOf = (
  { today, next }: Record<'today' | 'next', InvoicePreview | null>,
  prorationDate: number,
): ExpectedMoney => ({
  prorationDate,
  today: today && figuresOf(today),
  next: next && { ...figuresOf(next), ...(next.at === null ? {} : { at: next.at }) },
})

const figuresOf = ({ total, amountDue }: InvoicePreview): NonNullable<ExpectedMoney['today']> => ({
  total,
  amountDue,
})

/** In what a bill differs from what an order was shown, as a sentence; null where it is the same. */
export function differenceOf(
  name: string,
  shown: ExpectedMoney['next'],
  bill: InvoicePreview | null,
  currency: string,
): string | null {
  const words = (figures: ExpectedMoney['today']): string =>
    figures === null
      ? 'none'
      : figures.amountDue === null
        ? spokenAmount(figures.total, currency)
        : `${spokenAmount(figures.total, currency)}, ${spokenAmount(figures.amountDue, currency)} of it due`
  const before = words(shown)
  const now = words(bill && figuresOf(bill))
  if (before !== now) return `${name} would be ${now}; ordered was ${before}.`
  const [at, shownAt] = [bill?.at ?? null, shown?.at ?? null]
  return at === null || shownAt === null || Math.abs(at - shownAt) < anotherDaySeconds
    ? null
    : `${name} would be made on ${dayOf(at * 1000)}; ordered was ${dayOf(shownAt * 1000)}.`
}

/** What is reckoned from the moment of asking moves with it; a renewal moves it by a day or more. */
const anotherDaySeconds = 43_200

/** Whether what is invoiced is what was shown. `differences`: of each bill as `differenceOf` tells it. */
export function costFinding(...differences: (string | null)[]): ChangeFinding {
  const told = differences.filter((each) => each !== null)
  return told.length === 0
    ? finding('preview', 'ok', 'Stripe’s preview says the same as when this was filled in.')
    : finding(
        'preview',
        'stop',
        `It would cost something else than was shown. ${told.join(' ')} Look at it again.`,
      )
}
