// Which method is used, and for what: the customer's default and each subscription are asked for separately, since a subscription with a
// method of its own never looks at the default. It must never leave that unsaid.
import { useId, useState } from 'react'
import type { Change } from '../../../contract/changes.ts'
import type { CustomerDetail, CustomerMethod, CustomerSubscription } from '../../../contract/customers.ts'
import { openOverlay } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { isChargedByItself } from '../../../domain/renewal.ts'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { methodNames } from '../../ui/words/method-words.ts'
import { Pill } from '../../ui/pill.tsx'
import type { FormProps } from './form-props.ts'
import { ChangeForm } from './change-form.tsx'
import { useOrderIds, type Planned } from './planned.ts'
import { addressed } from '../../ui/words/customer-words.ts'

interface DefaultMethodFormProps extends FormProps {
  customer: CustomerDetail
  /** Null: the first that can be charged, until another is chosen. */
  paymentMethodId: string | null
  /** What was asked for: this subscription, or the customer. */
  subscriptionId: string | null
}

/** "customer", or the id of a subscription. */
type Target = string

/** The newest that has not expired and is not what it pays with now. */
function firstChoice(methods: readonly CustomerMethod[], now: string | null): string | null {
  const good = methods
    .filter(({ id, expiry }) => expiry !== 'expired' && id !== now)
    .toSorted((one, other) => other.created - one.created)
  return (good[0] ?? methods.find(({ id }) => id !== now) ?? methods[0])?.id ?? null
}

/**
 * Subscriptions that would go on charging another method after the customer's default has changed: those that are behind, or whose
 * own method has expired, are chosen along with it from the start.
 */
function chosenAlong(customer: CustomerDetail): string[] {
  return customer.subscriptions
    .filter((each) => {
      const { status, defaultPaymentMethodId: own } = each
      if (!isChargedByItself(each) || own === null) return false
      const expired = customer.methods.some(({ id, expiry }) => id === own && expiry === 'expired')
      return expired || status === 'past_due' || status === 'unpaid'
    })
    .map(({ id }) => id)
}

export function DefaultMethodForm({
  customer,
  paymentMethodId,
  subscriptionId,
  ...form
}: DefaultMethodFormProps) {
  const { methods, subscriptions } = customer
  const live = subscriptions.filter(({ status }) => !isEnded(status))
  const asked = live.find(({ id }) => id === subscriptionId)
  const base = methods.find(({ isCustomerDefault }) => isCustomerDefault)?.id ?? null
  const [methodId, setMethodId] = useState(
    () => paymentMethodId ?? firstChoice(methods, asked?.defaultPaymentMethodId ?? base),
  )
  const [targets, setTargets] = useState<readonly Target[]>(() => {
    // Never for the customer instead of a subscription that has ended since.
    if (subscriptionId !== null) return asked ? [asked.id] : []
    return methodId === base ? chosenAlong(customer) : ['customer', ...chosenAlong(customer)]
  })
  const idOf = useOrderIds()
  const method = methods.find(({ id }) => id === methodId)
  const names = methodNames(methods)
  const name = names.get(methodId ?? '') ?? ''
  const toggle = (target: Target): void =>
    setTargets((before) =>
      before.includes(target) ? before.filter((each) => each !== target) : [...before, target],
    )
  /** Whether it pays with the chosen method already: then there is nothing to change. */
  const has = (target: Target): boolean =>
    target === 'customer'
      ? base === methodId
      : live.some(({ id, defaultPaymentMethodId: own }) => id === target && own === methodId)
  const planned = method
    ? plan(
        targets.filter((target) => !has(target)),
        method.id,
        customer,
      ).map((each) => ({
        ...each,
        orderId: idOf(each.change),
      }))
    : []
  return (
    <ChangeForm
      {...form}
      planned={planned}
      subject={addressed(customer.customer)}
      act={method ? `Pay with ${name}` : 'Pay with it'}
    >
      {methods.length === 0 && <NoMethod deskId={form.desk.id} customerId={customer.customer.id} />}
      <Field label="Pay with">
        {(control) => (
          <Select {...control} value={methodId ?? ''} onChange={(event) => setMethodId(event.target.value)}>
            {/* Else the first would seem to be chosen. */}
            {!method && (
              <option value={methodId ?? ''}>{methodId === null ? 'None' : 'One that is gone by now'}</option>
            )}
            {methods.map((each) => (
              <option key={each.id} value={each.id}>
                {names.get(each.id)}
                {each.expiry === 'expired' ? ', expired' : each.expiry === 'expiring' ? ', expires soon' : ''}
                {each.isCustomerDefault ? ', the default' : ''}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <fieldset className="flex flex-col">
        <legend className="mb-1 text-sm font-medium text-ink-2">For</legend>
        <TargetBox
          word="The customer’s default"
          says="Invoices, and subscriptions without a method of their own."
          already={has('customer')}
          checked={targets.includes('customer')}
          onToggle={() => toggle('customer')}
        />
        {live.map((each) => (
          <TargetBox
            key={each.id}
            word={each.products.length === 0 ? each.id : each.products.join(', ')}
            subscription={each}
            says={paysNow(each, names)}
            already={has(each.id)}
            checked={targets.includes(each.id)}
            onToggle={() => toggle(each.id)}
          />
        ))}
      </fieldset>
      {planned.length === 0 && method && (
        <p role="status" className="text-ink-2">
          Nothing would change: choose what {name} is to pay for.
        </p>
      )}
      <Trap live={live} targets={targets} methodId={methodId} />
    </ChangeForm>
  )
}

function NoMethod({ deskId, customerId }: { deskId: string; customerId: string }) {
  const askForOne = (): void =>
    openOverlay({ kind: 'change', deskId, wanted: { form: 'setup_session', customerId } })
  return (
    <div className="flex flex-col items-start gap-2">
      <p role="status" className="text-ink-2">
        No method of this customer is kept. They leave one on a page of Stripe’s, whose link you send.
      </p>
      <Button onClick={askForOne}>Ask for a new method…</Button>
    </div>
  )
}

/** Said even before Stripe is asked: who changes the default alone changes nothing for these. */
function Trap({
  live,
  targets,
  methodId,
}: {
  live: readonly CustomerSubscription[]
  targets: readonly Target[]
  methodId: string | null
}) {
  const left = live.filter((each) => {
    const { id, defaultPaymentMethodId: own } = each
    return isChargedByItself(each) && own !== null && own !== methodId && !targets.includes(id)
  })
  if (!targets.includes('customer') || left.length === 0) return null
  return (
    <p role="status" className="rounded-lg bg-amber-tint px-3 py-2 text-amber">
      {left.length === 1 ? 'One subscription has' : `${left.length} subscriptions have`} a method of{' '}
      {left.length === 1 ? 'its' : 'their'} own: Stripe goes on charging that, whatever the default is. Choose
      it above as well to change it.
    </p>
  )
}

function TargetBox({
  word,
  says,
  subscription,
  already,
  checked,
  onToggle,
}: {
  word: string
  says: string
  subscription?: CustomerSubscription
  already: boolean
  checked: boolean
  onToggle: () => void
}) {
  const id = useId()
  return (
    <div className="-mx-2 flex gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover">
      <input
        id={id}
        type="checkbox"
        checked={checked || already}
        disabled={already}
        aria-describedby={`${id}-note`}
        onChange={onToggle}
        className="mt-[3px] size-3.5"
      />
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <label htmlFor={id} className="truncate">
            {word}
          </label>
          {subscription && subscription.status !== 'active' && (
            <Pill look={subscriptionLook(subscription.status)} />
          )}
        </div>
        <p id={`${id}-note`} className="text-sm text-ink-3">
          {already ? 'Pays with it already.' : says}
        </p>
      </div>
    </div>
  )
}

function paysNow(
  { collectionMethod, defaultPaymentMethodId: own }: CustomerSubscription,
  names: ReadonlyMap<string, string>,
): string {
  if (collectionMethod === 'send_invoice')
    return 'Its invoices are sent: nothing is charged by itself, whatever the method.'
  if (own === null) return 'Pays with the customer’s default now; then with this, whatever the default is.'
  return `Pays with its own ${names.get(own) ?? own} now.`
}

/** The subscriptions first: between the two, nothing is charged with what is being replaced. */
function plan(
  targets: readonly Target[],
  paymentMethodId: string,
  { customer, subscriptions }: CustomerDetail,
): Omit<Planned, 'orderId'>[] {
  const planned = targets.map((target): { change: Change; name: string } => {
    if (target === 'customer') {
      return {
        change: { kind: 'customer_default_method', customerId: customer.id, paymentMethodId },
        name: 'The customer’s default',
      }
    }
    const found = subscriptions.find(({ id }) => id === target)
    return {
      change: { kind: 'subscription_default_method', subscriptionId: target, paymentMethodId },
      name: found && found.products.length > 0 ? found.products.join(', ') : target,
    }
  })
  return planned.toSorted(
    (one, other) =>
      Number(one.change.kind === 'customer_default_method') -
      Number(other.change.kind === 'customer_default_method'),
  )
}
