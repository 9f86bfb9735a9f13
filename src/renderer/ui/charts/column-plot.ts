// Where things stand in a chart of columns, worked out from what it shows and the room there is. Zero is always in it. Pure.
import { axisScale, type AxisScale } from './money-axis.ts'
import { stacked, wordWidth, type Column, type Series } from './series.tsx'

/** What is drawn. */
export interface Drawn {
  columns: readonly Column[]
  series: readonly Series[]
  /** What each column is compared with, as a stroke across it; null where there is nothing. */
  compared?: { word: string; values: readonly (number | null)[] }
  /** What the axis counts: "EUR", "payments". */
  unit: string
  axis: (ticks: readonly number[]) => string[]
  /** Pixels. */
  height?: number
}

/** Pixels, but for what the scale and the parts say. */
export interface Plot {
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

/** Pixels. */
export const usualHeight = 240
const bottomSpace = 22

export function plotOf(props: Drawn, width: number): Plot {
  const { columns, series, axis, height = usualHeight } = props
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

/** The middle of each column, from the left. */
export const centreOf =
  ({ left, pitch }: Plot) =>
  (index: number): number =>
    left + (index + 0.5) * pitch
