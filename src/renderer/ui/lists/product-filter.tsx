// Narrows a list to one product that is sold as a subscription. The one chosen stays choosable.
import { usePrices } from '../../bridge/customer-queries.ts'
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
  const prices = usePrices(deskId, '').data?.rows ?? []
  const names = new Map(
    prices.flatMap(({ type, productId, productName }) =>
      type === 'recurring' && productId !== null ? [[productId, productName ?? productId] as const] : [],
    ),
  )
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
    </Select>
  )
}
