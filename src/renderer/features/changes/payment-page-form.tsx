// Collects an amount: a page of Stripe's is made on which a customer, or whoever gets its link, pays. Nothing of a card is typed here.
import { useState } from 'react'
import type { Change } from '../../../contract/changes.ts'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { explainAmount, parseAmount, spokenAmount } from '../../../domain/money.ts'
import { usePaymentCounts } from '../../bridge/queries.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import type { FormProps } from './change-dialog.tsx'
import { ChangeForm } from './change-form.tsx'
import { AfterwardsField, CurrencyField, currenciesOf, readAfterwards } from './page-fields.tsx'
import { useRestedPlan } from './planned.ts'

const everything = {}

export function PaymentPageForm({ customer, ...form }: FormProps & { customer: CustomerDetail | null }) {
  const used = usePaymentCounts(form.desk.id, everything).data?.currencies ?? []
  const currencies = [...new Set([...(customer ? currenciesOf(customer) : []), ...used])]
  const [chosen, setChosen] = useState<string | null>(null)
  const currency = chosen ?? currencies[0] ?? 'eur'
  const [typed, setTyped] = useState('')
  const [description, setDescription] = useState('')
  const [afterwards, setAfterwards] = useState('')
  const read = parseAmount(typed, currency)
  const amount = read.ok && read.amount > 0 ? read.amount : null
  const leads = readAfterwards(afterwards)
  const words = description.trim()
  const customerId = customer?.customer.id ?? null
  const change: Change | null =
    amount === null || words === '' || !leads.ok
      ? null
      : {
          kind: 'payment_session',
          customerId,
          what: { amount, currency, description: words },
          successUrl: leads.url,
        }
  const planned = useRestedPlan(change)
  return (
    <ChangeForm
      {...form}
      planned={planned}
      subject={customer === null ? null : (customer.customer.name ?? customer.customer.email)}
      act={amount === null ? 'Make the page' : `Make the page for ${spokenAmount(amount, currency)}`}
    >
      <p className="text-ink-2">
        A page of Stripe’s is made, whose link you send.{' '}
        {customer === null
          ? 'Whoever gets the link can pay.'
          : `${customer.customer.name ?? customer.customer.email ?? 'The customer'} pays there.`}
      </p>
      <div className="flex gap-3">
        <Field
          label="Amount"
          className="flex-1"
          error={
            typed === '' || amount !== null
              ? null
              : explainAmount(read.ok ? 'not_positive' : read.reason, currency)
          }
        >
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              inputMode="decimal"
              value={typed}
              maxLength={40}
              placeholder="49.90"
              onChange={(event) => setTyped(event.target.value)}
              className="figures font-medium"
            />
          )}
        </Field>
        <CurrencyField currencies={currencies} currency={currency} onChange={setChosen} />
      </div>
      <Field label="For" hint="What the customer reads on the page.">
        {(control) => (
          <TextInput
            {...control}
            value={description}
            maxLength={250}
            onChange={(event) => setDescription(event.target.value)}
          />
        )}
      </Field>
      <AfterwardsField typed={afterwards} error={leads.ok ? null : leads.message} onChange={setAfterwards} />
    </ChangeForm>
  )
}
