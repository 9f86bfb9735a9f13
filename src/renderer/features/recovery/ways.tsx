// How what was recovered came back: by a retry, with another card, on a page that was sent.
import type { Recovery } from '../../../contract/recovery.ts'
import { formatAmount } from '../../../domain/money.ts'
import { ChartCard } from '../../ui/charts/chart-card.tsx'
import { amountValue, countValue, rateWord, textValue, type Headings } from '../../ui/charts/chart-data.ts'
import { Defined } from '../../ui/defined.tsx'
import type { Measure } from './formula.ts'
import { wayWords } from './recovery-words.ts'
import { paymentsWord } from './recovery-tiles.tsx'

export function Ways({
  ways,
  currency,
  measure,
  headings,
}: {
  ways: Recovery['ways']
  currency: string
  measure: Measure
  headings: Headings
}) {
  const all = ways.reduce((sum, way) => sum + way[measure], 0)
  const share = (way: Recovery['ways'][number]): number | null => (all === 0 ? null : way[measure] / all)
  return (
    <ChartCard
      title="What worked"
      says={`How it came back, as a share of all that was recovered, ${measure === 'amount' ? 'by amount' : 'by number of payments'}.`}
      headings={headings}
      data={{
        caption: 'What worked',
        columns: ['How it came back', 'Share', `Recovered ${currency.toUpperCase()}`, 'Payments'],
        rows: ways.map((way) => [
          textValue(wayWords[way.how].word),
          { kind: 'rate', rate: share(way) },
          amountValue(way.amount, currency),
          countValue(way.count),
        ]),
      }}
      table={
        <dl className="flex flex-col gap-2.5">
          {ways.map((way) => (
            <div key={way.how} className="grid grid-cols-[96px_minmax(0,1fr)] items-center gap-x-3">
              <dt className="text-sm">
                <Defined {...wayWords[way.how]} />
              </dt>
              <dd>
                <div className="flex items-baseline justify-between gap-2">
                  <span className="figures">
                    <span className="font-medium">{rateWord(share(way))}</span>
                    <span className="ml-2 text-sm text-ink-3">{paymentsWord(way.count)}</span>
                  </span>
                  <span className="figures">{formatAmount(way.amount, currency)}</span>
                </div>
                <div aria-hidden="true" className="mt-1 h-2 rounded-xs bg-sunken">
                  <div
                    className="h-full rounded-xs bg-chart-1 print:[print-color-adjust:exact]"
                    style={{ width: `${(share(way) ?? 0) * 100}%` }}
                  />
                </div>
              </dd>
            </div>
          ))}
        </dl>
      }
    />
  )
}
