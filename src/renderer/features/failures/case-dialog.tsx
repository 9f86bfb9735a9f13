// The forms of what is noted here about failed payments: to whom they are assigned, a note, until when they sleep, why they are closed or
// written off. The same about one or many. One form is one entry: sending it twice writes it once. Nothing of it goes to Stripe.
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import type { Failure } from '../../../contract/result.ts'
import type { RequestOf } from '../../../contract/schemas.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { useSpoilFailures, writeCases } from '../../bridge/failure-queries.ts'
import { useAppInfo } from '../../bridge/desk-queries.ts'
import { chosenFailures } from '../../state/chosen.ts'
import type { CaseAct } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { useFocusAfter } from '../../ui/give-focus-back.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextArea, TextInput } from '../../ui/field.tsx'
import { noteAccess } from '../../ui/orders/order-access.ts'
import { OrderProblem } from '../../ui/orders/order-problem.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/toast.tsx'
import { aboutRows } from './case-words.ts'
import { SnoozeFields } from './snooze-fields.tsx'

type Entry = RequestOf<'case.write'>['entry']

const words: Record<CaseAct, { title: string; act: string; done: string }> = {
  assign: { title: 'Assign', act: 'Assign', done: 'Assigned' },
  note: { title: 'Write a note', act: 'Save the note', done: 'Note saved' },
  snooze: { title: 'Snooze', act: 'Snooze', done: 'Snoozed' },
  close: { title: 'Close', act: 'Close', done: 'Closed' },
  write_off: { title: 'Write off', act: 'Write off', done: 'Written off' },
}

const longestText = 1000

export function CaseDialog({
  desk,
  act,
  rows,
  above,
  onClose,
}: {
  desk: Desk
  act: CaseAct
  rows: readonly FailureRow[]
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const me = useAppInfo().data?.operator ?? null
  const [text, setText] = useState('')
  const [name, setName] = useState(rows.length === 1 ? (rows[0]?.case.assignee ?? '') : '')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const idOf = useEntryIds()
  const spoil = useSpoilFailures(desk.id)
  const form = useRef<HTMLFormElement>(null)
  useFocusAfter(busy)
  const problem = whyNotWritten(act === 'assign' ? name : text)
  const entry = act === 'snooze' || problem !== null ? null : entryOf(act, text.trim(), name.trim())

  const write = async (wanted: Entry): Promise<void> => {
    if (busy) return
    setBusy(true)
    const ids = rows.map(({ paymentIntentId }) => paymentIntentId)
    const refused = await writeCases(desk.id, ids, wanted, idOf(JSON.stringify(wanted)))
    setBusy(false)
    setFailure(refused)
    spoil()
    if (refused) return
    chosenFailures.letGo(ids)
    toast({ title: words[act].done, description: aboutRows(rows) })
    onClose()
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (entry) void write(entry)
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })
  return (
    <Dialog title={words[act].title} onClose={onClose} busy={busy} firm>
      <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <fieldset
          disabled={busy}
          className="flex flex-col gap-4 overflow-y-auto border-t border-line px-5 py-4"
        >
          <legend className="unseen">{words[act].title}</legend>
          <p className="figures">{aboutRows(rows)}</p>
          {act === 'assign' && <AssignFields name={name} me={me} problem={problem} onName={setName} />}
          {act === 'snooze' && <SnoozeFields onChoose={(until) => void write({ kind: 'snoozed', until })} />}
          {(act === 'note' || act === 'close' || act === 'write_off') && (
            <TextField act={act} text={text} problem={problem} onText={setText} />
          )}
          {failure && <OrderProblem failure={failure} locked={noteAccess(desk).can === 'unlock'} />}
        </fieldset>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
          <span className="mr-auto text-sm text-ink-3">Stays on this machine. Stripe is not told.</span>
          <Button look="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          {act !== 'snooze' && (
            <Button
              type="submit"
              look={act === 'write_off' ? 'danger' : 'primary'}
              busy={busy}
              disabled={entry === null}
              keysShown="mod+enter"
            >
              {act === 'assign' && name.trim() === '' ? 'Assign to nobody' : words[act].act}
            </Button>
          )}
        </footer>
      </form>
      {above}
    </Dialog>
  )
}

/** Null while something is missing. */
function entryOf(act: Exclude<CaseAct, 'snooze'>, text: string, name: string): Entry | null {
  switch (act) {
    case 'assign':
      return { kind: 'assigned', assignee: name === '' ? null : name }
    case 'note':
      return text === '' ? null : { kind: 'noted', text }
    case 'close':
      return text === '' ? null : { kind: 'closed', text }
    case 'write_off':
      return text === '' ? null : { kind: 'written_off', text }
  }
}

/** The same number for the same entry, however often it is sent. */
function useEntryIds(): (entry: string) => (time: number) => string {
  const ids = useRef(new Map<string, string>())
  return (entry) => (time) => {
    const name = `${time} ${entry}`
    const known = ids.current.get(name) ?? crypto.randomUUID()
    ids.current.set(name, known)
    return known
  }
}

function AssignFields({
  name,
  me,
  problem,
  onName,
}: {
  name: string
  me: string | null
  problem: string | null
  onName: (name: string) => void
}) {
  return (
    <div className="flex items-end gap-2">
      <Field
        label="To"
        className="flex-1"
        hint="The name by which their machine knows them. Empty: nobody."
        error={problem}
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            value={name}
            maxLength={100}
            onChange={(event) => onName(event.target.value)}
          />
        )}
      </Field>
      {me !== null && name !== me && (
        <Button className="mb-5" onClick={() => onName(me)}>
          Me
        </Button>
      )}
    </div>
  )
}

const labels: Record<'note' | 'close' | 'write_off', { label: string; hint: string }> = {
  note: { label: 'Note', hint: 'Whoever opens this payment on this machine sees it.' },
  close: { label: 'Why', hint: 'It leaves the list. If it fails once more, it comes back.' },
  write_off: {
    label: 'Why',
    hint: 'It counts as lost from now on. At Stripe nothing changes: void its invoice there as well, or it may still be collected.',
  },
}

function TextField({
  act,
  text,
  problem,
  onText,
}: {
  act: 'note' | 'close' | 'write_off'
  text: string
  problem: string | null
  onText: (text: string) => void
}) {
  return (
    <Field {...labels[act]} error={problem}>
      {(control) => (
        <TextArea
          {...control}
          autoFocus
          rows={act === 'note' ? 5 : 3}
          value={text}
          maxLength={longestText}
          onChange={(event) => onText(event.target.value)}
        />
      )}
    </Field>
  )
}
