// Says once, over restarts too, what should not wait until somebody looks: a failed refund, a dispute, a webhook that fell silent, changes
// that can soon no longer be read. It must never tell of what happened before the desk was connected, nor name a customer.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { Freshness, Notice } from '../../../src/contract/index.ts'
import { dayAndTime, dayOf } from '../../../src/domain/day-words.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import type { StripeEvent } from '../../store/events/read-event.ts'
import { disputeShape, refundShape } from '../../store/projections/shapes.ts'

export interface NoticesPorts {
  deskId: string
  /** What it is called now, with its mode. */
  title: () => string
  journal: Database
  /** Milliseconds. */
  now: () => number
  tell: (notice: Notice) => void
}

export interface Notices {
  /** Events that came into the log. */
  seen(events: readonly StripeEvent[]): void
  freshness(freshness: Pick<Freshness, 'webhook' | 'horizonAt'>): void
}

const dayMs = 86_400_000
/** What happened longer ago than this is seen on the screens. */
const freshForMs = 3 * dayMs
const horizonNearMs = 5 * dayMs

type Told = Pick<Notice, 'kind' | 'text' | 'opens'> & { about: string }

export function openNotices({ deskId, title, journal, now, tell }: NoticesPorts): Notices {
  const remember = journal.prepare('INSERT OR IGNORE INTO told_notices (cause, at) VALUES (?, ?)')
  const connected = journal.prepare<[], number>('SELECT at FROM audit ORDER BY seq LIMIT 1').pluck()
  let webhook: Freshness['webhook'] = 'none'

  function once({ about, ...notice }: Told): void {
    if (remember.run(`${notice.kind}:${about}`, now()).changes === 1)
      tell({ deskId, desk: title(), ...notice })
  }

  return {
    seen(events) {
      const since = Math.max(now() - freshForMs, connected.get() ?? now())
      for (const event of events) {
        if (event.created * 1000 < since) continue
        const told = refundOf(event) ?? disputeOf(event)
        if (told !== null) once(told)
      }
    },

    freshness({ webhook: stands, horizonAt }) {
      // Whoever was told hears of the next silence only after something had come again.
      if (stands === 'silent' && webhook !== 'silent')
        once({
          kind: 'webhook_silent',
          about: new Date(now()).toISOString().slice(0, 10),
          text: 'Stripe has changes that the webhook did not bring. Bursar asks for them itself, a little later.',
        })
      webhook = stands
      if (horizonAt !== null && horizonAt > now() && horizonAt - now() < horizonNearMs)
        once({
          kind: 'horizon_near',
          about: new Date(horizonAt).toISOString().slice(0, 10),
          text: `Some changes can be asked for only until ${dayOf(horizonAt)}: let Bursar read on.`,
        })
    },
  }
}

const refundEvents: ReadonlySet<string> = new Set([
  'refund.failed',
  'refund.updated',
  'charge.refund.updated',
])

function refundOf({ type, object }: StripeEvent): Told | null {
  if (!refundEvents.has(type)) return null
  const refund = refundShape.safeParse(object).data
  if (refund?.status !== 'failed') return null
  return {
    kind: 'refund_failed',
    about: refund.id,
    text: `A refund of ${spokenAmount(refund.amount, refund.currency)} failed. The money is in the Stripe balance.`,
    opens: { kind: 'refund', id: refund.id },
  }
}

const dueShape = z.number().positive()

/** A bank may only ask at first (an inquiry). No other dispute is made when it takes the money then: only that tells of it. */
const disputeEvents: ReadonlySet<string> = new Set([
  'charge.dispute.created',
  'charge.dispute.funds_withdrawn',
])

function disputeOf({ type, object }: StripeEvent): Told | null {
  if (!disputeEvents.has(type)) return null
  const dispute = disputeShape.safeParse(object).data
  if (dispute === undefined) return null
  if (type !== 'charge.dispute.created' && dispute.status !== 'needs_response') return null
  const isInquiry = dispute.status.startsWith('warning_')
  const sum = spokenAmount(dispute.amount, dispute.currency)
  const due = dueShape.safeParse(dispute.evidence_details?.due_by).data
  const until = due === undefined ? '' : ` Evidence is wanted until ${dayAndTime(due * 1000)}.`
  return {
    kind: 'dispute_opened',
    about: isInquiry ? `${dispute.id} inquiry` : dispute.id,
    text: `${isInquiry ? `The bank asks about a payment of ${sum} (an inquiry).` : `A payment of ${sum} is disputed.`}${until}`,
    opens: { kind: 'dispute', id: dispute.id },
  }
}
