// What failed, divided by one thing (decline code, brand, card age …), each part with what became of it and its rate. Sorted by any column.
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo } from 'react'
import { Link } from 'wouter'
import type { FailureState } from '../../../contract/failures.ts'
import { recoveryDimensions, type RecoveryDimension } from '../../../contract/finance-lists.ts'
import type { Outcome, Recovery } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import { amountValue, countValue, rateWord, textValue, type Headings } from '../../ui/charts/chart-data.ts'
import { classes } from '../../ui/classes.ts'
import { Select } from '../../ui/field.tsx'
import { useTurns } from '../../ui/in-turn.tsx'
import { ScrollBox } from '../../ui/scroll-box.tsx'
import { shareOf } from './formula.ts'
import { OutcomeBar } from './outcome-bar.tsx'
import { paymentsWord, recoveryDefinitions, shareWord } from './recovery-tiles.tsx'
import type { PartSort, RecoveryQuery } from './recovery-query.ts'
import { dimensionWords, orderOfPart, partWord } from './recovery-words.ts'

/** More than are in sight at first; each has five links. */
const rowsATurn = 4

type Part = Recovery['parts'][number] & { word: string }

/** The parts in the order asked for; `rest` always last. */
export function sortedParts(parts: readonly Part[], query: RecoveryQuery): Part[] {
  const { sort, ascending, by, formula, measure } = query
  const worth = (part: Part): number =>
    sort === 'rate'
      ? (shareOf(part, formula, measure).rate ?? -1)
      : sort === 'key'
        ? (orderOfPart(by, part.key) ?? 0)
        : part[sort][measure]
  const byName = (one: Part, other: Part): number => one.word.localeCompare(other.word)
  const direction = ascending ? 1 : -1
  return parts.toSorted(
    (one, other) =>
      Number(one.key === 'rest') - Number(other.key === 'rest') ||
      // Infinity less Infinity is no number.
      (worth(one) === worth(other) ? 0 : direction * (worth(one) - worth(other))) ||
      (sort === 'key' ? direction : 1) * byName(one, other),
  )
}

const columns: readonly { sort: PartSort; word: (by: RecoveryDimension) => string }[] = [
  { sort: 'key', word: (by) => dimensionWords[by] },
  { sort: 'failed', word: () => 'Failed' },
  { sort: 'recovered', word: () => 'Recovered' },
  { sort: 'lost', word: () => 'Lost' },
  { sort: 'trying', word: () => 'Still trying' },
  { sort: 'rate', word: () => 'Rate' },
]

export function Breakdown({
  parts,
  currency,
  query,
  dividedBy,
  headings,
  placeOf,
  onChange,
}: {
  parts: Recovery['parts']
  currency: string
  query: RecoveryQuery
  /** What was chosen, also while it is not answered yet: a choice that sprang back could not be walked through by keys. */
  dividedBy: RecoveryDimension
  headings: Headings
  /** Where the payments of a part are listed; null where they can't be. */
  placeOf: (key: string, state?: FailureState) => string | null
  onChange: (changes: Partial<RecoveryQuery>) => void
}) {
  const { by, formula, measure } = query
  const shown = useMemo(
    () =>
      sortedParts(
        parts.map((part) => ({ ...part, word: partWord(by, part.key, currency) })),
        query,
      ),
    [parts, by, currency, query],
  )
  const standing = useTurns(shown.length, rowsATurn)
  const title = `By ${dimensionWords[by].toLowerCase()}`
  const largest = Math.max(0, ...parts.map((part) => part.failed[measure]))
  const money = ['failed', 'recovered', 'lost', 'trying'] as const
  return (
    <ChartCard
      title={title}
      className="drawn-near"
      headings={headings}
      beside={
        <Select
          aria-label="Divided by"
          value={dividedBy}
          onChange={(event) =>
            onChange({ by: event.target.value as RecoveryDimension, sort: 'failed', ascending: false })
          }
        >
          {recoveryDimensions.map((each) => (
            <option key={each} value={each}>
              {dimensionWords[each]}
            </option>
          ))}
        </Select>
      }
      data={{
        caption: title,
        columns: [
          dimensionWords[by],
          ...(by === 'code' ? ['In words'] : []),
          'Rate',
          ...money.flatMap((each) => [
            `${recoveryDefinitions[each].word} ${currency.toUpperCase()}`,
            `${recoveryDefinitions[each].word}, payments`,
          ]),
        ],
        rows: shown.map((part) => [
          ...(by === 'code' ? [textValue(part.key)] : []),
          textValue(part.word),
          { kind: 'rate', rate: shareOf(part, formula, measure).rate },
          ...money.flatMap((each) => [
            amountValue(part[each].amount, currency),
            countValue(part[each].count),
          ]),
        ]),
      }}
      table={
        <ScrollBox label={title}>
          <table className="w-full border-separate border-spacing-0">
            <caption className="unseen">{title}</caption>
            <thead>
              <tr>
                {columns.map(({ sort, word }) => (
                  <SortHead
                    key={sort}
                    word={word(by)}
                    left={sort === 'key'}
                    direction={query.sort === sort ? (query.ascending ? 'ascending' : 'descending') : null}
                    onSort={() =>
                      onChange({
                        sort,
                        ascending: query.sort === sort ? !query.ascending : sort === 'key',
                      })
                    }
                  />
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.slice(0, standing).map((part) => (
                <tr key={part.key} className="hover:bg-hover">
                  <th scope="row" className="border-b border-line py-1.5 pr-3 text-left font-normal">
                    <span className="block max-w-[320px] truncate" title={part.key}>
                      {part.word}
                      {codeOf(part, by) !== null && (
                        <code className="ml-1.5 font-mono text-sm text-ink-3">{part.key}</code>
                      )}
                    </span>
                    <OutcomeBar outcome={part} measure={measure} largest={largest} />
                  </th>
                  {money.map((each) => (
                    <SumCell
                      key={each}
                      sum={part[each]}
                      currency={currency}
                      of={`${part.word}${codeOf(part, by) === null ? '' : ` (${part.key})`}, ${recoveryDefinitions[each].word.toLowerCase()}`}
                      place={each === 'failed' ? placeOf(part.key) : placeOf(part.key, each)}
                    />
                  ))}
                  <RateCell outcome={part} currency={currency} query={query} />
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollBox>
      }
    />
  )
}

/** Stripe's own, where it stands for a decline code: two of them may mean the same in words. */
function codeOf({ key }: Part, by: RecoveryDimension): string | null {
  return by === 'code' && key !== 'rest' && key !== 'unknown' ? key : null
}

function SortHead({
  word,
  left,
  direction,
  onSort,
}: {
  word: string
  left: boolean
  direction: 'ascending' | 'descending' | null
  onSort: () => void
}) {
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th
      scope="col"
      aria-sort={direction ?? 'none'}
      className={classes(
        'border-b border-line pb-1 text-sm font-medium text-ink-3',
        left ? 'text-left' : 'pl-3 text-right',
      )}
    >
      <button
        type="button"
        onClick={onSort}
        className={classes(
          'inline-flex h-6 items-center gap-1 rounded px-1 hover:bg-press hover:text-ink',
          left ? '-ml-1' : '-mr-1',
        )}
      >
        {direction !== null && <Arrow size={12} aria-hidden="true" />}
        {word}
      </button>
    </th>
  )
}

const cell = 'figures border-b border-line py-1.5 pl-3 text-right align-top whitespace-nowrap'

function SumCell({
  sum,
  currency,
  of,
  place,
}: {
  sum: Outcome['failed']
  currency: string
  /** "Insufficient funds, lost". */
  of: string
  place: string | null
}) {
  const count = paymentsWord(sum.count)
  return (
    <td className={cell}>
      {sum.count === 0 ? (
        <span className="text-ink-3">–</span>
      ) : (
        <>
          {formatAmount(sum.amount, currency)}
          <span className="block text-sm text-ink-3">
            {place === null ? (
              count
            ) : (
              <Link
                href={place}
                aria-label={`${count}: ${of}, in Failed payments`}
                className="rounded underline decoration-transparent underline-offset-3 hover:text-ink hover:decoration-current"
              >
                {count}
              </Link>
            )}
          </span>
        </>
      )}
    </td>
  )
}

/** The rate over what it is a share of: amounts under a rate by amount, numbers under one by number. */
function RateCell({
  outcome,
  currency,
  query: { formula, measure },
}: {
  outcome: Outcome
  currency: string
  query: RecoveryQuery
}) {
  const { rate, part, of } = shareOf(outcome, formula, measure)
  return (
    <td className={cell}>
      <span className="font-medium">{rateWord(rate)}</span>
      {rate !== null && (
        <span className="block text-sm text-ink-3">{shareWord(part, of, measure, currency)}</span>
      )}
    </td>
  )
}
