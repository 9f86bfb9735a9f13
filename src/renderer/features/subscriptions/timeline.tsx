// What happened to a subscription, newest first: its events, each a way to it, and what was ordered here.
import { PencilLine, Zap } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { eventsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { NewestOnly } from '../../ui/newest-only.tsx'
import { TimelineItem } from '../../ui/timeline-item.tsx'

const few = 12

export function Timeline({ deskId, entries }: { deskId: string; entries: SubscriptionDetail['timeline'] }) {
  const [all, setAll] = useState(false)
  if (entries.length === 0) return null
  const shown = all ? entries : entries.slice(0, few)
  return (
    <Section title="Timeline">
      <ol aria-label="Timeline">
        {shown.map(({ at, kind, text, id }, index) => (
          <TimelineItem
            key={id}
            icon={kind === 'event' ? Zap : PencilLine}
            className={kind === 'event' ? 'text-ink-3' : 'text-amber'}
            at={at}
            last={index === shown.length - 1}
          >
            {kind === 'event' ? (
              <Link
                href={eventsPlace(deskId, id)}
                className="rounded underline decoration-line-strong underline-offset-3 hover:text-accent"
              >
                {text}
              </Link>
            ) : (
              text
            )}
          </TimelineItem>
        ))}
      </ol>
      {!all && entries.length > few && (
        <Button look="ghost" size="small" className="-ml-2 mt-1" onClick={() => setAll(true)}>
          All {entries.length}
        </Button>
      )}
      {all && <NewestOnly count={entries.length} others="Events has older ones." />}
    </Section>
  )
}
