// What is to be done, as tabs: each group with how many there are and what they come to in each currency. Amounts of two currencies are
// never added.
import type { FailureCounts, FailureGroup } from '../../../contract/failures.ts'
import { formatAmount } from '../../../domain/money.ts'
import { classes } from '../../ui/classes.ts'
import { OneLine } from '../../ui/one-line.tsx'
import type { Look } from '../../ui/pill.tsx'
import { ToneIcon } from '../../ui/pill.tsx'
import { addUp, otherCurrencies, totalsWord, type CurrencySum } from '../../ui/totals.ts'
import { groupLook } from '../../ui/words/failure-groups.ts'
import { countText } from '../../ui/count.ts'

export function GroupStrip({
  counts,
  group,
  onChoose,
}: {
  counts: FailureCounts | undefined
  group: FailureGroup | ''
  onChoose: (group: FailureGroup | '') => void
}) {
  const all = counts?.byGroup
  const shown = counts?.byGroup.filter((each) => each.count > 0 || each.group === group) ?? []
  return (
    <OneLine role="group" label="What to do" height={46} line="gap-x-1 px-3">
      <Tab
        word="All"
        count={all?.reduce((sum, each) => sum + each.count, 0) ?? null}
        sums={addUp(all?.flatMap((each) => each.sums) ?? [])}
        chosen={group === ''}
        onChoose={() => onChoose('')}
      />
      {shown.map((each) => (
        <Tab
          key={each.group}
          look={groupLook(each.group)}
          word={groupLook(each.group).short}
          count={each.count}
          sums={each.sums}
          chosen={each.group === group}
          onChoose={() => onChoose(each.group)}
        />
      ))}
    </OneLine>
  )
}

function Tab({
  look,
  word,
  count,
  sums,
  chosen,
  onChoose,
}: {
  look?: Look
  word: string
  /** Null while it is not known. */
  count: number | null
  sums: readonly CurrencySum[]
  chosen: boolean
  onChoose: () => void
}) {
  const [first, ...others] = sums
  return (
    <button
      type="button"
      aria-pressed={chosen}
      title={sums.length === 0 ? undefined : totalsWord(sums)}
      onClick={onChoose}
      className={classes(
        'flex shrink-0 flex-col rounded-md px-2 py-1 text-left',
        chosen ? 'bg-press text-ink' : 'text-ink-2 hover:bg-hover hover:text-ink',
      )}
    >
      <span className="flex items-center gap-1.5 font-medium whitespace-nowrap">
        {look && <ToneIcon look={look} />}
        {word}
        <span className="figures text-sm font-normal text-ink-3">{count !== null && countText(count)}</span>
      </span>
      <span className="figures min-h-4 text-sm whitespace-nowrap text-ink-3">
        {first && formatAmount(first.amount, first.currency)}
        {others.length > 0 && (
          <>
            <span aria-hidden="true"> {otherCurrencies(others.length)}</span>
            <span className="unseen"> and {totalsWord(others)}</span>
          </>
        )}
      </span>
    </button>
  )
}
