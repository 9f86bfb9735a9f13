// The states of payments as tabs with counts. A state without payments is left out, unless it is the chosen one.
import type { PaymentCounts, PaymentStatus } from '../../../contract/payments.ts'
import { classes } from '../../ui/classes.ts'

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
  return count.toLocaleString('en') + (atLeast ? '+' : '')
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
  return (
    <div role="group" aria-label="Status" className="flex gap-1 overflow-x-auto px-3 py-1">
      {tabs.map((tab) => {
        const chosen = same(tab.status, status)
        const count = counts ? countOf(counts, tab.status) : undefined
        if (!chosen && tab.status.length > 0 && (count ?? 0) === 0 && !atLeast) return null
        return (
          <button
            key={tab.word}
            type="button"
            aria-pressed={chosen}
            onClick={() => onChoose(tab.status)}
            className={classes(
              'inline-flex h-[26px] shrink-0 items-center gap-1.5 rounded-md px-2 font-medium',
              chosen ? 'bg-press text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
            )}
          >
            {tab.word}
            {count !== undefined && (
              <span className="figures text-sm font-normal text-ink-3">{countWord(count, atLeast)}</span>
            )}
          </button>
        )
      })}
    </div>
  )
}
