// An id of Stripe's in monospace that a click copies.
import { Copy } from 'lucide-react'
import { classes } from './classes.ts'
import { copyText } from './copy.ts'

export function CopyId({
  id,
  what,
  whole = false,
  className,
}: {
  id: string
  what: string
  /** On as many lines as it needs, instead of cut off at the end of one. */
  whole?: boolean
  className?: string
}) {
  return (
    <button
      type="button"
      title={`Copy ${id}`}
      aria-label={`Copy ${what.toLowerCase()} ${id}`}
      onClick={() => void copyText(id, what)}
      className={classes(
        'group inline-flex min-h-6 max-w-full min-w-0 items-center gap-1.5 rounded font-mono text-sm text-ink-2 hover:text-ink',
        className,
      )}
    >
      <span className={whole ? 'text-left break-all' : 'truncate'}>{id}</span>
      <Copy
        size={12}
        aria-hidden="true"
        className="shrink-0 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
      />
    </button>
  )
}
