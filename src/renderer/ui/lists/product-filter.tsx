// Narrows a list to one product that somebody subscribed to, sold still or not. The one chosen stays choosable.
import { useSubscribedProducts } from '../../bridge/subscription-queries.ts'
import { withChosen } from './currency-filter.tsx'
import { Select } from '../field.tsx'

export function ProductFilter({
  deskId,
  chosen,
  onChoose,
}: {
  deskId: string
  chosen: string
  onChoose: (productId: string) => void
}) {
  const { rows = [], more = false } = useSubscribedProducts(deskId).data ?? {}
  const names = new Map(rows.map(({ id, name }) => [id, name ?? id]))
  const offered = withChosen([...names.keys()], chosen)
  if (offered.length === 0) return null
  return (
    <Select
      aria-label="Product"
      className="w-36"
      value={chosen}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">All products</option>
      {offered.map((id) => (
        <option key={id} value={id}>
          {names.get(id) ?? id}
        </option>
      ))}
      {more && <option disabled>There are others</option>}
    </Select>
  )
}
