// The changes of one desk: preflight, place into the hold (or send at once), undo, send, and settle what earlier runs left open.
// It must never send an order that was not committed to the journal first.
import {
  failure,
  success,
  type Change,
  type ChangeFinding,
  type ChangeOrder,
  type ChangePreflight,
  type Failure,
  type ParsedRequestOf,
  type Result,
  type SubscriptionPreview,
} from '../../../src/contract/index.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import type { ChangeAccess } from '../access/order-access.ts'
import type { Audit } from '../audit/audit.ts'
import { changeDenied } from '../audit/change-notes.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { changeKeyOf } from '../journal/change-digest.ts'
import type { ChangeJournal } from '../journal/changes.ts'
import { explainBlock } from '../journal/entries.ts'
import { openOrderLife, type OrderDesk } from '../journal/order-life.ts'
import type { Projector } from '../projector/projector.ts'
import { finding, whyNot, whyNotAsThen } from './kind.ts'
import { kindOf } from './kinds.ts'
import { previewOf } from './previews.ts'
import { stripeReader, type OwnJudgement } from './reader.ts'
import { openChangeSender } from './send.ts'

export interface ChangesDesk extends OrderDesk<ChangeOrder> {
  preflight(change: Change): Promise<Result<ChangePreflight>>
  /** What a change of a subscription would cost. */
  preview(what: ParsedRequestOf<'subscription.preview'>['what']): Promise<Result<SubscriptionPreview>>
  place(request: ParsedRequestOf<'change.place'>): Promise<Result<ChangeOrder>>
  /** An event that names this idempotency key came in: it confirms the order, or says that an unknown one was executed. */
  noteEvent(idempotencyKey: string): void
  /** Whether the outcome of an order is not known, so that the desk can't be forgotten. */
  hasUnsettled(): boolean
  /** How many are held for whose sending this has to be allowed. */
  held(action: 'refund' | 'change'): number
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>
}

export interface ChangesPorts {
  deskId: string
  gateway: Gateway
  projector: Pick<Projector, 'takeNow'>
  journal: ChangeJournal
  audit: Audit
  /** Asked when an order is placed, and again right before it is sent. */
  access: ChangeAccess
  /** What this desk itself has to say of failures. */
  own: OwnJudgement
  /** The id of an event that names this idempotency key, if one is in the log. */
  eventOf: (idempotencyKey: string) => string | null
  /** Milliseconds. */
  now: () => number
  changed: (order: ChangeOrder) => void
  /** Something was thrown where nobody waits for an answer: a bug, which must not end the engine. */
  onBug: (error: unknown) => void
}

export function openChanges(ports: ChangesPorts): ChangesDesk {
  const { deskId, gateway, journal, audit, access, eventOf, now, changed, onBug } = ports
  const stripe = stripeReader(gateway, ports.projector, now, ports.own)
  const sender = openChangeSender({
    gateway,
    journal,
    stripe,
    whyNotSend: access.whyNotSend,
    now,
    changed: (order) => life.tell(order),
  })
  const idempotencyKeyOf = ({ kind, id }: ChangeOrder): string => changeKeyOf(kind, id)
  const life = openOrderLife({ journal, sender, audit, idempotencyKeyOf, eventOf, now, changed, onBug })

  async function tryToPlace(request: ParsedRequestOf<'change.place'>): Promise<Result<ChangeOrder>> {
    const { orderId, change, subject } = request
    const kind = kindOf(change)
    const mayNot = (): Failure | null => access.whyNoChange(kind.action, request.confirmation)
    const denied = mayNot()
    if (denied) return { ok: false, error: denied }
    const note = noteOf(request)
    const asked = { orderId, deskId, change, note }
    let placed = journal.again(asked)
    if (!placed) {
      const forbidden = whyNotWritten(request.note)
      if (forbidden !== null) return failure('bad_request', `${forbidden} Nothing was ordered.`)
      const judged = await kind.judge(stripe, change)
      if (!judged.ok) return judged
      const { words, base, payload } = judged.value
      const reason = whyNotAsThen(judged.value, request.base === undefined ? base : request.base, 'checked')
      if (reason !== null) return failure('not_changeable', reason)
      const marks = { bursar_order: orderId, bursar_operator: audit.operator }
      const placedAt = now()
      placed = journal.place(
        {
          ...asked,
          objectId: kind.objectId(change),
          blocks: kind.blocks(change),
          payload: payload(marks),
          base,
          words,
          subject,
        },
        { placedAt, sendAt: placedAt + (kind.held ? access.holdMs() : 0) },
        // What was read took a while: the desk may have been locked meanwhile, or its policy changed.
        mayNot,
      )
    }
    if (!placed.ok) return placed
    const { state } = placed.value
    // Whoever asks again while it is being sent waits for the same answer.
    if (!kind.held) return state === 'held' || state === 'sending' ? life.sendNow(orderId) : placed
    life.hold(placed.value)
    return placed
  }

  /** What the kind can't know: other orders, and whether anything may be ordered at all. */
  function circumstances(change: Change): ChangeFinding[] {
    const blocking = journal.blocking(kindOf(change).blocks(change))
    const denied = access.whyNoChange(kindOf(change).action, { how: 'agreed' })
    return [
      blocking ? finding('open_order', 'stop', explainBlock(blocking.state, 'this'), [blocking.id]) : null,
      denied ? finding('mode', 'stop', denied.message) : null,
    ].filter((each) => each !== null)
  }

  return {
    preview: (what) => previewOf(stripe, what),
    async preflight(change) {
      const kind = kindOf(change)
      const judged = await kind.judge(stripe, change)
      if (!judged.ok) return judged
      const findings = [...judged.value.findings, ...circumstances(change)]
      return success({
        kind: change.kind,
        objectId: kind.objectId(change),
        words: judged.value.words,
        money: judged.value.money ?? null,
        findings,
        base: judged.value.base,
        canPlace: whyNot(findings) === null,
        holdMs: kind.held ? access.holdMs() : 0,
        checkedAt: now(),
      })
    },

    place: (request) =>
      life.placed(tryToPlace(request), (error) => changeDenied(request.orderId, request.change, error)),

    undo: life.undo,
    sendNow: life.sendNow,
    reconcile: life.reconcile,

    noteEvent(idempotencyKey) {
      const order = life.noteEvent(idempotencyKey)
      if (order?.state === 'unknown') life.settleSoon(order.id)
    },

    held: (action) =>
      journal.open().filter(({ state, change }) => state === 'held' && kindOf(change).action === action)
        .length,

    hasUnsettled: () => journal.open().some(({ state }) => state !== 'held'),

    start: life.start,
    withdrawHeld: life.withdrawHeld,
    settleUnknown: life.settleUnknown,
    stop: life.stop,
    idle: () => sender.idle(),
  }
}

/** A reason to retry against advice is a note, where there is no other. */
function noteOf({ note, change }: ParsedRequestOf<'change.place'>): string | null {
  const written = note?.trim() ?? ''
  if (written !== '') return written
  return 'override' in change ? change.override : null
}
