// Exports an audit: asks for the text, then for a place to save it, and says what became of it. A change of mind on the way is no
// error, and nothing is written after it.
import type { AuditFilter } from '../../contract/audit.ts'
import type { ReplyOf, RequestOf } from '../../contract/schemas.ts'
import { call } from '../bridge/client.ts'
import { countText } from './count.ts'
import { toast } from './toast.tsx'
import { useSlowWork } from './use-slow-work.ts'

export type ExportFormat = RequestOf<'audit.export'>['format']

export function useAuditExport(deskId: string, onSaved?: () => void) {
  const { run, ...state } = useSlowWork('The export')
  const exportAudit = (filter: AuditFilter, format: ExportFormat): Promise<void> =>
    run(
      async (stillWanted) => {
        const made = await call('audit.export', { deskId, filter, format })
        if (made.ok) return made.value
        if (stillWanted())
          toast({ title: 'The audit was not exported', description: made.error.message, tone: 'red' })
        return null
      },
      async (made) => {
        if (await save(made)) onSaved?.()
      },
    )
  return { ...state, exportAudit }
}

async function save({ fileName, text, entries }: ReplyOf<'audit.export'>): Promise<boolean> {
  const saved = await call('text.save', { fileName, text })
  if (!saved.ok) toast({ title: 'The export was not saved', description: saved.error.message, tone: 'red' })
  else if (saved.value.saved) toast({ title: `${entriesWord(entries)} exported`, description: fileName })
  return saved.ok && saved.value.saved
}

function entriesWord(entries: number): string {
  return `${countText(entries)} ${entries === 1 ? 'entry' : 'entries'}`
}
