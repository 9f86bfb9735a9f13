// The export of the refunds that the list or the board shows: all that match, also those for which a column has no room.
import type { Desk } from '../../../contract/desks.ts'
import type { RefundFilter } from '../../../contract/refund-life.ts'
import { askRefunds, useRefundCounts } from '../../bridge/refund-queries.ts'
import { ExportButton } from '../../ui/lists/export-button.tsx'
import { refundTable } from './refund-csv.ts'
import { isPartly, statesOf, type RefundQuery } from './refund-query.ts'

export function ExportRefunds({
  desk,
  query,
  filter,
  some,
}: {
  desk: Desk
  query: RefundQuery
  filter: RefundFilter
  /** There are any. */
  some: boolean
}) {
  const { data: counts, isPending, isPlaceholderData } = useRefundCounts(desk.id, filter)
  return (
    <ExportButton
      ready={some && !isPending && !isPlaceholderData}
      table={(now) => refundTable(desk, query, isPartly(query, counts), now)}
      askPage={(after) => askRefunds(desk.id, { ...filter, ...statesOf(query) }, 'created_desc', after)}
    />
  )
}
