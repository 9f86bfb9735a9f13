// Writes to the audit of a desk whether or not it is open. It must never begin a journal where there is none.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { journalFile } from '../../store/open-connection.ts'
import { openJournal } from '../../store/open.ts'
import { openAudit, type AuditNote } from '../audit/audit.ts'
import type { DeskRecord } from './desk-record.ts'
import { readSecrets } from './secrets.ts'
import type { Standings } from './standings.ts'

/**
 * False for a desk that is closed and whose journal can't be opened.
 * @throws what the store throws when the entry can't be written.
 */
export async function writeDown(
  { standings, folderOf }: { standings: Standings; folderOf: (deskId: string) => string },
  { id, secretsIn }: DeskRecord,
  note: AuditNote,
): Promise<boolean> {
  const { open } = standings.of(id)
  if (open) {
    open.audit.append(note)
    return true
  }
  const folder = folderOf(id)
  if (secretsIn === 'none' || !existsSync(join(folder, journalFile.name))) return false
  const secrets = await readSecrets(secretStoreNamed(secretsIn), id).catch(() => null)
  const journal = secrets && openJournal(folder, secrets.fileKey)
  if (!journal?.ok) return false
  try {
    openAudit(journal.database, { now: Date.now }).append(note)
    return true
  } finally {
    journal.database.close()
  }
}
