// Collects an amount or a price: a page of Stripe's is made on which a customer, or whoever gets its link, pays. Nothing of a card is
// typed here.
import { useState } from 'react'
import type { Change, ChangeOf } from '../../../contract/changes.ts'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { PriceRow } from '../../../contract/prices.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { openOverlay } from '../../state/overlays.ts'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { AmountFields, readSum, type TypedSum } from './amount-fields.tsx'
import type { FormProps } from './form-props.ts'
import { ChangeForm } from './change-form.tsx'
import { AfterwardsField, readAfterwards, useCurrencies } from './page-fields.tsx'
import { useRestedPlan } from './planned.ts'
import { PriceField, QuantityField, readQuantity, totalOf } from './price-field.tsx'
import { addressed } from '../../ui/words/customer-words.ts'

type What = ChangeOf<'payment_session'>['what']

const ways = [
  { word: 'An amount', value: 'amount' },
  { word: 'A price', value: 'price' },
] as const

export function PaymentPageForm({ customer, ...form }: FormProps & { customer: CustomerDetail | null }) {
  const currencies = useCurrencies(form.desk.id, customer)
  const [way, setWay] = useState<(typeof ways)[number]['value']>('amount')
  const [typed, setTyped] = useState<Omit<TypedSum, 'currency'> & { currency: string | null }>({
    amount: '',
    currency: null,
    description: '',
  })
  const sum = { ...typed, currency: typed.currency ?? currencies[0] ?? 'eur' }
  const [price, setPrice] = useState<PriceRow | null>(null)
  const [quantity, setQuantity] = useState('1')
  const [afterwards, setAfterwards] = useState('')
  const leads = readAfterwards(afterwards)
  const customerId = customer?.customer.id ?? null
  const subject = customer === null ? null : addressed(customer.customer)
  const wanted = way === 'amount' ? amountWanted(sum) : priceWanted(price, quantity)
  const change: Change | null =
    wanted === null || !leads.ok
      ? null
      : { kind: 'payment_session', customerId, what: wanted, successUrl: leads.url }
  const planned = useRestedPlan(change)
  const counted = readQuantity(quantity)
  const total = price === null || counted === null ? null : totalOf(price, counted)
  const comesTo =
    wanted === null ? null : 'amount' in wanted ? spokenAmount(wanted.amount, wanted.currency) : total
  return (
    <ChangeForm
      {...form}
      planned={planned}
      subject={subject}
      act={comesTo === null ? 'Make the page' : `Make the page for ${comesTo}`}
      remedy={{
        finding: 'already',
        word: 'End that page first…',
        act: (sessionId) =>
          openOverlay({
            kind: 'change',
            deskId: form.desk.id,
            wanted: { form: 'expire_session', sessionId, subject },
          }),
      }}
    >
      <p className="text-ink-2">
        A page of Stripe’s is made, whose link you send.{' '}
        {customer === null ? 'Whoever gets the link can pay.' : `${subject ?? 'The customer'} pays there.`}
      </p>
      <ChoiceTabs
        label="What is collected"
        choices={ways}
        isChosen={(value) => value === way}
        onChoose={setWay}
        className="-mx-3"
      />
      {way === 'amount' ? (
        <AmountFields
          sum={sum}
          currencies={currencies}
          // Once something is typed it is in the currency that stood beside it, whichever is the likeliest by then.
          onChange={(changes) => setTyped((before) => ({ ...before, currency: sum.currency, ...changes }))}
        />
      ) : (
        <>
          <PriceField deskId={form.desk.id} price={price} onChoose={setPrice} />
          {price && (
            <div className="flex items-end gap-3">
              <QuantityField
                typed={quantity}
                error={counted === null ? 'A whole number from 1 to 999,999.' : null}
                onChange={setQuantity}
              />
              <p aria-live="polite" className="pb-1.5 text-ink-2">
                {counted !== null &&
                  (total === null ? 'Stripe works out what it comes to.' : `${total} in all.`)}
              </p>
            </div>
          )}
        </>
      )}
      <AfterwardsField typed={afterwards} error={leads.ok ? null : leads.message} onChange={setAfterwards} />
    </ChangeForm>
  )
}

function amountWanted(sum: TypedSum): What | null {
  const amount = readSum(sum)
  const description = sum.description.trim()
  if (amount === null || description === '' || whyNotWritten(description) !== null) return null
  return { amount, currency: sum.currency, description }
}

function priceWanted(price: PriceRow | null, typed: string): What | null {
  const quantity = readQuantity(typed)
  return price === null || quantity === null ? null : { priceId: price.id, quantity }
}
