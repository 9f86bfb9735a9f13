// Tries an event once more, and keeps what became of it for whoever shows that event.
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { ReplyOf } from '../../../contract/schemas.ts'
import { call } from '../../bridge/client.ts'
import { spoilLists } from '../../bridge/paged-list.ts'
import { keys } from '../../bridge/keys.ts'
import type { Tone } from '../../ui/pill.tsx'

export interface ReplayOutcome {
  eventId: string
  tone: Extract<Tone, 'green' | 'amber' | 'red'>
  text: string
}

/** What became of a replayed event, in words. */
function replaySentence({ state, problem }: ReplyOf<'event.replay'>): Omit<ReplayOutcome, 'eventId'> {
  const why = problem === null ? '' : ` ${problem}`
  switch (state) {
    case 'applied':
      return { tone: 'green', text: `Replayed: it is in the tables now.${why}` }
    case 'kept':
      return { tone: 'green', text: `Replayed: it stays stored, and no table is made of it.${why}` }
    case 'waiting':
      return {
        tone: 'amber',
        text: `Replayed, but not in the tables yet; it is tried again by itself.${why}`,
      }
    case 'failed':
      return { tone: 'red', text: `Replayed, and failed again.${why}` }
  }
}

export function useReplay(deskId: string) {
  const client = useQueryClient()
  const [busyId, setBusyId] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<ReplayOutcome | null>(null)
  /** Null while another one is under way. */
  const replay = async (eventId: string): Promise<ReplayOutcome | null> => {
    if (busyId !== null) return null
    setBusyId(eventId)
    setOutcome(null)
    const result = await call('event.replay', { deskId, id: eventId })
    const said: ReplayOutcome = result.ok
      ? { eventId, ...replaySentence(result.value) }
      : { eventId, tone: 'red', text: result.error.message }
    spoilLists(client, keys.events(deskId))
    await client.invalidateQueries({ queryKey: keys.event(deskId, eventId) })
    setBusyId(null)
    setOutcome(said)
    return said
  }
  return { busyId, outcome, replay }
}
