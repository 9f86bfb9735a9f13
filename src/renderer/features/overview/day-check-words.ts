// What a check of a day found, in words. It must never call a day complete of which a list could not be read, or objects differ. Pure.
import type { DayCheck, DayProgress } from '../../../contract/finance.ts'
import { countText } from '../../ui/count.ts'

export type Checked = DayCheck['rows'][number]
export type What = Checked['what']
export type Difference = DayCheck['differences'][number]

export const whatWords: Record<What, { many: string; one: string }> = {
  payments: { many: 'Payments', one: 'Payment' },
  refunds: { many: 'Refunds', one: 'Refund' },
  disputes: { many: 'Disputes', one: 'Dispute' },
  balance_transactions: { many: 'Movements of the balance', one: 'Movement of the balance' },
}

export const howWords: Record<Difference['how'], string> = {
  missing: 'was missing here, and has been taken in',
  differs: 'differed, and has been taken in anew',
  extra: 'is here, but Stripe does not list it',
}

/** More are not named by the engine, and may be of any kind. */
export const mostNamed = 100

export type RowVerdict = 'equal' | 'differs' | 'sums_equal'

export const rowWords: Record<RowVerdict, string> = {
  equal: 'Equal',
  differs: 'Differs',
  sums_equal: 'Sums equal, single ones differ',
}

/** `sums_equal`: count and sum agree, but an object of this kind differs, or may. */
export function judgeRow({ what, here, stripe }: Checked, differences: readonly Difference[]): RowVerdict {
  if (here.count !== stripe.count || here.amount !== stripe.amount) return 'differs'
  const certain = differences.length < mostNamed && differences.every((each) => each.what !== what)
  return certain ? 'equal' : 'sums_equal'
}

export type DayVerdict = 'equal' | 'nothing' | 'differs' | 'incomplete'

export function judgeDay({ rows, differences, unreadable }: DayCheck): DayVerdict {
  if (differences.length > 0 || rows.some((row) => judgeRow(row, differences) !== 'equal')) return 'differs'
  if (unreadable.length > 0) return 'incomplete'
  return rows.length === 0 ? 'nothing' : 'equal'
}

const counted = (count: number, one: string, many: string): string =>
  `${countText(count)} ${count === 1 ? one : many}`

export const verdictTitles: Record<DayVerdict, string> = {
  equal: 'The same here as at Stripe',
  nothing: 'Nothing happened on this day, here or at Stripe',
  differs: 'Not the same here as at Stripe',
  incomplete: 'Not everything could be compared',
}

/** The sentence under the title; null where the title says it all. */
export function verdictSentence(check: DayCheck): string | null {
  const { rows, differences, unreadable } = check
  const objects = rows.reduce((sum, { stripe }) => sum + stripe.count, 0)
  switch (judgeDay(check)) {
    case 'equal':
      return `${counted(objects, 'object was', 'objects were')} compared one by one, to the minor unit.`
    case 'nothing':
      return null
    case 'incomplete':
      return 'What could be read is the same here as at Stripe.'
    case 'differs': {
      const many =
        differences.length < mostNamed
          ? counted(differences.length, 'difference', 'differences')
          : `${mostNamed} differences or more`
      const left = unreadable.length > 0 ? ', and not everything could be compared' : ''
      const became =
        differences.length < mostNamed && differences.every(({ how }) => how === 'extra')
          ? 'What Stripe does not list stays here as it is.'
          : 'What was missing or had changed is taken in; check again to see it.'
      return `${many}${left}. ${became}`
    }
  }
}

/** "List 2 of 4: refunds. 3 pages, 250 read." */
export function progressWords({ what, listsRead, lists, pages, objects }: DayProgress): string {
  const read = pages === 1 ? '1 page' : `${countText(pages)} pages`
  return `List ${listsRead + 1} of ${lists}: ${whatWords[what].many.toLowerCase()}. ${read}, ${countText(objects)} read.`
}
