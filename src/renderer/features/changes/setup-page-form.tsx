// Asks a customer for a new payment method: a page of Stripe's is made, whose link is sent. Nothing of a card is typed here.
import { useState } from 'react'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { FormProps } from './form-props.ts'
import { ChangeForm } from './change-form.tsx'
import { AfterwardsField, CurrencyField, readAfterwards, useCurrencies } from './page-fields.tsx'
import { useRestedPlan } from './planned.ts'
import { addressed } from '../../ui/words/customer-words.ts'

export function SetupPageForm({ customer, ...form }: FormProps & { customer: CustomerDetail }) {
  const customerId = customer.customer.id
  const currencies = useCurrencies(form.desk.id, customer)
  const [chosen, setChosen] = useState<string | null>(null)
  const currency = chosen ?? currencies[0] ?? 'eur'
  const [afterwards, setAfterwards] = useState('')
  const leads = readAfterwards(afterwards)
  const planned = useRestedPlan(
    leads.ok ? { kind: 'setup_session', customerId, currency, successUrl: leads.url } : null,
  )
  return (
    <ChangeForm {...form} planned={planned} subject={addressed(customer.customer)} act="Make the page">
      <p className="text-ink-2">
        A page of Stripe’s is made, whose link you send. There the customer leaves a card, a bank account or a
        wallet; nothing is charged.
      </p>
      <CurrencyField
        currencies={currencies}
        currency={currency}
        hint="Decides which kinds of methods the page offers."
        onChange={setChosen}
      />
      <AfterwardsField typed={afterwards} error={leads.ok ? null : leads.message} onChange={setAfterwards} />
    </ChangeForm>
  )
}
