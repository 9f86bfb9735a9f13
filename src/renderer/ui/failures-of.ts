// The way from a figure to the failed payments that it counts. It must never lead to a list that counts others. Pure, but for the machine's
// zone of days.
import type { FailureGroup, FailureState } from '../../contract/failures.ts'
import { searchOf } from '../state/address-query.ts'
import { failuresPlace } from '../state/places.ts'
import { dayText, type Stretch } from './dates/period.ts'

interface FailuresOf extends Stretch {
  currency: string
  group?: FailureGroup
  code?: string
  /** All when left out. */
  state?: FailureState
}

const beginsDay = (moment: number): boolean => {
  const date = new Date(moment * 1000)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime() === moment * 1000
}

/** By the first failed try, put away or not. Null for parts of days: the list goes by whole ones. */
export function failuresOfPlace(deskId: string, wanted: FailuresOf): string | null {
  const { from, before, currency, group = '', code = '', state = 'any' } = wanted
  if (!beginsDay(from) || !beginsDay(before)) return null
  const search = searchOf({
    group,
    // As the list reads it, those still tried are what it begins with.
    state: state === 'trying' ? '' : state,
    put: state === 'trying' ? 'all' : '',
    code,
    currency,
    from: dayText(new Date(from * 1000)),
    to: dayText(new Date(before * 1000 - 1)),
  })
  return failuresPlace(deskId, null, search)
}
