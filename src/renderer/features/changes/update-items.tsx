// The items of a subscription while they are changed: another price, another number of them, one more or one less.
import { Plus, Trash2, Undo2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { PriceRow } from '../../../contract/prices.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { useFocusBefore } from '../../ui/give-focus-back.ts'
import { nameOf, PriceSearch, unitWords } from './price-field.tsx'
import { addedItem, isMetered, readQuantity, type ItemDraft } from './update-draft.ts'

interface UpdateItemsProps {
  deskId: string
  items: readonly ItemDraft[]
  /** Of the subscription: all its prices are in it. */
  currency: string | null
  onChange: (items: readonly ItemDraft[]) => void
}

export function UpdateItems({ deskId, items, currency, onChange }: UpdateItemsProps) {
  /** The item whose price is looked for; `new`: one more. */
  const [choosing, setChoosing] = useState<string | null>(null)
  const change = (key: string, changes: Partial<ItemDraft>): void =>
    onChange(items.map((each) => (each.key === key ? { ...each, ...changes } : each)))
  const add = useRef<HTMLButtonElement>(null)
  const search = (onChoose: (price: PriceRow) => void) => (
    <ItemSearch deskId={deskId} currency={currency} onChoose={onChoose} onLeave={() => setChoosing(null)} />
  )
  const left = items.filter(({ removed }) => !removed).length
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium text-ink-2">Items</legend>
      <ul aria-label="Items" className="flex flex-col gap-2">
        {items.map((each) => (
          <li key={each.key} className="flex flex-col gap-1.5">
            <ItemLine
              draft={each}
              currency={currency}
              onPrice={() => setChoosing(each.key)}
              onQuantity={(quantity) => change(each.key, { quantity })}
              onRemove={() => {
                if (each.item !== null) return change(each.key, { removed: !each.removed, price: null })
                onChange(items.filter(({ key }) => key !== each.key))
                // Its button goes with it.
                add.current?.focus()
              }}
            />
            {choosing === each.key && search((price) => change(each.key, { price, removed: false }))}
          </li>
        ))}
      </ul>
      {left === 0 && (
        <p role="status" className="text-red">
          One item is needed: to end it, cancel the subscription.
        </p>
      )}
      {choosing === 'new' && search((price) => onChange([...items, addedItem(price)]))}
      <Button
        ref={add}
        size="small"
        icon={Plus}
        className="self-start"
        disabled={choosing === 'new'}
        onClick={() => setChoosing('new')}
      >
        Add an item
      </Button>
    </fieldset>
  )
}

/** Looks for a price in the midst of the form. When it is gone, the focus goes back to what opened it. */
function ItemSearch({
  deskId,
  currency,
  onChoose,
  onLeave,
}: {
  deskId: string
  currency: string | null
  onChoose: (price: PriceRow) => void
  onLeave: () => void
}) {
  const before = useFocusBefore()
  const giveBack = useRef(before)
  useEffect(() => {
    const back = giveBack.current
    return () => {
      const had = back()
      if (document.activeElement === document.body && had !== true) had.focus()
    }
  }, [])
  return (
    <div className="flex flex-col gap-1">
      <PriceSearch
        deskId={deskId}
        fitting={{ type: 'recurring', currency }}
        says={`Only what recurs${currency === null ? '' : ` in ${currency.toUpperCase()}`} can be added to it.`}
        onChoose={(price) => {
          onChoose(price)
          onLeave()
        }}
        onLeave={onLeave}
      />
      <Button look="ghost" size="small" className="self-start" onClick={onLeave}>
        Leave it
      </Button>
    </div>
  )
}

function ItemLine({
  draft,
  currency,
  onPrice,
  onQuantity,
  onRemove,
}: {
  draft: ItemDraft
  currency: string | null
  onPrice: () => void
  onQuantity: (quantity: string) => void
  onRemove: () => void
}) {
  const { item, price, quantity, removed } = draft
  const name = price ? nameOf(price) : (item?.productName ?? item?.priceId ?? 'Item')
  const unit = price
    ? unitWords(price)
    : item &&
      unitWords({ ...item, currency: currency ?? '', unitAmount: currency === null ? null : item.unitAmount })
  const metered = isMetered(draft)
  const wrong = !removed && !metered && readQuantity(quantity) === null
  return (
    <div className="flex items-start gap-2 rounded-md bg-sunken py-1.5 pr-1 pl-2.5">
      <span className={classes('min-w-0 flex-1 pt-1', removed ? 'text-ink-3 line-through' : '')}>
        <span className="block truncate">
          {name}
          {price !== null && item !== null && (
            <span className="text-ink-3"> instead of {item.productName ?? item.priceId}</span>
          )}
        </span>
        <span className="figures block text-sm text-ink-3">{unit}</span>
      </span>
      {removed ? (
        <span className="pt-1 text-ink-2">taken out</span>
      ) : (
        <>
          {!metered && (
            <Field
              label={`Quantity of ${name}`}
              labelHidden
              className="w-20"
              error={wrong ? '0 to 999,999' : null}
            >
              {(control) => (
                <TextInput
                  {...control}
                  autoFocus={item === null}
                  inputMode="numeric"
                  value={quantity}
                  maxLength={6}
                  onChange={(event) => onQuantity(event.target.value)}
                  className="figures"
                />
              )}
            </Field>
          )}
          <Button
            size="small"
            className="mt-[3px]"
            onClick={onPrice}
            aria-label={`Another price instead of ${name}`}
          >
            Price…
          </Button>
        </>
      )}
      <IconButton
        icon={removed ? Undo2 : Trash2}
        label={removed ? `Leave ${name} in` : `Take ${name} out`}
        onClick={onRemove}
      />
    </div>
  )
}
