// One failed payment as a row of the grid, and the header above. It must stay cheap: thousands of them pass by.
import { CircleCheck, MessageSquareText, Moon } from 'lucide-react'
import { memo } from 'react'
import type { FailureSort } from '../../bridge/failure-queries.ts'
import { chosenFailures, type FailureItem } from '../../state/chosen.ts'
import { Amount } from '../../ui/amount.tsx'
import { AllMark, RowMark } from '../../ui/lists/choice-mark.tsx'
import { classes } from '../../ui/classes.ts'
import { ColumnName, GridHeaderRow, GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { MethodInList } from '../../ui/lists/method-in-list.tsx'
import { Pill, ToneIcon } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { SortHeader } from '../../ui/lists/sort-header.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { UntilTime } from '../../ui/dates/until-time.tsx'
import { fromMethod, fromName, fromNext, fromTries, fromValue, rowGrid } from './columns.ts'
import { groupLook } from '../../ui/words/failure-groups.ts'
import { Whose } from '../../ui/whose.tsx'
import { reasonWord, settledLook, unknownNextWords } from './failure-looks.ts'

export function FailureHeader({
  rows,
  sort,
  onSort,
}: {
  rows: readonly FailureItem[]
  sort: FailureSort
  onSort: (sort: FailureSort) => void
}) {
  const sorted = (by: FailureSort) => ({
    direction: sort !== by ? null : by === 'next_asc' ? ('ascending' as const) : ('descending' as const),
    onSort: () => onSort(by),
  })
  return (
    <GridHeaderRow className={rowGrid}>
      <AllMark rows={rows} choice={chosenFailures} />
      <ColumnName column={2} word="Customer" />
      <SortHeader column={3} word="Amount" className="pr-[2.6em]" {...sorted('amount_desc')} />
      <ColumnName
        column={4}
        word={rows.some(({ state }) => state === 'trying') ? 'Why' : 'What became of it'}
      />
      <ColumnName column={5} word="Tries" className={classes(fromTries, 'text-right')} />
      <SortHeader column={6} word="Next" className="hidden @min-[560px]:flex" {...sorted('next_asc')} />
      <ColumnName column={7} word="Method" className={fromMethod} />
      <div role="columnheader" aria-colindex={8} className={fromNext}>
        <span className="@min-[1240px]:hidden" aria-hidden="true">
          Who
        </span>
        <span className="unseen">Assigned to</span>
        <span className={fromName} aria-hidden="true">
          Assigned
        </span>
      </div>
      <ColumnName column={9} word="Paid so far" className={classes(fromValue, 'pr-[2.6em] text-right')} />
      <SortHeader column={10} word="Last" className="hidden @min-[980px]:flex" {...sorted('last_desc')} />
    </GridHeaderRow>
  )
}

export const FailureRowView = memo(function FailureRowView({
  row,
  ...place
}: { row: FailureItem } & RowPlace) {
  const { nextAttemptAt, nextAttemptKnown, method, customerPaid, currency } = row
  return (
    <GridRow id={row.id} attribute="data-failure" place={place} className={rowGrid}>
      <RowMark row={row} choice={chosenFailures} />
      <div
        role="gridcell"
        aria-colindex={2}
        className="flex min-w-0 items-center gap-1.5"
        title={row.customerEmail ?? undefined}
      >
        <span dir="auto" className="truncate">
          <Whose of={row} />
        </span>
        <CaseMarks row={row} />
      </div>
      <div role="gridcell" aria-colindex={3} className="text-right font-medium">
        <Amount amount={row.amount} currency={currency} />
      </div>
      <div role="gridcell" aria-colindex={4} className="min-w-0" title={row.why}>
        <Why row={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        className={classes(fromTries, 'figures text-right text-ink-2')}
        title={`${row.failedAttempts} failed ${row.failedAttempts === 1 ? 'try' : 'tries'}`}
      >
        {row.failedAttempts}
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        className={classes(fromNext, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        {nextAttemptAt === null && !nextAttemptKnown ? (
          <span className="text-ink-3" title={unknownNextWords}>
            not known
          </span>
        ) : nextAttemptAt === null ? (
          <span className="text-ink-3">
            <span aria-hidden="true">–</span>
            <span className="unseen">none planned</span>
          </span>
        ) : (
          <UntilTime milliseconds={nextAttemptAt * 1000} />
        )}
      </div>
      <div role="gridcell" aria-colindex={7} className={classes(fromMethod, 'min-w-0 text-ink-2')}>
        {method && <MethodInList method={method} />}
      </div>
      <div role="gridcell" aria-colindex={8} className={classes(fromNext, 'min-w-0')}>
        <Assignee name={row.case.assignee} />
      </div>
      <div role="gridcell" aria-colindex={9} className={classes(fromValue, 'text-right text-ink-2')}>
        {row.customerId !== null && <Amount amount={customerPaid} currency={currency} />}
      </div>
      <div
        role="gridcell"
        aria-colindex={10}
        className={classes(fromValue, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        <RelativeTime milliseconds={row.lastFailedAt * 1000} />
      </div>
    </GridRow>
  )
})

/** What became of it, or why it failed, with the sign of what is to be done. */
function Why({ row }: { row: FailureItem }) {
  const settled = settledLook(row)
  if (settled)
    return (
      <span className="flex min-w-0">
        <Pill look={settled} />
      </span>
    )
  const look = groupLook(row.group)
  return (
    <span className="flex min-w-0 items-center gap-2">
      <ToneIcon look={look} />
      <span className="truncate">
        <span className="unseen">{look.word}: </span>
        {reasonWord(row)}
      </span>
    </span>
  )
}

function CaseMarks({ row }: { row: FailureItem }) {
  const { state, snoozedUntil, notes } = row.case
  return (
    <>
      {state === 'snoozed' && (
        <span title={snoozedUntil === null ? 'Snoozed' : `Snoozed until ${dayAndTime(snoozedUntil)}`}>
          <Moon size={13} aria-hidden="true" className="shrink-0 text-ink-3" />
          <span className="unseen">snoozed</span>
        </span>
      )}
      {state === 'closed' && (
        <span title="Closed">
          <CircleCheck size={13} aria-hidden="true" className="shrink-0 text-ink-3" />
          <span className="unseen">closed</span>
        </span>
      )}
      {notes > 0 && (
        <span
          title={notes === 1 ? 'One note' : `${notes} notes`}
          className="figures inline-flex shrink-0 items-center gap-0.5 text-sm text-ink-3"
        >
          <MessageSquareText size={13} aria-hidden="true" />
          {notes}
          <span className="unseen"> {notes === 1 ? 'note' : 'notes'}</span>
        </span>
      )}
    </>
  )
}

const initialsOf = (name: string): string =>
  name
    .split(/[\s._-]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((part) => part.charAt(0).toUpperCase())
    .join('')

function Assignee({ name }: { name: string | null }) {
  if (name === null) return <span className="unseen">nobody</span>
  return (
    <span className="flex min-w-0 items-center gap-1.5" title={name}>
      <span
        aria-hidden="true"
        className="inline-flex size-5 shrink-0 items-center justify-center rounded-full bg-grey-tint text-[10px] font-semibold text-grey"
      >
        {initialsOf(name)}
      </span>
      <span className={classes(fromName, 'truncate text-ink-2')} aria-hidden="true">
        {name}
      </span>
      <span className="unseen">{name}</span>
    </span>
  )
}
