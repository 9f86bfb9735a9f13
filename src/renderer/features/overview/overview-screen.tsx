// Overview: what came in and what it cost, by currency and stretch of time, beside the stretch before. What is shown stands in the address.
// It must never show figures of one stretch under the name of another.
import { CalendarCheck2, ChartColumn, KeyRound } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { figures, isOfBalance, type Bucket } from '../../../contract/finance-lists.ts'
import { failureOf } from '../../bridge/client.ts'
import { useOverview } from '../../bridge/finance-queries.ts'
import { useFreshness } from '../../bridge/desk-queries.ts'
import { openOverlay } from '../../state/overlays.ts'
import { overviewPlace, screenPlace } from '../../state/places.ts'
import type { Headings } from '../../ui/charts/chart-data.ts'
import { bucketName, stretchWord } from '../../ui/charts/time-words.ts'
import { Button } from '../../ui/button.tsx'
import { Definitions } from '../../ui/definitions.tsx'
import { Select } from '../../ui/field.tsx'
import { useFocusBack } from '../../ui/give-focus-back.ts'
import { FigureScreen } from '../../ui/figure-screen.tsx'
import { refusedList } from '../../ui/words/freshness-words.ts'
import { InTurn } from '../../ui/in-turn.tsx'
import { useListAddress } from '../../ui/lists/list-address.ts'
import { NoRows, useHowFarRead } from '../../ui/lists/no-rows.tsx'
import { useMedia } from '../../ui/media.ts'
import { useNow } from '../../ui/dates/now.ts'
import {
  bucketsFor,
  fiveMinutes,
  liesOver,
  machineZone,
  stretchBefore,
  stretchOf,
} from '../../ui/dates/period.ts'
import { PeriodControl } from '../../ui/dates/period-control.tsx'
import { PrintButton, printScreen } from '../../ui/print-button.tsx'
import { Segments } from '../../ui/segments.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { bucketWords, FigureChart } from './figure-chart.tsx'
import { FigureRows } from './figure-rows.tsx'
import { figureWords, undatedWords } from './figure-words.ts'
import { bucketOf, formatOverviewQuery, parseOverviewQuery, toOverviewRequest } from './overview-query.ts'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { Tiles } from './tiles.tsx'

const address = {
  placeOf: (deskId: string, _openId: string | null, search: string) => overviewPlace(deskId, search),
  parse: parseOverviewQuery,
  format: formatOverviewQuery,
  toFilter: toOverviewRequest,
}

export function OverviewScreen({ desk }: { desk: Desk }) {
  const { query, change, filter: asked } = useListAddress(address, desk.id, null)
  const shown = useOverview(desk.id, 'shown', asked)
  const currency = shown.data?.currency ?? null
  const moment = fiveMinutes(useNow('slow')).getTime()
  const before = useMemo(
    () => stretchBefore(query.period, new Date(moment), new Date(moment)),
    [query.period, moment],
  )
  const earlier = useOverview(
    desk.id,
    'before',
    currency === null ? null : { ...asked, currency, from: before.from, before: before.before },
  )
  const over = useMedia('(width < 1024px)')
  const today = new Date(moment)
  const zone = machineZone()
  const wanted = stretchOf(query.period, today)
  // Until another stretch is answered, what is shown keeps its own name.
  const stretch = shown.data?.asked ?? wanted
  const bucket = shown.data?.asked.bucket ?? bucketOf(query, today)
  const { figure, rows } = query
  const balanceRefused = refusedList(useFreshness(desk.id).data, 'balance transactions')
  const refused = isOfBalance(figure) ? balanceRefused : null
  const openRows = useCallback((at: 'all' | number | null) => change({ rows: at }), [change])

  useShortcuts({
    ...Object.fromEntries(
      figures.map((each, index) => [
        String(index + 1),
        () => change({ figure: each, ...(rows === null ? {} : { rows: 'all' }) }),
      ]),
    ),
    o: () => openRows('all'),
    p: printScreen,
  })

  const answered = earlier.data
  const compared =
    !shown.isPlaceholderData && answered?.asked.from === before.from && answered.asked.currency === currency
      ? answered
      : null
  const beforeStretch = compared?.asked ?? before
  const laidOver =
    compared?.asked.bucket === bucket &&
    shown.data !== undefined &&
    liesOver(bucket, query.period, shown.data.buckets, compared.buckets)
  const headings: Headings = {
    desk,
    lines: [
      ['Currency', (currency ?? '').toUpperCase()],
      ['Period', `${stretchWord(stretch)} (${zone})`],
      ['From', new Date(stretch.from * 1000).toISOString()],
      ['Before', new Date(stretch.before * 1000).toISOString()],
      ['Compared with', stretchWord(beforeStretch)],
      ['Definition', figureWords[figure].means],
      ['Made', new Date(moment).toISOString()],
    ],
  }
  const part = typeof rows === 'number' ? shown.data?.buckets.find(({ from }) => from === rows) : undefined
  const rowsOf = rows === 'all' ? wanted : part
  const opened = rowsOf !== undefined && currency !== null && refused === null
  useFocusBack(opened)

  return (
    <FigureScreen
      name="Overview"
      says={
        <>
          {stretchWord(stretch)}
          {before.cut && ' so far'}, compared with {stretchWord(beforeStretch)}
          {before.cut && ' (as far in)'}. Days begin at midnight in {zone}.
        </>
      }
      desk={desk}
      actions={
        <>
          <Button
            look="ghost"
            icon={CalendarCheck2}
            onClick={() => openOverlay({ kind: 'day-check', deskId: desk.id })}
          >
            Check a day against Stripe…
          </Button>
          <Definitions words={figures.map((each) => figureWords[each])} />
          <PrintButton />
        </>
      }
      controls={
        <>
          <PeriodControl
            period={query.period}
            today={today}
            onChange={(period) => change({ period, by: null, rows: rows === null ? null : 'all' })}
          />
          <CurrencySelect
            currencies={shown.data?.currencies ?? []}
            currency={currency}
            onChange={(chosen) => change({ currency: chosen })}
          />
        </>
      }
      busy={shown.isPlaceholderData}
      said={
        currency === null || shown.isPlaceholderData
          ? ''
          : `${figureWords[figure].word} in ${currency.toUpperCase()}, ${stretchWord(stretch)}, by ${bucket}`
      }
      covered={over && opened}
      aside={
        opened && (
          <FigureRows
            key={`${figure} ${currency}`}
            deskId={desk.id}
            figure={figure}
            currency={currency}
            stretch={rowsOf}
            when={rows === 'all' ? stretchWord(wanted) : bucketName(bucket, rowsOf)}
            sum={shown.isPlaceholderData ? null : ((part?.figures ?? shown.data?.total)?.[figure] ?? null)}
            over={over}
            onClose={() => openRows(null)}
          />
        )
      }
    >
      {shown.data === undefined ? (
        shown.isError ? (
          <ErrorState
            title="The figures could not be read"
            failure={failureOf(shown.error)}
            onRetry={() => void shown.refetch()}
          />
        ) : (
          <OverviewSkeleton />
        )
      ) : currency === null ? (
        <NoFigures desk={desk} />
      ) : (
        <InTurn>
          <Tiles
            total={shown.data.total}
            currency={currency}
            before={compared?.total ?? null}
            beforeWord={stretchWord(beforeStretch)}
            balanceRefused={balanceRefused !== null}
            figure={figure}
            onChoose={(chosen) => change({ figure: chosen, ...(rows === null ? {} : { rows: 'all' }) })}
            onRows={(chosen) => change({ figure: chosen, rows: 'all' })}
          />
          {shown.data.undated.count > 0 && (
            <p className="px-4 pt-2 text-sm text-ink-2">{undatedWords(shown.data.undated, currency)}</p>
          )}
          {earlier.isError && (
            <p role="status" className="px-4 pt-2 text-sm text-amber">
              The period before could not be read: {failureOf(earlier.error).message}
            </p>
          )}
          {refused !== null ? (
            <EmptyState icon={KeyRound} title={`${figureWords[figure].word} is not known`}>
              It adds up balance transactions, which can’t be read with this key. {refused}
            </EmptyState>
          ) : (
            <FigureChart
              overview={shown.data}
              currency={currency}
              before={laidOver ? compared.buckets : null}
              figure={figure}
              bucket={bucket}
              openAt={typeof rows === 'number' ? rows : null}
              headings={headings}
              beside={
                <Segments
                  label="By"
                  choices={bucketsFor(wanted).map((value: Bucket) => ({ value, word: bucketWords[value] }))}
                  chosen={bucketOf(query, today)}
                  onChoose={(by) => change({ by, ...(typeof rows === 'number' ? { rows: 'all' } : {}) })}
                />
              }
              onRows={openRows}
            />
          )}
        </InTurn>
      )}
    </FigureScreen>
  )
}

function CurrencySelect({
  currencies,
  currency,
  onChange,
}: {
  currencies: readonly string[]
  currency: string | null
  onChange: (currency: string) => void
}) {
  if (currency === null) return null
  const known = currencies.includes(currency) ? currencies : [currency, ...currencies]
  return (
    <Select aria-label="Currency" value={currency} onChange={(event) => onChange(event.target.value)}>
      {known.map((each) => (
        <option key={each} value={each}>
          {each.toUpperCase()}
        </option>
      ))}
    </Select>
  )
}

function NoFigures({ desk }: { desk: Desk }) {
  const [, navigate] = useLocation()
  const read = useHowFarRead(desk.id)
  return (
    <NoRows noun="movements of money" read={read} waiting={<OverviewSkeleton />}>
      <EmptyState
        icon={ChartColumn}
        title="No money has moved yet"
        action={
          <Button onClick={() => navigate(screenPlace(desk.id, 'payments'))}>Look at the payments</Button>
        }
      >
        As soon as Stripe books the first charge, refund or fee to the balance, it is counted here: by hour,
        day, week or month, each figure with the rows behind it.
      </EmptyState>
    </NoRows>
  )
}
