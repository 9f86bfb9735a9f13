// The sections of the inspector, each a plain list of facts. A section with nothing to say is absent.
import { ArrowRight } from 'lucide-react'
import { Link } from 'wouter'
import type { PaymentDetail, PaymentRow, Refund } from '../../../contract/payments.ts'
import type { Order } from '../../../contract/refunds.ts'
import { statusReasonWord } from '../../../domain/refund-life.ts'
import { freshest, isDismissed, useOrdersStore } from '../../state/orders.ts'
import { customersPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { plainWord, refundLook, refundReasonWord } from '../../ui/words/looks.ts'
import { countryName } from '../../../domain/country-name.ts'
import { methodText, walletName } from '../../ui/words/method-words.ts'
import { OrderCard } from '../../ui/orders/order-card.tsx'
import { Pill } from '../../ui/pill.tsx'
import { Moment } from '../../ui/dates/moment.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { dayAndTime, dayOf } from '../../ui/dates/time.ts'

export function Summary({ detail }: { detail: PaymentDetail }) {
  const { payment } = detail
  const { method, currency } = payment
  const wallet = method === null ? null : walletName(method)
  return (
    <Section title="Summary">
      {(detail.failureMessage !== null || payment.declineCode !== null) && (
        <div className="mb-2 rounded-lg bg-red-tint px-3 py-2 text-red">
          {detail.failureMessage ?? 'The last attempt failed.'}
          {payment.declineCode !== null && (
            <span className="block font-mono text-sm">{payment.declineCode}</span>
          )}
        </div>
      )}
      <dl>
        <Fact word="Refundable">
          {detail.amountCaptured === null ? (
            'not known'
          ) : (
            <Amount amount={detail.amountRefundable} currency={currency} />
          )}
        </Fact>
        {payment.amountRefunded > 0 && (
          <Fact word="Refunded so far">
            <Amount amount={payment.amountRefunded} currency={currency} />
          </Fact>
        )}
        {detail.amountCaptured !== null && detail.amountCaptured !== payment.amount && (
          <Fact word="Captured">
            <Amount amount={detail.amountCaptured} currency={currency} />
          </Fact>
        )}
        {detail.hold !== null && (
          <Fact word="Can be captured">
            <Amount amount={detail.hold.amount} currency={currency} />
            {detail.hold.until !== null && (
              <span className="text-ink-2"> until {dayAndTime(detail.hold.until * 1000)}</span>
            )}
          </Fact>
        )}
        {detail.settled !== null && (
          // As it came: what was given back since is not taken off.
          <Fact word="Came in">
            <Amount amount={detail.settled.net} currency={detail.settled.currency} />
            <span className="text-ink-2"> after fees</span>
          </Fact>
        )}
        {typeof detail.settled?.availableAt === 'number' && (
          <Fact word="Available from">{dayOf(detail.settled.availableAt * 1000)}</Fact>
        )}
        <Fact word="Created">
          <Moment milliseconds={payment.created * 1000} />
        </Fact>
        {method && (
          <>
            <Fact word="Method">
              <span className="figures">{methodText(method)}</span>
              {wallet !== null && <span className="text-ink-3"> through {wallet}</span>}
            </Fact>
            {method.expMonth !== null && method.expYear !== null && (
              <Fact word="Expires">
                <span className="figures">
                  {String(method.expMonth).padStart(2, '0')}/{method.expYear}
                </span>
              </Fact>
            )}
            {method.country !== null && <Fact word="Issued in">{countryName(method.country)}</Fact>}
          </>
        )}
        {payment.description !== null && <Fact word="Description">{payment.description}</Fact>}
        {detail.statementDescriptor !== null && (
          <Fact word="On the statement">{detail.statementDescriptor}</Fact>
        )}
        {detail.riskLevel !== null && <Fact word="Risk">{plainWord(detail.riskLevel)}</Fact>}
        <Fact word="Payment">
          <CopyId id={payment.id} what="Payment id" />
        </Fact>
        {detail.chargeId !== null && (
          <Fact word="Charge">
            <CopyId id={detail.chargeId} what="Charge id" />
          </Fact>
        )}
      </dl>
    </Section>
  )
}

export function Refunds({ refunds }: { refunds: readonly Refund[] }) {
  if (refunds.length === 0) return null
  return (
    <Section title="Refunds">
      <ul className="flex flex-col gap-3">
        {refunds.map((refund) => {
          const why = refund.status === 'failed' ? refund.failureReason : refund.pendingReason
          return (
            <li key={refund.id}>
              <div className="flex items-center gap-2">
                <Amount amount={refund.amount} currency={refund.currency} className="font-medium" />
                <Pill look={refundLook(refund.status)} />
                <RelativeTime milliseconds={refund.created * 1000} className="ml-auto text-ink-3" />
              </div>
              <p className="text-ink-2">
                {refundReasonWord(refund.reason)}
                {refund.orderId === null && <span className="text-ink-3"> · Made elsewhere</span>}
              </p>
              {why !== null && <p className="text-ink-2">{statusReasonWord(refund.status, why)}</p>}
              <CopyId id={refund.id} what="Refund id" />
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** Orders that are held, sending, or of unknown outcome. Their buttons are in the tray, unless it was put away. */
export function OrdersInFlight({ orders }: { orders: readonly Order[] }) {
  const { known, dismissed } = useOrdersStore()
  const open = orders
    .map((order) => freshest(order, known))
    .filter(({ state }) => state === 'held' || state === 'sending' || state === 'unknown')
  if (open.length === 0) return null
  return (
    <Section title="Orders in flight">
      <ul className="flex flex-col gap-3">
        {open.map((order) => (
          <li key={order.id}>
            <OrderCard order={order} actions={isDismissed(dismissed, order)} />
          </li>
        ))}
      </ul>
    </Section>
  )
}

export function Customer({ deskId, payment }: { deskId: string; payment: PaymentRow }) {
  if (payment.customerId === null && payment.customerName === null && payment.customerEmail === null)
    return null
  return (
    <Section title="Customer">
      <dl>
        {payment.customerName !== null && <Fact word="Name">{payment.customerName}</Fact>}
        {payment.customerEmail !== null && <Fact word="E-mail">{payment.customerEmail}</Fact>}
        {payment.customerId !== null && (
          <Fact word="Customer">
            <CopyId id={payment.customerId} what="Customer id" />
          </Fact>
        )}
      </dl>
      {payment.customerId !== null && (
        <Link
          href={customersPlace(deskId, payment.customerId)}
          className="mt-1 inline-flex h-6 items-center gap-1 rounded font-medium text-accent hover:underline"
        >
          Everything about this customer
          <ArrowRight size={13} aria-hidden="true" />
        </Link>
      )}
    </Section>
  )
}
