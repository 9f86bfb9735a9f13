// Says beneath a list that it may not be all there is. It must be true of a list that ends just there, too.
import { newestTold } from '../../contract/newest-told.ts'

export function NewestOnly({
  count,
  others,
}: {
  /** How many are listed. */
  count: number
  /** Where older ones are: "The timeline has older ones." */
  others: string
}) {
  if (count < newestTold) return null
  return (
    <p className="mt-1 text-sm text-ink-3">
      These are the newest {newestTold}. {others}
    </p>
  )
}
