// Columns over places in a row: stretches of time, months, days. Pointing at one, or walking to it with the arrow keys, says its exact
// values; Enter or a click opens it. It must draw no value that it was not given, and always show where zero is.
import { memo, useId, useState, type KeyboardEvent, type PointerEvent, type Ref } from 'react'
import { strokeOf } from '../shortcuts.ts'
import { axisScale, type AxisScale } from './money-axis.ts'
import { Legend, Mark, stacked, Stripes, wordWidth, type Column, type Series } from './series.tsx'
import { spacedOut } from './time-words.ts'
import { useWidth } from './use-width.ts'
import { ValueCard, type ValueLine } from './value-card.tsx'

export interface ColumnChartProps {
  /** "Net by day". */
  label: string
  columns: readonly Column[]
  series: readonly Series[]
  /** What each column is compared with, as a stroke across it; null where there is nothing. */
  compared?: { word: string; values: readonly (number | null)[] }
  /** What the axis counts: "EUR", "payments". */
  unit: string
  axis: (ticks: readonly number[]) => string[]
  /** The exact values of a column, as shown and spoken. */
  lines: (index: number) => readonly ValueLine[]
  /** What Enter does: "Enter opens the rows". */
  hint?: string
  onOpen?: (index: number) => void
  /** The column whose rows are open. */
  openIndex?: number | null
  /** Pixels. */
  height?: number
  svgRef?: Ref<SVGSVGElement>
}

interface Plot {
  left: number
  right: number
  top: number
  bottom: number
  /** Pixels from one column to the next. */
  pitch: number
  bar: number
  scale: AxisScale
  parts: [number, number][][]
}

const bottomSpace = 22

function plotOf(props: ColumnChartProps, width: number): Plot {
  const { columns, series, axis, height = 240 } = props
  const parts = stacked(series)
  const values = [...parts.flat(2), ...(props.compared?.values ?? []).map((value) => value ?? 0), 0]
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const [top, bottom] = [30, height - bottomSpace]
  const scale = axisScale({ low, high }, { bottom, top }, axis)
  const left = Math.max(28, ...scale.ticks.map(({ word }) => wordWidth(word))) + 10
  const right = Math.max(left + 40, width - 4)
  const pitch = (right - left) / Math.max(1, columns.length)
  const bar = Math.max(1, Math.min(44, pitch > 6 ? pitch * 0.72 : pitch - (pitch > 2.5 ? 1 : 0)))
  return { left, right, top, bottom, pitch, bar, scale, parts }
}

export function ColumnChart(props: ColumnChartProps) {
  const { label, columns, lines, hint, onOpen, openIndex = null, height = 240, svgRef } = props
  const { ref, width } = useWidth<HTMLDivElement>()
  const id = useId()
  const [active, setActive] = useState<number | null>(null)
  const plot = plotOf(props, width)
  const shown = active !== null && active < columns.length ? active : null
  const centre = (index: number): number => plot.left + (index + 0.5) * plot.pitch

  const onKeyDown = (event: KeyboardEvent): void => {
    const last = columns.length - 1
    const from = shown ?? openIndex ?? columns.length
    const to: Record<string, number> = {
      left: Math.min(last, from - 1),
      right: shown === null ? (openIndex ?? 0) : from + 1,
      home: 0,
      end: last,
    }
    const stroke = strokeOf(event)
    const next = to[stroke]
    if (next !== undefined) {
      event.preventDefault()
      setActive(Math.min(last, Math.max(0, next)))
    } else if ((stroke === 'enter' || stroke === 'space') && shown !== null && onOpen) {
      event.preventDefault()
      onOpen(shown)
    }
  }
  const columnAt = (event: PointerEvent<HTMLElement>): number | null => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    if (x < plot.left || x > plot.right) return null
    return Math.min(columns.length - 1, Math.floor((x - plot.left) / plot.pitch))
  }
  const optionId = (index: number): string => `${id}-${index}`

  return (
    <div
      ref={ref}
      role="listbox"
      aria-label={hint === undefined ? label : `${label}. ${hint}`}
      aria-orientation="horizontal"
      aria-activedescendant={shown === null ? undefined : optionId(shown)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (event.currentTarget.matches(':focus-visible')) setActive((now) => now ?? columns.length - 1)
      }}
      onBlur={() => setActive(null)}
      onPointerMove={(event) => setActive(columnAt(event))}
      onPointerLeave={() => setActive(null)}
      onClick={(event) => {
        const at = columnAt(event as unknown as PointerEvent<HTMLElement>)
        if (at !== null) onOpen?.(at)
      }}
      className="relative rounded print:h-auto!"
      style={{ height }}
    >
      <svg
        ref={svgRef}
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="presentation"
        className="block print:h-auto print:w-full"
      >
        <defs>
          <Stripes id={`${id}-stripes`} />
        </defs>
        {openIndex !== null && (
          <rect
            x={centre(openIndex) - plot.pitch / 2}
            y={plot.top - 6}
            width={plot.pitch}
            height={plot.bottom - plot.top + 6}
            className="fill-selected"
          />
        )}
        {shown !== null && shown !== openIndex && (
          <rect
            x={centre(shown) - plot.pitch / 2}
            y={plot.top - 6}
            width={plot.pitch}
            height={plot.bottom - plot.top + 6}
            data-picture="no"
            className="fill-hover"
          />
        )}
        <Drawing {...props} plot={plot} stripes={`${id}-stripes`} />
        <g data-picture="no">
          {columns.map(({ key, name }, index) => (
            <rect
              key={key}
              id={optionId(index)}
              role="option"
              aria-selected={index === openIndex}
              aria-label={`${name}: ${lines(index)
                .map(({ word, value }) => `${word} ${value}`)
                .join(', ')}`}
              x={centre(index) - plot.pitch / 2}
              y={plot.top}
              width={plot.pitch}
              height={plot.bottom - plot.top}
              fill="transparent"
            />
          ))}
        </g>
      </svg>
      {shown !== null && columns[shown] && (
        <ValueCard
          title={columns[shown].name}
          lines={lines(shown)}
          at={centre(shown)}
          within={width}
          {...(hint === undefined ? {} : { hint })}
        />
      )}
    </div>
  )
}

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

/** Apart from what is pointed at, so that pointing draws no column again. */
const Drawing = memo(
  function Drawing({
    columns,
    series,
    compared,
    unit,
    plot,
    stripes,
  }: ColumnChartProps & { plot: Plot; stripes: string }) {
    const { left, right, bottom, pitch, bar, scale, parts } = plot
    const places = columns.map((column, index) => ({ ...column, index }))
    const centre = (index: number): number => left + (index + 0.5) * pitch
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
        {scale.ticks.map(({ value, word }) => (
          <g key={value}>
            <line
              x1={left}
              x2={right}
              y1={Math.round(scale.place(value)) + 0.5}
              y2={Math.round(scale.place(value)) + 0.5}
              strokeWidth={1}
              className={value === 0 ? 'stroke-line-control' : 'stroke-line'}
            />
            <text
              x={left - 8}
              y={scale.place(value) + 4}
              textAnchor="end"
              className="figures fill-ink-3 text-xs"
            >
              {word}
            </text>
          </g>
        ))}
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
