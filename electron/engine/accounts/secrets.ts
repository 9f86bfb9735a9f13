// The secrets of one desk, kept together as one keychain item: the Stripe key, the key of the desk's files, and the secrets
// that its webhooks are signed with.
// They must never leave the engine, and never be written anywhere but into the keychain.
import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { failure, success, type Result } from '../../../src/contract/index.ts'
import { SecretStoreError, type SecretStore } from '../../keychain/secret-store.ts'
import { verifierShape, type Verifier } from '../access/passphrase.ts'
import type { SigningSecret } from '../webhook/desk-listener.ts'

export interface DeskSecrets {
  stripeKey: string
  /** 32 raw bytes: encrypts the desk's cache and journal. */
  fileKey: Buffer
  /** Oldest first. */
  signing: readonly SigningSecret[]
  /** When the Stripe key was entered: our clock, milliseconds. Not the profile's time: then it does not know of this key yet. */
  enteredAt?: number | undefined
  /** What the passphrase of the desk is checked against; absent while none was set. */
  passphrase?: Verifier | undefined
}

const itemShape = z.object({
  stripeKey: z.string().min(1),
  fileKey: z.string().regex(/^[0-9a-f]{64}$/),
  signing: z.array(z.object({ id: z.string(), secret: z.string(), addedAt: z.int() })).default([]),
  enteredAt: z.int().optional(),
  passphrase: verifierShape.optional(),
})

const itemName = (deskId: string): string => `desk/${deskId}`

/**
 * Null only where there is no such item: whoever writes one must know that none is overwritten.
 * @throws SecretStoreError when the keychain can't be read, or holds something under this name that is not ours.
 */
export async function readSecrets(store: SecretStore, deskId: string): Promise<DeskSecrets | null> {
  const text = await store.get(itemName(deskId))
  if (text === null) return null
  try {
    const { fileKey, ...item } = itemShape.parse(JSON.parse(text))
    return { ...item, fileKey: Buffer.from(fileKey, 'hex') }
  } catch {
    // No cause: it would quote the item.
    throw new SecretStoreError(
      store.adapter,
      `its item "${itemName(deskId)}" is not one that Bursar can read`,
    )
  }
}

/** As `readSecrets`, with what the operator is told where the keychain can't be read. */
export async function secretsAtHand(store: SecretStore, deskId: string): Promise<Result<DeskSecrets | null>> {
  try {
    return success(await readSecrets(store, deskId))
  } catch (error) {
    const words = error instanceof Error ? error.message : 'it gives no reason'
    return failure(
      'keychain_unavailable',
      `The keychain could not be read (${words}). Unlock it and try again; nothing was changed.`,
    )
  }
}

export async function writeSecrets(store: SecretStore, deskId: string, secrets: DeskSecrets): Promise<void> {
  await store.set(itemName(deskId), JSON.stringify({ ...secrets, fileKey: secrets.fileKey.toString('hex') }))
}

export async function removeSecrets(store: SecretStore, deskId: string): Promise<void> {
  await store.remove(itemName(deskId))
}

/** Keeps the key of files that stay on the disk after their desk was removed, under the name of their folder. */
export async function keepFileKey(store: SecretStore, folderName: string, fileKey: Buffer): Promise<void> {
  await store.set(`removed/${folderName}`, JSON.stringify({ fileKey: fileKey.toString('hex') }))
}

/** The key that was kept so; null where there is none that can be read. */
export async function keptFileKey(store: SecretStore, folderName: string): Promise<Buffer | null> {
  const text = await store.get(`removed/${folderName}`)
  if (text === null) return null
  try {
    return Buffer.from(itemShape.pick({ fileKey: true }).parse(JSON.parse(text)).fileKey, 'hex')
  } catch {
    return null
  }
}

/** Of a folder that has its desk again. */
export async function forgetKeptFileKey(store: SecretStore, folderName: string): Promise<void> {
  await store.remove(`removed/${folderName}`)
}

export function newFileKey(): Buffer {
  return randomBytes(32)
}

/**
 * Without a keychain the file key can't be kept, so it is derived from the Stripe key: whoever pastes the same key
 * again opens the same journal. Only for test mode.
 */
export function fileKeyFromStripeKey(stripeKey: string, deskId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', stripeKey, deskId, 'bursar desk files', 32))
}

/** The demo holds made-up data only: its file key is no secret, so that it opens on a machine without a keychain. */
export function demoFileKey(): Buffer {
  return createHash('sha256').update('bursar demo desk').digest()
}
