// What was noted about a customer, newest first. A note that was struck out stays, and says by whom and when.
import { MessageSquareText, Strikethrough } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { CustomerNote } from '../../../contract/customer-notes.ts'
import type { CustomerDetail } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { askToUnlock } from '../../state/overlays.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Section } from '../../ui/inspector-panel.tsx'
import { noteAccess } from '../../ui/order-access.ts'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { toast } from '../../ui/toast.tsx'
import { writeNote } from '../../ui/write-note.ts'

/** More are shown when asked for. */
const shownAtFirst = 5

export function Notes({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const { notes, customer } = detail
  const [all, setAll] = useState(false)
  const [striking, setStriking] = useState<CustomerNote | null>(null)
  const shown = all ? notes : notes.slice(0, shownAtFirst)
  const strike = (note: CustomerNote): void =>
    noteAccess(desk).can === 'unlock' ? askToUnlock() : setStriking(note)
  return (
    <Section
      title="Notes"
      action={
        <Button
          size="small"
          icon={MessageSquareText}
          keysShown="n"
          aria-keyshortcuts="n"
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
      {striking && <StrikeOut deskId={desk.id} note={striking} onClose={() => setStriking(null)} />}
    </Section>
  )
}

function Note({ deskId, note, onStrike }: { deskId: string; note: CustomerNote; onStrike: () => void }) {
  const { text, operator, at, struck, paymentIntentId } = note
  return (
    <li className="flex gap-2.5 rounded-md px-2 py-1.5 hover:bg-hover">
      <div className="min-w-0 flex-1">
        <p className="break-words whitespace-pre-line">
          {struck === null ? text : <s className="text-ink-3">{text}</s>}
        </p>
        <p className="flex flex-wrap gap-x-1.5 text-sm text-ink-3">
          <span>{operator}</span>
          <RelativeTime milliseconds={at} />
          {paymentIntentId !== null && (
            <Link
              href={paymentsPlace(deskId, paymentIntentId)}
              className="rounded underline decoration-line-strong underline-offset-3 hover:text-accent"
            >
              About a payment
            </Link>
          )}
          {struck !== null && (
            <span>
              Struck out by {struck.operator} <RelativeTime milliseconds={struck.at} />
            </span>
          )}
        </p>
      </div>
      {struck === null && (
        <IconButton icon={Strikethrough} label={`Strike out “${beginningOf(text)}”`} onClick={onStrike} />
      )}
    </li>
  )
}

function StrikeOut({ deskId, note, onClose }: { deskId: string; note: CustomerNote; onClose: () => void }) {
  const strike = async (): Promise<Failure | null> => {
    const struck = await call('customer.strikeNote', { deskId, noteId: note.id })
    if (!struck.ok) return struck.error
    toast({ title: 'Note struck out' })
    return null
  }
  return (
    <ConfirmDialog
      title="Strike out this note?"
      keep="Keep it"
      act="Strike it out"
      onConfirm={strike}
      onClose={onClose}
    >
      <p className="break-words whitespace-pre-line">{beginningOf(note.text, 300)}</p>
      <p className="text-ink-2">
        It stays readable, with your name. A note at Stripe is not changed by it. This can’t be undone.
      </p>
    </ConfirmDialog>
  )
}

function beginningOf(text: string, length = 40): string {
  return text.length <= length ? text : `${text.slice(0, length).toWellFormed()}…`
}
