// Exports an audit: asks for the text, then for a place to save it, and says what became of it. A change of mind on the way is no
// error, and nothing is written after it.
import type { AuditFilter } from '../../contract/audit.ts'
import type { RequestOf } from '../../contract/schemas.ts'
import { call } from '../bridge/client.ts'
import { countText } from './count.ts'
import { toast } from './toast.tsx'

export type ExportFormat = RequestOf<'audit.export'>['format']

/** `stillWanted` is asked once the text is there. Answers whether it was saved. */
export async function saveAudit(
  deskId: string,
  filter: AuditFilter,
  format: ExportFormat,
  stillWanted: () => boolean = () => true,
): Promise<boolean> {
  const made = await call('audit.export', { deskId, filter, format })
  if (!stillWanted()) return false
  if (!made.ok) {
    toast({ title: 'The audit was not exported', description: made.error.message, tone: 'red' })
    return false
  }
  const { fileName, text, entries } = made.value
  const saved = await call('text.save', { fileName, text })
  if (!saved.ok) toast({ title: 'The export was not saved', description: saved.error.message, tone: 'red' })
  else if (saved.value.saved) toast({ title: `${entriesWord(entries)} exported`, description: fileName })
  return saved.ok && saved.value.saved
}

function entriesWord(entries: number): string {
  return `${countText(entries)} ${entries === 1 ? 'entry' : 'entries'}`
}
