// What was noted about a customer, newest first. A note that was struck out stays, and says by whom and when.
import { MessageSquareText } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { CustomerNote } from '../../../contract/customer-notes.ts'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { call } from '../../bridge/client.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { NewestOnly } from '../../ui/newest-only.tsx'
import { openForm } from '../../ui/orders/open-form.ts'
import { noNote, noteAccess } from '../../ui/orders/order-access.ts'
import { NoteLine, StrikeOut } from '../../ui/struck-note.tsx'
import { writeNote } from '../../ui/write-note.ts'

/** More are shown when asked for. */
const shownAtFirst = 5

export function Notes({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const { notes, customer } = detail
  const [all, setAll] = useState(false)
  const [striking, setStriking] = useState<CustomerNote | null>(null)
  const shown = all ? notes : notes.slice(0, shownAtFirst)
  const strike = (note: CustomerNote): void => openForm(noteAccess(desk), () => setStriking(note), noNote)
  return (
    <Section
      title="Notes"
      action={
        <Button
          size="small"
          icon={MessageSquareText}
          keysShown="n"
          onClick={() => writeNote(desk, customer.id)}
        >
          Write a note
        </Button>
      }
    >
      {notes.length === 0 ? (
        <p className="text-ink-2">
          Nothing was noted yet. A note stays on this machine, for whoever looks at this customer next.
        </p>
      ) : (
        <ul aria-label="Notes" className="-mx-2 flex flex-col">
          {shown.map((note) => (
            <Note key={note.id} deskId={desk.id} note={note} onStrike={() => strike(note)} />
          ))}
        </ul>
      )}
      {shown.length < notes.length && (
        <Button look="ghost" size="small" onClick={() => setAll(true)} className="mt-1">
          Show all {notes.length} notes
        </Button>
      )}
      {all && <NewestOnly count={notes.length} others="The timeline has older ones." />}
      {striking && (
        <StrikeOut
          text={beginningOf(striking.text, 300)}
          means="It stays readable, with your name. A note at Stripe is not changed by it."
          strike={() => call('customer.strikeNote', { deskId: desk.id, noteId: striking.id })}
          onClose={() => setStriking(null)}
        />
      )}
    </Section>
  )
}

function Note({ deskId, note, onStrike }: { deskId: string; note: CustomerNote; onStrike: () => void }) {
  const { text, paymentIntentId } = note
  return (
    <NoteLine
      note={note}
      text={text}
      name={beginningOf(text)}
      className="rounded-md px-2 py-1.5 hover:bg-hover"
      onStrike={onStrike}
    >
      {paymentIntentId !== null && (
        <Link
          href={paymentsPlace(deskId, paymentIntentId)}
          className="rounded underline decoration-line-strong underline-offset-3 hover:text-accent"
        >
          About a payment
        </Link>
      )}
    </NoteLine>
  )
}

function beginningOf(text: string, length = 40): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}…`
}
