// Where the failed payments that a part of Recovery counts are listed. Pure, but for the machine's zone of days.
import type { FailureState } from '../../../contract/failures.ts'
import type { ParsedRequestOf } from '../../../contract/schemas.ts'
import { isGroup } from '../../ui/words/failure-groups.ts'
import { failuresOfPlace } from '../../ui/failures-of.ts'

export type Asked = Pick<ParsedRequestOf<'recovery.report'>, 'by' | 'counted' | 'of' | 'from' | 'before'>

/** Null where Failed payments can't be narrowed to just these: it goes by the first failed try, by group and by code. */
export function partPlace(
  deskId: string,
  { by, counted, of, from, before }: Asked,
  currency: string,
  key: string,
  state?: FailureState,
): string | null {
  if (counted !== 'failed' || of !== 'all') return null
  const wanted = { from, before, currency, ...(state === undefined ? {} : { state }) }
  if (by === 'group') return isGroup(key) ? failuresOfPlace(deskId, { ...wanted, group: key }) : null
  if (by !== 'code' || key === 'rest' || key === 'unknown') return null
  return failuresOfPlace(deskId, { ...wanted, code: key })
}
