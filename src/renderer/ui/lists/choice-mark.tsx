// The box before a row that says whether it is chosen: in sight on hover and as soon as anything is chosen. What a click on it does
// is the grid's to know, which must not open the row (use-choosing.ts).
import { Check, Minus } from 'lucide-react'
import type { Choice } from '../../state/chosen.ts'
import { classes } from '../classes.ts'
import { countText } from '../count.ts'
import { nameOf } from '../words/customer-words.ts'

/** The attribute of the box of a row. */
export const markAttribute = 'data-choose'

function Mark({
  label,
  checked,
  shown,
  onToggle,
}: {
  label: string
  checked: boolean | 'mixed'
  /** In sight though nothing hovers over it. */
  shown: boolean
  onToggle?: () => void
}) {
  return (
    // The whole corner takes the click: a near miss would open the row.
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      tabIndex={-1}
      onClick={onToggle}
      {...{ [markAttribute]: '' }}
      className={classes(
        'flex size-full items-center justify-center',
        shown ? '' : 'opacity-0 group-hover/row:opacity-100 focus-visible:opacity-100',
      )}
    >
      <Box checked={checked} />
    </button>
  )
}

function Box({ checked }: { checked: boolean | 'mixed' }) {
  const Icon = checked === 'mixed' ? Minus : Check
  return (
    <span
      className={classes(
        'flex size-4 items-center justify-center rounded-[4px] border',
        checked === false ? 'border-line-control bg-bg' : 'border-accent-fill bg-accent-fill text-on-accent',
      )}
    >
      {checked !== false && <Icon size={12} strokeWidth={3} aria-hidden="true" />}
    </span>
  )
}

/** The same box where no grid has keys for it: it is reached by Tab. */
export function ChoiceBox({
  label,
  checked,
  onToggle,
}: {
  label: string
  checked: boolean
  onToggle: () => void
}) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked}
      aria-label={label}
      onClick={onToggle}
      className="flex size-6 shrink-0 items-center justify-center rounded"
    >
      <Box checked={checked} />
    </button>
  )
}

const place = 'absolute inset-y-0 left-0 w-9'

interface Named {
  id: string
  customerName: string | null
  customerEmail: string | null
}

/** Before one row. It hears only of its own row, so that choosing one does not draw all of them again. */
export function RowMark<Row extends Named>({ row, choice }: { row: Row; choice: Choice<Row> }) {
  const chosen = choice.use((state) => state.chosen.has(row.id))
  const choosing = choice.use((state) => state.chosen.size > 0)
  return (
    <div role="gridcell" aria-colindex={1} className={place}>
      <Mark label={`Choose ${nameOf(row) ?? row.id}`} checked={chosen} shown={choosing} />
    </div>
  )
}

/** In the header: all rows that are loaded, or none. */
export function AllMark<Row extends Named>({
  rows,
  choice,
  noun = 'payments',
}: {
  rows: readonly Row[]
  choice: Choice<Row>
  /** What the rows are, many of them. */
  noun?: string
}) {
  const chosen = choice.use((state) => state.chosen)
  const all = rows.length > 0 && rows.every((row) => chosen.has(row.id))
  return (
    <div role="columnheader" aria-colindex={1} className={place}>
      <Mark
        label={`Choose the ${countText(rows.length)} ${noun} loaded`}
        checked={all ? true : chosen.size > 0 ? 'mixed' : false}
        shown={chosen.size > 0}
        onToggle={() => (all ? choice.forget() : choice.add(rows))}
      />
    </div>
  )
}
