// The desks of a profile over the real simulator, real files and the listener's real threads. Never part of what ships.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { connectAccount } from '../../../electron/engine/accounts/connect.ts'
import { openDesks } from '../../../electron/engine/accounts/desks.ts'
import type { LiveKeys } from '../../../electron/engine/accounts/judge-key.ts'
import { openProfile } from '../../../electron/engine/accounts/profile.ts'
import { replaceKey } from '../../../electron/engine/accounts/replace-key.ts'
import { readSecrets } from '../../../electron/engine/accounts/secrets.ts'
import { openIntake } from '../../../electron/engine/webhook/intake.ts'
import { chooseSecretStore } from '../../../electron/keychain/choose.ts'
import type { SecretStore } from '../../../electron/keychain/secret-store.ts'
import { verifyAudit, walkAudit } from '../../../electron/store/audit/read-audit.ts'
import { openJournal } from '../../../electron/store/open.ts'
import type { Desk, PushOf } from '../../../src/contract/index.ts'
import type { Bench } from '../../unit/simulator/harness.ts'
import { entries as webhookThreads } from '../webhook/intake.support.ts'
import { aHome } from './desk.ts'

export interface DesksOptions {
  home?: string
  liveKeys?: LiveKeys
  /** Whether the keychain counts as working; secrets last for this run only either way. */
  available?: boolean
  store?: SecretStore
  /** The entry of the demo's Stripe. */
  simulatorFile?: string
  /** How long it takes until the reader has let go of a desk's files. */
  letGo?: () => Promise<void>
  /** Who found damage in a file. */
  damageMet?: 'by the reader' | 'by the engine'
}

export async function openSome(
  bench: Bench,
  {
    home = aHome(),
    liveKeys = 'allowed',
    available = true,
    store,
    simulatorFile = 'not needed here',
    letGo = async () => undefined,
    damageMet,
  }: DesksOptions = {},
) {
  const { store: memory } = await chooseSecretStore({ forced: 'memory' })
  const profile = openProfile(home)
  const webhooks = openIntake({
    files: webhookThreads,
    port: 0,
    onStored: (deskId) => desks.find(deskId)?.projector.wake(),
    onChanged: (deskId) => desks.listenerChanged(deskId),
    onRefused: (deskId, counts) => void (deskId !== null && desks.deliveriesRefused(deskId, counts)),
    onBug: (error) => {
      throw error
    },
  })
  const desks = openDesks({
    hasMetDamage: () => damageMet === 'by the engine',
    home,
    demo: { simulatorFile, still: true },
    profile,
    liveKeys,
    reader: {
      open: async () => null,
      close: () => letGo().then(() => damageMet !== 'by the reader'),
      end: () => undefined,
    },
    webhooks,
    push(name, payload) {
      if (name === 'desk.changed') told.push(payload as Desk)
      if (name === 'data.changed') kindsTold.push(...(payload as PushOf<'data.changed'>).kinds)
    },
    onBug: (deskId, error) => {
      throw new Error(deskId, { cause: error })
    },
  })
  const told: Desk[] = []
  const kindsTold: string[] = []
  onTestFinished(async () => {
    await desks.closeAll()
    await webhooks.close()
  })
  const keychain = async () => ({ store: store ?? memory, available, explanation: '' })
  return {
    home,
    profile,
    desks,
    told,
    kindsTold,
    connect: (key: string, baseUrl: string | null = bench.simulator.baseUrl) =>
      connectAccount({ desks, keychain, liveKeys }, { key, ...(baseUrl === null ? {} : { baseUrl }) }),
    replace: (deskId: string, key: string) => replaceKey({ desks, keychain, liveKeys }, { deskId, key }),
    webhooks,
  }
}

/** Every byte that was written under a folder. */
export function bytesUnder(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'))
    .join('\n')
}

/** What was written to the chain of a desk that is closed. */
export async function entriesOf(home: string, deskId: string, store?: SecretStore) {
  const secrets = await readSecrets(store ?? (await chooseSecretStore({ forced: 'memory' })).store, deskId)
  const journal = openJournal(join(home, 'desks', deskId), secrets!.fileKey, { readonly: true })
  if (!journal.ok) throw new Error(journal.detail)
  const entries = [...walkAudit(journal.database)]
  expect(verifyAudit(journal.database).broken).toBeNull()
  journal.database.close()
  return entries
}
