// What Overview shows and the stretch before, with which it is compared. It must never compare with a stretch that is not the one before, nor in
// another currency.
import { useMemo } from 'react'
import { useOverview } from '../../bridge/finance-queries.ts'
import { liesOver, stretchBefore, type Period } from '../../ui/dates/period.ts'
import type { toOverviewRequest } from './overview-query.ts'

/** `moment`: now, in milliseconds, as coarse as it may be asked anew. */
export function useCompared(
  deskId: string,
  period: Period,
  asked: ReturnType<typeof toOverviewRequest>,
  moment: number,
) {
  const shown = useOverview(deskId, 'shown', asked)
  const currency = shown.data?.currency ?? null
  const before = useMemo(() => stretchBefore(period, new Date(moment), new Date(moment)), [period, moment])
  const earlier = useOverview(
    deskId,
    'before',
    currency === null ? null : { ...asked, currency, from: before.from, before: before.before },
  )
  const answered = earlier.data
  const compared =
    !shown.isPlaceholderData && answered?.asked.from === before.from && answered.asked.currency === currency
      ? answered
      : null
  return {
    shown,
    currency,
    before,
    earlier,
    /** Null while it is asked for, or where it could not be read. */
    compared,
    /** Its buckets, where those of what is shown can be laid over them; else null. */
    laidOver:
      shown.data !== undefined &&
      compared?.asked.bucket === shown.data.asked.bucket &&
      liesOver(shown.data.asked.bucket, period, shown.data.buckets, compared.buckets)
        ? compared.buckets
        : null,
  }
}
