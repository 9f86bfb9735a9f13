// The choice of what an export is for. It says what each format can and can't do.
import { Download, FileJson, Sheet, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import type { ExportFormat } from '../../ui/use-audit-export.ts'

const formats: readonly { format: ExportFormat; icon: LucideIcon; word: string; says: string }[] = [
  { format: 'csv', icon: Sheet, word: 'CSV', says: 'For a spreadsheet. It can’t be verified later.' },
  {
    format: 'json',
    icon: FileJson,
    word: 'JSON',
    says: 'With every hash and the head: npm run audit:verify can verify it anywhere.',
  },
]

/** What is left out can't be judged, and so neither can the chain. */
const saysOfPart =
  'With the hash of each entry. A part proves no chain: export all of it, whole or bit by bit.'

export function ExportMenu({
  narrowed,
  disabled,
  onExport,
}: {
  narrowed: boolean
  disabled: boolean
  onExport: (format: ExportFormat) => void
}) {
  const [open, setOpen] = useState(false)
  return (
    <Popover
      label="Export"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button icon={Download} disabled={disabled}>
          Export
        </Button>
      }
    >
      <div className="flex w-72 flex-col">
        <p className="px-2 pb-1.5 text-sm text-ink-3">
          {narrowed ? 'The entries that the filters leave' : 'The whole audit of this desk'}
        </p>
        {formats.map(({ format, icon: Icon, word, says }) => (
          <button
            key={format}
            type="button"
            onClick={() => {
              setOpen(false)
              onExport(format)
            }}
            className="flex items-start gap-2.5 rounded-md px-2 py-1.5 text-left hover:bg-press"
          >
            <Icon size={15} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
            <span>
              <span className="block font-medium">{word}</span>
              <span className="block text-sm text-ink-2">
                {narrowed && format === 'json' ? saysOfPart : says}
              </span>
            </span>
          </button>
        ))}
      </div>
    </Popover>
  )
}
