// How the states and sources of events look and are called. Exhaustive by type.
import { Archive, Check, Clock, History, Layers, Webhook, X, type LucideIcon } from 'lucide-react'
import type { EventRow } from '../../../contract/events.ts'
import type { Look } from '../../ui/pill.tsx'

export type EventState = EventRow['state']
export type EventSource = EventRow['source']

/** Applied is what almost every event is, so it stays quiet. */
export const stateLooks: Record<EventState, Look> = {
  applied: { tone: 'grey', icon: Check, word: 'Applied' },
  waiting: { tone: 'amber', icon: Clock, word: 'Waiting' },
  failed: { tone: 'red', icon: X, word: 'Failed' },
  kept: { tone: 'blue', icon: Archive, word: 'Kept' },
}

export const stateSentences: Record<EventState, string> = {
  applied: 'In the tables.',
  waiting: 'Not in the tables yet; it is tried again by itself.',
  failed: 'Tried too often and given up: see why, and replay it.',
  kept: 'Stored; no table is made of events of this type or shape.',
}

export const sourceLooks: Record<EventSource, { word: string; icon: LucideIcon }> = {
  webhook: { word: 'Webhook', icon: Webhook },
  catch_up: { word: 'Catch-up', icon: History },
  backfill: { word: 'Backfill', icon: Layers },
}

/** What brought it first, and how often the webhook did, which may have come later. */
export function sourceSentence({ source, deliveries }: Pick<EventRow, 'source' | 'deliveries'>): string {
  const times = deliveries > 1 ? `, ${deliveries} times` : ''
  if (source === 'webhook') return `Delivered to the listener${times}`
  const found = source === 'catch_up' ? 'Found by asking Stripe' : 'Read from Stripe’s lists with the history'
  if (deliveries > 0) return `${found}, then delivered to the listener${times}`
  return source === 'catch_up' ? `${found}: no webhook brought it` : found
}

/** An event can be replayed while it is not where it belongs. */
export function canReplay(state: EventState): boolean {
  return state === 'failed' || state === 'waiting'
}
