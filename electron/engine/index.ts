// The engine thread: everything with effects. This is its composition root; it holds no logic of its own.
import { parentPort, workerData } from 'node:worker_threads'
import type { MessagePort } from 'node:worker_threads'
import {
  failure,
  isDamageCode,
  serve,
  success,
  type Failure,
  type Handlers,
  type InsideHandlers,
  type MethodsOf,
  type Push,
  type Result,
} from '../../src/contract/index.ts'
import { redact } from '../../src/domain/redaction.ts'
import { chooseSecretStore, type ChosenSecretStore } from '../keychain/choose.ts'
import { readSqlite } from '../store/open-connection.ts'
import { openDeskCalls } from './access/desk-calls.ts'
import { connectAccount, type LiveKeys } from './accounts/connect.ts'
import { openDesks } from './accounts/desks.ts'
import { takeHome } from './accounts/home-lock.ts'
import { damagedInbox, type OpenDesk } from './accounts/open-desk.ts'
import { emptyProfile, openProfile } from './accounts/profile.ts'
import { linkReader } from './accounts/reader-link.ts'
import { replaceKey } from './accounts/replace-key.ts'
import { DEFAULT_PORT, openIntake, type WebhookIntake } from './webhook/intake.ts'

/** What the thread is started with; no secrets. */
export interface EngineData {
  home: string
  /** The built entries of the threads that the engine starts. */
  files: { simulator: string; listener: string; writer: string }
  readerPort: MessagePort
  liveKeys: LiveKeys
  noKeychain: boolean
  stillDemo: boolean
  earlyDemo: boolean
}

if (!parentPort) throw new Error('the engine runs as a worker thread')
const port = parentPort
const { home, files, readerPort, liveKeys, noKeychain, stillDemo, earlyDemo } = workerData as EngineData

readSqlite()
const homeLock = takeHome(home)
/** The first port is kept for good: it is entered at Stripe, or in the CLI. */
function keepPort(port: number): void {
  try {
    if (profile.listenerPort() === null) profile.keepListenerPort(port)
  } catch (error) {
    recordBug('listener port', error)
  }
}

let push: Push = () => undefined
let hasMetDamage = false
const profile = homeLock.ok ? openProfile(home) : emptyProfile
const reader = linkReader(readerPort)
const webhooks: WebhookIntake = openIntake({
  files,
  port: profile.listenerPort() ?? DEFAULT_PORT,
  onStored: (deskId) => desks.find(deskId)?.projector.wake(),
  onListening: keepPort,
  onChanged: (deskId) => desks.listenerChanged(deskId),
  onRefused: (deskId, counts) => void (deskId !== null && desks.deliveriesRefused(deskId, counts)),
  onDamaged: (deskId, file) => desks.note(deskId, damagedInbox(file)),
  onBug: (error) => recordBug('webhooks', error),
})
const desks = openDesks({
  home,
  demo: { simulatorFile: files.simulator, still: stillDemo },
  profile,
  liveKeys,
  reader,
  hasMetDamage: () => hasMetDamage,
  webhooks,
  push: (name, payload) => push(name, payload),
  onBug: (deskId, error) => recordBug(`desk ${deskId}`, error),
})

let chosen: Promise<ChosenSecretStore> | undefined
const keychain = (): Promise<ChosenSecretStore> =>
  (chosen ??= chooseSecretStore(noKeychain ? { forced: 'memory' } : {}))

function onDesk<Value>(
  deskId: string,
  answer: (desk: OpenDesk) => Promise<Result<Value>> | Result<Value>,
): Promise<Result<Value>> | Result<Value> {
  const desk = desks.find(deskId)
  return desk ? answer(desk) : failure('desk_closed', 'This desk is not open.')
}

const deskCalls = openDeskCalls({
  find: (deskId) => desks.find(deskId),
  opened: () => desks.opened(),
  list: () => desks.list(),
  push: (name, payload) => push(name, payload),
})
const { whyNotChange, whyNotManage } = deskCalls

const handlers: Handlers<MethodsOf<'engine'>> = {
  ...deskCalls.handlers,
  'desk.list': () => success(desks.list()),
  'desk.openDemo': () => desks.openDemo(),
  'desk.open': ({ deskId }) => desks.open(deskId),
  'desk.remove': ({ deskId }) => desks.remove(deskId),
  'desk.putAwayNotice': ({ deskId, notice }) => desks.putAwayNotice(deskId, notice),
  'business.edit': (request) => desks.editBusiness(request),
  'business.reorder': (request) => desks.reorderBusinesses(request),
  'account.connect': (request) => connectAccount({ desks, keychain, liveKeys }, request),
  'key.replace': (request) => replaceKey({ desks, keychain, liveKeys }, request),
  'key.check': ({ deskId }) => desks.checkKey(deskId),
  'keychain.state': async () => {
    const { store, available, explanation } = await keychain()
    return success({ adapter: store.adapter, available, explanation })
  },
  'sync.state': ({ deskId }) => onDesk(deskId, ({ sync }) => success(sync.freshness())),
  'sync.refresh': ({ deskId }) => onDesk(deskId, async ({ sync }) => success(await sync.refresh())),
  'sync.pause': ({ deskId }) =>
    onDesk(deskId, async ({ sync }) => {
      await sync.pause()
      return success(sync.freshness())
    }),
  'sync.resume': ({ deskId }) =>
    onDesk(deskId, ({ sync }) => {
      sync.resume()
      return success(sync.freshness())
    }),
  'sync.cancel': ({ deskId }) =>
    whyNotChange(deskId, 'give up the history') ??
    onDesk(deskId, async (desk) => success(await desk.cancelHistory())),
  'sync.wake': () => {
    for (const { sync } of desks.opened()) sync.wake('online')
    return success({})
  },
  'sync.watch': ({ watched }) => {
    deskCalls.watched(watched)
    for (const { sync } of desks.opened()) sync.watched(watched)
    return success({})
  },
  'event.replay': ({ deskId, id }) =>
    onDesk(deskId, async ({ projector }) => {
      const replayed = await projector.replay(id)
      if (!replayed.ok) return failure('not_found', 'This event is not in the log of this desk.')
      return success({ state: replayed.state, problem: replayed.problem })
    }),
  'tables.rebuild': ({ deskId }) =>
    whyNotManage(deskId, 'rebuild the tables') ?? onDesk(deskId, (desk) => success(desk.rebuild())),
  'listener.state': ({ deskId }) => onDesk(deskId, ({ listener }) => success(listener.state())),
  'listener.addSecret': ({ deskId, secret }) => onDesk(deskId, ({ listener }) => listener.addSecret(secret)),
  'listener.removeSecret': ({ deskId, secretId }) =>
    onDesk(deskId, ({ listener }) => listener.removeSecret(secretId)),
  'listener.selfTest': ({ deskId }) =>
    onDesk(deskId, async ({ listener }) => success(await listener.selfTest())),
  'search.stripe': ({ deskId, text }) => onDesk(deskId, ({ askStripe }) => askStripe(text)),
  'refund.preflight': ({ deskId, paymentIntentId }) =>
    onDesk(deskId, (desk) => desk.refunds.preflight(paymentIntentId)),
  'refund.place': (request) => onDesk(request.deskId, (desk) => desk.refunds.place(request)),
  'order.undo': ({ deskId, orderId }) => onDesk(deskId, (desk) => desk.refunds.undo(orderId)),
  'order.sendNow': ({ deskId, orderId }) => onDesk(deskId, (desk) => desk.refunds.sendNow(orderId)),
  'order.reconcile': ({ deskId, orderId }) => onDesk(deskId, (desk) => desk.refunds.reconcile(orderId)),
  'refund.recordOtherWay': (request) => onDesk(request.deskId, ({ otherWay }) => otherWay.record(request)),
  'refund.strikeOtherWay': (request) => onDesk(request.deskId, ({ otherWay }) => otherWay.strike(request)),
  'customer.note': (request) => onDesk(request.deskId, ({ notes }) => notes.write(request)),
  'customer.strikeNote': (request) => onDesk(request.deskId, ({ notes }) => notes.strike(request)),
  'change.preflight': ({ deskId, change }) => onDesk(deskId, (desk) => desk.changes.preflight(change)),
  'change.place': (request) => onDesk(request.deskId, (desk) => desk.changes.place(request)),
  'change.undo': ({ deskId, orderId }) => onDesk(deskId, (desk) => desk.changes.undo(orderId)),
  'change.sendNow': ({ deskId, orderId }) => onDesk(deskId, (desk) => desk.changes.sendNow(orderId)),
  'change.reconcile': ({ deskId, orderId }) => onDesk(deskId, (desk) => desk.changes.reconcile(orderId)),
  'run.rules': ({ deskId }) => onDesk(deskId, (desk) => desk.runs.rules()),
  'run.check': ({ deskId, rows, retryOf }) => onDesk(deskId, (desk) => desk.checkRows(rows, retryOf)),
  'run.place': (request) => onDesk(request.deskId, (desk) => desk.runs.place(request)),
  'run.pause': ({ deskId, runId }) => onDesk(deskId, (desk) => desk.runs.pause(runId)),
  'run.resume': ({ deskId, runId }) => onDesk(deskId, (desk) => desk.runs.resume(runId)),
  'run.stop': ({ deskId, runId }) => onDesk(deskId, (desk) => desk.runs.stop(runId)),
  'case.write': (request) => onDesk(request.deskId, (desk) => desk.writeCase(request)),
  // It decides for everybody at this desk, and for every failure to come.
  'declines.setRule': (request) =>
    whyNotManage(request.deskId, 'change how decline codes are judged') ??
    onDesk(request.deskId, (desk) => desk.setDeclineRule(request)),
  'subscription.preview': ({ deskId, what }) => onDesk(deskId, (desk) => desk.changes.preview(what)),
  // It decides for everybody at this desk who is said to have access.
  'access.setPolicy': (request) =>
    whyNotManage(request.deskId, 'change how access is judged') ??
    onDesk(request.deskId, (desk) => desk.setAccessPolicy(request)),
  'draft.mark': (request) => onDesk(request.deskId, (desk) => desk.markDraft(request)),
  'views.save': (request) => onDesk(request.deskId, (desk) => desk.views.save(request)),
  'views.delete': (request) => onDesk(request.deskId, (desk) => desk.views.delete(request)),
  'day.check': (request) => onDesk(request.deskId, (desk) => desk.checkDay(request)),
  'day.stop': ({ deskId }) =>
    onDesk(deskId, (desk) => {
      desk.checkDay.stop()
      return success({})
    }),
}

/** A home that is not ours, or is of a newer version, is not touched: every call is answered with the reason. */
const refusing = (error: Failure): typeof handlers =>
  Object.fromEntries(
    Object.keys(handlers).map((name) => [name, () => ({ ok: false, error })]),
  ) as unknown as typeof handlers
const homeProblem = homeLock.ok ? profile.problem : homeLock.error

function recordBug(where: string, error: unknown): void {
  hasMetDamage ||= isDamageCode((error as { code?: unknown } | null)?.code)
  process.stderr.write(
    `${redact(`engine ${where}: ${error instanceof Error ? error.stack : String(error)}`)}\n`,
  )
}

function callThrew(method: string, error: unknown, request: unknown): void {
  recordBug(method, error)
  const { deskId } = (request ?? {}) as { deskId?: unknown }
  if (typeof deskId === 'string') desks.find(deskId)?.threw(error)
}

const inside: InsideHandlers = {
  ...deskCalls.inside,
  async 'inside.woke'() {
    // Whoever missed that the computer went to sleep hears that it is back.
    deskCalls.lockAll('sleep')
    for (const { sync } of desks.opened()) sync.wake('resumed')
    return success({})
  },
  'inside.demoOrigin': async () => success(desks.demoOrigin()),
}
push = serve(port, homeProblem ? refusing(homeProblem) : handlers, callThrew, homeProblem ? {} : inside)
if (homeProblem === null && earlyDemo) desks.prepareDemo()
if (homeProblem === null && !noKeychain)
  void desks.openKept().catch((error: unknown) => recordBug('start', error))
port.on('message', (message: { stop?: true }) => {
  if (message.stop !== true) return
  void desks
    .closeAll()
    .then(() => webhooks.close())
    .finally(() => process.exit(0))
})
