// Payments that wait for their customer without having failed, beneath the list of those that did: what they wait for, since when, and the
// page that can be sent. There they come, go and open without moving a row, and what opens them stays where it is. They are no failures: nothing here is counted in a tab or figure, and each leads to the payment itself.
import { ChevronDown, ChevronUp, Copy, Fingerprint, Mail } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { WaitingPayment } from '../../../contract/failures.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { useWaiting } from '../../bridge/failure-queries.ts'
import { openOverlay } from '../../state/overlays.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { IconButton } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { whoOf } from '../../ui/words/customer-words.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { totalsPieces } from '../../ui/totals.ts'
import { formatFailureQuery, type FailureQuery } from './failure-query.ts'
import { countText } from '../../ui/count.ts'
import { Whose } from '../../ui/whose.tsx'

/** Nothing of a payment that did not fail can be narrowed down by what failures are. */
function showsWaiting(query: FailureQuery): boolean {
  const rest = formatFailureQuery({ ...query, group: '', sort: 'last_desc' })
  return rest === '' && (query.group === '' || query.group === 'authentication')
}

const words: Record<WaitingPayment['waiting']['step'], string> = {
  authentication: '3-D Secure',
  bank: 'Confirmation at the bank',
  voucher: 'Paying in with a reference',
  verification: 'Verifying a bank account',
  payment: 'Paying',
  action: 'A step of the customer’s',
}

export function WaitingCustomers({ desk, query }: { desk: Desk; query: FailureQuery }) {
  const wanted = showsWaiting(query)
  const waiting = useWaiting(desk.id, wanted).data
  const [shown, setShown] = useState<boolean | null>(null)
  const count = waiting?.sums.reduce((sum, each) => sum + each.count, 0) ?? 0
  if (!wanted || waiting === undefined || count === 0) return null
  const open = shown ?? query.group === 'authentication'
  const Chevron = open ? ChevronDown : ChevronUp
  const more = count - waiting.rows.length
  return (
    <section
      aria-label="Waits for the customer"
      className="flex shrink-0 flex-col-reverse border-t border-line"
    >
      <h2>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setShown(!open)}
          className="flex w-full min-w-0 items-center gap-2 px-4 py-1.5 text-left hover:bg-hover"
        >
          <Chevron size={14} aria-hidden="true" className="shrink-0 text-ink-3" />
          <Fingerprint size={14} aria-hidden="true" className="shrink-0 text-amber" />
          <span className="min-w-0">
            <span className="font-medium">
              {countText(count)} {count === 1 ? 'payment waits' : 'payments wait'} for the customer
            </span>
            <span className="text-ink-2">
              , without a failed try:
              {totalsPieces(waiting.sums).flatMap((piece) => [
                ' ',
                <span key={piece} className="whitespace-nowrap">
                  {piece}
                </span>,
              ])}
            </span>
          </span>
        </button>
      </h2>
      {open && (
        <div className="border-b border-line">
          <ul className="max-h-[min(200px,30vh)] overflow-y-auto px-4 py-0.5">
            {waiting.rows.map((row) => (
              <Row key={row.paymentIntentId} desk={desk} row={row} />
            ))}
          </ul>
          {more > 0 && (
            <p className="px-4 pb-2 text-sm text-ink-2">
              The newest of them.{' '}
              <Link
                href={paymentsPlace(desk.id, null, 'status=requires_action')}
                className="text-accent underline underline-offset-2"
              >
                All are under Payments
              </Link>
            </p>
          )}
        </div>
      )}
    </section>
  )
}

function Row({ desk, row }: { desk: Desk; row: WaitingPayment }) {
  const { paymentIntentId, amount, currency, customerId, waiting } = row
  const { page, step, since, sinceIsKnown } = waiting
  const of = `${spokenAmount(amount, currency)} of ${whoOf(row) ?? 'no customer'}`
  const business = desk.businessName
  return (
    <li className="flex min-h-8 items-center gap-x-3 border-t border-line first:border-t-0">
      <Link
        href={paymentsPlace(desk.id, paymentIntentId)}
        aria-label={`${of}, under Payments`}
        className="w-28 shrink-0 rounded text-right text-accent underline-offset-2 hover:underline"
      >
        <Amount amount={amount} currency={currency} />
      </Link>
      <span className="min-w-0 flex-1 truncate">
        <Whose of={row} />
      </span>
      <span className="min-w-0 flex-1 truncate text-ink-2">{words[step]}</span>
      <span className="w-28 shrink-0 text-ink-3" title={sinceIsKnown ? undefined : 'At the earliest'}>
        <RelativeTime milliseconds={since * 1000} />
      </span>
      {/* As wide without a page. */}
      <span className="flex w-14 shrink-0 justify-end">
        {page && (
          <>
            <IconButton
              icon={Copy}
              label={`Copy the link for ${of}`}
              onClick={() => void copyText(page.url, 'Link')}
            />
            <IconButton
              icon={Mail}
              label={`Ask again: write an e-mail about ${of}`}
              onClick={() =>
                openOverlay({
                  kind: 'mail',
                  deskId: desk.id,
                  draft: {
                    customerId,
                    subject: `Your payment to ${business}`,
                    body: `Hello${row.customerName === null ? '' : ` ${row.customerName}`},\n\nyour payment of ${spokenAmount(amount, currency)} to ${business} waits for you to confirm it. You can do so on this page:\n${page.url}\n`,
                  },
                })
              }
            />
          </>
        )}
      </span>
    </li>
  )
}
