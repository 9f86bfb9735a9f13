// An amount that is typed, its currency, and what the customer reads it is for.
import { exampleOf, explainAmount, parseAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { CurrencyField } from './page-fields.tsx'

export interface TypedSum {
  amount: string
  currency: string
  description: string
}

/** Minor units; null for what is no amount above zero. */
export function readSum({ amount, currency }: TypedSum): number | null {
  const read = parseAmount(amount, currency)
  return read.ok && read.amount > 0 ? read.amount : null
}

export function AmountFields({
  sum,
  currencies,
  onChange,
}: {
  sum: TypedSum
  currencies: readonly string[]
  onChange: (changes: Partial<TypedSum>) => void
}) {
  const { amount, currency, description } = sum
  const read = parseAmount(amount, currency)
  const error =
    amount === '' || readSum(sum) !== null
      ? null
      : explainAmount(read.ok ? 'not_positive' : read.reason, currency)
  return (
    <>
      <div className="flex gap-3">
        <Field label="Amount" className="flex-1" error={error}>
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              inputMode="decimal"
              value={amount}
              maxLength={40}
              placeholder={exampleOf(currency)}
              onChange={(event) => onChange({ amount: event.target.value })}
              className="figures font-medium"
            />
          )}
        </Field>
        <CurrencyField
          currencies={currencies}
          currency={currency}
          onChange={(chosen) => onChange({ currency: chosen })}
        />
      </div>
      <Field label="For" hint="What the customer reads on the page." error={whyNotWritten(description)}>
        {(control) => (
          <TextInput
            {...control}
            value={description}
            maxLength={250}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
    </>
  )
}
