// Opens the desk of an account with the secrets that are kept for it: its files, its door to Stripe, the reader. It must never let
// a desk be read into from another account than its own.
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import {
  failure,
  type Desk,
  type Failure,
  type PushName,
  type PushOf,
  type Result,
} from '../../../src/contract/index.ts'
import { deskTitle } from '../../../src/domain/desk-title.ts'
import { classifyKey } from '../../../src/domain/keys.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { isReadWhole, openDeskStore, type DeskStore } from '../../store/recover.ts'
import type { StoreRefusal } from '../../store/open-problem.ts'
import { askWhatItCan, confirmAccount } from './check-again.ts'
import { journalGone, putBack, storeFailure, wasPutBack } from './desk-files.ts'
import { keepNotices, keptNotices } from './kept-notices.ts'
import { whyNotWithKept, type LiveKeys } from './judge-key.ts'
import { openDesk, type OpenDesk, type OpenDeskOptions } from './open-desk.ts'
import type { DeskRecord } from './desk-record.ts'
import type { Profile } from './profile.ts'
import type { ReaderLink } from './reader-link.ts'
import { forgetKeptFileKey, readSecrets, secretsAtHand, writeSecrets, type DeskSecrets } from './secrets.ts'
import type { Standings } from './standings.ts'
import type { WebhookIntake } from '../webhook/intake.ts'

export interface OpeningPorts {
  profile: Profile
  /** Which live desks may be opened here. */
  liveKeys: LiveKeys
  reader: ReaderLink
  webhooks: WebhookIntake
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
  /** Something was thrown where nobody waits for an answer. */
  onBug: (deskId: string, error: unknown) => void
  standings: Standings
  folderOf: (deskId: string) => string
  /** Resolves once somebody was told which desks there are. */
  asked: Promise<unknown>
  /** Opening, connecting and removing happen one after the other. */
  inTurn: <Value>(work: () => Promise<Value>) => Promise<Value>
}

/** With secrets that are at hand. `moreNotices`: what the operator should know of how it came to be opened. `ahead`: its files where they were opened before, closed where that fails. */
export async function openFiles(
  ports: OpeningPorts,
  record: DeskRecord,
  secrets: DeskSecrets,
  occasion: OpenDeskOptions['occasion'],
  moreNotices: readonly string[] = [],
  ahead?: DeskStore,
): Promise<Result<Desk>> {
  const { standings, reader, webhooks, push } = ports
  const folder = ports.folderOf(record.id)
  if (ahead === undefined && isReadWhole(folder)) await tellOfChecking(ports, record.id)
  const store: DeskStore | StoreRefusal = ahead ?? openDeskStore(folder, secrets.fileKey)
  let wasDead = false
  if (!store.ok)
    return standings.settle(record, { state: 'failed', notices: [], problem: storeFailure(store) })
  const lasting = [...keptNotices(folder), ...moreNotices, ...store.notices]
  // Where its files were moved aside, that was said.
  if (store.journalBegun && occasion !== 'connected' && record.kind === 'account' && moreNotices.length === 0)
    lasting.push(journalGone(folder))
  // Before the journal is taken up: from then on nothing else tells that it was restored.
  keepNotices(folder, lasting)
  const notices = [...new Set(lasting)]
  if (store.passing !== null) notices.push(store.passing)
  if (record.secretsIn === 'memory') {
    notices.push(
      'The key of this desk is kept for this run only, because no keychain is used: paste it again next time.',
    )
  }
  const opened = await openDesk({
    deskId: record.id,
    title: () => deskTitle(standings.desk(record)),
    folder,
    accountId: record.accountId,
    mode: record.mode,
    keyType: record.keyType,
    occasion,
    ...secrets,
    token: record.listenerToken,
    keepSigning: keeperOfSigning(ports, record),
    keepPassphrase: keeperOfPassphrase(ports, record),
    webhooks,
    ...(record.baseUrl === undefined ? {} : { baseUrl: record.baseUrl }),
    cache: store.cache,
    journal: store.journal,
    journalRestored: store.journalRestoredFrom !== null,
    accessChanged: () => standings.tell(record.id),
    keyRefusal: (action) => standings.keyRefusal(record, action),
    onKeyRevoked: (error) => standings.keyIsDead(record.id, error),
    push(name, payload) {
      push(name, payload)
      if (name === 'sync.changed') noteKey(payload as PushOf<'sync.changed'>)
    },
    onNotice: (text) => standings.note(record.id, text),
    onNoticeOver: (text) => standings.putAway(record.id, text),
    onBug: (error) => ports.onBug(record.id, error),
  })
  if (!opened.ok) return standings.settle(record, { state: 'failed', notices, problem: opened.error })
  const open = opened.value
  notices.push(...open.notices)
  if (open.notices.length > 0) keepNotices(folder, [...lasting, ...open.notices])
  const { accountId, mode } = record
  const problem = await reader.open({
    deskId: record.id,
    folder,
    fileKey: secrets.fileKey,
    facts: { accountId, mode, operator: open.audit.operator },
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
  else void follow(ports, record, open).catch((error: unknown) => ports.onBug(record.id, error))
  return settled

  /** What is known of the key may change while the desk is open. */
  function current(): DeskRecord {
    const found = standings.record(record.id)
    return found.ok ? found.value : record
  }

  /** One that was refused and then taken is well again; that no reading was refused yet does not make it so. */
  function noteKey({ problem }: PushOf<'sync.changed'>): void {
    const isDead = problem?.code === 'key_revoked'
    if (isDead) standings.keyIsDead(record.id, problem)
    else if (wasDead) standings.keyWorks(current())
    wasDead = isDead
  }
}

/** The thread answers nobody while it reads: so whoever asks for the desks is answered before, as a window does that just appears. */
async function tellOfChecking({ standings, asked }: OpeningPorts, deskId: string): Promise<void> {
  standings.opening(deskId, 'Checking the stored data…')
  await Promise.race([asked, sleep(longestWaitMs)])
  await nextTurn()
}

const longestWaitMs = 5000

/** Nothing is read into the cache before the key was asked whose it is; an order first reads its payment, which another account does not have. */
async function follow(ports: OpeningPorts, record: DeskRecord, open: OpenDesk): Promise<void> {
  const confirmed = await confirmAccount(ports, record, open)
  if (ports.standings.of(record.id).open !== open) return
  open.sync.start()
  if (confirmed.ok && record.capabilities === undefined) await askWhatItCan(ports, record.id, open)
}

/**
 * With the secrets in its keychain.
 * @throws what is a bug. The desk has failed then: it must never be left as one that is being opened.
 */
export async function openKept(ports: OpeningPorts, record: DeskRecord): Promise<Result<Desk>> {
  const { standings } = ports
  standings.opening(record.id)
  try {
    return await openWithKept(ports, record)
  } catch (error) {
    if (standings.of(record.id).state === 'opening')
      standings.settle(record, { state: 'failed', notices: [], problem: wentWrong })
    throw error
  }
}

const wentWrong = failure(
  'internal',
  "Something went wrong inside Bursar while this desk was opened, so it stays closed and nothing is sent from it. Try again, or start Bursar again; what it was is in Bursar's log.",
).error

async function openWithKept(ports: OpeningPorts, record: DeskRecord): Promise<Result<Desk>> {
  const { standings, liveKeys } = ports
  const failed = (problem: Failure) => standings.settle(record, { state: 'failed', notices: [], problem })
  if (record.secretsIn === 'memory' || record.secretsIn === 'none') return needsKey(standings, record)
  const refused = whyNotWithKept(record, null, liveKeys)
  if (refused) return failed(refused)
  const atHand = await secretsAtHand(secretStoreNamed(record.secretsIn), record.id)
  if (!atHand.ok) return failed(atHand.error)
  const secrets = atHand.value
  if (secrets === null) return needsKey(standings, record)
  const refusedKey = whyNotWithKept(record, secrets.stripeKey, liveKeys)
  if (refusedKey) return failed(refusedKey)
  const known = knownWith(record, secrets)
  const back = putBack(ports.folderOf(record.id), secrets.fileKey)
  if (back !== null) await forgetKeptFileKey(secretStoreNamed(record.secretsIn), back).catch(() => undefined)
  const opened = await openFiles(
    ports,
    known.record,
    secrets,
    known.isNews ? 'key_replaced' : 'opened',
    back === null ? [] : [wasPutBack(true)],
  )
  if (known.isNews && opened.ok) ports.profile.put(known.record)
  return opened
}

function needsKey(standings: Standings, record: DeskRecord): Result<Desk> {
  const why =
    record.secretsIn === 'memory'
      ? 'The key of this desk was kept for one run only, because no keychain worked. The same key opens its files again. With another one'
      : 'The key of this desk is no longer in the keychain, and with it went what opens its files. When a key is entered,'
  const problem = failure(
    'desk_needs_key',
    `${why} they are moved aside, nothing is deleted, and a new journal is begun, which does not know of orders whose outcome was unknown.`,
  ).error
  return standings.settle(record, { state: 'needs_key', notices: [], problem })
}

/** Null for the demo, whose secret is made anew at each start. */
function keeperOfSigning(ports: OpeningPorts, record: DeskRecord): OpenDeskOptions['keepSigning'] {
  const keep = keeperOf(ports, record)
  return (
    keep &&
    (async (change) => (await keep((secrets) => ({ ...secrets, signing: change(secrets.signing) }))).signing)
  )
}

/** Null for the demo, which keeps it in its journal. */
function keeperOfPassphrase(ports: OpeningPorts, record: DeskRecord): OpenDeskOptions['keepPassphrase'] {
  const keep = keeperOf(ports, record)
  return keep && (async (passphrase) => void (await keep((secrets) => ({ ...secrets, passphrase }))))
}

/** Changes what the keychain holds of a desk; null for the demo, of which it holds nothing. */
function keeperOf({ standings, inTurn }: OpeningPorts, { id, secretsIn, keyEnteredAt }: DeskRecord) {
  if (secretsIn === 'none') return null
  return (change: (secrets: DeskSecrets) => DeskSecrets): Promise<DeskSecrets> =>
    inTurn(async () => {
      const store = secretStoreNamed(secretsIn)
      const kept = standings.of(id).open ? await readSecrets(store, id) : null
      // With another key another desk was opened, which keeps its own.
      if (kept === null || kept.enteredAt !== keyEnteredAt) throw new Error('the desk was closed meanwhile')
      const secrets = change(kept)
      await writeSecrets(store, id, secrets)
      return secrets
    })
}

/**
 * What a desk is to be opened as with the secrets of its keychain item. If that was written and the profile was not, the key is
 * another than the profile knows of: judged, but not noted.
 */
function knownWith(record: DeskRecord, secrets: DeskSecrets): { record: DeskRecord; isNews: boolean } {
  if (secrets.enteredAt === record.keyEnteredAt) return { record, isNews: false }
  const { capabilities: _, keyEnteredAt: __, ...known } = record
  const form = classifyKey(secrets.stripeKey)
  return {
    record: {
      ...known,
      ...(form.kind === 'usable' && { keyType: form.type }),
      ...(secrets.enteredAt !== undefined && { keyEnteredAt: secrets.enteredAt }),
    },
    isNews: true,
  }
}
