// A line of plain text that a click copies.
import { Copy } from 'lucide-react'
import { copyText } from './copy.ts'

/** `what` names it in the button and the confirmation: "E-mail". */
export function CopyText({ text, what }: { text: string; what: string }) {
  return (
    <button
      type="button"
      title={`Copy ${what.toLowerCase()}`}
      aria-label={`Copy ${what.toLowerCase()} ${text}`}
      onClick={() => void copyText(text, what)}
      className="group inline-flex max-w-full min-w-0 items-center gap-1.5 rounded text-left hover:text-accent"
    >
      <span className="min-w-0 whitespace-pre-line">{text}</span>
      <Copy
        size={12}
        aria-hidden="true"
        className="shrink-0 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
      />
    </button>
  )
}
