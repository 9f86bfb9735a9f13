// Chooses what is sold: a combobox over the active prices of the desk, and how many. It must never offer a price that can't be used where it
// stands.
import { Command } from 'cmdk'
import { useState } from 'react'
import type { FittingPrice, PriceRow } from '../../../contract/prices.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { failureOf } from '../../bridge/client.ts'
import { usePrices } from '../../bridge/customer-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { useRested } from '../../ui/use-rested.ts'

/** So short that what was meant is there before the next key. */
const typingMilliseconds = 60
const mostOfOne = 999_999

interface PriceFieldProps {
  deskId: string
  price: PriceRow | null
  onChoose: (price: PriceRow | null) => void
}

export function PriceField({ deskId, price, onChoose }: PriceFieldProps) {
  if (price === null) {
    return (
      <PriceSearch
        deskId={deskId}
        fitting={collectable}
        says="What recurs is sold as a subscription, and can’t be collected by a page here."
        onChoose={onChoose}
      />
    )
  }
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium text-ink-2">Price</span>
      <div className="flex min-h-8 items-center gap-2 rounded-md bg-sunken pr-1 pl-2.5">
        <span className="min-w-0 flex-1 truncate">
          {nameOf(price)} <span className="text-ink-3">{unitWords(price)}</span>
        </span>
        <Button look="ghost" size="small" autoFocus onClick={() => onChoose(null)}>
          Choose another
        </Button>
      </div>
    </div>
  )
}

export function PriceSearch({
  deskId,
  fitting,
  says,
  onChoose,
  onLeave,
}: {
  deskId: string
  /** Which prices can be used here. */
  fitting: FittingPrice
  /** Said where one is shown that can't. */
  says: string
  onChoose: (price: PriceRow) => void
  /** Where Escape leaves the search alone, not the form around it. */
  onLeave?: () => void
}) {
  const [typed, setTyped] = useState('')
  const rested = useRested(typed.trim(), typingMilliseconds)
  const prices = usePrices(deskId, rested, fitting)
  const offers = ({ type, currency }: PriceRow): boolean =>
    type === fitting.type && (fitting.currency === null || currency === fitting.currency)
  /** What is shown answers what was typed before: Enter must not take it. */
  const isStale = rested !== typed.trim() || prices.isPlaceholderData
  const rows = prices.data?.rows ?? []
  const [moved, setMoved] = useState('')
  const offered = rows.filter(offers)
  const marked = offered.find(({ id }) => id === moved) ?? offered[0]
  return (
    <div className="flex flex-col gap-1">
      <span className="text-sm font-medium text-ink-2">Price</span>
      <Command
        label="Price"
        loop
        shouldFilter={false}
        value={marked?.id ?? ''}
        onValueChange={setMoved}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && isStale) event.preventDefault()
          if (event.key !== 'Escape' || onLeave === undefined || event.nativeEvent.isComposing) return
          event.stopPropagation()
          onLeave()
        }}
        className="rounded-md border border-line"
      >
        <Command.Input
          autoFocus
          value={typed}
          onValueChange={(text) => setTyped(text.slice(0, 200))}
          placeholder="Product, amount or id of a price"
          className="h-9 w-full border-b border-line bg-transparent px-2.5 outline-none"
        />
        <Command.List className="max-h-44 overflow-auto p-1">
          {rows.map((row) => (
            <Command.Item
              key={row.id}
              value={row.id}
              disabled={!offers(row)}
              onSelect={() => onChoose(row)}
              className="flex min-h-7 items-center gap-2 rounded px-2 data-[disabled=true]:text-ink-3 data-[selected=true]:bg-press"
            >
              <span className="min-w-0 flex-1 truncate">{nameOf(row)}</span>
              <span className="figures shrink-0">{unitWords(row)}</span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
      <p role="status" className="text-sm text-ink-3">
        {prices.isError
          ? failureOf(prices.error).message
          : listWords(rows, prices.data?.more === true, rows.length === offered.length ? null : says)}
      </p>
    </div>
  )
}

export function QuantityField({
  typed,
  error,
  onChange,
}: {
  typed: string
  error: string | null
  onChange: (typed: string) => void
}) {
  return (
    <Field label="Quantity" className="w-28" error={error}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="numeric"
          value={typed}
          maxLength={7}
          onChange={(event) => onChange(event.target.value)}
          className="figures font-medium"
        />
      )}
    </Field>
  )
}

/** Null for what is no number of things that can be sold at once. */
export function readQuantity(typed: string): number | null {
  const quantity = /^\d{1,7}$/.test(typed.trim()) ? Number(typed) : 0
  return quantity >= 1 && quantity <= mostOfOne ? quantity : null
}

/** What so many come to: "€72.00"; null where Stripe works it out. */
export function totalOf({ unitAmount, currency }: PriceRow, quantity: number): string | null {
  const total = unitAmount === null ? NaN : unitAmount * quantity
  return Number.isSafeInteger(total) ? spokenAmount(total, currency) : null
}

/** A page collects one payment: what recurs is sold as a subscription. */
const collectable: FittingPrice = { type: 'one_time', currency: null }

export const nameOf = ({ productName, nickname, id }: PriceRow): string =>
  [productName ?? id, nickname].filter((each) => each !== null && each !== '').join(', ')

export function unitWords({
  unitAmount,
  currency,
  interval,
  intervalCount,
}: Pick<PriceRow, 'unitAmount' | 'currency' | 'interval' | 'intervalCount'>): string {
  const unit =
    unitAmount === null
      ? `${currency.toUpperCase()}, worked out by Stripe`
      : spokenAmount(unitAmount, currency)
  if (interval === null) return unit
  return intervalCount === null || intervalCount === 1
    ? `${unit} every ${interval}`
    : `${unit} every ${intervalCount} ${interval}s`
}

/** `says`: why some can't be used; null where all can. */
function listWords(rows: readonly PriceRow[], more: boolean, says: string | null): string {
  return [
    rows.length === 0 ? 'No active price is known here by these words.' : null,
    more ? 'There are others: type more to narrow it down.' : null,
    says,
  ]
    .filter((each) => each !== null)
    .join(' ')
}
