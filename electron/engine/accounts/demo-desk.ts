// The demo desk: a desk like any other, whose Stripe is started with it, and which is deleted whole.
import { rm } from 'node:fs/promises'
import { success, type Desk, type Result } from '../../../src/contract/index.ts'
import { permissions } from '../../../src/domain/permissions.ts'
import { openInbox } from '../../store/inbox/inbox.ts'
import { openDeskStore, type DeskStore } from '../../store/recover.ts'
import { startDemo, type Demo, type DemoOptions } from './demo.ts'
import { openFiles, type OpeningPorts } from './open-account.ts'
import { newListenerToken, type DeskRecord } from './desk-record.ts'
import { demoFileKey } from './secrets.ts'

export const demoId = 'demo'

/** The simulator's own secret key may do everything. */
const allOfThem = Object.fromEntries(permissions.map(({ id }) => [id, 'yes' as const]))

export interface DemoDesk {
  /** Starts the simulator and opens the files before anybody asks for them: its year is made up while the window appears. */
  prepare(): void
  open(): Promise<Result<Desk>>
  /** Where its Stripe answers; null unless the desk is open. */
  origin(): string | null
  /** The simulator's webhooks go to where the listener is. */
  followListener(): void
  stop(): Promise<void>
  /** Everything of it. */
  remove(): Promise<void>
}

export function demoDesk(ports: OpeningPorts, options: DemoOptions): DemoDesk {
  const { standings, profile } = ports
  let demo: Demo | undefined
  let starting: Promise<Demo> | undefined
  /** Opened ahead, and not handed on yet. */
  let store: DeskStore | undefined

  function started(): Promise<Demo> {
    starting ??= startDemo(options, ports.folderOf(demoId)).finally(() => (starting = undefined))
    return starting
  }

  function followListener(): void {
    if (standings.of(demoId).open) demo?.deliverTo(ports.webhooks.state(demoId)?.urls[0] ?? null)
  }

  async function stop(): Promise<void> {
    demo ??= await starting?.catch(() => undefined)
    await demo?.stop()
    demo = undefined
    store?.cache.close()
    store?.journal.close()
    store = undefined
  }

  function openAhead(): void {
    const opened = openDeskStore(ports.folderOf(demoId), demoFileKey())
    if (!opened.ok) return
    store = opened
    if (profile.desks().some((desk) => desk.id === demoId)) return
    const made = openInbox(ports.folderOf(demoId), demoFileKey())
    if (made.ok) made.inbox.close()
  }

  return {
    prepare() {
      // A failure is met again, and told, when the desk is opened.
      started().then(
        (early) => (demo ??= early),
        () => undefined,
      )
      try {
        openAhead()
      } catch {
        // As above.
      }
    },
    async open() {
      demo ??= await starting?.catch(() => undefined)
      if (!demo?.isRunning()) {
        // A desk that is still open was opened on a simulator that has died.
        await standings.close(demoId)
        demo = await started()
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
        capabilities: allOfThem,
        listenerToken: known?.listenerToken ?? newListenerToken(),
      }
      if (standings.of(demoId).open) return success(standings.desk(known ?? record))
      profile.put(record)
      const signing = { id: 'demo', secret: demo.signingSecret, addedAt: Date.now() }
      const secrets = { stripeKey, fileKey: demoFileKey(), signing: [signing] }
      const ahead = store
      store = undefined
      const opened = await openFiles(ports, { ...record, baseUrl }, secrets, 'opened', [], ahead)
      if (!opened.ok) return opened
      followListener()
      return success(standings.desk(record))
    },
    origin: () =>
      standings.of(demoId).open && demo?.isRunning() === true ? new URL(demo.baseUrl).origin : null,
    followListener,
    stop,
    async remove() {
      await stop()
      await rm(ports.folderOf(demoId), { recursive: true, force: true })
    },
  }
}
