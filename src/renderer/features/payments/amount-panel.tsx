// Chooses amounts from and to, in major units of whatever currency a payment has.
import { useState } from 'react'
import { explainFigure, readBound, thousandthsOfText, type ReadBound } from '../../../domain/money.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'

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
  const least = readBound(typed.from, from)
  const most = readBound(typed.to, to)
  const wrong = (read: ReadBound): string | null => (read.ok ? null : explainFigure(read.reason))
  const backwards =
    least.ok &&
    most.ok &&
    least.bound !== '' &&
    most.bound !== '' &&
    thousandthsOfText(least.bound) > thousandthsOfText(most.bound)
  return (
    <form
      className="flex w-56 flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (least.ok && most.ok && !backwards) onChange(least.bound, most.bound)
      }}
    >
      <Field label="At least" error={wrong(least)}>
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
        error={wrong(most) ?? (backwards ? 'This is less than the amount above.' : null)}
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
