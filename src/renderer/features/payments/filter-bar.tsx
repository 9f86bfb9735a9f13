// The filters above the list: text, dates, amounts, currency. What they say is in the address, so a link restores them.
import { SlidersHorizontal } from 'lucide-react'
import type { RefObject } from 'react'
import { CurrencyFilter } from '../../ui/lists/currency-filter.tsx'
import { DateFilter } from '../../ui/dates/date-panel.tsx'
import { FilterPopover } from '../../ui/lists/filter-popover.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { AmountPanel } from './amount-panel.tsx'
import { isNarrowed, withoutFilters, type ListQuery } from './list-query.ts'

interface FilterBarProps {
  query: ListQuery
  currencies: readonly string[]
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<ListQuery>) => void
  /** Enter or arrow down in the search: on to the list. */
  onLeaveSearch: () => void
}

export function FilterBar({ query, currencies, searchRef, onChange, onLeaveSearch }: FilterBarProps) {
  return (
    <FilterRow label="Payments" onClear={isNarrowed(query) ? () => onChange(withoutFilters(query)) : null}>
      <SearchField
        label="Search payments"
        placeholder="Name, e-mail, id, last4"
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <DateFilter when={query.when} onChange={(when) => onChange({ when })} />
      <FilterPopover label="Amount" icon={SlidersHorizontal} chosen={amountWord(query)}>
        {(close) => (
          <AmountPanel
            from={query.amountFrom}
            to={query.amountTo}
            onChange={(amountFrom, amountTo) => {
              onChange({ amountFrom, amountTo })
              close()
            }}
          />
        )}
      </FilterPopover>
      <CurrencyFilter
        currencies={currencies}
        chosen={query.currency}
        onChoose={(currency) => onChange({ currency })}
      />
    </FilterRow>
  )
}

function amountWord({ amountFrom, amountTo }: ListQuery): string | null {
  if (amountFrom === '' && amountTo === '') return null
  if (amountTo === '') return `From ${amountFrom}`
  return amountFrom === '' ? `Up to ${amountTo}` : `${amountFrom} to ${amountTo}`
}
