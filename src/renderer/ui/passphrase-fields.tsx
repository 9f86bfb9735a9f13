// Fields for a passphrase: one that is known, or a new one twice. What is typed is never shown, and never kept once it was judged.
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
  error = null,
  disabled = false,
  autoFocus = false,
  onChange,
}: {
  label?: string
  value: string
  error?: string | null
  disabled?: boolean
  autoFocus?: boolean
  onChange: (value: string) => void
}) {
  return (
    <Field label={label} error={error}>
      {(control) => (
        <TextInput
          {...control}
          type="password"
          autoFocus={autoFocus}
          autoCapitalize="off"
          maxLength={200}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}

export function NewPassphraseFields({
  value,
  autoFocus = false,
  disabled = false,
  onChange,
}: {
  value: NewPassphrase
  autoFocus?: boolean
  disabled?: boolean
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
        disabled={disabled}
        error={again !== '' && next === again ? problem : null}
        onChange={(typed) => onChange({ next: typed, again })}
      />
      <PassphraseField
        label="The same again"
        value={again}
        disabled={disabled}
        error={again !== '' && next !== again && again.length >= next.length ? problem : null}
        onChange={(typed) => onChange({ next, again: typed })}
      />
    </>
  )
}
