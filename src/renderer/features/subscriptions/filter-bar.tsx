// The filters above the subscriptions. What they say is in the address, so a link or a saved view restores them.
import type { RefObject } from 'react'
import { attentions } from '../../../contract/subscription-lists.ts'
import { CurrencyFilter } from '../../ui/lists/currency-filter.tsx'
import { RangeFilter } from '../../ui/dates/date-panel.tsx'
import { Select } from '../../ui/field.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { ProductFilter } from '../../ui/lists/product-filter.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { endsPresets, endsWord, type EndsPreset } from './ends-range.ts'
import { attentionLook } from './subscription-looks.ts'
import { isNarrowed, withoutFilters, type SubscriptionQuery } from './subscription-query.ts'
import { ViewsMenu } from './views-menu.tsx'

export function FilterBar({
  deskId,
  query,
  currencies,
  searchRef,
  onChange,
  onLeaveSearch,
}: {
  deskId: string
  query: SubscriptionQuery
  currencies: readonly string[]
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<SubscriptionQuery>) => void
  /** Enter or arrow down in the search: on to the list. */
  onLeaveSearch: () => void
}) {
  return (
    <FilterRow
      label="Subscriptions"
      onClear={isNarrowed(query) ? () => onChange(withoutFilters(query)) : null}
    >
      <SearchField
        label="Search subscriptions"
        placeholder="Name, e-mail, product, id"
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <Select
        aria-label="Attention"
        className="w-36"
        value={query.needs}
        onChange={(event) => onChange({ needs: event.target.value as SubscriptionQuery['needs'] })}
      >
        <option value="">Any attention</option>
        <option value="any">Needs attention</option>
        {attentions.map((each) => (
          <option key={each} value={each}>
            {attentionLook(each).word}
          </option>
        ))}
      </Select>
      <ProductFilter
        deskId={deskId}
        chosen={query.productId}
        onChoose={(productId) => onChange({ productId })}
      />
      <RangeFilter<EndsPreset>
        label="Period ends"
        presets={endsPresets}
        chosen={query.ends === null ? null : endsWord(query.ends)}
        when={query.ends}
        onChange={(ends) => onChange({ ends })}
      />
      <CurrencyFilter
        currencies={currencies}
        chosen={query.currency}
        onChoose={(currency) => onChange({ currency })}
      />
      <ViewsMenu deskId={deskId} query={query} />
    </FilterRow>
  )
}
