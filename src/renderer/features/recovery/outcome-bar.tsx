// What became of a part of what failed, as one bar: recovered full, lost striped, still trying outlined; as long as the part is large.
import { useId } from 'react'
import type { Outcome } from '../../../contract/recovery.ts'
import { Mark, stacked, Stripes } from '../../ui/charts/series.tsx'
import type { Measure } from './formula.ts'
import { outcomeLooks, outcomes } from './months-chart.tsx'

const width = 240
const height = 12

/** `largest`: of all parts, what the whole width stands for. */
export function OutcomeBar({
  outcome,
  measure,
  largest,
}: {
  outcome: Outcome
  measure: Measure
  largest: number
}) {
  const stripes = useId()
  const parts = stacked(
    outcomes.map((each) => ({ word: each, look: outcomeLooks[each], values: [outcome[each][measure]] })),
  )
  const scale = largest === 0 ? 0 : width / largest
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      className="block"
    >
      <defs>
        <Stripes id={stripes} />
      </defs>
      {outcomes.map((each, index) => {
        const [from, to] = parts[index]?.[0] ?? [0, 0]
        return from === to ? null : (
          <Mark
            key={each}
            look={outcomeLooks[each]}
            stripes={stripes}
            x={from * scale}
            y={0}
            width={Math.max(1, (to - from) * scale)}
            height={height}
          />
        )
      })}
    </svg>
  )
}
