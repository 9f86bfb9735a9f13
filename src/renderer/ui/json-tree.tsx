// A foldable tree of a JSON value. A search opens what holds a match and hides the rest. It draws text only, never markup.
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { classes } from './classes.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

const isBranch = (value: Json): value is Json[] | { [key: string]: Json } =>
  value !== null && typeof value === 'object'

const entriesOf = (value: Json[] | { [key: string]: Json }): [string, Json][] =>
  Array.isArray(value) ? value.map((each, index) => [String(index), each]) : Object.entries(value)

/** Is `wanted` (lower case) in the key, or anywhere in the value? */
export function holds(key: string, value: Json, wanted: string): boolean {
  if (key.toLowerCase().includes(wanted)) return true
  if (isBranch(value)) return entriesOf(value).some(([inner, each]) => holds(inner, each, wanted))
  return String(value).toLowerCase().includes(wanted)
}

export function JsonTree({
  value,
  wanted,
  unfolded = 0,
}: {
  value: Json
  /** Lower case; empty: everything. */
  wanted: string
  /** How many levels are open before anybody unfolds one. */
  unfolded?: number
}) {
  const entries = isBranch(value) ? entriesOf(value) : [['value', value] as [string, Json]]
  const shown = wanted === '' ? entries : entries.filter(([key, each]) => holds(key, each, wanted))
  if (shown.length === 0) return <p className="text-sm text-ink-3">{wanted === '' ? 'Empty' : 'No match'}</p>
  return (
    <ul className="font-mono text-sm">
      {shown.map(([key, each]) => (
        <Node key={key} name={key} value={each} wanted={wanted} unfolded={unfolded} />
      ))}
    </ul>
  )
}

function Node({
  name,
  value,
  wanted,
  unfolded,
}: {
  name: string
  value: Json
  wanted: string
  unfolded: number
}) {
  const [chosen, setChosen] = useState(unfolded > 0)
  if (!isBranch(value)) {
    return (
      <li className="flex min-h-6 items-start gap-2 py-0.5 pl-[18px]">
        <span className="shrink-0 text-ink-2">{name}</span>
        <Leaf value={value} />
      </li>
    )
  }
  const size = entriesOf(value).length
  const summary = Array.isArray(value) ? `[${size}]` : `{${size}}`
  const inside = !name.toLowerCase().includes(wanted) ? wanted : ''
  const open = chosen || (wanted !== '' && inside !== '')
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        disabled={size === 0}
        onClick={() => setChosen(!open)}
        className="flex h-6 items-center gap-1 rounded pr-1.5 text-left text-ink-2 hover:bg-hover"
      >
        <ChevronRight
          size={14}
          aria-hidden="true"
          className={classes('text-ink-3', open && 'rotate-90', size === 0 && 'opacity-0')}
        />
        {name} <span className="text-ink-3">{summary}</span>
      </button>
      {open && (
        <div className="ml-[7px] border-l border-line pl-2">
          <JsonTree value={value} wanted={inside} unfolded={unfolded - 1} />
        </div>
      )}
    </li>
  )
}

function Leaf({ value }: { value: string | number | boolean | null }) {
  if (value === null) return <span className="text-ink-3">null</span>
  const tone = typeof value === 'string' ? 'text-green' : 'text-accent'
  return (
    <span className={classes('min-w-0 break-all', tone)}>
      {typeof value === 'string' ? `"${value}"` : String(value)}
    </span>
  )
}
