// What a customer is subscribed to, how it stands, and what each is really paid with. It must say where that is not the customer's
// default: there a change of the default changes nothing.
import { Split } from 'lucide-react'
import { Link } from 'wouter'
import type { CustomerDetail, CustomerSubscription } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { subscriptionsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { Section } from '../../ui/inspector-panel.tsx'
import { NewestOnly } from '../../ui/newest-only.tsx'
import { methodNames } from '../../ui/words/method-words.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { Pill } from '../../ui/pill.tsx'
import { dayOf } from '../../ui/dates/time.ts'
import { orderAccessFor } from './order-access-for.ts'
import { nameOfSubscription } from './customer-words.ts'

export function Subscriptions({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const { subscriptions, customer } = detail
  if (subscriptions.length === 0) return null
  const canChange = orderAccessFor(desk, detail.customer).can !== 'no'
  return (
    <Section title="Subscriptions">
      <ul aria-label="Subscriptions" className="flex flex-col gap-3">
        {subscriptions.map((each) => (
          <li key={each.id}>
            <div className="flex items-center gap-2">
              <Link
                href={subscriptionsPlace(desk.id, each.id)}
                className="min-w-0 truncate rounded font-medium text-accent hover:underline"
              >
                {nameOfSubscription(each)}
              </Link>
              <Pill look={subscriptionLook(each.status)} />
              <span className="ml-auto shrink-0">
                <Price subscription={each} />
              </span>
            </div>
            {!isEnded(each.status) && (
              <>
                <p className="text-sm text-ink-2">{nextOf(each)}</p>
                <p className="flex flex-wrap items-center gap-x-2 text-sm text-ink-2">
                  <span className="figures">{paidWith(each, detail)}</span>
                  {each.defaultDiffers && (
                    <span className="inline-flex items-center gap-1 text-amber">
                      <Split size={12} aria-hidden="true" />
                      not the customer’s default
                    </span>
                  )}
                  {canChange && (
                    <Button
                      look="ghost"
                      size="small"
                      className="-my-1 ml-auto"
                      aria-label={`Change… what ${nameOfSubscription(each)} pays with`}
                      onClick={() =>
                        orderChange(desk, {
                          form: 'default_method',
                          customerId: customer.id,
                          paymentMethodId: null,
                          subscriptionId: each.id,
                        })
                      }
                    >
                      Change…
                    </Button>
                  )}
                </p>
              </>
            )}
            <CopyId id={each.id} what="Subscription id" />
          </li>
        ))}
      </ul>
      <NewestOnly
        count={subscriptions.length}
        order="those that have not ended first"
        others="The timeline has the others."
      />
    </Section>
  )
}

function Price({ subscription: { amount, currency, interval } }: { subscription: CustomerSubscription }) {
  const every = interval === null ? null : <span className="text-sm text-ink-3">/ {interval}</span>
  if (amount === null || currency === null)
    return <span className="text-ink-3">worked out by Stripe {every}</span>
  return (
    <>
      <Amount amount={amount} currency={currency} /> {every}
    </>
  )
}

function nextOf({ status, cancelAtPeriodEnd, cancelAt, currentPeriodEnd }: CustomerSubscription): string {
  const end = cancelAt ?? (cancelAtPeriodEnd ? currentPeriodEnd : null)
  if (end !== null) return `Ends on ${dayOf(end * 1000)}`
  if (status === 'paused') return 'Stands still until it is resumed'
  if (status === 'incomplete') return 'Begins once its first payment is through'
  return currentPeriodEnd === null ? 'No period runs' : `Renews on ${dayOf(currentPeriodEnd * 1000)}`
}

function paidWith(
  { collectionMethod, defaultPaymentMethodId: own }: CustomerSubscription,
  { methods }: CustomerDetail,
): string {
  if (collectionMethod === 'send_invoice')
    return 'Invoices are sent to the customer, who pays them by themselves'
  const names = methodNames(methods)
  if (own !== null) return `Pays with its own ${names.get(own) ?? own}`
  const base = methods.find(({ isCustomerDefault }) => isCustomerDefault)
  return base
    ? `Pays with the customer’s default, ${names.get(base.id)}`
    : 'Has nothing to pay with: no method of its own, and the customer has no default'
}
