// A customer's invoices, newest first, each a link to the payment that pays it where there is one, which can be chosen for a bulk refund. An open
// one that is of no subscription can be voided here, and nowhere else.
import { useState } from 'react'
import { Link } from 'wouter'
import type { CustomerDetail, CustomerInvoice } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { ChoosePayment } from '../../ui/orders/choose-payment.tsx'
import { orderChange } from '../../ui/orders/order-change.ts'
import { invoiceLook } from '../../ui/words/hit-looks.ts'
import { Section } from '../../ui/inspector-panel.tsx'
import { NewestOnly } from '../../ui/newest-only.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { dayOf } from '../../ui/dates/time.ts'
import { orderAccessFor } from './order-access-for.ts'

const few = 6

export function Invoices({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const { customer, invoices } = detail
  const { id: deskId } = desk
  const mayVoid = orderAccessFor(desk, customer).can !== 'no'
  const [all, setAll] = useState(false)
  if (invoices.length === 0) return null
  const shown = all ? invoices : invoices.slice(0, few)
  return (
    <Section title="Invoices">
      <ul aria-label="Invoices" className="flex flex-col gap-1">
        {shown.map((invoice) => (
          <li key={invoice.id} className="flex min-h-7 items-center gap-2">
            {invoice.paymentIntentId !== null && invoice.status === 'paid' ? (
              <ChoosePayment
                deskId={deskId}
                paymentIntentId={invoice.paymentIntentId}
                name={`the payment of ${wordOf(invoice)}`}
              />
            ) : (
              <span className="w-6 shrink-0" />
            )}
            <span className="figures min-w-0 truncate font-medium" title={invoice.id}>
              {invoice.paymentIntentId === null ? (
                wordOf(invoice)
              ) : (
                <Link
                  href={paymentsPlace(deskId, invoice.paymentIntentId)}
                  className="rounded text-accent hover:underline"
                >
                  {wordOf(invoice)}
                </Link>
              )}
            </span>
            <Pill look={invoiceLook(invoice.status)} />
            {invoice.status === 'open' && invoice.dueDate !== null && (
              <span className="truncate text-sm text-ink-3">due {dayOf(invoice.dueDate * 1000)}</span>
            )}
            {mayVoid && invoice.status === 'open' && invoice.subscriptionId === null && (
              <Button
                look="ghost"
                size="small"
                className="-my-1 shrink-0"
                aria-label={`Void the invoice ${wordOf(invoice)}…`}
                onClick={() =>
                  orderChange(desk, { form: 'void_invoice', customerId: customer.id, invoiceId: invoice.id })
                }
              >
                Void…
              </Button>
            )}
            <Amount amount={invoice.total} currency={invoice.currency} className="ml-auto" />
            <RelativeTime
              milliseconds={invoice.created * 1000}
              className="w-16 shrink-0 text-right text-sm text-ink-3"
            />
          </li>
        ))}
      </ul>
      {!all && invoices.length > few && (
        <Button look="ghost" size="small" className="-ml-2 mt-1" onClick={() => setAll(true)}>
          All {invoices.length}
        </Button>
      )}
      {all && <NewestOnly count={invoices.length} others="The timeline has older ones." />}
    </Section>
  )
}

const wordOf = ({ number, id }: CustomerInvoice): string => number ?? id
