// The states of payments as tabs with counts. A state without payments is left out, unless it is the chosen one.
import type { PaymentCounts, PaymentStatus } from '../../../contract/payments.ts'
import { ChoiceTabs } from '../../ui/lists/choice-tabs.tsx'
import { countText } from '../../ui/count.ts'

const tabs: readonly { word: string; status: readonly PaymentStatus[] }[] = [
  { word: 'All', status: [] },
  { word: 'Succeeded', status: ['succeeded'] },
  { word: 'Refunded', status: ['partially_refunded', 'refunded'] },
  { word: 'Failed', status: ['failed'] },
  { word: 'Disputed', status: ['disputed'] },
  { word: 'Needs action', status: ['requires_action'] },
  { word: 'Uncaptured', status: ['uncaptured'] },
  { word: 'Processing', status: ['processing'] },
  { word: 'Incomplete', status: ['incomplete'] },
  { word: 'Canceled', status: ['canceled'] },
]

export function countOf(counts: PaymentCounts, status: readonly PaymentStatus[]): number {
  return status.length === 0
    ? counts.total
    : status.reduce((sum, each) => sum + (counts.byStatus[each] ?? 0), 0)
}

/** A count as a person reads it; `1,234+` where counting stopped at a bound. */
export function countWord(count: number, atLeast: boolean): string {
  return countText(count) + (atLeast ? '+' : '')
}

const same = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && some.every((each) => others.includes(each))

export function StatusTabs({
  counts,
  status,
  onChoose,
}: {
  counts: PaymentCounts | undefined
  status: readonly PaymentStatus[]
  onChoose: (status: readonly PaymentStatus[]) => void
}) {
  const atLeast = counts?.atLeast === true
  const choices = tabs.flatMap((tab) => {
    const count = counts ? countOf(counts, tab.status) : undefined
    const chosen = same(tab.status, status)
    if (!chosen && tab.status.length > 0 && (count ?? 0) === 0 && !atLeast) return []
    return [
      {
        word: tab.word,
        value: tab.status,
        ...(count === undefined ? {} : { count: countWord(count, atLeast) }),
      },
    ]
  })
  return (
    <ChoiceTabs
      label="Status"
      choices={choices}
      isChosen={(value) => same(value, status)}
      onChoose={onChoose}
    />
  )
}
