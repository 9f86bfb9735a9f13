// Wires one desk together over its open files: its door to Stripe, its audit, its orders, its listener, its projector and its sync.
import type { Database } from 'better-sqlite3'
import type { Failure, Freshness, ListenerState, PushName, PushOf } from '../../../src/contract/index.ts'
import type { Verifier } from '../access/passphrase.ts'
import { openAudit, type AuditNote } from '../audit/audit.ts'
import {
  deskConnected,
  historyCanceled,
  journalRestored as journalRestoredNote,
  keyReplaced,
  signingSecretChanged,
  signingSecretJudged,
  tablesRebuilt,
} from '../audit/desk-notes.ts'
import type { StripeEvent } from '../../store/events/read-event.ts'
import type { InboxReader, InboxRow } from '../../store/inbox/read-inbox.ts'
import type { ObjectTable } from '../../store/projections/kind.ts'
import { oddObjects } from '../../store/projections/odd-objects.ts'
import { journalTakenUp } from '../../store/recover.ts'
import { dayChecker } from '../finance/day-check.ts'
import { budgetOf, mostInOneSecond } from '../gateway/budget.ts'
import { openGateway } from '../gateway/gateway.ts'
import { makeClient } from '../gateway/client.ts'
import { openNotices } from '../notices/notices.ts'
import { paymentReader } from '../payments/read-payment.ts'
import { openProjector, type Projector } from '../projector/projector.ts'
import { readAgainThrough } from '../projector/read-object.ts'
import { stripeSearchOf } from '../search/stripe-search.ts'
import { intakeOf } from '../sync/intake.ts'
import { openSync } from '../sync/sync.ts'
import { openDeskListener, type KeepSigning, type SigningSecret } from '../webhook/desk-listener.ts'
import type { WebhookIntake } from '../webhook/intake.ts'
import { openProof } from '../webhook/proof.ts'
import { backUpSoon } from './back-up-soon.ts'
import { openDeskOrders } from './desk-orders.ts'
import { gatherChanges } from './gather-changes.ts'
import { watchForDamage } from './journal-damage.ts'
import { watchForStrangers } from './strangers.ts'
import type { WiredDesk } from './wired-desk.ts'

/** What it is made of; its files are open. */
export interface DeskToWire {
  deskId: string
  /** What it is called now, with its mode. */
  title: () => string
  folder: string
  accountId: string
  mode: 'test' | 'live'
  keyType: 'secret' | 'restricted'
  /** Why it is opened: an account was just connected, another key came in the place of its key, or neither. */
  occasion: 'connected' | 'key_replaced' | 'opened'
  stripeKey: string
  baseUrl?: string
  signing: readonly SigningSecret[]
  /** Changes the signing secrets that are kept, and answers with them; null where the desk brings its own. */
  keepSigning: KeepSigning | null
  webhooks: WebhookIntake
  cache: Database
  journal: Database
  journalRestored: boolean
  /** What the passphrase is checked against, from the keychain; absent while none was set. */
  passphrase?: Verifier | undefined
  /** Keeps another one; null where there is no keychain item. */
  keepPassphrase: ((verifier: Verifier) => Promise<void>) | null
  /** Why the key can't be used for such orders; undefined where it can. */
  keyRefusal: (action: 'refund' | 'change') => Failure | undefined
  /** Stripe does not take the key any more. */
  onKeyRevoked: (error: Failure) => void
  /** It was locked or unlocked, or its policy or passphrase changed. */
  accessChanged: () => void
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
  /** A failed backup: said, never fatal. */
  onNotice: (text: string) => void
  /** What was said is not so any more. */
  onNoticeOver: (text: string) => void
  /** A throw where nobody waits for an answer: recorded, and the desk goes on. */
  onBug: (error: unknown) => void
}

export function wireDesk(options: DeskToWire, inbox: InboxReader): WiredDesk {
  const { deskId, mode, baseUrl, webhooks, cache, push } = options
  const livemode = mode === 'live'
  const now = Date.now
  const budget = budgetOf(mode, baseUrl)
  const gateway = openGateway({
    client: makeClient(options.stripeKey, baseUrl),
    livemode,
    requestsPerSecond: mostInOneSecond(budget.perSecond),
    onStranger: (place) => strangers.came('answer_other_mode', 1, place),
    onKeyRevoked: options.onKeyRevoked,
  })
  const odd = oddObjects(cache)
  const damage = watchForDamage({ ...options, onFound: options.accessChanged })
  const backUp = backUpSoon({ ...options, onDamaged: damage.note })
  const changes = gatherChanges((kinds) => push('data.changed', { deskId, kinds }))
  const audit = openAudit(options.journal, {
    now,
    appended() {
      changes.note('audit')
      backUp.soon()
    },
  })
  const strangers = watchForStrangers({ mode, now, record, onNotice: options.onNotice })
  const projector = openProjector({
    cache,
    inbox: { after: rowsAfter, forget: (upTo) => webhooks.forget(deskId, upTo) },
    readAgain: readAgainThrough(gateway),
    now,
    changed: rowsChanged,
    seen,
    logChanged() {
      changes.note('events')
      sync.touch()
    },
    // It says by itself what is wrong, for as long as that is.
    onTrouble: options.onBug,
  })
  const notices = openNotices({
    deskId,
    title: options.title,
    journal: options.journal,
    now,
    tell: (notice) => push('notice', notice),
  })

  /** An inbox that is damaged would hold up everything else, and go on taking what nobody can read. */
  function rowsAfter(seq: number, limit: number): InboxRow[] {
    try {
      return inbox.after(seq, limit)
    } catch (error) {
      webhooks.reopen(deskId)
      throw error
    }
  }

  /** Whatever goes wrong with a notification, the desk goes on. */
  function tryToTell(work: () => void): void {
    try {
      work()
    } catch (error) {
      onBug(error)
    }
  }

  function rowsChanged(rows: Map<ObjectTable, Set<string>>): void {
    const refundIds = rows.get('refunds')
    if (refundIds) orders.noteRefunds(refundIds)
    changes.noteRows(rows.keys())
    sync.touch()
  }

  /** What freshness says of the webhook goes by it too. */
  function tellOfListener(state: ListenerState): void {
    push('listener.changed', state)
    sync.touch()
  }

  function seen(events: readonly StripeEvent[]): void {
    orders.seen(events)
    tryToTell(() => notices.seen(events))
  }

  /** Said for as long as there is one. */
  function tellOfForeignSecret(): void {
    const isThere = listener.state().secrets.some((secret) => secret.proof === 'unknown_to_stripe')
    tryToTell(() => (isThere ? options.onNotice(foreignSecret) : options.onNoticeOver(foreignSecret)))
  }

  /** Of what was done already, outside the journal: that it could not be written down is said, and undoes nothing. */
  function record(note: AuditNote): void {
    try {
      audit.append(note)
    } catch (error) {
      options.onBug(error)
      if (damage.metIn(error)) return
      options.onNotice('An entry of the audit could not be written. Free some disk space.')
    }
  }

  function onBug(error: unknown): void {
    options.onBug(error)
    damage.threw(error)
  }

  function isCurrent(): boolean {
    const { phase, projection } = sync.freshness()
    const { waiting, failed, readsDue, rebuilding } = projection
    return phase === 'current' && rebuilding === null && waiting + failed + readsDue === 0
  }

  const orders = openDeskOrders({
    ...options,
    onBug,
    gateway,
    requestsPerSecond: budget.perSecond,
    projector,
    audit,
    record,
    isCurrent,
    damage: damage.found,
    now,
    changed() {
      changes.note('orders')
      backUp.soon()
    },
  })
  const listener = openDeskListener({
    deskId,
    mode,
    intake: webhooks,
    signing: options.signing,
    keep: options.keepSigning,
    duplicates: () => projector.duplicates(),
    proofOf: (secretId) => proof.of(secretId),
    whyNotChange(what) {
      const { access } = orders.acts
      return access.whyLocked(what) ?? access.refusal('manage', what)?.error ?? null
    },
    now,
    changed: tellOfListener,
    noted(change, secretId) {
      record(signingSecretChanged(change, secretId))
      if (proof.of(secretId).proof === 'unknown_to_stripe') tellOfForeignSecret()
    },
  })
  const proof = openProof({
    gateway,
    witnesses: () => listener.witnesses(),
    now,
    changed: () => tellOfListener(listener.state()),
    judged(secretId, verdict) {
      record(signingSecretJudged(verdict, secretId))
      tellOfForeignSecret()
    },
    onBug,
  })
  const sync = openSync({
    deskId,
    gateway,
    cache,
    intake: intakeOf({ cache, projector, now }),
    budget,
    notUnderstood: () => odd.read(),
    projection: () => projectionOf(projector),
    webhook: listener.expected,
    now,
    changed(freshness) {
      tryToTell(() => notices.freshness(freshness))
      push('sync.changed', freshness)
    },
    onBug,
  })
  try {
    noteOpening()
    orders.takeUp()
    journalTakenUp(options.folder)
  } catch (error) {
    orders.stop()
    proof.stop()
    gateway.close()
    void projector.stop()
    // Its files are closed next: what was written until here is copied now.
    backUp.last()
    throw error
  }
  return {
    deskId,
    record,
    threw: damage.threw,
    ...orders.acts,
    sync,
    askStripe: stripeSearchOf({
      gateway,
      projector,
      cache,
      readPayment: paymentReader(gateway, projector),
      now,
    }),
    checkDay: dayChecker({
      gateway,
      cache,
      projector,
      onProgress: (progress) => push('day.progress', { deskId, ...progress }),
    }),
    gateway,
    projector,
    listener,
    audit,
    deliveriesRefused({ other_mode: ofMode = 0, other_account: ofAccount = 0 }) {
      if (ofMode > 0) strangers.came('event_other_mode', ofMode)
      if (ofAccount > 0) strangers.came('event_other_account', ofAccount)
    },
    rebuild() {
      if (projector.state().rebuilding === null) {
        record(tablesRebuilt)
        void projector.rebuild(() => sync.touch()).then(() => sync.touch())
      }
      return sync.freshness()
    },
    async cancelHistory() {
      await sync.cancel()
      record(historyCanceled)
      return sync.freshness()
    },
    listenerChanged() {
      tellOfListener(listener.state())
      proof.wake()
    },
    stop: orders.stop,
    async close() {
      orders.stop()
      orders.acts.access.lock('closed')
      // Deliveries first: what was answered is in the inbox, and is moved on at the next start.
      await webhooks.removeDesk(deskId)
      proof.stop()
      // Ends what is under way at once; the sender still journals that its outcome is not known.
      gateway.close()
      // The projector too: what sync waits for may be something that it can't write.
      await Promise.all([orders.idle(), sync.stop(), projector.stop()])
      changes.stop()
      backUp.last()
      inbox.close()
      cache.close()
      options.journal.close()
    },
  }

  /** Before anything else is written to the chain: where it begins, and with which key. */
  function noteOpening(): void {
    const { occasion, journalRestored: restored } = options
    const begins = audit.isEmpty() ? { ordersBefore: orders.acts.journal.count() } : null
    if (begins !== null || occasion === 'connected') audit.append(deskConnected(options, begins))
    if (occasion === 'key_replaced') audit.append(keyReplaced(options))
    if (restored) audit.append(journalRestoredNote(options))
  }
}

const foreignSecret =
  'A signing secret of this desk is probably another account’s: Stripe does not know the events that come by it. Listener says which one it is, and what to do.'

function projectionOf(projector: Projector): Freshness['projection'] {
  const { waiting, failed, readsDue, rebuilding, problem } = projector.state()
  return { waiting, failed, readsDue, rebuilding, problem }
}
