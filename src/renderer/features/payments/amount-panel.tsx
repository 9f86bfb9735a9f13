// Chooses amounts from and to, in major units of whatever currency a payment has.
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { readBound } from './list-query.ts'

export function AmountPanel({
  from,
  to,
  onChange,
}: {
  from: string
  to: string
  onChange: (from: string, to: string) => void
}) {
  const [typed, setTyped] = useState({ from, to })
  const bounds = { from: readBound(typed.from), to: readBound(typed.to) }
  const wrong = (bound: string | null): string | null =>
    bound === null ? 'Write an amount such as 49.90.' : null
  const backwards =
    bounds.from !== null &&
    bounds.to !== null &&
    bounds.from !== '' &&
    bounds.to !== '' &&
    Number(bounds.from) > Number(bounds.to)
  return (
    <form
      className="flex w-56 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (bounds.from !== null && bounds.to !== null && !backwards) onChange(bounds.from, bounds.to)
      }}
    >
      <Field label="At least" error={wrong(bounds.from)}>
        {(control) => (
          <TextInput
            {...control}
            inputMode="decimal"
            value={typed.from}
            onChange={(event) => setTyped({ ...typed, from: event.target.value })}
            className="figures"
          />
        )}
      </Field>
      <Field
        label="At most"
        error={wrong(bounds.to) ?? (backwards ? 'This is less than the amount above.' : null)}
      >
        {(control) => (
          <TextInput
            {...control}
            inputMode="decimal"
            value={typed.to}
            onChange={(event) => setTyped({ ...typed, to: event.target.value })}
            className="figures"
          />
        )}
      </Field>
      <p className="text-sm text-ink-3">Compared in each payment’s own currency.</p>
      <div className="flex justify-end gap-2 pt-1">
        {(from !== '' || to !== '') && (
          <Button look="ghost" onClick={() => onChange('', '')}>
            Clear
          </Button>
        )}
        <Button type="submit" look="primary">
          Apply
        </Button>
      </div>
    </form>
  )
}
