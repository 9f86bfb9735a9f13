// What a column is worth, beside it, while somebody points at it. A screen reader hears the same from the column itself.
export interface ValueLine {
  word: string
  /** As a person reads it, exact. */
  value: string
}

const cardWidth = 232

export function ValueCard({
  title,
  lines,
  hint,
  at,
  within,
}: {
  title: string
  lines: readonly ValueLine[]
  hint?: string
  /** Pixels from the left of the chart: the middle of the column; and how wide the chart is. */
  at: number
  within: number
}) {
  const beside = at + 14 + cardWidth <= within ? at + 14 : Math.max(0, at - 14 - cardWidth)
  return (
    <div
      aria-hidden="true"
      data-print="no"
      style={{ left: beside, width: cardWidth }}
      className="pointer-events-none absolute top-6 z-10 rounded-md bg-raised px-3 py-2 text-sm shadow-pop"
    >
      <p className="mb-1 font-medium">{title}</p>
      <dl>
        {lines.map(({ word, value }) => (
          <div key={word} className="flex justify-between gap-3">
            <dt className="text-ink-2">{word}</dt>
            <dd className="figures text-right font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      {hint !== undefined && <p className="mt-1 text-xs text-ink-3">{hint}</p>}
    </div>
  )
}
