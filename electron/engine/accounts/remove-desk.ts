// Removes a desk: its Stripe key, its cache and its inbox. The journal and its backups stay on the disk, and in the keychain the
// key that opens them.
import {
  failure,
  success,
  type Failure,
  type OrderState,
  type ReplyOf,
  type Result,
} from '../../../src/contract/index.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { deskRemoved } from '../audit/desk-notes.ts'
import { openChangeJournal } from '../journal/changes.ts'
import { openJournalOf } from '../journal/orders.ts'
import { inClosedJournal } from './closed-journal.ts'
import { demoId, type DemoDesk } from './demo-desk.ts'
import { keepOnlyTheJournal } from './desk-files.ts'
import type { OpeningPorts } from './open-account.ts'
import type { DeskRecord } from './desk-record.ts'
import { keepFileKey, removeSecrets, secretsAtHand } from './secrets.ts'
import { whyNotManage } from './why-not-manage.ts'
import { writeDown } from './write-down.ts'

/** Refused where the policy does not let this machine manage the desk, and while the outcome of an order is not known, or can't be. */
export async function removeDesk(
  ports: Pick<OpeningPorts, 'standings' | 'folderOf' | 'profile'> & { demo: DemoDesk },
  deskId: string,
): Promise<Result<ReplyOf<'desk.remove'>>> {
  const { standings, demo, profile } = ports
  const found = standings.record(deskId)
  if (!found.ok) return found
  const refused = await whyNotManage(ports, found.value, 'remove the desk')
  if (refused) return { ok: false, error: refused }
  let left: string[] = []
  if (deskId === demoId) {
    await standings.close(deskId)
    await demo.remove()
  } else {
    const removed = await removeFiles(ports, found.value)
    if (!removed.ok) return removed
    left = removed.value
  }
  profile.remove(deskId)
  standings.forget(deskId)
  return success({ left })
}

/** Answers with what could not be deleted. */
async function removeFiles(
  ports: Pick<OpeningPorts, 'standings' | 'folderOf'>,
  record: DeskRecord,
): Promise<Result<string[]>> {
  const { id, secretsIn } = record
  if (secretsIn === 'none') {
    await ports.standings.close(id)
    return success([])
  }
  const store = secretStoreNamed(secretsIn)
  const atHand = await secretsAtHand(store, id)
  if (!atHand.ok) return atHand
  const secrets = atHand.value
  const unsettled = await whyNotForget(ports, record)
  if (unsettled) return { ok: false, error: unsettled }
  try {
    await writeDown(ports, record, deskRemoved)
  } catch (error) {
    return failure(
      'store_unwritable',
      `That the desk is removed could not be written to its audit (${wordsOf(error)}). Free some disk space and try again; nothing was removed.`,
    )
  }
  await ports.standings.close(id)
  try {
    const left = await keepOnlyTheJournal(
      ports.folderOf(id),
      async (name) => void (secrets && (await keepFileKey(store, name, secrets.fileKey))),
      () => removeSecrets(store, id),
    )
    return success(left)
  } catch (error) {
    const problem = notRemoved(error)
    ports.standings.settle(record, { state: 'failed', notices: [], problem })
    return { ok: false, error: problem }
  }
}

function notRemoved(error: unknown): Failure {
  const why = wordsOf(error)
  return error instanceof Error && 'syscall' in error
    ? failure(
        'store_unwritable',
        `The desk was closed, but its folder could not be moved (${why}). Its files and its key are where they were. Close whatever has the folder open and remove the desk again.`,
      ).error
    : failure(
        'keychain_unavailable',
        `The desk was closed, but its key could not be deleted (${why}). Its files are where they were. Unlock the keychain and remove the desk again.`,
      ).error
}

/** A journal that is damaged or of another key tells nothing, and is kept as it is. */
async function whyNotForget(
  { standings, folderOf }: Pick<OpeningPorts, 'standings' | 'folderOf'>,
  record: DeskRecord,
): Promise<Failure | null> {
  const { open } = standings.of(record.id)
  const asked = open
    ? success(open.journal.open().some(isOut) || open.changes.hasUnsettled())
    : await inClosedJournal(folderOf(record.id), record, (database, audit) =>
        [openJournalOf, openChangeJournal].some((journal) =>
          journal(database, Date.now, audit).open().some(isOut),
        ),
      )
  if (!asked.ok) return asked.error
  if (asked.value !== true) return null
  return failure(
    'order_blocked',
    'The outcome of an order on this desk is not known yet. Removing the desk would forget that: wait until it is, or check it again. Nothing was changed.',
  ).error
}

const isOut = ({ state }: { state: OrderState }): boolean => state !== 'held'
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : 'it gives no reason')
