// What each figure is called and what it means, and how two of them compare, in words. Pure; it must never give a percent of nothing.
import { figures, type Figure } from '../../../contract/finance-lists.ts'
import type { Sum } from '../../../contract/finance.ts'
import { formatAmount, spokenAmount } from '../../../domain/money.ts'
import { countText } from '../../ui/count.ts'

interface FigureWords {
  word: string
  means: string
  /** What the count counts, one and many. */
  one: string
  many: string
}

export const figureWords: Record<Figure, FigureWords> = {
  gross: {
    word: 'Gross',
    means:
      'Charges and payments, less what was not captured of them and debits that failed later, by the time Stripe booked them to the balance; before fees and refunds.',
    one: 'payment',
    many: 'payments',
  },
  refunds: {
    word: 'Refunds',
    means: 'Refunds booked, less those that failed and came back.',
    one: 'refund',
    many: 'refunds',
  },
  disputes: {
    word: 'Disputes',
    means: 'Withdrawn by disputes, less what came back of them. Dispute fees are under Fees.',
    one: 'movement',
    many: 'movements',
  },
  other: {
    word: 'Other',
    means:
      'Whatever else moved the balance, such as adjustments and what is held back in reserve. Payouts are left out, and what moved other balances of Stripe’s, as that of Issuing.',
    one: 'movement',
    many: 'movements',
  },
  fees: {
    word: 'Fees',
    means:
      'What Stripe kept of every movement, and the fees it charged besides, those of card networks among them.',
    one: 'movement',
    many: 'movements',
  },
  net: {
    word: 'Net',
    means:
      'Gross, refunds, disputes, other and fees added up: by how much the balance changed, payouts and other balances left out.',
    one: 'movement',
    many: 'movements',
  },
  failed: {
    word: 'Failed',
    means:
      'Payments whose first try failed then, whatever became of them since; in the currency the customer pays in.',
    one: 'payment',
    many: 'payments',
  },
  recovered: {
    word: 'Recovered',
    means:
      'Payments that succeeded then after failing before, whenever that was, or whose invoice was then paid in another way, also outside Stripe; in the currency the customer pays in.',
    one: 'payment',
    many: 'payments',
  },
}

export function isFigure(word: string | null): word is Figure {
  return figures.some((figure) => figure === word)
}

/** "1,204 payments". */
export function countedWord(figure: Figure, count: number): string {
  const { one, many } = figureWords[figure]
  return `${countText(count)} ${count === 1 ? one : many}`
}

export interface Comparison {
  /** "1,240.00 more"; where the sign turned, "+1,240.00". */
  difference: string
  /** "+12.5 %"; null where the stretch before has nothing to be a percent of. */
  percent: string | null
  direction: 'up' | 'down' | 'same'
}

/**
 * Amounts in minor units. What is negative by nature, such as refunds, is compared by its size: more refunds are more. What may be
 * negative or positive is compared by its value, and has a percent only of what was more than nothing.
 */
export function compare(figure: Figure, now: Sum, before: Sum, currency: string): Comparison {
  const turned = now.amount * before.amount < 0
  const byValue = turned || figure === 'net' || figure === 'other'
  const grew = byValue ? now.amount - before.amount : Math.abs(now.amount) - Math.abs(before.amount)
  const base = byValue ? before.amount : Math.abs(before.amount)
  const size = formatAmount(Math.abs(grew), currency, false)
  return {
    difference: turned
      ? `${grew > 0 ? '+' : '−'}${size}`
      : grew === 0
        ? 'as before'
        : `${size} ${grew > 0 ? 'more' : 'less'}`,
    percent: base <= 0 || turned || grew === 0 ? null : percentWord(grew / base),
    direction: grew === 0 ? 'same' : grew > 0 ? 'up' : 'down',
  }
}

/** "+12.5 %", "−3.0 %", "+1,240 %": whole from a thousand on. What is not nothing is not said to be: "+<0.1 %". */
function percentWord(share: number): string {
  const percent = Math.abs(share * 100)
  const digits = percent >= 1000 ? 0 : 1
  const shown = percent.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return `${share > 0 ? '+' : '−'}${shown === '0.0' ? '<0.1' : shown} %`
}

/** Of what came back at a time that is not known. */
export function undatedWords({ amount, count }: Sum, currency: string): string {
  const payments = count === 1 ? '1 payment' : `${countText(count)} payments`
  return `Besides, ${spokenAmount(amount, currency)} in ${payments} was recovered, but it is not known when: the charge is not known here. No period counts it as recovered; Recovery does, by when it failed.`
}
