// The filters above the failed payments. What they say is in the address, so a link restores them.
import type { RefObject } from 'react'
import { useDeclineRules } from '../../bridge/failure-queries.ts'
import { CurrencyFilter, withChosen } from '../../ui/lists/currency-filter.tsx'
import { DateFilter } from '../../ui/dates/date-panel.tsx'
import { Select } from '../../ui/field.tsx'
import { FilterRow } from '../../ui/lists/filter-row.tsx'
import { SearchField } from '../../ui/lists/search-field.tsx'
import { codeWord } from '../../ui/words/decline-words.ts'
import {
  isNarrowed,
  putOf,
  putWords,
  stateChoiceWord,
  withoutFilters,
  type FailureQuery,
  type PutChoice,
  type StateChoice,
} from './failure-query.ts'

const stateChoices: readonly StateChoice[] = ['trying', 'recovered', 'lost', 'any']

export function FilterBar({
  deskId,
  query,
  currencies,
  searchRef,
  onChange,
  onLeaveSearch,
}: {
  deskId: string
  query: FailureQuery
  currencies: readonly string[]
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<FailureQuery>) => void
  /** Enter or arrow down in the search: on to the list. */
  onLeaveSearch: () => void
}) {
  const rules = useDeclineRules(deskId).data ?? []
  const codes = withChosen(
    rules.map(({ code }) => code),
    query.code,
  )
  return (
    <FilterRow
      label="Failed payments"
      onClear={isNarrowed(query) ? () => onChange(withoutFilters(query)) : null}
    >
      <SearchField
        label="Search failed payments"
        placeholder="Name, e-mail, invoice, id"
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <Select
        aria-label="State"
        value={query.state}
        onChange={(event) => onChange({ state: event.target.value as StateChoice, put: '' })}
      >
        {stateChoices.map((state) => (
          <option key={state} value={state}>
            {stateChoiceWord(state)}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Open or put away"
        value={putOf(query)}
        onChange={(event) => onChange({ put: event.target.value as PutChoice })}
      >
        {Object.entries(putWords).map(([put, word]) => (
          <option key={put} value={put}>
            {word}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Assigned to"
        value={query.assigned}
        onChange={(event) => onChange({ assigned: event.target.value as FailureQuery['assigned'] })}
      >
        <option value="">Anybody’s</option>
        <option value="mine">Mine</option>
        <option value="none">Nobody’s</option>
      </Select>
      {codes.length > 0 && (
        <Select
          aria-label="Decline code"
          className="w-36"
          value={query.code}
          onChange={(event) => onChange({ code: event.target.value })}
        >
          <option value="">Any reason</option>
          {codes.map((code) => (
            <option key={code} value={code}>
              {codeWord(code)} ({code})
            </option>
          ))}
        </Select>
      )}
      <DateFilter label="First failed" when={query.when} onChange={(when) => onChange({ when })} />
      <CurrencyFilter
        currencies={currencies}
        chosen={query.currency}
        onChoose={(currency) => onChange({ currency })}
      />
    </FilterRow>
  )
}
