// Dimensions, their parts, and ways back, in words. Pure; a word of Stripe's that is not known here is shown as it came.
import type { Recovery, RecoveryDimension } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { codeWord } from '../../ui/words/decline-words.ts'
import { groupLook, isGroup } from '../../ui/words/failure-groups.ts'
import { plainWord } from '../../ui/words/looks.ts'
import { countryName } from '../../../domain/country-name.ts'
import { methodName } from '../../ui/words/method-words.ts'

export const dimensionWords: Record<RecoveryDimension, string> = {
  code: 'Decline code',
  group: 'What to do',
  brand: 'Brand',
  funding: 'Funding',
  country: 'Country',
  attempts: 'Failed tries',
  amount: 'Amount',
  card_age: 'Card age',
}

export const wayWords: Record<Recovery['ways'][number]['how'], { word: string; means: string }> = {
  retry: { word: 'Retry', means: 'The same payment method went through on a later try.' },
  new_method: { word: 'New card', means: 'Paid with another payment method than the one that failed.' },
  hosted_page: { word: 'Link', means: 'Paid by the customer on a hosted page that was sent.' },
  outside_stripe: {
    word: 'Outside Stripe',
    means: 'The invoice was marked as paid, and no payment at Stripe paid it: cash or a transfer, say.',
  },
  unknown: { word: 'Not known', means: 'Bursar can not tell from what Stripe says.' },
}

/** A number or a range of whole numbers, its end open or inclusive. */
function rangeOf(key: string): { low: number; high: number | null } | null {
  const [, low, dash, high] = /^(\d+)(-?)(\d*)$/.exec(key) ?? []
  if (low === undefined) return null
  return { low: Number(low), high: dash === '' ? Number(low) : high === '' ? null : Number(high) }
}

/** The name of a part: "Not enough money", "Visa", "50.00 – 199.99", "3–5 months". */
export function partWord(by: RecoveryDimension, key: string, currency: string): string {
  if (key === 'rest') return 'All others'
  if (key === 'unknown' && by !== 'group') return 'Not known'
  switch (by) {
    case 'group':
      return isGroup(key) ? groupLook(key).short : plainWord(key)
    case 'brand':
      return methodName({ ...noMethod, brand: key })
    case 'country':
      return countryName(key)
    case 'code':
      return codeWord(key)
    case 'funding':
      return plainWord(key)
    case 'attempts':
    case 'amount':
    case 'card_age':
      return rangeWord(by, key, currency)
  }
}

const noMethod = {
  type: 'card',
  brand: null,
  last4: null,
  wallet: null,
  expMonth: null,
  expYear: null,
  country: null,
}

function rangeWord(by: 'attempts' | 'amount' | 'card_age', key: string, currency: string): string {
  const range = rangeOf(key)
  if (range === null) return plainWord(key)
  const { low, high } = range
  const number = (value: number): string =>
    by === 'amount' ? formatAmount(value, currency, false) : String(value)
  const figures =
    high === null ? `${number(low)} or more` : high === low ? number(low) : `${number(low)} – ${number(high)}`
  switch (by) {
    case 'amount':
      return figures
    case 'attempts':
      return `${figures} ${high === 1 ? 'try' : 'tries'}`
    case 'card_age':
      return `${figures} months`
  }
}

/** By which parts of a dimension stand in their own order; others stand by their names. */
export function orderOfPart(by: RecoveryDimension, key: string): number | null {
  return ['attempts', 'amount', 'card_age'].includes(by) ? (rangeOf(key)?.low ?? Infinity) : null
}

/** "1.5 days", "3 days", "less than a day". */
export function daysWord(days: number | null): string {
  if (days === null) return '–'
  if (days < 1) return '< 1 day'
  const shown = Number.isInteger(days) ? String(days) : days.toFixed(1)
  return `${shown} ${days === 1 ? 'day' : 'days'}`
}
