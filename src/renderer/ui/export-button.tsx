// The button that exports a list, and in its place how far it is while that takes long.
import { Download } from 'lucide-react'
import { Button } from './button.tsx'
import { countText } from './count.ts'
import { Spinner } from './states.tsx'

export function ExportButton({
  busy,
  progress,
  onExport,
  onCancel,
}: {
  busy: boolean
  /** Rows read so far; null while it is not worth saying. */
  progress: number | null
  onExport: () => void
  onCancel: () => void
}) {
  if (progress !== null)
    return (
      <span className="flex items-center gap-2 text-ink-2">
        <Spinner />
        <span role="status" className="figures">
          {countText(progress)} rows read
        </span>
        <Button look="ghost" onClick={onCancel}>
          Cancel
        </Button>
      </span>
    )
  return (
    <Button look="ghost" icon={Download} disabled={busy} onClick={onExport}>
      Export CSV
    </Button>
  )
}
