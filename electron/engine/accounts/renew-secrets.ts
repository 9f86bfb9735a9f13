// The secrets of a desk that is given a key, perhaps not its first. It must never put a new file key in the place of one
// that still opens a journal: what can't be read is not taken for missing.
import { failure, success, type Result } from '../../../src/contract/index.ts'
import { secretStoreNamed, type ChosenSecretStore } from '../../keychain/choose.ts'
import type { SecretStore } from '../../keychain/secret-store.ts'
import { readKeyCheck } from '../../store/open-key-check.ts'
import { besides, removedFolders } from './desk-files.ts'
import type { DeskRecord } from './desk-record.ts'
import {
  fileKeyFromStripeKey,
  keptFileKey,
  newFileKey,
  readSecrets,
  removeSecrets,
  writeSecrets,
  type DeskSecrets,
} from './secrets.ts'
import { forgetLockedFileKey, lockFileKey, unlockFileKey } from './locked-file-key.ts'

export interface KeyToKeep {
  deskId: string
  /** Where its files are, or will be. */
  folder: string
  stripeKey: string
  /** Our clock, milliseconds. */
  enteredAt: number
  /** It takes the place of another: without that one's secrets, nothing is done. */
  isReplacement: boolean
}

/** Writes them into the store that was chosen and answers with them; `before` is the desk as it was known. */
export async function renewSecrets(
  { deskId, folder, stripeKey, enteredAt, isReplacement }: KeyToKeep,
  { store, available }: Pick<ChosenSecretStore, 'store' | 'available'>,
  before: DeskRecord | undefined,
): Promise<Result<DeskSecrets>> {
  const formerStore = before && before.secretsIn !== 'none' ? secretStoreNamed(before.secretsIn) : null
  if (!available && formerStore !== null && formerStore.adapter !== 'memory') {
    return failure(
      'keychain_unavailable',
      "This desk's files are locked with a key in the keychain, which does not work at the moment. Unlock it and start Bursar again; nothing was changed.",
    )
  }
  try {
    const former =
      (await readSecrets(store, deskId)) ??
      (formerStore !== null && formerStore.adapter !== store.adapter
        ? await readSecrets(formerStore, deskId)
        : null)
    if (former === null && isReplacement) {
      return failure(
        'desk_needs_key',
        'The key that this one would replace is not at hand, and with it what opens the files of this desk. Connect the account again instead; nothing was changed.',
      )
    }
    const wasInMemory = formerStore?.adapter === 'memory'
    // Without a keychain the file key is made from the Stripe key, so that whoever pastes it again opens the same files.
    const madeOfKey = fileKeyFromStripeKey(stripeKey, deskId)
    // What memory still holds of a desk that is not known any more says nothing of the files that are there.
    const inUse = available || before !== undefined ? former : null
    const fileKey =
      inUse?.fileKey ??
      (available && !wasInMemory
        ? ((await keyOfRemoved(store, folder)) ?? newFileKey())
        : (unlockFileKey(folder, stripeKey) ?? madeOfKey))
    if (!available && !fileKey.equals(madeOfKey)) lockFileKey(folder, stripeKey, fileKey)
    const secrets: DeskSecrets = {
      stripeKey,
      fileKey,
      signing: former?.signing ?? [],
      enteredAt,
      // Whoever enters a key does not get round the passphrase.
      ...(former?.passphrase && { passphrase: former.passphrase }),
    }
    await writeSecrets(store, deskId, secrets)
    if (available) await forgetLockedFileKey(folder)
    if (formerStore !== null && formerStore.adapter !== store.adapter)
      await removeSecrets(formerStore, deskId).catch(() => undefined)
    return success(secrets)
  } catch (error) {
    const words = error instanceof Error ? error.message : 'it gives no reason'
    return failure(
      'keychain_unavailable',
      `The key is right, but the keychain could not keep it (${words}). Nothing was kept.`,
    )
  }
}

/** Of the newest journal that was kept when the desk was removed; null while the desk has a folder, and where nothing opens one. */
async function keyOfRemoved(store: SecretStore, folder: string): Promise<Buffer | null> {
  for (const name of removedFolders(folder)) {
    const fileKey = await keptFileKey(store, name)
    if (fileKey !== null && readKeyCheck(besides(folder, name), fileKey) === 'right') return fileKey
  }
  return null
}
