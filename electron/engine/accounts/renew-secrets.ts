// The secrets of a desk that is connected, perhaps not for the first time. It must never put a new file key in the place of one
// that still opens a journal: what can't be read is not taken for missing.
import { failure, success, type Result } from '../../../src/contract/index.ts'
import { secretStoreNamed, type ChosenSecretStore } from '../../keychain/choose.ts'
import type { DeskRecord } from './profile.ts'
import {
  fileKeyFromStripeKey,
  newFileKey,
  readSecrets,
  removeSecrets,
  writeSecrets,
  type DeskSecrets,
} from './secrets.ts'

/** Writes them into the store that was chosen and answers with them; `before` is the desk as it was known. */
export async function renewSecrets(
  deskId: string,
  stripeKey: string,
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
    const wasInMemory = formerStore?.adapter === 'memory'
    const madeOfKey = fileKeyFromStripeKey(stripeKey, deskId)
    const secrets: DeskSecrets = {
      stripeKey,
      // Without a keychain the file key is made from the Stripe key, so that whoever pastes it again opens the same files.
      fileKey: available ? (former?.fileKey ?? (wasInMemory ? madeOfKey : newFileKey())) : madeOfKey,
      signing: former?.signing ?? [],
      // Whoever enters a key does not get round the passphrase.
      ...(former?.passphrase && { passphrase: former.passphrase }),
    }
    await writeSecrets(store, deskId, secrets)
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
