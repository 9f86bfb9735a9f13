// Writes to the audit of a desk whether or not it is open.
import type { AuditNote } from '../audit/audit.ts'
import { inClosedJournal } from './closed-journal.ts'
import type { DeskRecord } from './desk-record.ts'
import type { Standings } from './standings.ts'

/**
 * False for a desk that is closed and whose journal can't be opened.
 * @throws what the store throws when the entry can't be written.
 */
export async function writeDown(
  { standings, folderOf }: { standings: Standings; folderOf: (deskId: string) => string },
  record: DeskRecord,
  note: AuditNote,
): Promise<boolean> {
  const { open } = standings.of(record.id)
  if (open) {
    open.audit.append(note)
    return true
  }
  const written = await inClosedJournal(folderOf(record.id), record, (_, audit) => audit.append(note))
  return written.ok && written.value !== null
}
