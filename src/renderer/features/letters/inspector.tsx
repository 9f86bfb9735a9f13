// One letter beside the list: what it says, to whom, about which failure, and what can be done with it.
import { Copy, Mail } from 'lucide-react'
import { Link } from 'wouter'
import type { Draft } from '../../../contract/letters.ts'
import type { Desk } from '../../../contract/desks.ts'
import { useDraft } from '../../bridge/letter-queries.ts'
import { customersPlace, eventsPlace, failuresPlace } from '../../state/places.ts'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { CopyId } from '../../ui/copy-id.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Fact, InspectorPanel, Section } from '../../ui/inspector-panel.tsx'
import { Pill } from '../../ui/pill.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { useLetterActs } from './letter-acts.ts'
import { letterLook, whyNotNow } from './letter-looks.ts'

export function LetterInspector({
  desk,
  invoiceId,
  row,
  over,
  onClose,
}: {
  desk: Desk
  invoiceId: string
  /** As the list shows it; what is not in it is asked for. */
  row: Draft | undefined
  /** True where it lies over the list: then it is a modal dialog. */
  over: boolean
  onClose: () => void
}) {
  const asked = useDraft(desk.id, row === undefined ? invoiceId : null)
  const letter = row ?? asked.data ?? undefined
  return (
    <InspectorPanel
      label="Letter"
      over={over}
      onClose={onClose}
      head={letter && <Pill look={letterLook(letter.state)} />}
    >
      <Asked
        of={asked}
        known={letter}
        noun="letter"
        nowhere={<p className="px-5 text-ink-2">There is no letter about this invoice.</p>}
      >
        {(letter) => <Body desk={desk} letter={letter} />}
      </Asked>
    </InspectorPanel>
  )
}

function Body({ desk, letter }: { desk: Desk; letter: Draft }) {
  const { busy, mark, write } = useLetterActs(desk)
  const { state, markedBy, markedAt } = letter
  const notNow = whyNotNow(state)
  return (
    <>
      <header className="px-5 pb-3">
        <h2 className="text-lg font-semibold">{letter.subject}</h2>
        <p className="text-ink-2">To {letter.to ?? 'an address that is not known'}</p>
      </header>
      <div className="flex flex-col gap-3 px-5 pb-4">
        <blockquote className="border-l-2 border-line-strong pl-3 whitespace-pre-wrap text-ink-2">
          {letter.text}
        </blockquote>
        {notNow !== null ? (
          <p className="text-ink-2">{notNow}</p>
        ) : (
          <div className="flex flex-wrap gap-2">
            <Button
              look={state === 'open' ? 'primary' : 'secondary'}
              icon={Mail}
              keysShown="e"
              onClick={() => write(letter)}
            >
              Read over and open in mail…
            </Button>
            <Button disabled={busy || state === 'sent'} keysShown="s" onClick={() => mark(letter, 'sent')}>
              Mark as sent
            </Button>
            <Button
              disabled={busy || state === 'dismissed'}
              keysShown="d"
              onClick={() => mark(letter, 'dismissed')}
            >
              Dismiss
            </Button>
            <Button look="ghost" icon={Copy} onClick={() => void copyText(letter.text, 'Letter')}>
              Copy
            </Button>
          </div>
        )}
        <p className="text-sm text-ink-3">Bursar sends nothing: the marks stay on this machine.</p>
      </div>
      <Section title="Facts">
        <dl>
          {markedAt !== null && (state === 'sent' || state === 'dismissed') && (
            <Fact word={letterLook(state).word}>
              {dayAndTime(markedAt)}
              {markedBy !== null && ` by ${markedBy}`}
            </Fact>
          )}
          <Fact word="Made">{dayAndTime(letter.madeAt * 1000)}</Fact>
          <Fact word="Tries">{letter.attempts}</Fact>
          {letter.nextAttemptAt !== null && (
            <Fact word="Next try">{dayAndTime(letter.nextAttemptAt * 1000)}</Fact>
          )}
          <Fact word="Invoice">
            {letter.invoiceNumber ?? ''} <CopyId id={letter.invoiceId} what="Invoice id" />
          </Fact>
          {letter.customerId !== null && (
            <Fact word="Customer">
              <Link
                href={customersPlace(desk.id, letter.customerId)}
                className="rounded text-accent underline underline-offset-2"
              >
                Open their page
              </Link>
            </Fact>
          )}
          <Fact word="Tells of">
            <Link
              href={
                letter.paymentIntentId === null
                  ? eventsPlace(desk.id, letter.eventId)
                  : failuresPlace(desk.id, letter.paymentIntentId)
              }
              className="rounded font-mono text-sm break-all text-accent underline underline-offset-2"
            >
              {letter.paymentIntentId ?? letter.eventId}
            </Link>
          </Fact>
        </dl>
        {letter.hostedUrl !== null && (
          <div className="mt-2">
            <CopyLine text={letter.hostedUrl} what="Link" shortened />
          </div>
        )}
      </Section>
    </>
  )
}
