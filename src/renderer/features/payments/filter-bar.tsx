// The filters above the list: text, dates, amounts, currency. What they say is in the address, so a link restores them.
import { CalendarDays, Search, SlidersHorizontal, X } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { Select } from '../../ui/field.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { Popover } from '../../ui/popover.tsx'
import { AmountPanel } from './amount-panel.tsx'
import { DatePanel } from './date-panel.tsx'
import { emptyQuery, isNarrowed, whenWord, type ListQuery } from './list-query.ts'

const typingMilliseconds = 180

interface FilterBarProps {
  query: ListQuery
  currencies: readonly string[]
  searchRef: RefObject<HTMLInputElement | null>
  onChange: (changes: Partial<ListQuery>) => void
  /** Enter or arrow down in the search: on to the list. */
  onLeaveSearch: () => void
}

export function FilterBar({ query, currencies, searchRef, onChange, onLeaveSearch }: FilterBarProps) {
  const [datesOpen, setDatesOpen] = useState(false)
  const [amountsOpen, setAmountsOpen] = useState(false)
  const amounts = amountWord(query)
  const choices =
    query.currency !== '' && !currencies.includes(query.currency)
      ? [query.currency, ...currencies]
      : currencies
  return (
    <div role="search" aria-label="Payments" className="flex flex-wrap items-center gap-2 px-4 pt-1 pb-2.5">
      <SearchField
        text={query.text}
        inputRef={searchRef}
        onText={(text) => onChange({ text })}
        onLeave={onLeaveSearch}
      />
      <Popover
        label="Created"
        open={datesOpen}
        onOpenChange={setDatesOpen}
        trigger={
          <Button look="secondary" icon={CalendarDays} className={query.when === null ? '' : 'text-accent'}>
            <span className="unseen">Filter by </span>
            {query.when === null ? 'Created' : whenWord(query.when)}
          </Button>
        }
      >
        <DatePanel
          when={query.when}
          onChange={(when) => {
            onChange({ when })
            setDatesOpen(false)
          }}
        />
      </Popover>
      <Popover
        label="Amount"
        open={amountsOpen}
        onOpenChange={setAmountsOpen}
        trigger={
          <Button look="secondary" icon={SlidersHorizontal} className={amounts === null ? '' : 'text-accent'}>
            <span className="unseen">Filter by </span>
            {amounts ?? 'Amount'}
          </Button>
        }
      >
        <AmountPanel
          from={query.amountFrom}
          to={query.amountTo}
          onChange={(amountFrom, amountTo) => {
            onChange({ amountFrom, amountTo })
            setAmountsOpen(false)
          }}
        />
      </Popover>
      {choices.length > 1 && (
        <Select
          aria-label="Currency"
          value={query.currency}
          onChange={(event) => onChange({ currency: event.target.value })}
        >
          <option value="">All currencies</option>
          {choices.map((currency) => (
            <option key={currency} value={currency}>
              {currency.toUpperCase()}
            </option>
          ))}
        </Select>
      )}
      {isNarrowed(query) && (
        <Button look="ghost" icon={X} onClick={() => onChange({ ...emptyQuery, sort: query.sort })}>
          Clear all
        </Button>
      )}
    </div>
  )
}

function amountWord({ amountFrom, amountTo }: ListQuery): string | null {
  if (amountFrom === '' && amountTo === '') return null
  if (amountTo === '') return `From ${amountFrom}`
  return amountFrom === '' ? `Up to ${amountTo}` : `${amountFrom} to ${amountTo}`
}

/** Types ahead of the address: what is typed shows at once and is asked for after a short rest. */
function SearchField({
  text,
  inputRef,
  onText,
  onLeave,
}: {
  text: string
  inputRef: RefObject<HTMLInputElement | null>
  onText: (text: string) => void
  onLeave: () => void
}) {
  const [typed, setTyped] = useState(text)
  const told = useRef(text)
  useEffect(() => {
    // The address changed by other means than this field ("Clear all", back): follow it.
    if (text === told.current) return
    told.current = text
    setTyped(text)
  }, [text])
  useEffect(() => {
    if (typed === told.current) return
    const timer = setTimeout(() => {
      told.current = typed
      onText(typed)
    }, typingMilliseconds)
    return () => clearTimeout(timer)
  }, [typed, onText])
  return (
    <div className="relative max-w-64 min-w-40 flex-1">
      <Search size={14} aria-hidden="true" className="absolute top-2 left-2.5 text-ink-3" />
      <input
        ref={inputRef}
        type="text"
        role="searchbox"
        aria-label="Search payments"
        placeholder="Name, e-mail, id, last4"
        autoComplete="off"
        spellCheck={false}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault()
            if (typed === '') event.currentTarget.blur()
            else setTyped('')
          }
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault()
            onLeave()
          }
        }}
        className="control w-full pr-8 pl-8"
      />
      <span className="absolute top-[6px] right-2">
        {typed === '' ? (
          <Kbd keys="/" />
        ) : (
          <IconButton
            icon={X}
            label="Clear the search"
            onClick={() => setTyped('')}
            className="-m-[5px] size-7"
          />
        )}
      </span>
    </div>
  )
}
