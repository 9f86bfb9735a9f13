// Opens the desk of an account with the secrets that are kept for it: its files, its door to Stripe, the reader. It must never let
// a desk be read into from another account than its own.
import { failure, type Desk, type PushOf, type Result } from '../../../src/contract/index.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { openDeskStore } from '../../store/recover.ts'
import { storeFailure } from './desk-files.ts'
import type { DesksPorts } from './desks.ts'
import { openDesk, type OpenDesk, type OpenDeskOptions } from './open-desk.ts'
import type { DeskRecord } from './profile.ts'
import { readSecrets, writeSecrets, type DeskSecrets } from './secrets.ts'
import type { Standings } from './standings.ts'

export interface OpeningPorts extends Pick<DesksPorts, 'reader' | 'webhooks' | 'push' | 'onBug'> {
  standings: Standings
  folderOf: (deskId: string) => string
  /** Opening, connecting and removing happen one after the other. */
  inTurn: <Value>(work: () => Promise<Value>) => Promise<Value>
}

/** With secrets that are at hand. `moreNotices`: what the operator should know of how it came to be opened. */
export async function openFiles(
  ports: OpeningPorts,
  record: DeskRecord,
  secrets: DeskSecrets,
  occasion: OpenDeskOptions['occasion'],
  moreNotices: readonly string[] = [],
): Promise<Result<Desk>> {
  const { standings, reader, webhooks, push } = ports
  const folder = ports.folderOf(record.id)
  const store = openDeskStore(folder, secrets.fileKey)
  if (!store.ok)
    return standings.settle(record, { state: 'failed', notices: [], problem: storeFailure(store) })
  const notices = [...moreNotices, ...store.notices]
  if (record.secretsIn === 'memory') {
    notices.push(
      'The key of this desk is kept for this run only, because no keychain is used: paste it again next time.',
    )
  }
  const opened = await openDesk({
    deskId: record.id,
    folder,
    accountId: record.accountId,
    mode: record.mode,
    keyType: record.keyType,
    occasion,
    ...secrets,
    token: record.listenerToken,
    keepSigning: keeperOfSigning(ports, record),
    webhooks,
    ...(record.baseUrl === undefined ? {} : { baseUrl: record.baseUrl }),
    cache: store.cache,
    journal: store.journal,
    journalRestored: store.journalRestoredFrom !== null,
    readOnlyReason: () => standings.desk(record).readOnlyReason,
    push(name, payload) {
      push(name, payload)
      if (name === 'sync.changed') standings.noteKey(record, (payload as PushOf<'sync.changed'>).problem)
    },
    onNotice: (text) => standings.note(record.id, text),
    onBug: (error) => ports.onBug(record.id, error),
  })
  if (!opened.ok) return standings.settle(record, { state: 'failed', notices, problem: opened.error })
  const open = opened.value
  notices.push(...open.notices)
  const { accountId, mode } = record
  const problem = await reader.open({
    deskId: record.id,
    folder,
    fileKey: secrets.fileKey,
    facts: { accountId, mode },
  })
  if (problem !== null) {
    await open.close()
    return standings.settle(record, {
      state: 'failed',
      notices,
      problem: failure('internal', `The desk's files could not be read: ${problem}`).error,
    })
  }
  const settled = standings.settle(record, { state: 'open', notices, open })
  // What was delivered while it was being opened.
  open.projector.wake()
  if (record.kind === 'demo') open.sync.start()
  else void confirmAccount(ports, record, open).catch((error: unknown) => ports.onBug(record.id, error))
  return settled
}

/** With the secrets in its keychain. */
export async function openKept(ports: OpeningPorts, record: DeskRecord): Promise<Result<Desk>> {
  const { standings } = ports
  standings.opening(record.id)
  if (record.secretsIn === 'memory' || record.secretsIn === 'none') return needsKey(standings, record)
  let secrets: DeskSecrets | null
  try {
    secrets = await readSecrets(secretStoreNamed(record.secretsIn), record.id)
  } catch (error) {
    const words = error instanceof Error ? error.message : 'it gives no reason'
    const problem = failure(
      'keychain_unavailable',
      `The keychain could not be read (${words}). Unlock it and try again; nothing was changed.`,
    ).error
    return standings.settle(record, { state: 'failed', notices: [], problem })
  }
  return secrets ? openFiles(ports, record, secrets, 'opened') : needsKey(standings, record)
}

function needsKey(standings: Standings, record: DeskRecord): Result<Desk> {
  const why =
    record.secretsIn === 'memory'
      ? 'The key of this desk was kept for one run only, because no keychain worked.'
      : 'The key of this desk is no longer in the keychain.'
  const problem = failure(
    'desk_needs_key',
    `${why} Connect the account again with its key; its journal is kept.`,
  ).error
  return standings.settle(record, { state: 'needs_key', notices: [], problem })
}

/** Null for the demo, whose secret is made anew at each start. */
function keeperOfSigning(
  { standings, inTurn }: OpeningPorts,
  { id, secretsIn }: DeskRecord,
): OpenDeskOptions['keepSigning'] {
  if (secretsIn === 'none') return null
  return (change) =>
    inTurn(async () => {
      const store = secretStoreNamed(secretsIn)
      // Read anew: the Stripe key may have been rolled since the desk was opened.
      const secrets = standings.of(id).open ? await readSecrets(store, id) : null
      if (secrets === null) throw new Error('the desk was closed meanwhile')
      const signing = change(secrets.signing)
      await writeSecrets(store, id, { ...secrets, signing })
      return signing
    })
}

/**
 * The server behind a base URL may have come to stand for somebody else since it was connected: nothing is read into the
 * cache before it was asked whose it is, and an order first reads its payment, which another account does not have.
 */
async function confirmAccount(
  { standings, inTurn }: OpeningPorts,
  record: DeskRecord,
  open: OpenDesk,
): Promise<void> {
  const account = await open.gateway.read((stripe) => stripe.accounts.retrieveCurrent())
  if (standings.of(record.id).open !== open) return
  if (!account.ok || account.value.id === record.accountId) return open.sync.start()
  await inTurn(async () => {
    if (standings.of(record.id).open !== open) return
    await standings.close(record.id)
    const problem = failure(
      'account_mismatch',
      `This desk belongs to ${record.accountName} (${record.accountId}), but its key now answers for ${account.value.id}. The desk was closed and nothing was sent; connect the right account again.`,
    ).error
    standings.settle(record, { state: 'failed', notices: [], problem })
  })
}
