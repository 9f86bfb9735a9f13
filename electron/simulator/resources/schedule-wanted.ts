// The phases that a request wants of a schedule, looked up, dated and judged. Changes nothing.
import type { Price } from '../billing-records.ts'
import { MONTHLY, periodEnd } from '../life/periods.ts'
import { phaseRecord } from '../life/schedule-shape.ts'
import type { WantedItem } from '../life/subscriptions.ts'
import type { Call } from '../operations.ts'
import { fields, integer, listOf, oneOf, type Rules } from '../parameters.ts'
import { isRefusal, refusals, refuse, type Refusal } from '../refusals.ts'
import type { Phase } from '../schedule-records.ts'
import { integerOr, newItems, PRORATION } from './subscription-rules.ts'
import { itemsToMake } from './subscription-wanted.ts'

const length = fields(
  { interval: oneOf(['day', 'month', 'week', 'year']), interval_count: integer({ lowest: 1 }) },
  ['interval'],
)
const phase = { duration: length, items: newItems, proration_behavior: PRORATION }

export const newPhases = listOf(fields({ ...phase, end_date: integer() }, ['items']), 10)
export const changedPhases = listOf(
  fields({ ...phase, end_date: integerOr(['now']), start_date: integerOr(['now']) }, ['items']),
  10,
)

type Sent = Exclude<ReturnType<typeof changedPhases.parse>, Refusal>

const invalid = (message: string, param: string) => refuse(400, { message, param })

/** One phase after the other, the first beginning at `start`; each as long as was said, or one period of its prices. */
export function phasesOf(
  call: Pick<Call<Rules>, 'book'>,
  sent: Sent,
  start: number,
): readonly [Phase, ...Phase[]] | Refusal {
  const now = call.book.now()
  const phases: Phase[] = []
  let from = start
  let currency: string | undefined
  for (const [place, { duration, end_date: wantedEnd, items: wanted, ...more }] of sent.entries()) {
    const name = `phases[${place}]`
    const items = itemsToMake(call, wanted ?? [], currency)
    if (isRefusal(items)) return items
    const begins = 'start_date' in more ? more.start_date : undefined
    if (begins !== undefined && (begins === 'now' ? now : begins) !== from)
      return invalid(
        place === 0
          ? 'You can not modify the start date of the current phase.'
          : 'The phases of a schedule must follow one another without a gap.',
        `${name}[start_date]`,
      )
    if (duration !== undefined && wantedEnd !== undefined)
      return invalid('You may only specify one of these parameters: duration, end_date.', name)
    const end = wantedEnd === 'now' ? now : (wantedEnd ?? endAfter(from, duration, items))
    if (end <= from || end < now)
      return invalid('A phase must end after it began, and not in the past.', `${name}[end_date]`)
    currency = items[0]?.price.currency
    const behavior = more.proration_behavior ?? 'create_prorations'
    phases.push(phaseRecord({ currency: currency ?? '', start: from, end, items, behavior }))
    from = end
  }
  const [first, ...rest] = phases
  return first === undefined ? refusals.missingParameter('phases') : [first, ...rest]
}

function endAfter(
  start: number,
  duration: { interval?: Interval; interval_count?: number } | undefined,
  [first]: readonly WantedItem[],
): number {
  const { interval, interval_count: count = 1 } = duration ?? {}
  return periodEnd(
    start,
    interval === undefined ? (first?.price.recurring ?? MONTHLY) : { interval, interval_count: count },
    start,
  )
}
type Interval = NonNullable<Price['recurring']>['interval']
