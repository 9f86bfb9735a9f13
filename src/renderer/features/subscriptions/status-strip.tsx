// The states of subscriptions as tabs with counts, those that need a person first, and before them all that need attention. A state without
// any is left out, unless it is the chosen one. And what the month is worth, in each currency.
import { subscriptionStatuses } from '../../../contract/subscription-lists.ts'
import type { SubscriptionCounts } from '../../../contract/subscriptions.ts'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { countText } from '../../ui/count.ts'
import { Defined } from '../../ui/defined.tsx'
import { OneLine } from '../../ui/one-line.tsx'
import { Sums } from '../../ui/sums.tsx'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
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

/** In each currency. And that words find only the newest: the tabs, the sum and the list are of those. As high with
    nothing to say, so that the list keeps its place. */
export function MonthlyValue({ counts }: { counts: SubscriptionCounts | undefined }) {
  const monthly = counts?.monthly ?? []
  const unknown = monthly.reduce((sum, each) => sum + each.unknown, 0)
  return (
    <OneLine role="group" label="Monthly value" height={20} line="gap-x-3 px-4 whitespace-nowrap text-ink-2">
      {counts?.partial === true && (
        <p role="status" className="text-sm text-amber">
          {partialWords}
        </p>
      )}
      {monthly.length > 0 && <Defined word="Monthly value" means={monthlyMeans} />}
      <Sums sums={monthly} noun="subscription" />
      {unknown > 0 && (
        <span className="text-sm text-ink-3">{countText(unknown)} not counted: no plain price</span>
      )}
    </OneLine>
  )
}
