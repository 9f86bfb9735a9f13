// Keeps a key that was judged to be right and opens its desk with it. Whatever moment it is cut off at, the desk opens with the old
// key or with the new one, both of its own account and mode, and its audit tells of the new one.
import { failure, type Desk, type Result } from '../../../src/contract/index.ts'
import type { ChosenSecretStore } from '../../keychain/choose.ts'
import { putBack, setAsideIfLocked, wasPutBack } from './desk-files.ts'
import { openFiles, type OpeningPorts } from './open-account.ts'
import { newListenerToken, type DeskRecord } from './desk-record.ts'
import { renewSecrets } from './renew-secrets.ts'
import { forgetKeptFileKey } from './secrets.ts'
import { whyNotManage } from './why-not-manage.ts'

/** What is known of a desk whose key was judged. */
export type JudgedDesk = Omit<DeskRecord, 'listenerToken' | 'secretsIn' | 'keyEnteredAt'>

export interface KeyOffer {
  account: JudgedDesk
  stripeKey: string
  keychain: ChosenSecretStore
  /** Only in the place of a key that there is. */
  isReplacement: boolean
}

export async function keepKey(
  ports: OpeningPorts,
  { account, stripeKey, keychain, isReplacement }: KeyOffer,
): Promise<Result<Desk>> {
  const { profile, standings } = ports
  const folder = ports.folderOf(account.id)
  const before = profile.desks().find(({ id }) => id === account.id)
  if (isReplacement && !before) return failure('not_found', 'There is no such desk any more.')
  const refused =
    before && (await whyNotManage(ports, before, isReplacement ? 'replace the key' : 'enter another key'))
  if (refused) return { ok: false, error: refused }
  const enteredAt = Date.now()
  const offered = { deskId: account.id, folder, stripeKey, enteredAt, isReplacement }
  const secrets = await renewSecrets(offered, keychain, before)
  if (!secrets.ok) return secrets
  const record: DeskRecord = {
    ...account,
    secretsIn: keychain.store.adapter,
    keyEnteredAt: enteredAt,
    listenerToken: before?.listenerToken ?? newListenerToken(),
  }
  standings.of(record.id).open?.access.lock('key_replaced')
  await standings.close(record.id)
  // A key that takes the place of another is noted in the profile after the audit: until then the next start tells the audit.
  if (!before) profile.put(record)
  const back = putBack(folder, secrets.value.fileKey)
  if (back !== null) await forgetKeptFileKey(keychain.store, back).catch(() => undefined)
  const notices =
    back === null ? setAsideIfLocked(folder, secrets.value.fileKey) : [wasPutBack(before !== undefined)]
  const opened = await openFiles(ports, record, secrets.value, before ? 'key_replaced' : 'connected', notices)
  if (before && opened.ok) profile.put(record)
  return opened
}
