// What happened to a subscription, newest first: its events, those of its invoices' payments, and what was ordered here. It must never
// say more than an event does.
import type { Database } from 'better-sqlite3'
import { newestTold, type ChangeOrder, type SubscriptionDetail } from '../../../../src/contract/index.ts'
import { readEvent } from '../../events/read-event.ts'
import { bodiesOf } from '../events/events.ts'
import { prepared } from '../prepared.ts'

type Entry = SubscriptionDetail['timeline'][number]

interface EventRecord {
  id: string
  type: string
  created: number
  dictionary: number | null
  body: Buffer
}

interface PaymentFact {
  event_id: string
  type: string
  kind: 'paid' | 'failed' | 'over'
  at: number
  attempts: number | null
}

const eventsSql = `SELECT id, type, created, dictionary, body FROM events INDEXED BY events_by_object
  WHERE object_id = ? ORDER BY created DESC, rowid DESC LIMIT ${newestTold}`
const paymentsSql = `SELECT event_id, type, kind, at, attempts FROM access_facts INDEXED BY access_facts_by_subscription
  WHERE subscription_id = ? AND kind <> 'subscription' ORDER BY at DESC, event_id DESC LIMIT ${newestTold}`

export function subscriptionTimeline(
  cache: Database,
  subscriptionId: string,
  orders: readonly ChangeOrder[],
): Entry[] {
  const entries: Entry[] = [
    ...orders.map((order): Entry => ({
      at: order.placedAt,
      kind: 'order',
      text: `Ordered in Bursar (${order.state}): ${order.words}`,
      id: order.id,
    })),
    ...prepared<[string], PaymentFact>(cache, paymentsSql).all(subscriptionId).map(ofPayment),
    ...prepared<[string], EventRecord>(cache, eventsSql)
      .all(subscriptionId)
      .map((record) => ofEvent(cache, record)),
  ]
  return entries.toSorted((a, b) => b.at - a.at).slice(0, newestTold)
}

function ofPayment({ event_id: id, type, kind, at, attempts }: PaymentFact): Entry {
  const of = { at: at * 1000, kind: 'event' as const, id }
  switch (kind) {
    case 'paid':
      return { ...of, text: 'Invoice paid' }
    case 'over':
      return {
        ...of,
        text: type === 'invoice.voided' ? 'Invoice voided' : 'Invoice given up as uncollectible',
      }
    case 'failed': {
      const tries = attempts !== null && attempts > 1 ? `, try ${attempts}` : ''
      return { ...of, text: `Payment of the invoice failed${tries}` }
    }
  }
}

const words: Readonly<Record<string, string>> = {
  'customer.subscription.created': 'Subscription made',
  'customer.subscription.deleted': 'Subscription ended',
  'customer.subscription.paused': 'Subscription paused',
  'customer.subscription.resumed': 'Subscription resumed',
  'customer.subscription.trial_will_end': 'The trial ends in three days',
  'customer.subscription.pending_update_applied': 'The change that waited was made',
  'customer.subscription.pending_update_expired': 'The change that waited was dropped',
}

function ofEvent(cache: Database, { id, type, created, ...packed }: EventRecord): Entry {
  const text = words[type] ?? (type === 'customer.subscription.updated' ? changed(cache, packed) : type)
  return { at: created * 1000, kind: 'event', text, id }
}

/** What is different, by Stripe's `previous_attributes`. */
function changed(cache: Database, packed: Pick<EventRecord, 'dictionary' | 'body'>): string {
  const event = readEvent(JSON.parse(bodiesOf(cache).unpack(packed)))
  const { status, ...previous } = event?.previous ?? {}
  const became =
    typeof status === 'string'
      ? `Became ${plain(event?.object?.['status'])}, was ${plain(status)}`
      : 'Subscription changed'
  const fields = Object.keys(previous)
    .map(plain)
    .filter((field) => field !== 'plan')
  return fields.length === 0 ? became : `${became}: ${fields.join(', ')}`
}

const plain = (word: unknown): string => String(word).replaceAll('_', ' ')
