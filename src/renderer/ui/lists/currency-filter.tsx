// Narrows a list to one currency. It is offered where there is more than one to choose from; the one chosen stays choosable.
import { Select } from '../field.tsx'

export function CurrencyFilter({
  currencies,
  chosen,
  onChoose,
}: {
  /** Those that occur. */
  currencies: readonly string[]
  /** Empty: all. */
  chosen: string
  onChoose: (currency: string) => void
}) {
  const offered = withChosen(currencies, chosen)
  if (offered.length <= 1) return null
  return (
    <Select aria-label="Currency" value={chosen} onChange={(event) => onChoose(event.target.value)}>
      <option value="">All currencies</option>
      {offered.map((currency) => (
        <option key={currency} value={currency}>
          {currency.toUpperCase()}
        </option>
      ))}
    </Select>
  )
}

/** What is offered, and what is chosen even where it does not occur any more. */
export const withChosen = (offered: readonly string[], chosen: string): readonly string[] =>
  chosen === '' || offered.includes(chosen) ? offered : [chosen, ...offered]
