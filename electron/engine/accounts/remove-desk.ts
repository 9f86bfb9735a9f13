// Removes a desk: its Stripe key, its cache and its inbox. The journal and its backups stay on the disk, and in the keychain the
// key that opens them.
import { failure, success, type Failure, type Result } from '../../../src/contract/index.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { deskRemoved } from '../audit/desk-notes.ts'
import { demoId, type DemoDesk } from './demo-desk.ts'
import { keepOnlyTheJournal } from './desk-files.ts'
import type { OpeningPorts } from './open-account.ts'
import type { DeskRecord } from './desk-record.ts'
import { keepFileKey, readSecrets, removeSecrets } from './secrets.ts'
import { writeDown } from './write-down.ts'

/** Refused while the outcome of an order is not known. */
export async function removeDesk(
  ports: Pick<OpeningPorts, 'standings' | 'folderOf' | 'profile'> & { demo: DemoDesk },
  deskId: string,
): Promise<Result<Record<string, never>>> {
  const { standings, demo, profile } = ports
  const found = standings.record(deskId)
  if (!found.ok) return found
  const { open } = standings.of(deskId)
  const unsettled = open?.journal.open().some(({ state }) => state !== 'held') || open?.changes.hasUnsettled()
  if (deskId !== demoId && unsettled) {
    return failure(
      'order_blocked',
      'The outcome of an order on this desk is not known yet. Removing the desk would forget that: wait until it is, or check it again. Nothing was changed.',
    )
  }
  if (deskId === demoId) {
    await standings.close(deskId)
    await demo.remove()
  } else {
    const problem = await removeFiles(ports, found.value)
    if (problem) return { ok: false, error: problem }
  }
  profile.remove(deskId)
  standings.forget(deskId)
  return success({})
}

async function removeFiles(
  ports: Pick<OpeningPorts, 'standings' | 'folderOf'>,
  record: DeskRecord,
): Promise<Failure | null> {
  const { id, secretsIn } = record
  try {
    await writeDown(ports, record, deskRemoved)
  } catch (error) {
    return failure(
      'store_unwritable',
      `That the desk is removed could not be written to its audit (${wordsOf(error)}). Free some disk space and try again; nothing was removed.`,
    ).error
  }
  await ports.standings.close(id)
  if (secretsIn === 'none') return null
  const store = secretStoreNamed(secretsIn)
  const secrets = await readSecrets(store, id).catch(() => null)
  try {
    await keepOnlyTheJournal(ports.folderOf(id), async (name) => {
      if (secrets) await keepFileKey(store, name, secrets.fileKey)
    })
    await removeSecrets(store, id)
  } catch (error) {
    return failure(
      'keychain_unavailable',
      `The desk was closed, but its key could not be deleted (${wordsOf(error)}). Its journal is kept. Unlock the keychain and remove the desk again.`,
    ).error
  }
  return null
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'it gives no reason')
