// The columns of a chart with their axis and legend, as they are painted. They must draw no value that they were not given, and always show where
// zero is.
import { memo } from 'react'
import { centreOf, type Drawn, type Plot } from './column-plot.ts'
import type { AxisScale } from './money-axis.ts'
import { Legend, Mark, wordWidth } from './series.tsx'
import { spacedOut } from './time-words.ts'

/** Apart from what is pointed at, so that pointing draws no column again. */
export const Columns = memo(
  function Columns({
    columns,
    series,
    compared,
    unit,
    plot,
    stripes,
  }: Drawn & { plot: Plot; stripes: string }) {
    const { left, right, bottom, bar, scale, parts } = plot
    const places = columns.map((column, index) => ({ ...column, index }))
    const centre = centreOf(plot)
    const marks = compared && marksOf(compared.values, centre, Math.max(bar, 2), scale)
    return (
      <>
        <text x={0} y={11} className="fill-ink-3 text-xs">
          {unit}
        </text>
        {(series.length > 1 || compared) && (
          <Legend
            series={series}
            compared={compared?.word ?? null}
            stripes={stripes}
            x={wordWidth(unit) + 18}
            y={11}
          />
        )}
        <Axis plot={plot} />
        {series.map(({ word, look }, which) => (
          <g key={word}>
            {parts[which]?.map(([from, to], index) =>
              from === to ? null : (
                <Mark
                  key={columns[index]?.key ?? index}
                  look={look}
                  stripes={stripes}
                  x={centre(index) - bar / 2}
                  y={scale.place(to)}
                  width={bar}
                  height={Math.max(1, scale.place(from) - scale.place(to))}
                />
              ),
            )}
          </g>
        ))}
        {marks !== undefined && (
          <>
            <path d={marks} fill="none" strokeWidth={4} className="stroke-bg" />
            <path d={marks} fill="none" strokeWidth={1.5} className="stroke-ink" />
          </>
        )}
        {spacedOut(places, right - left).map(({ key, tick, index }) => (
          <text
            key={key}
            // The last one is not cut off at the edge.
            x={Math.min(centre(index), right - wordWidth(tick) / 2)}
            y={bottom + 15}
            textAnchor="middle"
            className="figures fill-ink-3 text-xs"
          >
            {tick}
          </text>
        ))}
      </>
    )
  },
  (before, now) =>
    before.columns === now.columns &&
    before.series === now.series &&
    before.compared === now.compared &&
    before.unit === now.unit &&
    before.plot.right === now.plot.right &&
    before.plot.bottom === now.plot.bottom,
)

/** A stroke across each column, as high as what it is compared with. */
function marksOf(
  values: readonly (number | null)[],
  centre: (index: number) => number,
  wide: number,
  scale: AxisScale,
): string {
  return values
    .map((value, index) =>
      value === null ? '' : `M${centre(index) - wide / 2} ${scale.place(value)}h${wide}`,
    )
    .join('')
}

function Axis({ plot: { left, right, scale } }: { plot: Plot }) {
  return scale.ticks.map(({ value, word }) => (
    <g key={value}>
      <line
        x1={left}
        x2={right}
        y1={Math.round(scale.place(value)) + 0.5}
        y2={Math.round(scale.place(value)) + 0.5}
        strokeWidth={1}
        className={value === 0 ? 'stroke-line-control' : 'stroke-line'}
      />
      <text x={left - 8} y={scale.place(value) + 4} textAnchor="end" className="figures fill-ink-3 text-xs">
        {word}
      </text>
    </g>
  ))
}
