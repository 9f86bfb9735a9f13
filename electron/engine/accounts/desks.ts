// The desks of this profile: which exist, which are open, and how each stands. It opens and closes them one at a time,
// and must never let a desk open with another account's or another mode's key.
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
import { secretStoreNamed, type ChosenSecretStore } from '../../keychain/choose.ts'
import { openDeskStore } from '../../store/recover.ts'
import { closedStanding } from '../access/closed.ts'
import type { WebhookIntake } from '../webhook/intake.ts'
import { keepOnlyTheJournal, setAsideIfLocked, storeFailure } from './desk-files.ts'
import { renewSecrets } from './renew-secrets.ts'
import {
  demoFileKey,
  keepFileKey,
  readSecrets,
  removeSecrets,
  writeSecrets,
  type DeskSecrets,
} from './secrets.ts'
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
  /** Keeps the key of an account that was just judged to be right, and opens its desk. */
  connect(
    account: Omit<DeskRecord, 'listenerToken'>,
    stripeKey: string,
    keychain: ChosenSecretStore,
  ): Promise<Result<Desk>>
  /**
   * Closes the desk, deletes its Stripe key and its cache; the journal and its backups stay on disk, and in the keychain the
   * key that opens them. Refused while the outcome of an order is not known.
   */
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
    const { state, problem, notices, open } = standingOf(record.id)
    const { noRefunds, listenerToken: _, ...known } = record
    return {
      ...known,
      businessId: record.accountId,
      businessName: record.accountName,
      color: 'slate',
      capabilities: [],
      keyEnteredAt: null,
      state,
      ...(open?.access.standing() ?? closedStanding(record.mode, noRefunds)),
      notices: [...(profile.notice === null ? [] : [profile.notice]), ...notices],
      ...(problem && { problem }),
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
    occasion: OpenDeskOptions['occasion'],
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
      keyType: record.keyType,
      occasion,
      ...secrets,
      token: record.listenerToken,
      keepSigning: keeperOfSigning(record),
      keepPassphrase: keeperOfPassphrase(record),
      webhooks,
      ...(record.baseUrl === undefined ? {} : { baseUrl: record.baseUrl }),
      cache: store.cache,
      journal: store.journal,
      journalRestored: store.journalRestoredFrom !== null,
      readOnlyReason: () => record.noRefunds,
      accessChanged: () => push('desk.changed', toDesk(record)),
      push(name, payload) {
        push(name, payload)
        if (name === 'sync.changed') noteKey(record, (payload as PushOf<'sync.changed'>).problem)
      },
      onNotice: (text) => note(record.id, text),
      onBug: (error) => ports.onBug(record.id, error),
    })
    if (!opened.ok) return settle(record, { state: 'failed', notices, problem: opened.error })
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
      return settle(record, {
        state: 'failed',
        notices,
        problem: failure('internal', `The desk's files could not be read: ${problem}`).error,
      })
    }
    const settled = settle(record, { state: 'open', notices, open })
    // What was delivered while it was being opened.
    open.projector.wake()
    if (record.kind === 'demo') open.sync.start()
    else void confirmAccount(record, open).catch((error: unknown) => ports.onBug(record.id, error))
    return settled
  }

  /** Null for the demo, whose secret is made anew at each start. */
  function keeperOfSigning(record: DeskRecord): OpenDeskOptions['keepSigning'] {
    const keep = keeperOf(record)
    return (
      keep &&
      (async (change) =>
        (await keep((secrets) => ({ ...secrets, signing: change(secrets.signing) }))).signing)
    )
  }

  /** Null for the demo, which keeps it in its journal. */
  function keeperOfPassphrase(record: DeskRecord): OpenDeskOptions['keepPassphrase'] {
    const keep = keeperOf(record)
    return keep && (async (passphrase) => void (await keep((secrets) => ({ ...secrets, passphrase }))))
  }

  /** Changes what the keychain holds of a desk; null for the demo, of which it holds nothing. */
  function keeperOf({ id, secretsIn }: DeskRecord) {
    if (secretsIn === 'none') return null
    return (change: (secrets: DeskSecrets) => DeskSecrets): Promise<DeskSecrets> =>
      inTurn(async () => {
        const store = secretStoreNamed(secretsIn)
        // Read anew: the Stripe key may have been rolled since the desk was opened.
        const kept = standingOf(id).open ? await readSecrets(store, id) : null
        if (kept === null) throw new Error('the desk was closed meanwhile')
        const secrets = change(kept)
        await writeSecrets(store, id, secrets)
        return secrets
      })
  }

  /**
   * The server behind a base URL may have come to stand for somebody else since it was connected: nothing is read into the
   * cache before it was asked whose it is, and an order first reads its payment, which another account does not have.
   */
  async function confirmAccount(record: DeskRecord, open: OpenDesk): Promise<void> {
    const account = await open.gateway.read((stripe) => stripe.accounts.retrieveCurrent())
    if (standingOf(record.id).open !== open) return
    if (!account.ok || account.value.id === record.accountId) return open.sync.start()
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
    if (!demo?.isRunning()) {
      // A desk that is still open was opened on a simulator that has died.
      await closeOne(demoId)
      demo = await startDemo(ports.demo, folderOf(demoId))
    }
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
    const opened = await openFiles({ ...record, baseUrl }, secrets, 'opened')
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
    return secrets ? openFiles(record, secrets, 'opened') : needsKey(record)
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

  async function remove(deskId: string): Promise<Result<Record<string, never>>> {
    const record = profile.desks().find((desk) => desk.id === deskId)
    if (!record) return failure('not_found', 'There is no such desk.')
    const { open } = standingOf(deskId)
    if (deskId !== demoId && open?.journal.open().some(({ state }) => state !== 'held')) {
      return failure(
        'order_blocked',
        'The outcome of an order on this desk is not known yet. Removing the desk would forget that: wait until it is, or check it again. Nothing was changed.',
      )
    }
    await closeOne(deskId)
    if (deskId === demoId) {
      await demo?.stop()
      demo = undefined
      await rm(folderOf(deskId), { recursive: true, force: true })
    } else if (record.secretsIn !== 'none') {
      const store = secretStoreNamed(record.secretsIn)
      const secrets = await readSecrets(store, deskId).catch(() => null)
      await keepOnlyTheJournal(folderOf(deskId), async (name) => {
        if (secrets) await keepFileKey(store, name, secrets.fileKey)
      })
      await removeSecrets(store, deskId)
    }
    profile.remove(deskId)
    standings.delete(deskId)
    return success({})
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
        if (secretsIn !== 'keytar' && secretsIn !== 'keyring') continue
        await inTurn(() => open(id)).catch((error: unknown) => ports.onBug(id, error))
      }
    },
    find: (deskId) => standingOf(deskId).open,
    opened: () => [...standings.values()].flatMap(({ open }) => open ?? []),
    openDemo: () => inTurn(openDemo),
    open: (deskId) => inTurn(() => open(deskId)),
    connect: (account, stripeKey, keychain) =>
      inTurn(async () => {
        const before = profile.desks().find((desk) => desk.id === account.id)
        const secrets = await renewSecrets(account.id, stripeKey, keychain, before)
        if (!secrets.ok) return secrets
        const record = { ...account, listenerToken: before?.listenerToken ?? newListenerToken() }
        await closeOne(record.id)
        profile.put(record)
        const notices = setAsideIfLocked(folderOf(record.id), secrets.value.fileKey)
        return openFiles(record, secrets.value, before ? 'key_replaced' : 'connected', notices)
      }),
    remove: (deskId) => inTurn(() => remove(deskId)),
    closeAll: () =>
      inTurn(async () => {
        for (const deskId of standings.keys()) await closeOne(deskId)
        await demo?.stop()
        reader.end()
      }),
  }
}
