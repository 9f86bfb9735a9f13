// The states of subscriptions as tabs with counts, those that need a person first, and before them all that need attention. A state without
// any is left out, unless it is the chosen one. And what the month is worth, in each currency.
import { subscriptionStatuses } from '../../../contract/subscription-lists.ts'
import type { SubscriptionCounts } from '../../../contract/subscriptions.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChoiceTabs } from '../../ui/choice-tabs.tsx'
import { countText } from '../../ui/count.ts'
import { Defined } from '../../ui/defined.tsx'
import { subscriptionLook } from '../../ui/hit-looks.ts'
import { monthlyMeans, partialWords } from './subscription-looks.ts'
import type { SubscriptionQuery } from './subscription-query.ts'

type Chosen = Pick<SubscriptionQuery, 'status' | 'needs'>

export function StatusStrip({
  counts,
  attentive,
  query,
  onChoose,
}: {
  counts: SubscriptionCounts | undefined
  /** How many need attention; undefined while it is not known. */
  attentive: number | undefined
  query: Chosen
  onChoose: (chosen: Chosen) => void
}) {
  const all = counts && subscriptionStatuses.reduce((sum, status) => sum + (counts.byStatus[status] ?? 0), 0)
  const tab = (word: string, value: Chosen, count: number | undefined) => ({
    word,
    value,
    ...(count === undefined ? {} : { count: countText(count) }),
  })
  return (
    <ChoiceTabs
      label="State"
      choices={[
        tab('All', { status: '', needs: '' }, all),
        tab('Needs attention', { status: '', needs: 'any' }, attentive),
        ...subscriptionStatuses.flatMap((status) => {
          const count = counts?.byStatus[status]
          return (count ?? 0) === 0 && status !== query.status
            ? []
            : [tab(subscriptionLook(status).word, { status, needs: '' }, count)]
        }),
      ]}
      isChosen={({ status, needs }) =>
        status === query.status && (needs === query.needs || (needs === '' && status !== ''))
      }
      onChoose={onChoose}
    />
  )
}

/** That words find only the newest: the tabs, the sum and the list are of those. */
export function PartialNote({ counts }: { counts: SubscriptionCounts | undefined }) {
  if (counts?.partial !== true) return null
  return (
    <p role="status" className="w-full px-4 py-1 text-sm text-amber">
      {partialWords}
    </p>
  )
}

/** In each currency by itself: they are never added. */
export function MonthlyValue({ counts }: { counts: SubscriptionCounts | undefined }) {
  if (counts === undefined || counts.monthly.length === 0) return null
  const unknown = counts.monthly.reduce((sum, each) => sum + each.unknown, 0)
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 px-4 py-1 text-ink-2">
      <Defined word="Monthly value" means={monthlyMeans} />
      {counts.monthly.map(({ currency, amount, count }) => (
        <span key={currency} className="figures whitespace-nowrap" title={`Of ${countText(count)}`}>
          <strong className="font-semibold text-ink">{formatAmount(amount, currency)}</strong>
          <span className="unseen"> of {countText(count)} subscriptions</span>
        </span>
      ))}
      {unknown > 0 && (
        <span className="text-sm whitespace-nowrap text-ink-3">{countText(unknown)} not counted: tiers</span>
      )}
    </p>
  )
}
