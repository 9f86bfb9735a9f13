// A note in the customer's metadata at Stripe: what it says, and what Stripe says it would replace.
import { useState } from 'react'
import type { CustomerDetail } from '../../../contract/customers.ts'
import { longestStripeNote, whyNotWritten } from '../../../domain/note-text.ts'
import { Field, TextArea } from '../../ui/field.tsx'
import type { FormProps } from './form-props.ts'
import { ChangeForm } from './change-form.tsx'
import { useRestedPlan } from './planned.ts'
import { addressed } from '../../ui/words/customer-words.ts'

interface NoteFormProps extends FormProps {
  customer: CustomerDetail
  /** As it was noted here. */
  noted: string
}

export function NoteForm({ customer, noted, ...form }: NoteFormProps) {
  const [text, setText] = useState(noted)
  const customerId = customer.customer.id
  const typed = text.trim()
  const problem = problemOf(typed)
  const planned = useRestedPlan(
    problem === null && typed !== '' ? { kind: 'customer_note', customerId, text: typed } : null,
  )
  return (
    <ChangeForm
      {...form}
      planned={planned}
      subject={addressed(customer.customer)}
      act="Write it to Stripe"
      noted={false}
    >
      <Field
        label="Note at Stripe"
        hint={`Stripe keeps one, as bursar_note, of at most ${longestStripeNote} characters.`}
        error={problem}
      >
        {(control) => (
          <TextArea {...control} rows={5} value={text} onChange={(event) => setText(event.target.value)} />
        )}
      </Field>
    </ChangeForm>
  )
}

function problemOf(text: string): string | null {
  return text.length > longestStripeNote
    ? `Stripe takes at most ${longestStripeNote} characters; these are ${text.length}.`
    : whyNotWritten(text)
}
