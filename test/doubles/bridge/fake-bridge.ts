// A stand-in for `window.bursar` with a whole made-up desk behind it: for the face's development, pictures and component
// tests only. Outcomes, latency and failures are switches. It must never be imported by the product.
import type { PageState } from '../../../src/contract/changes.ts'
import type { WaitingPayments } from '../../../src/contract/failures.ts'
import type { Desk } from '../../../src/contract/desks.ts'
import type { Freshness, ListenerState } from '../../../src/contract/events.ts'
import type { MethodName, PushName } from '../../../src/contract/methods.ts'
import type { StripeSearchReply } from '../../../src/contract/search.ts'
import type { Preflight } from '../../../src/contract/refunds.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Failure, Result } from '../../../src/contract/result.ts'
import type { PushOf, ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import { classifyKey } from '../../../src/domain/keys.ts'
import type { SavedView } from '../../../src/contract/views.ts'
import type { ChainHarm } from './fake-audit.ts'
import { createFakeDesks, demoDesk, manyDesks } from './fake-desks.ts'
import type { ReplayFate } from './fake-events.ts'
import { listFakePrices } from './fake-prices.ts'
import { createFakeRoom } from './fake-room.ts'

export interface FakeOptions {
  payments?: number
  latencyMilliseconds?: number
  holdMilliseconds?: number
  outcome?: 'succeeded' | 'pending' | 'failed' | 'refused' | 'unknown'
  /** What becomes of an order that is no refund. */
  changeOutcome?: 'done' | 'refused' | 'unknown'
  /** Methods that answer with a failure instead. */
  failing?: Partial<Record<MethodName, Failure>>
  /** Methods that are never answered. */
  silent?: readonly MethodName[]
  desk?: Partial<Desk>
  /** `many`: three accounts and the demo; `desk` then changes the one of its id. */
  desks?: 'none' | 'one' | 'many'
  /** Files that can't be deleted when a desk is removed. */
  leftBehind?: readonly string[]
  systemUnlock?: 'touch_id'
  sync?: Partial<Freshness>
  /** At most so many subscriptions. */
  subscriptions?: number
  /** With a text so many of the newest subscriptions are looked at: 20,000. */
  subscriptionsLookedAt?: number
  /** At most so many events. */
  events?: number
  /** What becomes of a replayed event. */
  replay?: ReplayFate
  /** At most so many entries of the audit. */
  audit?: number
  /** What somebody did to the chain of the audit. */
  chain?: ChainHarm
  /** The operator changes their mind when asked where to save. */
  savesNothing?: boolean
  listener?: Partial<ListenerState>
  selfTest?: 'passes' | 'fails'
  /** An event arrives each second, and the history goes on being read. */
  live?: boolean
  dark?: boolean
  preflight?: Partial<Preflight>
  /** Refunds in every trouble, made elsewhere. */
  troubled?: boolean
  /** How every hosted page stands; open when left out. */
  pageState?: PageState
  /** Payments that wait for their customer; none unless said. */
  waiting?: WaitingPayments
  /** What Stripe's own search answers; nothing when left out. */
  atStripe?: Partial<StripeSearchReply>
  /** What a day checked against Stripe tells; all equal when left out. */
  dayCheck?: Partial<ReplyOf<'day.check'>>
  /** `some`: a bulk run in every state. */
  runs?: 'some'
  runRules?: Partial<ReplyOf<'run.rules'>>
  runRowMilliseconds?: number
  /** The rows of a placed run that fail, counted from 1. */
  runFailing?: readonly number[]
}

export { demoDesk }

type FakeHandlers = {
  [Name in MethodName]: (request: RequestOf<Name>) => Result<ReplyOf<Name>>
}

export function createFakeBridge(options: FakeOptions = {}) {
  const listeners = new Set<(push: string, payload: unknown) => void>()
  const calls: { method: string; request: unknown }[] = []
  const push = <Name extends PushName>(name: Name, payload: PushOf<Name>): void => {
    for (const listener of listeners) listener(name, payload)
  }
  const first: Desk = { ...demoDesk, ...options.desk }
  const begun = options.desks === 'none' ? [] : options.desks === 'many' ? manyDesks : [first]
  const desks = createFakeDesks(
    begun.map((desk) =>
      options.desks === 'many' && desk.id === options.desk?.id ? { ...desk, ...options.desk } : desk,
    ),
    (desk) => push('desk.changed', desk),
  )
  const rooms = new Map<string, ReturnType<typeof createFakeRoom>>()
  const roomOf = ({ deskId }: { deskId: string }) => {
    const known = rooms.get(deskId)
    if (known) return known
    const desk = desks.find(deskId) ?? first
    const place = begun.findIndex(({ id }) => id === deskId)
    const room = createFakeRoom(desk, 7 + Math.max(0, place), options, push, () => desks.find(deskId) ?? desk)
    rooms.set(deskId, room)
    return room
  }
  const room = roomOf({ deskId: (begun[0] ?? first).id })
  if (options.live === true) {
    setInterval(() => {
      room.events.arrive()
      room.freshness.step()
      room.changed()
    }, 1000)
  }

  const views = new Map<string, SavedView[]>()
  const viewsOf = (deskId: string): SavedView[] => views.get(deskId) ?? []
  const handlers: FakeHandlers = {
    'desk.list': () => success(desks.all()),
    'desk.openDemo': () => {
      const demo = desks.all().find(({ kind }) => kind === 'demo') ?? first
      desks.add({ ...demo, state: 'open' })
      return success({ ...demo, state: 'open' })
    },
    'desk.open': ({ deskId }) => desks.change(deskId, { state: 'open' }),
    'desk.remove': ({ deskId }) => {
      desks.remove(deskId)
      return success({ left: [...(options.leftBehind ?? [])] })
    },
    'desk.putAwayNotice': ({ deskId, notice }) =>
      desks.change(deskId, {
        notices: (desks.find(deskId)?.notices ?? []).filter((each) => each !== notice),
      }),
    'desk.switch': ({ deskId }) => {
      for (const desk of desks.all())
        if (desk.access.unlockedUntil !== null && desk.id !== deskId) desks.lock(desk.id)
      push('desk.switched', { desk: (deskId === null ? undefined : desks.find(deskId)) ?? null })
      return success({})
    },
    'desk.unlock': desks.unlock,
    'desk.unlockBySystem': desks.unlockBySystem,
    'desk.lock': ({ deskId }) => desks.lock(deskId),
    'desk.setPassphrase': desks.setPassphrase,
    'desk.setPolicy': desks.setPolicy,
    'business.edit': desks.editBusiness,
    'business.reorder': desks.reorder,
    'key.replace': desks.replaceKey,
    'key.check': desks.check,
    'account.connect': ({ key }) => {
      const judged = classifyKey(key)
      if (judged.kind === 'refused') return failure('key_malformed', 'This is not a Stripe key.')
      if (key.includes('REVOKED'))
        return failure('key_revoked', 'Stripe no longer accepts this key: it was revoked or rolled.')
      const connected: Desk = {
        ...first,
        id: `acct_fake_${judged.mode}`,
        kind: 'account',
        accountId: 'acct_fake',
        accountName: 'Fake & Sons',
        businessId: 'acct_fake',
        businessName: 'Fake & Sons',
        mode: judged.mode,
        keyType: judged.type,
        secretsIn: 'keyring',
        keyEnteredAt: Date.now(),
      }
      desks.add(connected)
      return success(connected)
    },
    'keychain.state': () =>
      success({
        available: true,
        adapter: 'keyring',
        explanation: 'Keys are kept in this machine’s keychain (Secret Service).',
      }),
    'sync.state': (request) => roomOf(request).freshness.state(),
    'sync.refresh': (request) => roomOf(request).freshness.refresh(),
    'sync.pause': (request) => roomOf(request).freshness.pause(),
    'sync.resume': (request) => roomOf(request).freshness.resume(),
    'sync.cancel': (request) => roomOf(request).freshness.cancel(),
    'sync.wake': () => success({}),
    'sync.watch': () => success({}),
    'tables.rebuild': (request) => roomOf(request).freshness.rebuild(),
    'event.replay': (request) => {
      const result = roomOf(request).events.replay(request)
      roomOf(request).changed()
      return result
    },
    'events.list': (request) => roomOf(request).events.list(request),
    'events.detail': (request) => roomOf(request).events.detail(request),
    'listener.state': (request) => roomOf(request).listener.state(),
    'listener.addSecret': (request) => roomOf(request).listener.addSecret(request),
    'listener.removeSecret': (request) => roomOf(request).listener.removeSecret(request),
    'listener.selfTest': (request) => roomOf(request).listener.selfTest(),
    'refund.preflight': (request) => roomOf(request).preflight(request),
    'refund.place': (request) => roomOf(request).place(request),
    'order.undo': (request) => roomOf(request).undo(request),
    'order.sendNow': (request) => roomOf(request).sendNow(request),
    'order.reconcile': (request) => roomOf(request).reconcile(request),
    'refunds.list': (request) => roomOf(request).refunds.list(request),
    'refunds.counts': (request) => roomOf(request).refunds.counts(request),
    'refunds.detail': (request) => roomOf(request).refunds.detail(request),
    'refund.recordOtherWay': (request) => roomOf(request).recordOtherWay(request),
    'refund.strikeOtherWay': (request) => roomOf(request).strikeOtherWay(request),
    'payments.list': (request) => roomOf(request).list(request),
    'payments.counts': (request) => roomOf(request).counts(request),
    'payments.detail': (request) => roomOf(request).detail(request),
    'orders.list': (request) => roomOf(request).orders(request),
    'audit.list': (request) => roomOf(request).audit.list(request),
    'audit.verify': (request) => roomOf(request).audit.verify(request),
    'audit.export': (request) => roomOf(request).audit.export(request),
    'search.all': (request) => roomOf(request).search(request),
    'search.stripe': () =>
      success({
        hits: [],
        asked: ['customer', 'payment', 'invoice'],
        notAsked: [],
        more: false,
        ...options.atStripe,
      }),
    'customers.list': (request) => roomOf(request).customers.list(request),
    'customers.detail': (request) => roomOf(request).customers.detail(request),
    'customers.timeline': (request) => roomOf(request).customers.timeline(request),
    'customer.note': (request) => roomOf(request).customers.notes.write(request),
    'customer.strikeNote': (request) => roomOf(request).customers.notes.strike(request),
    'change.preflight': (request) => roomOf(request).changes.preflight(request),
    'change.place': (request) =>
      request.change.kind === 'cancel_refund'
        ? roomOf(request).cancelRefund(request, request.change.refundId)
        : roomOf(request).changes.place(request),
    'change.undo': (request) => roomOf(request).changes.undo(request),
    'change.sendNow': (request) => roomOf(request).changes.sendNow(request),
    'change.reconcile': (request) => roomOf(request).changes.reconcile(request),
    'page.state': () => success(options.pageState ?? { state: 'open', paid: false, paymentIntentId: null }),
    'prices.list': ({ text = '' }) => success(listFakePrices(text)),
    'changes.list': (request) => roomOf(request).changes.list(request),
    'run.rules': (request) => roomOf(request).runs.rules(),
    'run.check': (request) => roomOf(request).runs.check(request),
    'run.place': (request) => roomOf(request).runs.place(request),
    'run.pause': (request) => roomOf(request).runs.pause(request),
    'run.resume': (request) => roomOf(request).runs.resume(request),
    'run.stop': (request) => roomOf(request).runs.stop(request),
    'runs.list': (request) => roomOf(request).runs.list(),
    'runs.detail': (request) => roomOf(request).runs.detail(request),
    'runs.rows': (request) => roomOf(request).runs.rows(request),
    'runs.receipt': (request) => roomOf(request).runs.receipt(request),
    'case.write': (request) => roomOf(request).failures.write(request),
    'declines.setRule': (request) => roomOf(request).failures.setRule(request),
    'subscription.preview': (request) => roomOf(request).subscriptions.preview(request),
    'access.setPolicy': (request) => roomOf(request).access.setPolicy(request),
    'draft.mark': (request) => roomOf(request).access.mark(request),
    'subscriptions.list': (request) => roomOf(request).subscriptions.list(request),
    'subscriptions.counts': (request) => roomOf(request).subscriptions.counts(request),
    'subscriptions.products': (request) => roomOf(request).subscriptions.products(),
    'subscriptions.detail': (request) =>
      roomOf(request).subscriptions.detail(request, roomOf(request).changes.all()),
    'access.list': (request) => roomOf(request).access.list(request),
    'access.entitlements': (request) => roomOf(request).access.entitlements(request),
    'access.policy': (request) => roomOf(request).access.policy(),
    'drafts.list': (request) => roomOf(request).access.drafts(request),
    'day.check': (request) => roomOf(request).finance.checkDay(request),
    'views.list': ({ deskId }) => success(viewsOf(deskId)),
    'views.save': ({ deskId, view }) => {
      const others = viewsOf(deskId).filter(({ id, name }) => id !== view.id && name !== view.name)
      views.set(
        deskId,
        [...others, view].toSorted((a, b) => a.name.localeCompare(b.name)),
      )
      return success(viewsOf(deskId))
    },
    'views.delete': ({ deskId, id }) => {
      views.set(
        deskId,
        viewsOf(deskId).filter((view) => view.id !== id),
      )
      return success(viewsOf(deskId))
    },
    'day.stop': () => success({}),
    'finance.overview': (request) => roomOf(request).finance.overview(request),
    'finance.rows': (request) => roomOf(request).finance.rows(request),
    'failures.list': (request) => roomOf(request).failures.list(request),
    'failures.counts': (request) => roomOf(request).failures.counts(request),
    'failures.detail': (request) => roomOf(request).failures.detail(request, roomOf(request).changes.all()),
    'failures.waiting': () => success(options.waiting ?? { rows: [], sums: [] }),
    'recovery.report': (request) => roomOf(request).recovery.report(request),
    'recovery.expiring': (request) => roomOf(request).recovery.expiring(request),
    'disputes.list': (request) => roomOf(request).disputes.list(request),
    'disputes.counts': (request) => roomOf(request).disputes.counts(request),
    'declines.rules': (request) => roomOf(request).failures.rules(),
    'app.info': () =>
      success({
        version: '0.1.0',
        platform: 'linux',
        standIn: true,
        theme: 'system',
        dark: options.dark ?? false,
        systemUnlock: options.systemUnlock ?? null,
        operator: 'ada',
      }),
    'link.open': () => success({}),
    'page.play': () => success({}),
    'text.copy': () => success({}),
    'image.copy': () => success({}),
    'text.save': () => success({ saved: options.savesNothing !== true }),
    'theme.set': () => success({}),
  }

  let held: Promise<void> | undefined
  return {
    /** What is asked from now on is answered once this is called: what has to be done in between races no clock. */
    holdAnswers(): () => void {
      const { promise, resolve } = Promise.withResolvers<void>()
      held = promise
      return () => {
        held = undefined
        resolve()
      }
    },
    calls,
    rows: room.rows,
    events: room.events,
    audit: room.audit,
    freshness: room.freshness,
    listener: room.listener,
    roomOf,
    desks,
    push,
    bridge: {
      async call(method: string, request: unknown): Promise<Result<unknown>> {
        calls.push({ method, request })
        const latency = options.latencyMilliseconds ?? 0
        if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency))
        await held
        if (options.silent?.includes(method as MethodName) === true) await new Promise(() => undefined)
        const failing = options.failing?.[method as MethodName]
        if (failing) return { ok: false, error: failing }
        const result = handlers[method as MethodName](request as never)
        // What crosses the real boundary is a copy.
        return structuredClone(result)
      },
      subscribe(listener: (push: string, payload: unknown) => void) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
  }
}
