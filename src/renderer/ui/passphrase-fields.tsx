// Fields for a passphrase: one that is known, or a new one twice. What is typed is never shown, and never kept once it was judged. Where nothing
// may be typed for a moment they stay where they are for keys: a field that is disabled loses the focus, and what is typed next goes nowhere.
import type { Ref } from 'react'
import { Field, TextInput } from './field.tsx'

/** At least so many characters, as the engine wants at the least. */
const shortest = 8

export interface NewPassphrase {
  next: string
  again: string
}
export const noPassphrase: NewPassphrase = { next: '', again: '' }

/** What is wrong with a new passphrase; null where nothing is. The engine judges it once more. */
export function newPassphraseProblem({ next, again }: NewPassphrase): string | null {
  if (next.length < shortest) return `Use at least ${shortest} characters.`
  return next === again ? null : 'The two are not the same.'
}

export function PassphraseField({
  label = 'Passphrase',
  value,
  hint,
  error = null,
  readOnly = false,
  autoFocus = false,
  ref,
  onChange,
}: {
  label?: string
  value: string
  hint?: string
  error?: string | null
  readOnly?: boolean
  autoFocus?: boolean
  ref?: Ref<HTMLInputElement>
  onChange: (value: string) => void
}) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(control) => (
        <TextInput
          {...control}
          {...(ref === undefined ? {} : { ref })}
          type="password"
          autoFocus={autoFocus}
          autoCapitalize="off"
          maxLength={200}
          value={value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function NewPassphraseFields({
  value,
  autoFocus = false,
  readOnly = false,
  onChange,
}: {
  value: NewPassphrase
  autoFocus?: boolean
  readOnly?: boolean
  onChange: (value: NewPassphrase) => void
}) {
  const { next, again } = value
  const problem = newPassphraseProblem(value)
  return (
    <>
      <PassphraseField
        label="New passphrase"
        value={next}
        autoFocus={autoFocus}
        readOnly={readOnly}
        hint={`At least ${shortest} characters. A few words are easy to keep in mind.`}
        error={again !== '' && next === again ? problem : null}
        onChange={(typed) => onChange({ next: typed, again })}
      />
      <PassphraseField
        label="The same again"
        value={again}
        readOnly={readOnly}
        error={again !== '' && next !== again && again.length >= next.length ? problem : null}
        onChange={(typed) => onChange({ next, again: typed })}
      />
    </>
  )
}
