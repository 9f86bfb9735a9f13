// Removes a desk: its Stripe key, its cache and its inbox. The journal and its backups stay on the disk, and in the keychain the
// key that opens them.
import { failure, success, type Result } from '../../../src/contract/index.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { demoId, type DemoDesk } from './demo-desk.ts'
import { keepOnlyTheJournal } from './desk-files.ts'
import type { OpeningPorts } from './open-account.ts'
import type { Profile } from './profile.ts'
import { keepFileKey, readSecrets, removeSecrets } from './secrets.ts'

/** Refused while the outcome of an order is not known. */
export async function removeDesk(
  ports: Pick<OpeningPorts, 'standings' | 'folderOf'> & { demo: DemoDesk; profile: Profile },
  deskId: string,
): Promise<Result<Record<string, never>>> {
  const { standings, folderOf, demo, profile } = ports
  const found = standings.record(deskId)
  if (!found.ok) return found
  const { secretsIn } = found.value
  const { open } = standings.of(deskId)
  const unsettled = open?.journal.open().some(({ state }) => state !== 'held') || open?.changes.hasUnsettled()
  if (deskId !== demoId && unsettled) {
    return failure(
      'order_blocked',
      'The outcome of an order on this desk is not known yet. Removing the desk would forget that: wait until it is, or check it again. Nothing was changed.',
    )
  }
  await standings.close(deskId)
  if (deskId === demoId) await demo.remove()
  else if (secretsIn !== 'none') {
    const store = secretStoreNamed(secretsIn)
    const secrets = await readSecrets(store, deskId).catch(() => null)
    await keepOnlyTheJournal(folderOf(deskId), async (name) => {
      if (secrets) await keepFileKey(store, name, secrets.fileKey)
    })
    await removeSecrets(store, deskId)
  }
  profile.remove(deskId)
  standings.forget(deskId)
  return success({})
}
