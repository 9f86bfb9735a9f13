// The desks of this profile: which exist, which are open, and how each stands. It opens and closes them one at a time,
// and must never let a desk open with another account's or another mode's key.
import { existsSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  failure,
  success,
  type Desk,
  type Failure,
  type PushName,
  type PushOf,
  type Result,
} from '../../../src/contract/index.ts'
import { secretStoreNamed } from '../../keychain/choose.ts'
import { readKeyCheck } from '../../store/open-key-check.ts'
import type { StoreProblem } from '../../store/open.ts'
import { withSideFiles } from '../../store/open-files.ts'
import { openDeskStore } from '../../store/recover.ts'
import type { WebhookIntake } from '../webhook/intake.ts'
import { demoFileKey, readSecrets, removeSecrets, writeSecrets, type DeskSecrets } from './secrets.ts'
import { startDemo, type Demo, type DemoOptions } from './demo.ts'
import { openDesk, type OpenDesk, type OpenDeskOptions } from './open-desk.ts'
import { newListenerToken, type DeskRecord, type Profile } from './profile.ts'
import type { ReaderLink } from './reader-link.ts'

export interface Desks {
  list(): Desk[]
  find(deskId: string): OpenDesk | undefined
  opened(): OpenDesk[]
  openDemo(): Promise<Result<Desk>>
  /** Opens every desk whose secrets are in the keychain, so that orders which an earlier run left open are settled. */
  openKept(): Promise<void>
  /** Opens a known desk with the secrets in its keychain. */
  open(deskId: string): Promise<Result<Desk>>
  /** Opens a desk that was just connected, whose secrets are at hand. */
  openConnected(record: DeskRecord, secrets: DeskSecrets): Promise<Result<Desk>>
  /** Closes the desk, deletes its key and its cache; the journal and its backups stay on disk. */
  remove(deskId: string): Promise<Result<Record<string, never>>>
  /** What the listener's threads know of a desk changed. */
  listenerChanged(deskId: string): void
  /** Tells the operator something about a desk, once. */
  note(deskId: string, notice: string): void
  closeAll(): Promise<void>
}

export interface DesksPorts {
  home: string
  demo: DemoOptions
  profile: Profile
  reader: ReaderLink
  webhooks: WebhookIntake
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
  /** Something was thrown where nobody waits for an answer. */
  onBug: (deskId: string, error: unknown) => void
}

interface Standing {
  state: Desk['state']
  problem?: Failure
  notices: string[]
  open?: OpenDesk
}

const demoId = 'demo'
const liveReason = 'Live desks are read-only: Bursar shows them, and sends no orders to them yet.'

export function openDesks(ports: DesksPorts): Desks {
  const { home, profile, reader, webhooks, push } = ports
  const standings = new Map<string, Standing>()
  let demo: Demo | undefined
  /** Opening, connecting and removing happen one after the other. */
  let turn: Promise<unknown> = Promise.resolve()

  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }
  const folderOf = (deskId: string): string => join(home, 'desks', deskId)
  const standingOf = (deskId: string): Standing => standings.get(deskId) ?? { state: 'closed', notices: [] }

  function toDesk(record: DeskRecord): Desk {
    const { state, problem, notices } = standingOf(record.id)
    const { noRefunds, listenerToken: _, ...known } = record
    const readOnlyReason = record.mode === 'live' ? liveReason : noRefunds
    return {
      ...known,
      state,
      notices: [...(profile.notice === null ? [] : [profile.notice]), ...notices],
      ...(problem && { problem }),
      ...(readOnlyReason !== undefined && { readOnlyReason }),
    }
  }

  function settle(record: DeskRecord, standing: Standing): Result<Desk> {
    standings.set(record.id, standing)
    const desk = toDesk(record)
    push('desk.changed', desk)
    return standing.problem ? { ok: false, error: standing.problem } : success(desk)
  }

  async function openFiles(
    record: DeskRecord,
    secrets: DeskSecrets,
    moreNotices: readonly string[] = [],
  ): Promise<Result<Desk>> {
    const folder = folderOf(record.id)
    const store = openDeskStore(folder, secrets.fileKey)
    if (!store.ok) return settle(record, { state: 'failed', notices: [], problem: storeFailure(store) })
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
      ...secrets,
      token: record.listenerToken,
      keepSigning: keeperOfSigning(record, secrets),
      webhooks,
      ...(record.baseUrl === undefined ? {} : { baseUrl: record.baseUrl }),
      cache: store.cache,
      journal: store.journal,
      journalRestored: store.journalRestoredFrom !== null,
      readOnlyReason: () => toDesk(record).readOnlyReason,
      push(name, payload) {
        push(name, payload)
        if (name === 'sync.changed') noteKey(record, (payload as PushOf<'sync.changed'>).problem)
      },
      onNotice: (text) => note(record.id, text),
      onBug: (error) => ports.onBug(record.id, error),
    })
    if (!opened.ok) return settle(record, { state: 'failed', notices, problem: opened.error })
    const open = opened.value
    const { accountId, mode } = record
    const problem = await reader.open({
      deskId: record.id,
      folder,
      fileKey: secrets.fileKey,
      facts: { accountId, mode },
    })
    if (problem !== null) {
      await open.close()
      return settle(record, {
        state: 'failed',
        notices,
        problem: failure('internal', `The desk's files could not be read: ${problem}`).error,
      })
    }
    if (record.kind === 'account') {
      void confirmAccount(record, open).catch((error: unknown) => ports.onBug(record.id, error))
    }
    return settle(record, { state: 'open', notices, open })
  }

  /** Null for the demo, whose secret is made anew at each start. */
  function keeperOfSigning(record: DeskRecord, secrets: DeskSecrets): OpenDeskOptions['keepSigning'] {
    const { secretsIn } = record
    if (secretsIn === 'none') return null
    return (signing) => writeSecrets(secretStoreNamed(secretsIn), record.id, { ...secrets, signing })
  }

  /**
   * The key (or the server behind a base URL) may have come to belong to somebody else since it was connected. Until this
   * is known nothing can go wrong: an order first reads its payment, which another account does not have.
   */
  async function confirmAccount(record: DeskRecord, open: OpenDesk): Promise<void> {
    const account = await open.gateway.read((stripe) => stripe.accounts.retrieveCurrent())
    if (!account.ok || account.value.id === record.accountId) return
    await inTurn(async () => {
      if (standingOf(record.id).open !== open) return
      await closeOne(record.id)
      const problem = failure(
        'account_mismatch',
        `This desk belongs to ${record.accountName} (${record.accountId}), but its key now answers for ${account.value.id}. The desk was closed and nothing was sent; connect the right account again.`,
      ).error
      settle(record, { state: 'failed', notices: [], problem })
    })
  }

  function note(deskId: string, notice: string): void {
    const record = profile.desks().find((desk) => desk.id === deskId)
    const standing = standings.get(deskId)
    if (!record || !standing || standing.notices.includes(notice)) return
    standing.notices.push(notice)
    push('desk.changed', toDesk(record))
  }

  /** A key that Stripe no longer takes is the desk's problem, not only that of one reading: it stays open, and says so. */
  function noteKey(record: DeskRecord, problem: Failure | undefined): void {
    const standing = standings.get(record.id)
    if (!standing?.open) return
    const isDead = problem?.code === 'key_revoked'
    if (isDead === (standing.problem?.code === 'key_revoked')) return
    const { problem: _, ...well } = standing
    standings.set(record.id, isDead ? { ...well, problem } : well)
    push('desk.changed', toDesk(record))
  }

  async function closeOne(deskId: string): Promise<void> {
    const { open } = standingOf(deskId)
    if (!open) return
    standings.set(deskId, { state: 'closed', notices: [] })
    await reader.close(deskId)
    await open.close()
  }

  async function openDemo(): Promise<Result<Desk>> {
    demo ??= await startDemo(ports.demo, folderOf(demoId))
    const { accountId, accountName, baseUrl, stripeKey } = demo
    const known = profile.desks().find((desk) => desk.id === demoId)
    const record: DeskRecord = {
      id: demoId,
      kind: 'demo',
      accountId,
      accountName,
      mode: 'test',
      keyType: 'secret',
      secretsIn: 'none',
      listenerToken: known?.listenerToken ?? newListenerToken(),
    }
    if (standingOf(demoId).open) return success(toDesk(known ?? record))
    profile.put(record)
    const signing = { id: 'demo', secret: demo.signingSecret, addedAt: Date.now() }
    const secrets = { stripeKey, fileKey: demoFileKey(), signing: [signing] }
    const opened = await openFiles({ ...record, baseUrl }, secrets)
    if (!opened.ok) return opened
    demo.deliverTo(addressOf(demoId))
    return success(toDesk(record))
  }

  async function open(deskId: string): Promise<Result<Desk>> {
    if (deskId === demoId) return openDemo()
    const record = profile.desks().find((desk) => desk.id === deskId)
    if (!record) return failure('not_found', 'There is no such desk.')
    if (standingOf(deskId).open) return success(toDesk(record))
    standings.set(deskId, { state: 'opening', notices: [] })
    if (record.secretsIn === 'memory' || record.secretsIn === 'none') return needsKey(record)
    let secrets: DeskSecrets | null
    try {
      secrets = await readSecrets(secretStoreNamed(record.secretsIn), deskId)
    } catch (error) {
      const words = error instanceof Error ? error.message : 'it gives no reason'
      const problem = failure(
        'keychain_unavailable',
        `The keychain could not be read (${words}). Unlock it and try again; nothing was changed.`,
      ).error
      return settle(record, { state: 'failed', notices: [], problem })
    }
    return secrets ? openFiles(record, secrets) : needsKey(record)
  }

  function needsKey(record: DeskRecord): Result<Desk> {
    const why =
      record.secretsIn === 'memory'
        ? 'The key of this desk was kept for one run only, because no keychain worked.'
        : 'The key of this desk is no longer in the keychain.'
    const problem = failure(
      'desk_needs_key',
      `${why} Connect the account again with its key; its journal is kept.`,
    ).error
    return settle(record, { state: 'needs_key', notices: [], problem })
  }

  const addressOf = (deskId: string): string | null => webhooks.state(deskId)?.urls[0] ?? null

  return {
    listenerChanged(deskId) {
      standingOf(deskId).open?.listenerChanged()
      if (deskId === demoId && standingOf(demoId).open) demo?.deliverTo(addressOf(demoId))
    },
    note,
    list: () => profile.desks().map(toDesk),
    async openKept() {
      for (const { id, secretsIn } of profile.desks()) {
        if (secretsIn === 'keytar' || secretsIn === 'keyring') await inTurn(() => open(id))
      }
    },
    find: (deskId) => standingOf(deskId).open,
    opened: () => [...standings.values()].flatMap(({ open }) => open ?? []),
    openDemo: () => inTurn(openDemo),
    open: (deskId) => inTurn(() => open(deskId)),
    openConnected: (record, secrets) =>
      inTurn(async () => {
        await closeOne(record.id)
        profile.put(record)
        return openFiles(record, secrets, setAsideIfLocked(folderOf(record.id), secrets.fileKey))
      }),
    remove: (deskId) =>
      inTurn(async () => {
        const record = profile.desks().find((desk) => desk.id === deskId)
        if (!record) return failure('not_found', 'There is no such desk.')
        await closeOne(deskId)
        if (record.secretsIn !== 'none') await removeSecrets(secretStoreNamed(record.secretsIn), deskId)
        if (deskId === demoId) {
          await demo?.stop()
          demo = undefined
        }
        await keepOnlyTheJournal(folderOf(deskId), deskId === demoId)
        profile.remove(deskId)
        standings.delete(deskId)
        return success({})
      }),
    closeAll: () =>
      inTurn(async () => {
        for (const deskId of standings.keys()) await closeOne(deskId)
        await demo?.stop()
        reader.end()
      }),
  }
}

/**
 * A new file key can't open what an old one encrypted. Such files are kept under another name, so that the desk can
 * begin anew; what the operator must know of it is returned.
 */
function setAsideIfLocked(folder: string, fileKey: Buffer): string[] {
  if (readKeyCheck(folder, fileKey) !== 'wrong') return []
  const aside = `${folder}-locked-${Date.now()}`
  renameSync(folder, aside)
  return [
    `The key of this desk's earlier files is no longer in the keychain. They were moved to ${aside} and a new journal was begun: refunds made before are read from Stripe, but orders whose outcome was unknown are not known here any more.`,
  ]
}

/** The demo is made up and goes whole. Of an account the journal stays, under a name that a new desk can't take. */
async function keepOnlyTheJournal(folder: string, isDemo: boolean): Promise<void> {
  if (isDemo) return rm(folder, { recursive: true, force: true })
  for (const name of ['cache.db', 'inbox.db'])
    for (const path of withSideFiles(join(folder, name))) await rm(path, { force: true })
  if (existsSync(folder)) renameSync(folder, `${folder}-removed-${Date.now()}`)
}

function storeFailure(store: { problem: StoreProblem; detail: string }): Failure {
  switch (store.problem) {
    case 'store_newer':
    case 'store_corrupt':
    case 'store_full':
    case 'store_unwritable':
      return failure(store.problem, store.detail).error
    case 'store_locked_key':
      return failure(
        'desk_needs_key',
        `The files of this desk are encrypted with another key than the keychain holds. Connect the account again: they are moved aside, and nothing is deleted. ${store.detail}`,
      ).error
  }
}
