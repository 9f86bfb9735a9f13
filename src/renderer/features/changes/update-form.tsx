// Changes a subscription: its items, when and how the difference is charged, discount, trial and how it is collected; beside it, what Stripe says
// that it costs. It must never be ordered without the figures on the screen, which go with the order.
import { useState } from 'react'
import type { Change } from '../../../contract/changes.ts'
import { prorationBehaviors } from '../../../contract/subscription-lists.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { useCustomer } from '../../bridge/customer-queries.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { methodNames, methodText } from '../../ui/words/method-words.ts'
import { useNow } from '../../ui/dates/now.ts'
import { RadioList } from '../../ui/radio-list.tsx'
import { prorations } from '../../ui/words/subscription-words.ts'
import { ChangeForm } from './change-form.tsx'
import { DayField } from './day-field.tsx'
import { useOrderIds } from './planned.ts'
import { PreviewPanel, PreviewSums, usePreviewed } from './preview-panel.tsx'
import type { SubscriptionFormProps } from './form-props.ts'
import { SubscriptionHead } from './subscription-head.tsx'
import { draftOf, isCoupon, readDays, readUpdate, type UpdateDraft } from './update-draft.ts'
import { UpdateItems } from './update-items.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

interface PartProps {
  draft: UpdateDraft
  detail: SubscriptionDetail
  onChange: (changes: Partial<UpdateDraft>) => void
}

export function UpdateForm({ detail, ...form }: SubscriptionFormProps) {
  const { desk } = form
  const { id } = detail.subscription
  const idOf = useOrderIds()
  const now = useNow('slow')
  const [draft, setDraft] = useState(() => draftOf(detail))
  const onChange = (changes: Partial<UpdateDraft>): void => setDraft((before) => ({ ...before, ...changes }))
  const read = readUpdate(draft, id, now)
  const previewed = usePreviewed(
    desk.id,
    read.state === 'update' ? { kind: 'update', update: read.update } : null,
    detail,
  )
  const change: Change | null =
    read.state === 'update' && previewed.state === 'shown'
      ? {
          kind: 'update_subscription',
          subscriptionId: id,
          update: read.update,
          expected: previewed.preview.expected,
        }
      : null
  const parts: PartProps = { draft, detail, onChange }
  return (
    <ChangeForm
      {...form}
      planned={change === null ? [] : [{ change, orderId: idOf(change), name: '' }]}
      subject={nameOf(detail.subscription)}
      act="Change the subscription"
      figures={<PreviewSums previewed={previewed} />}
      aside={
        <PreviewPanel
          previewed={previewed}
          nothing={
            read.state === 'amiss'
              ? 'Something in the form is amiss: it says what.'
              : 'Change something, and Stripe says what it would cost before anything is sent.'
          }
          todayNone="Nothing is invoiced today."
        />
      }
    >
      <SubscriptionHead detail={detail} />
      <UpdateItems
        deskId={desk.id}
        items={draft.items}
        currency={detail.subscription.currency}
        onChange={(items) => onChange({ items })}
      />
      <RadioList
        label="The difference is charged"
        choices={prorationBehaviors.map((value) => ({ value, ...prorations[value] }))}
        chosen={draft.proration}
        onChoose={(proration) => onChange({ proration })}
      />
      <RadioList
        label="Its periods"
        choices={[
          { value: 'unchanged', word: 'Keep to the day they have', means: 'It renews on the usual day.' },
          { value: 'now', word: 'Begin anew today', means: 'A whole new period is invoiced today, and renews on this day.' },
        ]} // prettier-ignore
        chosen={draft.anchor}
        onChoose={(anchor) => onChange({ anchor })}
      />
      <Discount {...parts} />
      <Trial {...parts} />
      <Collection {...parts} />
      <Method deskId={desk.id} {...parts} />
    </ChangeForm>
  )
}

function Discount({ draft, detail, onChange }: PartProps) {
  const { discounts } = detail
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Field label="Discount" className="min-w-0 flex-1">
        {(control) => (
          <Select
            {...control}
            value={draft.discount}
            onChange={(event) => onChange({ discount: event.target.value as UpdateDraft['discount'] })}
          >
            <option value="keep">
              {discounts.length === 0
                ? 'None, as it is'
                : `As it is: ${discounts.map(({ words }) => words).join(', ')}`}
            </option>
            {discounts.length > 0 && <option value="none">Taken away</option>}
            <option value="coupon">{discounts.length === 0 ? 'A coupon' : 'Another coupon instead'}</option>
          </Select>
        )}
      </Field>
      {draft.discount === 'coupon' && (
        <Field
          label="Id of the coupon"
          className="min-w-0 flex-1"
          error={
            draft.couponId !== '' && !isCoupon(draft.couponId) ? 'An id, as the Dashboard shows it.' : null
          }
        >
          {(control) => (
            <TextInput
              {...control}
              value={draft.couponId}
              maxLength={255}
              onChange={(event) => onChange({ couponId: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
      )}
    </div>
  )
}

function Trial({ draft, detail, onChange }: PartProps) {
  const trialing = detail.subscription.status === 'trialing'
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Field label="Trial" className="min-w-0 flex-1">
        {(control) => (
          <Select
            {...control}
            value={draft.trial}
            onChange={(event) => onChange({ trial: event.target.value as UpdateDraft['trial'] })}
          >
            <option value="keep">{trialing ? 'As it is' : 'None, as it is'}</option>
            {trialing && <option value="now">Ends now</option>}
            <option value="date">{trialing ? 'Ends on another day' : 'Until a day'}</option>
          </Select>
        )}
      </Field>
      {draft.trial === 'date' && (
        <DayField
          label="Trial ends on"
          className="min-w-0 flex-1"
          day={draft.trialDay}
          onChange={(trialDay) => onChange({ trialDay })}
        />
      )}
    </div>
  )
}

function Collection({ draft, detail, onChange }: PartProps) {
  const sends = detail.subscription.collectionMethod === 'send_invoice'
  const days = draft.collection === 'send_invoice'
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Field label="Invoices are" className="min-w-0 flex-1">
        {(control) => (
          <Select
            {...control}
            value={draft.collection}
            onChange={(event) => onChange({ collection: event.target.value as UpdateDraft['collection'] })}
          >
            <option value="keep">{sends ? 'Sent, as it is' : 'Charged automatically, as it is'}</option>
            {sends && <option value="charge_automatically">Charged automatically</option>}
            <option value="send_invoice">{sends ? 'Sent, due after other days' : 'Sent to be paid'}</option>
          </Select>
        )}
      </Field>
      {days && (
        <Field
          label="Due after days"
          className="w-32"
          error={readDays(draft.daysUntilDue) === null ? 'From 0 to 365.' : null}
        >
          {(control) => (
            <TextInput
              {...control}
              inputMode="numeric"
              value={draft.daysUntilDue}
              maxLength={3}
              onChange={(event) => onChange({ daysUntilDue: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}

/** Those that the customer has left. */
function Method({ deskId, draft, detail, onChange }: PartProps & { deskId: string }) {
  const customer = useCustomer(deskId, detail.subscription.customerId)
  const methods = customer.data?.methods ?? []
  const own = detail.method.source === 'subscription' ? detail.method.paymentMethodId : null
  const others = methods.filter(({ id }) => id !== own)
  const names = methodNames(methods)
  if (others.length === 0) return null
  return (
    <Field label="Pays with" hint="A method of its own; the customer’s default stays as it is.">
      {(control) => (
        <Select
          {...control}
          value={draft.paymentMethodId}
          onChange={(event) => onChange({ paymentMethodId: event.target.value })}
        >
          <option value="">
            {detail.method.method === null ? 'As it is' : `${methodText(detail.method.method)}, as it is`}
          </option>
          {others.map(({ id, expiry, isCustomerDefault }) => (
            <option key={id} value={id}>
              {names.get(id)}
              {expiry === 'expired' ? ', expired' : ''}
              {isCustomerDefault ? ', the customer’s default' : ''}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
