// The sections of a subscription's inspector: what it is billed for, with what it is paid, how it is billed, and what a schedule will change. A
// section with nothing to say is absent.
import { Split, Tag } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { Button } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { countText } from '../../ui/count.ts'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { plainWord } from '../../ui/words/looks.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { changeAccess } from '../../ui/orders/order-access.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { Pill, type Look } from '../../ui/pill.tsx'
import { dayOf } from '../../ui/dates/time.ts'
import { feedbackWords, pauseWords } from '../../ui/words/subscription-words.ts'
import { priceWords } from './subscription-looks.ts'

const retired: Look = { tone: 'grey', icon: Tag, word: 'Not sold any more' }
const day = (seconds: number): string => dayOf(seconds * 1000)

export function Items({ detail: { items, subscription } }: { detail: SubscriptionDetail }) {
  return (
    <Section title={items.length === 1 ? 'One item' : `${items.length} items`}>
      <ul aria-label="Items" className="flex flex-col gap-2.5">
        {items.map((item, index) => (
          <li key={item.id ?? index}>
            <span className="flex items-baseline gap-2">
              <span className="min-w-0 truncate font-medium">
                {item.productName ?? item.productId ?? item.priceId ?? 'Unknown'}
              </span>
              {item.retired && <Pill look={retired} />}
              <span className="figures ml-auto shrink-0">
                {priceWords({ ...item, currency: subscription.currency })}
                {item.quantity !== null && item.quantity !== 1 && (
                  <span className="text-ink-2"> × {countText(item.quantity)}</span>
                )}
              </span>
            </span>
            <span className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm text-ink-3">
              <span className="figures">
                {item.currentPeriodStart !== null && item.currentPeriodEnd !== null
                  ? `${day(item.currentPeriodStart)} to ${day(item.currentPeriodEnd)}`
                  : 'No period runs'}
              </span>
              {item.priceId !== null && <CopyId id={item.priceId} what="Price id" />}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** What the next invoice is paid with. Where the subscription and the customer differ, changing one leaves the other: that is said. */
export function Method({ desk, detail }: { desk: Desk; detail: SubscriptionDetail }) {
  const { method, subscription } = detail
  const { customerId, id, status, collectionMethod } = subscription
  if (isEnded(status)) return null
  const canChange = changeAccess(desk).can !== 'no' && customerId !== null
  return (
    <Section
      title="Paid with"
      action={
        canChange && (
          <Button
            size="small"
            onClick={() =>
              orderChange(desk, {
                form: 'default_method',
                customerId,
                paymentMethodId: null,
                subscriptionId: id,
              })
            }
          >
            Change…
          </Button>
        )
      }
    >
      <p>
        {collectionMethod === 'send_invoice' ? (
          'Invoices are sent to the customer, who pays them by themselves.'
        ) : (
          <>
            {method.method !== null && (
              <span className="figures font-medium">{methodText(method.method)}, </span>
            )}
            {sourceWords[method.source]}
          </>
        )}
      </p>
      {method.differs && (
        <div className="mt-2 flex items-start gap-2 rounded-lg bg-amber-tint px-3 py-2 text-amber">
          <Split size={14} aria-hidden="true" className="mt-[3px] shrink-0" />
          <p className="min-w-0 flex-1">
            The customer’s default is another one: changing only that leaves Stripe charging this. Change both
            to put it right.
          </p>
          {canChange && (
            <Button
              size="small"
              onClick={() =>
                orderChange(desk, {
                  form: 'default_method',
                  customerId,
                  paymentMethodId: null,
                  subscriptionId: null,
                })
              }
            >
              Put it right…
            </Button>
          )}
        </div>
      )}
    </Section>
  )
}

const sourceWords: Record<SubscriptionDetail['method']['source'], ReactNode> = {
  subscription: 'its own',
  customer: 'the customer’s default',
  none: (
    <span className="text-red">Nothing: it has no method of its own, and the customer has no default.</span>
  ),
  unknown: <span className="text-ink-2">not known here yet</span>,
}

export function Billing({ detail }: { detail: SubscriptionDetail }) {
  const { subscription, billingMode, billingCycleAnchor, daysUntilDue, discounts, trial, cancellation } =
    detail
  return (
    <Section title="How it is billed">
      <dl>
        {trial !== null && (
          <Fact word="Trial">
            {trial.start === null ? `Until ${day(trial.end)}` : `${day(trial.start)} to ${day(trial.end)}`}
          </Fact>
        )}
        {discounts.map(({ id, words, couponId, end }) => (
          <Fact key={id} word="Discount">
            {words}
            {end !== null && <span className="text-ink-2">, until {day(end)}</span>}
            {couponId !== null && <span className="block font-mono text-sm text-ink-3">{couponId}</span>}
          </Fact>
        ))}
        {subscription.pause !== null && (
          <Fact word="Collection">
            {pauseWords(subscription.pause.behavior)}
            {subscription.pause.resumesAt !== null && `, until ${day(subscription.pause.resumesAt)}`}
          </Fact>
        )}
        <Fact word="Invoices are">
          {subscription.collectionMethod === 'send_invoice'
            ? `sent, due after ${daysUntilDue ?? '?'} days`
            : 'charged automatically'}
        </Fact>
        <Fact word="Billing mode">{billingMode === null ? 'Not told' : plainWord(billingMode)}</Fact>
        {billingCycleAnchor !== null && <Fact word="Periods count from">{day(billingCycleAnchor)}</Fact>}
        <Fact word="Created">{day(subscription.created)}</Fact>
        {subscription.endedAt !== null && <Fact word="Ended">{day(subscription.endedAt)}</Fact>}
        {cancellation !== null && (
          <>
            {cancellation.reason !== null && (
              <Fact word="Ended because">{plainWord(cancellation.reason)}</Fact>
            )}
            {cancellation.feedback !== null && (
              <Fact word="Customer says">{feedbackWords(cancellation.feedback)}</Fact>
            )}
            {cancellation.comment !== null && <Fact word="Comment">{cancellation.comment}</Fact>}
          </>
        )}
      </dl>
    </Section>
  )
}

export function Schedule({ detail: { schedule } }: { detail: SubscriptionDetail }) {
  if (schedule === null) return null
  return (
    <Section title="Schedule">
      <ol aria-label="Phases to come" className="flex flex-col gap-1">
        {schedule.phases.map(({ start, end, words }) => (
          <li key={start} className="flex items-baseline justify-between gap-3">
            <span className="min-w-0">{words}</span>
            <span className="figures shrink-0 text-sm text-ink-2">
              from {day(start)}
              {end !== null && ` to ${day(end)}`}
            </span>
          </li>
        ))}
      </ol>
      <CopyId id={schedule.id} what="Schedule id" />
    </Section>
  )
}
