// The form of a note about a customer. It is saved on this machine first; that it goes to Stripe too is an order of its own, with its own
// check, after it. One form is one note: its number is made when the form opens.
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { longestNote, longestStripeNote, whyNotWritten } from '../../../domain/note-text.ts'
import { call } from '../../bridge/client.ts'
import { useCustomer } from '../../bridge/customer-queries.ts'
import { keepNoteDraft, noteDraft } from '../../state/note-drafts.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckBox, Field, Select, TextArea } from '../../ui/field.tsx'
import { changeAccess, noteAccess } from '../../ui/orders/order-access.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { OrderProblem } from '../../ui/orders/order-problem.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { dayAndTime } from '../../ui/dates/time.ts'
import { toast } from '../../ui/toast.tsx'
import { nameOfCustomer } from './customer-words.ts'

interface NoteDialogProps {
  desk: Desk
  customerId: string
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}

export function NoteDialog({ desk, customerId, above, onClose }: NoteDialogProps) {
  const [noteId] = useState(() => crypto.randomUUID())
  const [text, setText] = useState(() => noteDraft(customerId))
  const [paymentIntentId, setPayment] = useState('')
  const [atStripe, setAtStripe] = useState(false)
  const [saving, setSaving] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const underWay = useRef(false)
  const form = useRef<HTMLFormElement>(null)
  const customer = useCustomer(desk.id, customerId).data
  const forbidden = whyNotWritten(text)
  const ready = text.trim() !== '' && forbidden === null

  async function save(): Promise<void> {
    if (!ready || underWay.current) return
    underWay.current = true
    setSaving(true)
    const saved = await call('customer.note', {
      deskId: desk.id,
      noteId,
      customerId,
      text,
      paymentIntentId: paymentIntentId === '' ? null : paymentIntentId,
    })
    underWay.current = false
    setSaving(false)
    setFailure(saved.ok ? null : saved.error)
    if (!saved.ok) return
    keepNoteDraft(customerId, '')
    toast({ title: 'Note saved' })
    onClose()
    if (atStripe) orderChange(desk, { form: 'customer_note', customerId, text: saved.value.text })
  }

  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save()
  }
  return (
    <Dialog
      title={customer ? `Note about ${nameOfCustomer(customer.customer)}` : 'Note'}
      onClose={onClose}
      busy={saving}
      firm
    >
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-4 overflow-y-auto border-t border-line px-5 py-4">
          <Field
            label="Note"
            hint="Kept on this machine, encrypted. It can be struck out, never deleted."
            error={forbidden}
          >
            {(control) => (
              <TextArea
                {...control}
                autoFocus
                rows={5}
                value={text}
                maxLength={longestNote}
                readOnly={saving}
                onChange={(event) => {
                  setText(event.target.value)
                  keepNoteDraft(customerId, event.target.value)
                }}
              />
            )}
          </Field>
          <About customer={customer} value={paymentIntentId} onChange={setPayment} />
          <AlsoAtStripe
            desk={desk}
            long={text.trim().length > longestStripeNote}
            checked={atStripe}
            onChange={setAtStripe}
          />
          {failure && <OrderProblem failure={failure} locked={noteAccess(desk).can === 'unlock'} />}
        </div>
        <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button look="ghost" onClick={onClose} disabled={saving}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={saving} disabled={!ready} keysShown="mod+enter">
            {saving ? 'Saving…' : atStripe ? 'Save, then Stripe…' : 'Save the note'}
          </Button>
        </footer>
      </form>
      {above}
    </Dialog>
  )
}

/** So many of the newest payments can be chosen from. */
const mostPayments = 20

/** Which payment it is about, of those that were read with the customer. */
function About({
  customer,
  value,
  onChange,
}: {
  customer: CustomerDetail | undefined
  value: string
  onChange: (id: string) => void
}) {
  const payments = (customer?.timeline.entries ?? [])
    .filter(({ objectId, paymentIntentId }) => objectId === paymentIntentId)
    .slice(0, mostPayments)
  if (payments.length === 0) return null
  return (
    <Field label="About">
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">The customer</option>
          {payments.map(({ objectId, amount, currency, at }) => (
            <option key={objectId} value={objectId}>
              The payment {amount !== null && currency !== null && `of ${spokenAmount(amount, currency)} `}
              on {dayAndTime(at)}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function AlsoAtStripe({
  desk,
  long,
  checked,
  onChange,
}: {
  desk: Desk
  /** Longer than Stripe takes. */
  long: boolean
  checked: boolean
  onChange: (checked: boolean) => void
}) {
  const access = changeAccess(desk)
  const says =
    access.can === 'no'
      ? access.why
      : `In the customer’s metadata, where everybody with access to the account reads it. What it replaces is shown before.${
          checked && long
            ? ` Stripe takes ${longestStripeNote} characters: it is shortened in the next step.`
            : ''
        }`
  return (
    <CheckBox
      label="Also at Stripe"
      says={says}
      checked={checked}
      disabled={access.can === 'no'}
      onChange={(event) => onChange(event.target.checked)}
    />
  )
}
