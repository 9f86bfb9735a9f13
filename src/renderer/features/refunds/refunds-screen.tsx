// Refunds as a life: every refund of the desk, ordered here or made elsewhere, and our orders that have none yet, as a list or as
// a board. Everything that says which ones and which one is open stands in the address.
import type { Desk } from '../../../contract/desks.ts'
import { refundsPlace } from '../../state/places.ts'
import { useListAddress } from '../../ui/lists/list-address.ts'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { BoardView } from './board-view.tsx'
import { ListView } from './list-view.tsx'
import { formatRefundQuery, parseRefundQuery, toFilter, type RefundsAddress } from './refund-query.ts'

const address = { placeOf: refundsPlace, parse: parseRefundQuery, format: formatRefundQuery, toFilter }

export function RefundsScreen({ desk, refundId }: { desk: Desk; refundId: string | null }) {
  const asked: RefundsAddress = useListAddress(address, desk.id, refundId)
  const { query, change } = asked
  useShortcuts({ b: () => change({ view: query.view === 'board' ? 'list' : 'board' }) })
  const View = query.view === 'board' ? BoardView : ListView
  return <View desk={desk} refundId={refundId} address={asked} />
}
