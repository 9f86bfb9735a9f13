// What is drawn in a chart of columns: series that differ in shape as well as in colour, and the legend that names them. It must never
// leave a difference to colour alone.
import { stack, stackOffsetDiverging } from 'd3-shape'

/** Full, striped, or an outline only: told apart without colour, and in print. */
export type SeriesLook = 'solid' | 'hatched' | 'hollow'

export interface Series {
  word: string
  look: SeriesLook
  /** Minor units or counts, a value for each column. */
  values: readonly number[]
}

export interface Column {
  key: string
  /** In full: "Thu, 26 Nov 2026". */
  name: string
  /** Beneath it, where there is room: "26 Nov". */
  tick: string
  /** Which part of its day or year it begins, where words stand at even steps of that (time-words.ts). */
  part?: number | undefined
}

/** Of each series the lower and upper value of its part of each column; below zero what is negative. */
export function stacked(series: readonly Series[]): [number, number][][] {
  const columns = series[0]?.values.map((_, index) => index) ?? []
  return stack<number, number>()
    .keys(series.map((_, index) => index))
    .value((column, key) => series[key]?.values[column] ?? 0)
    .offset(stackOffsetDiverging)(columns)
    .map((parts) => parts.map(([low, high]): [number, number] => [low, high]))
}

const lookClasses: Record<SeriesLook, string> = {
  solid: 'fill-chart-1',
  hatched: 'stroke-chart-2 text-chart-2',
  hollow: 'fill-bg stroke-chart-3',
}

/** The stripes of `hatched`. Once in a drawing; `id` unique in the page. */
export function Stripes({ id }: { id: string }) {
  return (
    <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect width={5} height={5} className="fill-bg" />
      <line x1={1} y1={0} x2={1} y2={5} strokeWidth={2} className="stroke-chart-2" />
    </pattern>
  )
}

/** A rectangle in a look. What is painted for a picture is read from here too (paint-svg.ts). */
export function Mark({
  look,
  stripes,
  x,
  y,
  width,
  height,
}: {
  look: SeriesLook
  /** The id of the stripes. */
  stripes: string
  x: number
  y: number
  width: number
  height: number
}) {
  const edge = look === 'solid' || width < 4 || height < 3 ? 0 : 1
  return (
    <rect
      x={x + edge / 2}
      y={y + edge / 2}
      width={Math.max(0, width - edge)}
      height={Math.max(0, height - edge)}
      strokeWidth={edge}
      className={lookClasses[look]}
      {...(look === 'hatched' ? { fill: `url(#${stripes})`, 'data-hatched': true } : {})}
    />
  )
}

/** Pixels that a word takes at 11 px, near enough for keeping words apart. */
export const wordWidth = (word: string): number => Math.ceil(word.length * 6.3)

export function Legend({
  series,
  compared,
  stripes,
  x,
  y,
}: {
  series: readonly Series[]
  /** The word of the strokes across; null where there are none. */
  compared: string | null
  stripes: string
  x: number
  y: number
}) {
  const widths = series.map(({ word }) => 16 + wordWidth(word) + 14)
  const leftOf = (index: number): number => widths.slice(0, index).reduce((sum, width) => sum + width, x)
  const at = leftOf(series.length)
  return (
    <g>
      {series.map(({ word, look }, index) => {
        const left = leftOf(index)
        return (
          <g key={word}>
            <Mark look={look} stripes={stripes} x={left} y={y - 9} width={10} height={10} />
            <text x={left + 16} y={y} className="fill-ink-2 text-xs">
              {word}
            </text>
          </g>
        )
      })}
      {compared !== null && (
        <g>
          <line x1={at} x2={at + 11} y1={y - 4} y2={y - 4} strokeWidth={1.5} className="stroke-ink" />
          <text x={at + 16} y={y} className="fill-ink-2 text-xs">
            {compared}
          </text>
        </g>
      )}
    </g>
  )
}
