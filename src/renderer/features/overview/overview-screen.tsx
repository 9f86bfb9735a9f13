// Overview: what came in and what it cost, by currency and stretch of time, beside the stretch before. What is shown stands in the address.
// It must never show figures of one stretch under the name of another.
import { CalendarCheck2 } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import { figures, isOfBalance } from '../../../contract/finance-lists.ts'
import { failureOf } from '../../bridge/client.ts'
import { useFreshness } from '../../bridge/desk-queries.ts'
import { openOverlay } from '../../state/overlays.ts'
import { overviewPlace } from '../../state/places.ts'
import type { Headings } from '../../ui/charts/chart-data.ts'
import { bucketName, stretchWord } from '../../ui/charts/time-words.ts'
import { Button } from '../../ui/button.tsx'
import { Definitions } from '../../ui/definitions.tsx'
import { Select } from '../../ui/field.tsx'
import { useFocusBack } from '../../ui/give-focus-back.ts'
import { FigureScreen } from '../../ui/figure-screen.tsx'
import { refusedList } from '../../ui/words/freshness-words.ts'
import { useListAddress } from '../../ui/lists/list-address.ts'
import { useMedia } from '../../ui/media.ts'
import { useNow } from '../../ui/dates/now.ts'
import { fiveMinutes, machineZone, stretchOf } from '../../ui/dates/period.ts'
import { PeriodControl } from '../../ui/dates/period-control.tsx'
import { PrintButton, printScreen } from '../../ui/print-button.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { ErrorState } from '../../ui/states.tsx'
import { FigureRows } from './figure-rows.tsx'
import { figureWords } from './figure-words.ts'
import { Figures } from './figures.tsx'
import { NoFigures } from './no-figures.tsx'
import { bucketOf, formatOverviewQuery, parseOverviewQuery, toOverviewRequest } from './overview-query.ts'
import { OverviewSkeleton } from './overview-skeleton.tsx'
import { useCompared } from './use-compared.ts'

const address = {
  placeOf: (deskId: string, _openId: string | null, search: string) => overviewPlace(deskId, search),
  parse: parseOverviewQuery,
  format: formatOverviewQuery,
  toFilter: toOverviewRequest,
}

export function OverviewScreen({ desk }: { desk: Desk }) {
  const { query, change, filter: asked } = useListAddress(address, desk.id, null)
  const moment = fiveMinutes(useNow('slow')).getTime()
  const { shown, currency, before, earlier, compared, laidOver } = useCompared(
    desk.id,
    query.period,
    asked,
    moment,
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

  useShortcuts({
    ...Object.fromEntries(
      figures.map((each, index) => [
        String(index + 1),
        () => change({ figure: each, ...(rows === null ? {} : { rows: 'all' }) }),
      ]),
    ),
    o: () => change({ rows: 'all' }),
    p: printScreen,
  })

  const beforeStretch = compared?.asked ?? before
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
            // The one that was chosen, also while it is not answered yet.
            currency={query.currency === '' ? currency : query.currency}
            onChange={(chosen) => change({ currency: chosen })}
          />
        </>
      }
      busy={shown.isPlaceholderData}
      stale={
        shown.isError && shown.data !== undefined
          ? `The figures could not be read again: ${failureOf(shown.error).message}`
          : null
      }
      onRetry={() => void shown.refetch()}
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
            onClose={() => change({ rows: null })}
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
        <Figures
          overview={shown.data}
          currency={currency}
          bucket={bucket}
          compared={compared}
          laidOver={laidOver}
          beforeWord={stretchWord(beforeStretch)}
          notCompared={earlier.isError ? failureOf(earlier.error).message : null}
          balanceRefused={balanceRefused}
          query={query}
          today={today}
          headings={headings}
          onChange={change}
        />
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
