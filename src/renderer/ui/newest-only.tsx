// Says beneath a list that it may not be all there is. It must be true of a list that ends just there, too.
import { newestTold } from '../../contract/newest-told.ts'

export function NewestOnly({
  count,
  order,
  others,
}: {
  /** How many are listed. */
  count: number
  /** By what they were chosen, where not the newest of all are listed: "those that have not ended first". */
  order?: string
  /** Where older ones are: "The timeline has older ones." */
  others: string
}) {
  if (count < newestTold) return null
  return (
    <p className="mt-1 text-sm text-ink-3">
      {order === undefined
        ? `These are the newest ${newestTold}.`
        : `Only ${newestTold} are listed, ${order}.`}{' '}
      {others}
    </p>
  )
}
