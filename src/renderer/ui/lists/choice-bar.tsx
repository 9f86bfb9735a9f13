// Below a list while rows are chosen: how many, what they come to or why nothing can be done, and what can be done to all of them. It
// does nothing itself.
import { useState, type ReactNode } from 'react'
import { Button } from '../button.tsx'
import { countText } from '../count.ts'

export function ChoiceBar({
  label,
  count,
  says,
  onClear,
  children,
}: {
  /** "Chosen payments". */
  label: string
  count: number
  /** What they come to, or why nothing can be done. */
  says: string
  onClear: () => void
  children: ReactNode
}) {
  const [begun, setBegun] = useState(false)
  if (count > 0 && !begun) setBegun(true)
  const chosen = `${count === 0 ? 'None' : countText(count)} chosen`
  return (
    <>
      {/* There all the time: what a live region brings along when it comes is not announced. */}
      <p role="status" className="unseen">
        {begun && (count === 0 ? chosen : `${chosen}. ${says}`)}
      </p>
      {count > 0 && (
        <section
          aria-label={label}
          className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line bg-raised px-4 py-1.5"
        >
          <div className="flex min-w-0 flex-[1_1_200px] items-center gap-3">
            <p className="shrink-0 font-medium">{chosen}</p>
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
