// The webhook listener of a desk in one word, as the way to its screen.
import { CircleAlert, KeyRound, Webhook } from 'lucide-react'
import { Link } from 'wouter'
import type { ListenerState } from '../../contract/events.ts'
import { useListener } from '../bridge/event-queries.ts'
import { screenPlace } from '../state/places.ts'
import { Pill, type Look } from './pill.tsx'

/** Whether events can arrive, and if not what is in the way. */
export function listenerLook(listener: ListenerState): Look {
  if (!listener.running) return { tone: 'red', icon: CircleAlert, word: 'Not running' }
  if (listener.takesSecrets && listener.secrets.length === 0)
    return { tone: 'amber', icon: KeyRound, word: 'Needs a signing secret' }
  if (listener.secrets.some(({ proof }) => proof === 'unknown_to_stripe'))
    return { tone: 'amber', icon: CircleAlert, word: 'Check the signing secret' }
  // With a wrong secret, or a wrong clock, it listens and nothing gets in.
  if (listener.lastRefusal !== null && listener.lastRefusal.at > (listener.lastAcceptedAt ?? 0))
    return { tone: 'amber', icon: CircleAlert, word: 'Refused the last one' }
  return { tone: 'green', icon: Webhook, word: 'Listening' }
}

export function ListenerLink({ deskId }: { deskId: string }) {
  const listener = useListener(deskId).data
  return (
    <Link
      href={screenPlace(deskId, 'listener')}
      title="The webhook listener of this desk"
      className="flex h-[30px] shrink-0 items-center gap-2 rounded-md border border-line-strong bg-raised px-2 font-medium hover:bg-hover"
    >
      Listener
      {listener && <Pill look={listenerLook(listener)} />}
    </Link>
  )
}
