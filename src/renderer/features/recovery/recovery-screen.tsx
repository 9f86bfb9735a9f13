// Recovery: what came back of what failed, with the formula chosen and said. What is shown stands in the address. It must never show a rate
// without what it is a share of.
import { HeartPulse } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import type { Recovery } from '../../../contract/recovery.ts'
import { failureOf } from '../../bridge/client.ts'
import { useRecovery } from '../../bridge/finance-queries.ts'
import { recoveryPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import type { Heading, Headings } from '../../ui/charts/chart-data.ts'
import { stretchWord } from '../../ui/charts/time-words.ts'
import { Definitions } from '../../ui/definitions.tsx'
import { FigureScreen } from '../../ui/figure-screen.tsx'
import { InTurn } from '../../ui/in-turn.tsx'
import { useListAddress } from '../../ui/lists/list-address.ts'
import { NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { fiveMinutes, machineZone } from '../../ui/dates/period.ts'
import { PrintButton, printScreen } from '../../ui/print-button.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { Breakdown } from './breakdown.tsx'
import { Cohorts } from './cohorts.tsx'
import { DaysChart } from './days-chart.tsx'
import { Expiring } from './expiring.tsx'
import { formulaSentence } from './formula.ts'
import { MonthsChart } from './months-chart.tsx'
import { partPlace, type Asked } from './part-place.ts'
import { RecoveryBar } from './recovery-bar.tsx'
import {
  formatRecoveryQuery,
  parseRecoveryQuery,
  toRecoveryRequest,
  type RecoveryQuery,
} from './recovery-query.ts'
import { recoveryDefinitions, RecoveryTiles } from './recovery-tiles.tsx'
import { Ways } from './ways.tsx'

const address = {
  placeOf: (deskId: string, _openId: string | null, search: string) => recoveryPlace(deskId, search),
  parse: parseRecoveryQuery,
  format: formatRecoveryQuery,
  toFilter: toRecoveryRequest,
}

export function RecoveryScreen({ desk }: { desk: Desk }) {
  const { query, change, filter: asked } = useListAddress(address, desk.id, null)
  const report = useRecovery(desk.id, asked)
  const today = fiveMinutes(useNow('slow'))
  const zone = machineZone()
  useShortcuts({ p: printScreen })
  // Until another question is answered, what is shown keeps its own name.
  const { counted, of, ...stretch } = report.data?.asked ?? asked
  const currency = report.data?.currency ?? null
  const sentence = formulaSentence(query.formula, query.measure, counted)
  const headings: Headings = {
    desk,
    lines: [
      ['Currency', (currency ?? '').toUpperCase()],
      ['Period', `${stretchWord(stretch)} (${zone})`],
      ['Formula', sentence],
      ['Payments', ofWords[of]],
      ...Object.values(recoveryDefinitions).map(({ word, means }): Heading => [word, means]),
      ['Made', today.toISOString()],
    ],
  }
  return (
    <FigureScreen
      name="Recovery"
      says={
        <>
          {stretchWord(stretch)}
          {stretch.before * 1000 > today.getTime() && ' so far'}, in {zone}. {sentence}
        </>
      }
      desk={desk}
      actions={
        <>
          <Definitions words={Object.values(recoveryDefinitions)} />
          <PrintButton />
        </>
      }
      controls={<RecoveryBar query={query} report={report.data} today={today} onChange={change} />}
      busy={report.isPlaceholderData}
      stale={
        report.isError && report.data !== undefined
          ? `Recovery could not be worked out again: ${failureOf(report.error).message}`
          : null
      }
      onRetry={() => void report.refetch()}
      said={
        currency === null || report.isPlaceholderData
          ? ''
          : `${ofWords[of]} in ${currency.toUpperCase()}, ${stretchWord(stretch)}`
      }
      covered={false}
      aside={null}
    >
      {report.data === undefined ? (
        report.isError ? (
          <ErrorState
            title="Recovery could not be worked out"
            failure={failureOf(report.error)}
            onRetry={() => void report.refetch()}
          />
        ) : (
          <Waiting />
        )
      ) : (
        <Report
          desk={desk}
          report={report.data}
          asked={report.data.asked}
          query={{ ...query, counted, by: report.data.asked.by }}
          dividedBy={query.by}
          headings={headings}
          onChange={change}
        />
      )}
    </FigureScreen>
  )
}

const ofWords = { all: 'All payments', invoices: 'Payments of invoices', others: 'Payments not of invoices' }

function Report({
  desk,
  report,
  asked,
  query,
  dividedBy,
  headings,
  onChange,
}: {
  desk: Desk
  report: Recovery
  asked: Asked
  /** As far as it is answered. */
  query: RecoveryQuery
  /** As it was chosen. */
  dividedBy: RecoveryQuery['by']
  headings: Headings
  onChange: (changes: Partial<RecoveryQuery>) => void
}) {
  const { formula, measure, counted } = query
  const { currency } = report
  const common = { currency: currency ?? '', headings }
  if (currency === null || report.total.failed.count === 0)
    return (
      <>
        <NothingFailed deskId={desk.id} ever={report.currencies.length > 0} onChange={onChange} />
        <Expiring desk={desk} />
      </>
    )
  return (
    <InTurn>
      <RecoveryTiles
        total={report.total}
        currency={currency}
        days={report.days}
        medianDays={report.medianDays}
        formula={formula}
        measure={measure}
      />
      <MonthsChart months={report.months} counted={counted} formula={formula} measure={measure} {...common} />
      <Breakdown
        parts={report.parts}
        query={query}
        dividedBy={dividedBy}
        placeOf={(key, state) => partPlace(desk.id, asked, currency, key, state)}
        onChange={onChange}
        {...common}
      />
      <div className="grid @min-[860px]:grid-cols-2 @min-[860px]:divide-x @min-[860px]:divide-line">
        <DaysChart days={report.days} medianDays={report.medianDays} measure={measure} {...common} />
        <Ways ways={report.ways} measure={measure} {...common} />
      </div>
      <Cohorts cohorts={report.cohorts} {...common} />
      <Expiring desk={desk} />
    </InTurn>
  )
}

function NothingFailed({
  deskId,
  ever,
  onChange,
}: {
  deskId: string
  /** Something failed at some other time. */
  ever: boolean
  onChange: (changes: Partial<RecoveryQuery>) => void
}) {
  const read = useHowFarRead(deskId)
  return (
    <NoRows noun="failed payments" read={ever ? 'whole' : read} waiting={<Waiting />}>
      <EmptyState
        icon={HeartPulse}
        title={ever ? 'Nothing to count in this period' : 'No payment has failed yet'}
        {...(ever
          ? { action: <Button onClick={() => onChange({ period: '12m', of: 'all' })}>Show 12 months</Button> }
          : {})}
      >
        {ever
          ? 'No payment failed then, or none was settled. Choose a longer period, or all payments.'
          : 'When a payment fails, it is followed here until it is paid or lost: how much came back, how fast, and what helped.'}
      </EmptyState>
    </NoRows>
  )
}

function Waiting() {
  return (
    <div role="status" aria-label="Loading recovery" className="flex flex-col gap-4 border-t border-line p-4">
      <Skeleton className="h-16 w-full" />
      <Skeleton className="h-[230px] w-full" />
      <Skeleton className="h-40 w-full" />
    </div>
  )
}
