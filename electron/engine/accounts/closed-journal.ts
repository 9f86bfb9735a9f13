// The journal of a desk that is closed, opened with the key in the keychain for one piece of work. It must never begin a journal where
// there is none.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { success, type Result } from '../../../src/contract/index.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { journalFile } from '../../store/open-connection.ts'
import type { StoreProblem } from '../../store/open-problem.ts'
import { openJournal } from '../../store/open.ts'
import { openAudit, type Audit } from '../audit/audit.ts'
import { storeFailure } from './desk-files.ts'
import type { DeskRecord } from './desk-record.ts'
import { secretsAtHand } from './secrets.ts'

/**
 * What `work` answers; null where there is no journal, it is damaged, or there is no key of it any more. Fails where the key can't be
 * read at present, or the journal can't be opened.
 * @throws what `work` throws.
 */
export async function inClosedJournal<Value>(
  folder: string,
  { id, secretsIn }: DeskRecord,
  work: (database: Database, audit: Audit) => Value,
): Promise<Result<Value | null>> {
  if (secretsIn === 'none' || !existsSync(join(folder, journalFile.name))) return success(null)
  const secrets = await secretsAtHand(secretStoreNamed(secretsIn), id)
  if (!secrets.ok) return secrets
  if (secrets.value === null) return success(null)
  const journal = openJournal(folder, secrets.value.fileKey)
  if (!journal.ok)
    return tellsNothing.has(journal.problem) ? success(null) : { ok: false, error: storeFailure(journal) }
  const { database } = journal
  try {
    return success(work(database, openAudit(database, { now: Date.now })))
  } finally {
    database.close()
  }
}

/** Whatever is tried again. */
const tellsNothing: ReadonlySet<StoreProblem> = new Set(['store_corrupt', 'store_locked_key'])
