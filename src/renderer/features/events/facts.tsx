// What is known of an event besides its payload, as plain facts. A fact that is not known is absent.
import type { EventDetail } from '../../../contract/events.ts'
import { CopyId } from '../../ui/copy-id.tsx'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { plainWord } from '../../ui/words/looks.ts'
import { Moment } from '../../ui/dates/moment.tsx'
import { sourceLooks, sourceSentence } from './event-looks.ts'

export function Facts({ detail }: { detail: EventDetail }) {
  const { event } = detail
  return (
    <Section title="Facts">
      <dl>
        <Fact word="Event">
          <CopyId id={event.id} what="Event id" />
        </Fact>
        {event.objectId !== null && (
          <Fact word={event.objectType === null ? 'Object' : plainWord(event.objectType)}>
            <CopyId id={event.objectId} what="Object id" />
          </Fact>
        )}
        <Fact word="Created">
          <Moment milliseconds={event.created * 1000} />
        </Fact>
        <Fact word="Received">
          <Moment milliseconds={event.receivedAt} />
        </Fact>
        <Fact word="Source">
          {sourceLooks[event.source].word}
          <span className="block text-sm text-ink-3">{sourceSentence(event)}</span>
        </Fact>
        {event.apiVersion !== null && <Fact word="API version">{event.apiVersion}</Fact>}
        {detail.requestId !== null && (
          <Fact word="Request">
            <CopyId id={detail.requestId} what="Request id" />
          </Fact>
        )}
        {detail.idempotencyKey !== null && (
          <Fact word="Idempotency key">
            <CopyId id={detail.idempotencyKey} what="Idempotency key" />
          </Fact>
        )}
        {detail.attempts > 0 && <Fact word="Attempts">{detail.attempts}</Fact>}
        {detail.nextAttemptAt !== null && (
          <Fact word="Next attempt">
            <Moment milliseconds={detail.nextAttemptAt} />
          </Fact>
        )}
      </dl>
    </Section>
  )
}
