// Below a list while rows are chosen: how many, how many of them the list does not show, what they come to or why nothing can be done, and what
// can be done to all of them. It does nothing itself.
import { useState, type ReactNode } from 'react'
import { Button } from '../button.tsx'
import { countText } from '../count.ts'
import { usePainted } from '../painted.ts'

export function ChoiceBar({
  label,
  chosen,
  listed = null,
  says,
  onClear,
  children,
}: {
  /** "Chosen payments". */
  label: string
  chosen: readonly { id: string }[]
  /** The rows that the list shows now; null where it is none of which they were chosen. */
  listed?: readonly { id: string }[] | null
  /** What they come to, or why nothing can be done. */
  says: string
  onClear: () => void
  children: ReactNode
}) {
  const [begun, setBegun] = useState(false)
  const count = chosen.length
  if (count > 0 && !begun) setBegun(true)
  // Rows that were chosen before are told once the line is there.
  const painted = usePainted()
  const word = `${count === 0 ? 'None' : countText(count)} chosen${elsewhereWord(chosen, listed)}`
  return (
    <>
      {/* There all the time: what a live region brings along when it comes is not announced. */}
      <p role="status" className="unseen">
        {begun && painted && (count === 0 ? word : `${word}. ${says}`)}
      </p>
      {count > 0 && (
        <section
          aria-label={label}
          className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line bg-raised px-4 py-1.5"
        >
          <div className="flex min-w-0 flex-[1_1_200px] items-center gap-3">
            <p className="font-medium">{word}</p>
            <p className="figures min-w-0 text-ink-2">{says}</p>
          </div>
          {/* As one: no button stands alone on a second line. */}
          <div className="flex flex-wrap items-center gap-1.5">
            <Button look="ghost" keysShown="escape" onClick={onClear}>
              Clear
            </Button>
            {children}
          </div>
        </section>
      )}
    </>
  )
}

/** What is done is done to these as well, though nobody sees them: another filter was chosen since, or the list begins anew. */
function elsewhereWord(chosen: readonly { id: string }[], listed: readonly { id: string }[] | null): string {
  if (chosen.length === 0 || listed === null) return ''
  const shown = new Set(listed.map(({ id }) => id))
  const unseen = chosen.filter(({ id }) => !shown.has(id)).length
  if (unseen === 0) return ''
  return unseen === chosen.length ? ', not listed here' : `, ${countText(unseen)} of them not listed here`
}
