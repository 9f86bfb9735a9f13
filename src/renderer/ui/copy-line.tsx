// A line to be pasted elsewhere, such as an address or a command, with the button that copies it.
import { Copy } from 'lucide-react'
import { IconButton } from './button.tsx'
import { classes } from './classes.ts'
import { copyText } from './copy.ts'

/** `what` names the line in the button and the confirmation: "Address". */
export function CopyLine({
  text,
  what,
  shortened = false,
}: {
  text: string
  what: string
  /** Only as much as fits in one line is shown; all of it is copied. */
  shortened?: boolean
}) {
  return (
    <div className="flex min-h-8 items-center gap-2 rounded-md bg-sunken pr-1 pl-2.5">
      <code
        className={classes('min-w-0 flex-1 py-1 font-mono text-sm', shortened ? 'truncate' : 'break-all')}
      >
        {text}
      </code>
      <IconButton
        icon={Copy}
        label={`Copy the ${what.toLowerCase()} ${text}`}
        onClick={() => void copyText(text, what)}
      />
    </div>
  )
}
