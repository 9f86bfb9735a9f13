// Cards that subscriptions pay with and that expire soon. It must never read like a list of people to write to: networks replace most cards
// without anybody noticing.
import { Info } from 'lucide-react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { ExpiringCard } from '../../../contract/recovery.ts'
import { failureOf } from '../../bridge/client.ts'
import { useExpiring } from '../../bridge/finance-queries.ts'
import { customersPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import { amountValue, countValue, textValue } from '../../ui/charts/chart-data.ts'
import { countText } from '../../ui/count.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { ScrollBox } from '../../ui/scroll-box.tsx'
import { FailedLine, Skeleton } from '../../ui/states.tsx'
import { Whose } from '../../ui/whose.tsx'

const months = 3

export function Expiring({ desk }: { desk: Desk }) {
  const asked = useExpiring(desk.id, months)
  const title = 'Cards that expire soon'
  if (asked.data === undefined)
    return (
      <section aria-label={title} className="border-t border-line px-4 py-3">
        <h2 className="mb-2 font-semibold">{title}</h2>
        {asked.isError ? (
          <FailedLine onRetry={() => void asked.refetch()}>
            They could not be read: {failureOf(asked.error).message}
          </FailedLine>
        ) : (
          <Skeleton className="h-24 w-full" />
        )}
      </section>
    )
  const { cards, complete } = asked.data
  const first = `The first ${countText(cards.length)}, soonest first: more expire by then.`
  return (
    <ChartCard
      title={title}
      className="drawn-near"
      says={`Within ${months} months, this one counted; only cards that subscriptions pay with. ${amountMeans}${complete ? '' : ` ${first}`}`}
      headings={{
        desk,
        lines: [
          ...(complete ? [] : [['Shown', first] as const]),
          ['Definition', `Cards of subscriptions that expire within ${months} months. ${caution}`],
          ['Definition', amountMeans],
        ],
      }}
      data={dataOf(cards, title)}
      table={
        <>
          {asked.isError && (
            <div className="mb-2">
              <FailedLine onRetry={() => void asked.refetch()}>
                They could not be read again: {failureOf(asked.error).message}
              </FailedLine>
            </div>
          )}
          <p className="mb-2 flex items-start gap-2 text-sm text-ink-2">
            <Info size={13} aria-hidden="true" className="mt-0.5 shrink-0" />
            {caution}
          </p>
          {cards.length === 0 ? (
            <p className="text-ink-2">None expires by then.</p>
          ) : (
            <CardTable deskId={desk.id} cards={cards} title={title} />
          )}
        </>
      }
    />
  )
}

const caution =
  'Card networks replace many of these unnoticed: the new number or date reaches Stripe by itself, and the payment goes through. Do not ask everybody for a new card; ask when a payment has failed, or where the next one is large.'

const amountMeans =
  'Amount: what is due with the next payment by the prices, before discounts, taxes and the customer’s balance.'

const expiryWord = ({ method }: ExpiringCard): string =>
  method.expMonth === null || method.expYear === null
    ? 'not known'
    : `${String(method.expMonth).padStart(2, '0')}/${method.expYear}`

/** When the next payment comes, whose amount stands beside it, and how many of the subscriptions come later than the card lasts. */
function nextWord({ subscriptionIds, afterExpiry }: ExpiringCard): string {
  if (afterExpiry.length === 0) return 'Before it expires'
  if (afterExpiry.length === subscriptionIds.length) return 'After it expires'
  return `Before it expires; ${countText(afterExpiry.length)} of ${countText(subscriptionIds.length)} subscriptions after`
}

function CardTable({
  deskId,
  cards,
  title,
}: {
  deskId: string
  cards: readonly ExpiringCard[]
  title: string
}) {
  return (
    <ScrollBox label={title} className="max-h-[360px]">
      <table className="w-full border-separate border-spacing-0">
        <caption className="unseen">{title}</caption>
        <thead>
          <tr className="text-sm text-ink-3">
            {['Expires', 'Card', 'Customer', 'Next payment', 'Amount'].map((word) => (
              <th
                key={word}
                scope="col"
                className={`sticky top-0 border-b border-line bg-bg py-1 pr-3 font-medium ${word === 'Amount' ? 'text-right' : 'text-left'}`}
              >
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cards.map((card) => (
            <tr key={card.paymentMethodId} className="hover:bg-hover [&>*]:border-b [&>*]:border-line">
              <td className="figures py-1.5 pr-3">{expiryWord(card)}</td>
              <td className="py-1.5 pr-3 whitespace-nowrap">{methodText(card.method)}</td>
              <td className="max-w-[220px] truncate py-1.5 pr-3">
                <Link
                  href={customersPlace(deskId, card.customerId)}
                  className="rounded font-medium hover:underline"
                >
                  <Whose of={card} />
                </Link>
              </td>
              <td className="py-1.5 pr-3">
                <span className={card.afterExpiry.length > 0 ? 'text-amber' : 'text-ink-2'}>
                  {nextWord(card)}
                </span>
              </td>
              <td className="py-1.5 pr-3 text-right">
                {card.amount === null || card.currency === null ? (
                  <span className="text-ink-3">not known</span>
                ) : (
                  <Amount amount={card.amount} currency={card.currency} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function dataOf(cards: readonly ExpiringCard[], caption: string) {
  return {
    caption,
    columns: [
      'Expires',
      'Card',
      'Customer',
      'Customer id',
      'Subscriptions',
      'Next payment',
      'Amount',
      'Currency',
    ],
    rows: cards.map((card) => [
      textValue(expiryWord(card)),
      textValue(methodText(card.method)),
      textValue(card.customerName ?? ''),
      textValue(card.customerId),
      countValue(card.subscriptionIds.length),
      textValue(nextWord(card)),
      card.amount === null || card.currency === null
        ? ({ kind: 'none' } as const)
        : amountValue(card.amount, card.currency),
      textValue((card.currency ?? '').toUpperCase()),
    ]),
  }
}
