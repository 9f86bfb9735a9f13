// What changed in an object: each part by its path, as it was before and as it is after. Plus and minus are told by signs and
// words, not by colour alone.
import { useState } from 'react'
import type { ObjectChange } from '../../../domain/object-changes.ts'
import { Button } from '../button.tsx'
import { classes } from '../classes.ts'

/** Characters: a longer one may not fit in where it stands. */
const longest = 160

/** More than these are shown when asked for. */
const shownAtFirst = 12

export function Changes({ changes }: { changes: readonly ObjectChange[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? changes : changes.slice(0, shownAtFirst)
  return (
    <>
      <ul aria-label="Changes" className="flex flex-col gap-2">
        {shown.map((change) => (
          <li key={change.path} className="overflow-hidden rounded-md border border-line">
            <p className="bg-sunken px-2 py-0.5 font-mono text-sm break-all text-ink-2">
              {change.path === '' ? 'the object' : change.path}
            </p>
            <Side word="Before" sign="−" value={change.before} absent="was not there" />
            <Side word="After" sign="+" value={change.after} absent="is gone" />
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button look="ghost" size="small" onClick={() => setAll(true)} className="mt-2">
          Show all {changes.length} changes
        </Button>
      )}
    </>
  )
}

function Side({
  word,
  sign,
  value,
  absent,
}: {
  word: 'Before' | 'After'
  sign: string
  value: string | null
  absent: string
}) {
  return (
    <p
      className={classes(
        'flex gap-2 px-2 py-0.5 font-mono text-sm',
        value === null
          ? 'text-ink-3'
          : word === 'Before'
            ? 'bg-red-tint text-red'
            : 'bg-green-tint text-green',
      )}
    >
      <span aria-hidden="true">{sign}</span>
      <span className="unseen">{word}: </span>
      <span
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- or a long one can't be scrolled by keys
        tabIndex={value !== null && value.length > longest ? 0 : undefined}
        className={classes('max-h-40 min-w-0 overflow-y-auto break-all', value === null && 'font-sans')}
      >
        {value ?? absent}
      </span>
    </p>
  )
}
