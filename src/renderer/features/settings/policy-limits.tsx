// The limits of a policy by currency, as a table of fields. An empty field is no limit, and says so.
import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import {
  limitFields,
  withLimit,
  type LimitDraft,
  type LimitField,
  type PolicyDraft,
  type PolicyProblems,
} from './policy-draft.ts'

const words: Record<LimitField, { label: string; empty: string }> = {
  perOrder: { label: 'One refund', empty: 'No limit' },
  perDay: { label: 'A day', empty: 'No limit' },
  typeAbove: { label: 'Typed above', empty: 'Every one' },
}

export function PolicyLimits({
  draft,
  problems,
  live,
  onChange,
}: {
  draft: PolicyDraft
  problems: PolicyProblems
  live: boolean
  onChange: (draft: PolicyDraft) => void
}) {
  const add = useRef<HTMLButtonElement>(null)
  const fields = limitFields.filter((field) => live || field !== 'typeAbove')
  const columns = live
    ? 'grid-cols-[64px_repeat(3,minmax(0,1fr))_28px]'
    : 'grid-cols-[64px_repeat(2,minmax(0,1fr))_28px]'
  const change = (id: number, changes: Partial<LimitDraft>): void =>
    onChange({
      ...draft,
      limits: draft.limits.map((limit) => (limit.id === id ? { ...limit, ...changes } : limit)),
    })
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium text-ink-2">Refund limits</legend>
      {draft.limits.length > 0 && (
        <div aria-hidden="true" className={classes('grid gap-2 text-sm text-ink-3', columns)}>
          <span>Currency</span>
          {fields.map((field) => (
            <span key={field}>{words[field].label}</span>
          ))}
        </div>
      )}
      {draft.limits.map((limit) => {
        const name = limit.currency === '' ? 'new currency' : limit.currency
        return (
          <div
            key={limit.id}
            role="group"
            aria-label={`Limits of ${name}`}
            className={classes('grid items-start gap-2', columns)}
          >
            <Field label="Currency" labelHidden error={problems[`${limit.id} currency`] ?? null}>
              {(control) => (
                <TextInput
                  {...control}
                  value={limit.currency}
                  // Of a row that was just added.
                  autoFocus={limit.currency === ''}
                  maxLength={3}
                  placeholder="EUR"
                  onChange={(event) => change(limit.id, { currency: event.target.value.toUpperCase() })}
                />
              )}
            </Field>
            {fields.map((field) => (
              <Field
                key={field}
                label={`${words[field].label}, ${name}`}
                labelHidden
                error={problems[`${limit.id} ${field}`] ?? null}
              >
                {(control) => (
                  <TextInput
                    {...control}
                    inputMode="decimal"
                    value={limit[field]}
                    placeholder={words[field].empty}
                    className="figures"
                    onChange={(event) => change(limit.id, { [field]: event.target.value })}
                  />
                )}
              </Field>
            ))}
            <IconButton
              icon={X}
              label={`Remove the limits of ${name}`}
              onClick={() => {
                onChange({ ...draft, limits: draft.limits.filter(({ id }) => id !== limit.id) })
                add.current?.focus()
              }}
            />
          </div>
        )
      })}
      <div className="flex flex-wrap items-center gap-3">
        <Button ref={add} size="small" icon={Plus} onClick={() => onChange(withLimit(draft))}>
          Add a currency
        </Button>
        <Field label={draft.limits.length === 0 ? 'All currencies' : 'Other currencies'} labelHidden>
          {(control) => (
            <Select
              {...control}
              value={draft.otherCurrencies}
              onChange={(event) =>
                onChange({
                  ...draft,
                  otherCurrencies: event.target.value === 'refused' ? 'refused' : 'unlimited',
                })
              }
            >
              <option value="unlimited">
                {draft.limits.length === 0 ? 'All currencies' : 'Other currencies'}: no limit
              </option>
              <option value="refused">
                {draft.limits.length === 0 ? 'All currencies' : 'Other currencies'}: refused
              </option>
            </Select>
          )}
        </Field>
      </div>
    </fieldset>
  )
}
