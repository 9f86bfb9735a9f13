// The figures of a stretch: all of them side by side, and the chosen one over time. One that the key can't read is said to be not known.
import { KeyRound } from 'lucide-react'
import { isOfBalance, type Bucket } from '../../../contract/finance-lists.ts'
import type { Overview } from '../../../contract/finance.ts'
import type { Headings } from '../../ui/charts/chart-data.ts'
import { bucketsFor, stretchOf } from '../../ui/dates/period.ts'
import { InTurn } from '../../ui/in-turn.tsx'
import { Segments } from '../../ui/segments.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { bucketWords, FigureChart } from './figure-chart.tsx'
import { figureWords, undatedWords } from './figure-words.ts'
import { bucketOf, type OverviewQuery } from './overview-query.ts'
import { Tiles } from './tiles.tsx'

interface FiguresProps {
  overview: Overview
  currency: string
  /** Of what is shown, while another may be asked for. */
  bucket: Bucket
  /** The stretch before; null while it is asked for, or where it could not be read. */
  compared: Overview | null
  /** Its buckets, where they lie over what is shown. */
  laidOver: Overview['buckets'] | null
  /** "19 Nov 2026, until 09:10". */
  beforeWord: string
  /** Why the stretch before could not be read. */
  notCompared: string | null
  /** Why balance transactions can't be read; null where they can. */
  balanceRefused: string | null
  query: OverviewQuery
  today: Date
  headings: Headings
  onChange: (change: Partial<OverviewQuery>) => void
}

export function Figures(props: FiguresProps) {
  const { overview, currency, bucket, compared, beforeWord, notCompared, balanceRefused } = props
  const { query, today, onChange } = props
  const { figure, rows } = query
  const openAt = typeof rows === 'number' ? rows : null
  return (
    <InTurn>
      <Tiles
        total={overview.total}
        currency={currency}
        before={compared?.total ?? null}
        beforeWord={beforeWord}
        balanceRefused={balanceRefused !== null}
        figure={figure}
        onChoose={(chosen) => onChange({ figure: chosen, ...(rows === null ? {} : { rows: 'all' }) })}
        onRows={(chosen) => onChange({ figure: chosen, rows: 'all' })}
      />
      {overview.undated.count > 0 && (
        <p className="px-4 pt-2 text-sm text-ink-2">{undatedWords(overview.undated, currency)}</p>
      )}
      {notCompared !== null && (
        <p role="status" className="px-4 pt-2 text-sm text-amber">
          The period before could not be read: {notCompared}
        </p>
      )}
      {isOfBalance(figure) && balanceRefused !== null ? (
        <EmptyState icon={KeyRound} title={`${figureWords[figure].word} is not known`}>
          It adds up balance transactions, which can’t be read with this key. {balanceRefused}
        </EmptyState>
      ) : (
        <FigureChart
          overview={overview}
          currency={currency}
          before={props.laidOver}
          figure={figure}
          bucket={bucket}
          openAt={openAt}
          headings={props.headings}
          beside={
            <Segments
              label="By"
              choices={bucketsFor(stretchOf(query.period, today)).map((value: Bucket) => ({
                value,
                word: bucketWords[value],
              }))}
              chosen={bucketOf(query, today)}
              onChoose={(by) => onChange({ by, ...(openAt === null ? {} : { rows: 'all' }) })}
            />
          }
          onRows={(at) => onChange({ rows: at })}
        />
      )}
    </InTurn>
  )
}
