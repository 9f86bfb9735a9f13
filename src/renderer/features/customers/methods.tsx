// What a customer pays with: which pays for what, what expires or fails, and the ways to change it. Never a number of a card.
import { CalendarX, Check, CreditCard, Landmark, TriangleAlert, Unlink, WalletCards } from 'lucide-react'
import type { CustomerDetail, CustomerMethod } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { countryName } from '../../../domain/country-name.ts'
import { NewestOnly } from '../../ui/newest-only.tsx'
import { methodNames, methodText, walletName } from '../../ui/words/method-words.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { Pill, type Look } from '../../ui/pill.tsx'
import { orderAccessFor } from './order-access-for.ts'
import { nameOfSubscription } from './customer-words.ts'

const expired: Look = { tone: 'red', icon: CalendarX, word: 'Expired' }
const expiring: Look = { tone: 'amber', icon: CalendarX, word: 'Expires soon' }
const failing: Look = { tone: 'red', icon: TriangleAlert, word: 'Failing' }
const isDefault: Look = { tone: 'blue', icon: Check, word: 'Default' }

export function Methods({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const { methods, customer } = detail
  const names = methodNames(methods)
  const canChange = orderAccessFor(desk, detail.customer).can !== 'no'
  return (
    <Section title="Payment methods">
      {methods.length === 0 ? (
        <p className="text-ink-2">
          None is kept. Ask for one: the customer leaves it on a page of Stripe’s, never here.
        </p>
      ) : (
        <ul aria-label="Payment methods" className="-mx-2 flex flex-col">
          {methods.map((each) => (
            <li key={each.id} className="flex gap-2.5 rounded-md px-2 py-2 hover:bg-hover">
              <MethodIcon method={each} />
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="figures font-medium">{methodText(each.method)}</span>
                  {marksOf(each, detail).map((look) => (
                    <Pill key={look.word} look={look} />
                  ))}
                </p>
                <p className="text-sm text-ink-2">{factsOf(each).join(' · ')}</p>
                {each.defaultOf.length > 0 && (
                  <p className="text-sm text-ink-2">Pays for {paidFor(each, detail)}</p>
                )}
                <CopyId id={each.id} what="Payment method id" />
              </div>
              {canChange && (
                <div className="flex shrink-0 items-start">
                  <Button
                    look="ghost"
                    size="small"
                    aria-label={`Use for… ${names.get(each.id)}`}
                    onClick={() =>
                      orderChange(desk, {
                        form: 'default_method',
                        customerId: customer.id,
                        paymentMethodId: each.id,
                        subscriptionId: null,
                      })
                    }
                  >
                    Use for…
                  </Button>
                  <IconButton
                    icon={Unlink}
                    label={`Detach ${names.get(each.id)}…`}
                    className="-mt-0.5"
                    onClick={() =>
                      orderChange(desk, {
                        form: 'detach_method',
                        customerId: customer.id,
                        paymentMethodId: each.id,
                      })
                    }
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      <NewestOnly count={methods.length} others="Stripe may have older ones." />
    </Section>
  )
}

function MethodIcon({ method: { method } }: { method: CustomerMethod }) {
  const Icon = method.type === 'card' ? CreditCard : method.wallet === null ? Landmark : WalletCards
  return <Icon size={16} aria-hidden="true" className="mt-[3px] shrink-0 text-ink-3" />
}

/** Failing: a subscription that pays with it is behind. */
function marksOf(method: CustomerMethod, { subscriptions }: CustomerDetail): Look[] {
  const behind = subscriptions.some(
    ({ status, collectionMethod, defaultPaymentMethodId: own }) =>
      (status === 'past_due' || status === 'unpaid') &&
      collectionMethod !== 'send_invoice' &&
      (own === method.id || (own === null && method.isCustomerDefault)),
  )
  return [
    ...(method.isCustomerDefault ? [isDefault] : []),
    ...(method.expiry === 'expired' ? [expired] : method.expiry === 'expiring' ? [expiring] : []),
    ...(behind ? [failing] : []),
  ]
}

function factsOf({ method }: CustomerMethod): string[] {
  const { expMonth, expYear, country } = method
  const wallet = walletName(method)
  return [
    ...(expMonth === null || expYear === null
      ? []
      : [`Expires ${String(expMonth).padStart(2, '0')}/${expYear}`]),
    ...(wallet === null ? [] : [wallet]),
    ...(country === null ? [] : [countryName(country)]),
  ]
}

function paidFor({ defaultOf }: CustomerMethod, { subscriptions }: CustomerDetail): string {
  return defaultOf
    .map((id) => {
      const found = subscriptions.find((each) => each.id === id)
      return found ? nameOfSubscription(found) : id
    })
    .join(', ')
}
