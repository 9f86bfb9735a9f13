// Columns over places in a row: stretches of time, months, days. Pointing at one, or walking to it with the arrow keys, says its exact
// values; Enter or a click opens it. It must draw no value that it was not given, and always show where zero is.
import { useId, useState, type KeyboardEvent, type PointerEvent, type Ref } from 'react'
import { strokeOf } from '../shortcuts.ts'
import { Columns } from './columns.tsx'
import { centreOf, plotOf, usualHeight, type Drawn } from './column-plot.ts'
import { Stripes } from './series.tsx'
import { useWidth } from './use-width.ts'
import { ValueCard, type ValueLine } from './value-card.tsx'

export interface ColumnChartProps extends Drawn {
  /** "Net by day". */
  label: string
  /** The exact values of a column, as shown and spoken. */
  lines: (index: number) => readonly ValueLine[]
  /** What Enter does: "Enter opens the rows". */
  hint?: string
  onOpen?: (index: number) => void
  /** The column whose rows are open. */
  openIndex?: number | null
  svgRef?: Ref<SVGSVGElement>
}

export function ColumnChart(props: ColumnChartProps) {
  const { label, columns, lines, hint, onOpen, openIndex = null, height = usualHeight, svgRef } = props
  const { ref, width } = useWidth<HTMLDivElement>()
  const id = useId()
  const [active, setActive] = useState<number | null>(null)
  const plot = plotOf(props, width)
  const shown = active !== null && active < columns.length ? active : null
  const centre = centreOf(plot)

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
        <Columns {...props} plot={plot} stripes={`${id}-stripes`} />
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
