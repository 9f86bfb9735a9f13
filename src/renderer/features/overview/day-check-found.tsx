// What the check of a day found: a verdict, the sums side by side, what differed by id, and what could not be read.
import { CircleAlert, CircleCheck, CircleHelp, Equal, EqualNot, type LucideIcon } from 'lucide-react'
import { Link } from 'wouter'
import type { DayCheck, FigureRow, Sum } from '../../../contract/finance.ts'
import { writtenDay } from '../../../domain/day-words.ts'
import { formatAmount } from '../../../domain/money.ts'
import { classes } from '../../ui/classes.ts'
import { CopyId } from '../../ui/copy-id.tsx'
import { countText } from '../../ui/count.ts'
import { ScrollBox } from '../../ui/scroll-box.tsx'
import { clockTime } from '../../ui/dates/time.ts'
import {
  howWords,
  judgeDay,
  judgeRow,
  mostNamed,
  rowWords,
  verdictSentence,
  verdictTitles,
  whatWords,
  type DayVerdict,
  type Difference,
  type RowVerdict,
  type What,
} from './day-check-words.ts'
import { placeOf } from './place-of.ts'

interface FoundProps {
  deskId: string
  /** "2026-11-25". */
  day: string
  check: DayCheck
  /** When it was found, Unix milliseconds. */
  at: number
  onClose: () => void
}

const verdictLooks: Record<DayVerdict, { icon: LucideIcon; className: string }> = {
  equal: { icon: CircleCheck, className: 'bg-green-tint text-green' },
  nothing: { icon: CircleCheck, className: 'bg-green-tint text-green' },
  differs: { icon: CircleAlert, className: 'bg-amber-tint text-amber' },
  incomplete: { icon: CircleHelp, className: 'bg-amber-tint text-amber' },
}

export function DayCheckFound({ deskId, day, check, at, onClose }: FoundProps) {
  const verdict = judgeDay(check)
  const { icon: Icon, className } = verdictLooks[verdict]
  const sentence = verdictSentence(check)
  return (
    <div className="flex flex-col gap-4">
      <div className={classes('flex gap-3 rounded-lg px-3.5 py-3', className)}>
        <Icon size={18} aria-hidden="true" className="mt-0.5 shrink-0" />
        <div className="min-w-0">
          <h3 className="text-lg font-semibold">{verdictTitles[verdict]}</h3>
          {sentence !== null && <p>{sentence}</p>}
          <p className="mt-1 text-sm">
            {writtenDay(day)}
            {check.before * 1000 > at && ', as far as it has come'}, found at {clockTime(at)}.
          </p>
        </div>
      </div>
      {check.unreadable.length > 0 && (
        <section aria-label="What could not be read">
          <h4 className="text-sm font-medium text-ink-2">Not compared</h4>
          <ul className="list-disc pl-4">
            {check.unreadable.map((sentenceOfList) => (
              <li key={sentenceOfList}>{sentenceOfList}</li>
            ))}
          </ul>
          <p className="mt-1 text-sm text-ink-3">
            Give the key permission to read it at Stripe, or replace the key in Settings, and check again.
          </p>
        </section>
      )}
      {check.rows.length > 0 && <Sums day={day} check={check} />}
      {check.differences.length > 0 && (
        <section aria-label="What differs">
          <h4 className="text-sm font-medium text-ink-2">
            {check.differences.length < mostNamed ? 'What differs' : `The first ${mostNamed} that differ`}
          </h4>
          <ul className="flex flex-col">
            {check.differences.map((each) => (
              <DifferenceRow key={`${each.what} ${each.id}`} deskId={deskId} of={each} onOpen={onClose} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

const numbers = 'figures border-b border-line py-1.5 pl-3 text-right align-top whitespace-nowrap'
const head = 'border-b border-line pb-1 text-sm font-medium text-ink-3'

function Sums({ day, check }: { day: string; check: DayCheck }) {
  const caption = `${writtenDay(day)}, here and at Stripe`
  return (
    <ScrollBox label={caption}>
      <table className="w-full border-separate border-spacing-0">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            <th scope="col" className={classes(head, 'text-left')}>
              What
            </th>
            <th scope="col" className={classes(head, 'pl-3 text-left')}>
              Currency
            </th>
            <th scope="col" className={classes(head, 'pl-3 text-right')}>
              Here
            </th>
            <th scope="col" className={classes(head, 'pl-3 text-right')}>
              At Stripe
            </th>
            <th scope="col" className={classes(head, 'pl-3 text-left')}>
              Compared
            </th>
          </tr>
        </thead>
        <tbody>
          {check.rows.map((row) => (
            <tr key={`${row.what} ${row.currency}`}>
              <th scope="row" className="border-b border-line py-1.5 text-left align-top font-normal">
                {whatWords[row.what].many}
              </th>
              <td className="border-b border-line py-1.5 pl-3 align-top">{row.currency.toUpperCase()}</td>
              <SumCell sum={row.here} currency={row.currency} />
              <SumCell sum={row.stripe} currency={row.currency} />
              <Compared verdict={judgeRow(row, check.differences)} />
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  )
}

function SumCell({ sum, currency }: { sum: Sum; currency: string }) {
  return (
    <td className={numbers}>
      {formatAmount(sum.amount, currency, false)}
      <span className="block text-sm text-ink-3">{countText(sum.count)}</span>
    </td>
  )
}

function Compared({ verdict }: { verdict: RowVerdict }) {
  const Sign = verdict === 'equal' ? Equal : EqualNot
  return (
    <td className="border-b border-line py-1.5 pl-3 align-top">
      <span
        className={classes(
          'inline-flex items-start gap-1.5',
          verdict === 'equal' ? 'text-green' : 'text-amber',
        )}
      >
        <Sign size={14} aria-hidden="true" className="mt-[3px] shrink-0" />
        {rowWords[verdict]}
      </span>
    </td>
  )
}

const kinds: Record<What, NonNullable<FigureRow['opens']>['kind'] | null> = {
  payments: 'payment',
  refunds: 'refund',
  disputes: 'dispute',
  balance_transactions: null,
}

function DifferenceRow({ deskId, of, onOpen }: { deskId: string; of: Difference; onOpen: () => void }) {
  const kind = kinds[of.what]
  const place = placeOf(deskId, kind && { kind, id: of.id })
  const { one } = whatWords[of.what]
  return (
    <li className="flex flex-wrap items-center gap-x-2 border-b border-line py-1">
      <CopyId id={of.id} what={one} />
      <span className="min-w-0 flex-1 text-ink-2">
        {one} {howWords[of.how]}.
      </span>
      {place !== null && (
        <Link
          href={place}
          onClick={onOpen}
          aria-label={`Open ${one.toLowerCase()} ${of.id}`}
          className="text-accent underline underline-offset-3"
        >
          Open
        </Link>
      )}
    </li>
  )
}
