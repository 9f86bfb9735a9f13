// The fields that both kinds of hosted pages share: the currency, and where the customer is sent afterwards.
import type { ReactNode } from 'react'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { usePaymentCounts } from '../../bridge/payment-queries.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'

const everything = {}

/** What the customer pays or paid in, the likeliest first, then what others of this desk do. `customer` null: nobody in particular. */
export function useCurrencies(deskId: string, customer: CustomerDetail | null): string[] {
  const used = usePaymentCounts(deskId, everything).data?.currencies ?? []
  return [...new Set([...(customer === null ? [] : currenciesOf(customer)), ...used])]
}

function currenciesOf({ lifetime, subscriptions }: CustomerDetail): string[] {
  const known = [
    ...subscriptions.map(({ currency }) => currency),
    ...lifetime.toSorted((one, other) => other.payments - one.payments).map(({ currency }) => currency),
  ]
  return [...new Set(known.filter((currency) => currency !== null))]
}

export function CurrencyField({
  currencies,
  currency,
  hint,
  onChange,
}: {
  currencies: readonly string[]
  currency: string
  hint?: ReactNode
  onChange: (currency: string) => void
}) {
  const choices = [...new Set([...currencies, currency, 'eur', 'usd', 'gbp', 'chf'])]
  return (
    <Field label="Currency" {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Select {...control} value={currency} onChange={(event) => onChange(event.target.value)}>
          {choices.map((each) => (
            <option key={each} value={each}>
              {each.toUpperCase()}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

type Afterwards = { ok: true; url: string | null } | { ok: false; message: string }

/** Empty: the website of the business, as Stripe knows it. */
export function readAfterwards(typed: string): Afterwards {
  const text = typed.trim()
  if (text === '') return { ok: true, url: null }
  const right = text.length <= 2000 && URL.canParse(text) && new URL(text).protocol === 'https:'
  return right
    ? { ok: true, url: text }
    : {
        ok: false,
        message: 'An address that begins with https:// is needed, such as https://example.com/thanks',
      }
}

export function AfterwardsField({
  typed,
  error,
  onChange,
}: {
  typed: string
  error: string | null
  onChange: (typed: string) => void
}) {
  return (
    <Field label="Leads to afterwards" hint="Empty: the website of the business." error={error}>
      {(control) => (
        <TextInput
          {...control}
          inputMode="url"
          value={typed}
          maxLength={2000}
          placeholder="https://"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
