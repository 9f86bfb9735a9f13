// The button that saves what has to be read first. While that takes long it lets go of it, and how far it is stands before it.
import { Download } from 'lucide-react'
import { Button } from './button.tsx'
import { Spinner } from './states.tsx'

interface SaveButtonProps {
  /** "Export CSV". */
  word: string
  ready: boolean
  busy: boolean
  /** Null until it takes so long that the operator should see it: what is said of it once, and what stands there. */
  reading: { said: string; shown: string } | null
  onSave: () => void
  onCancel: () => void
}

export function SaveButton({ word, ready, busy, reading, onSave, onCancel }: SaveButtonProps) {
  return (
    <span className="flex items-center gap-2 text-ink-2">
      {/* Said once: a figure that is announced at every page is heard as nothing else is. */}
      <span role="status" className="unseen">
        {reading?.said}
      </span>
      {reading && (
        <>
          <Spinner />
          <span className="figures">{reading.shown}</span>
        </>
      )}
      {/* One button for both, never disabled while it works: it keeps the focus. */}
      <Button
        look="ghost"
        {...(reading
          ? { onClick: onCancel }
          : { icon: Download, disabled: !ready && !busy, 'aria-disabled': busy, onClick: onSave })}
      >
        {reading ? 'Cancel' : word}
      </Button>
    </span>
  )
}
