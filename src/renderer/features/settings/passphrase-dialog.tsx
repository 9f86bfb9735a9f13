// Sets or changes the passphrase of a desk. What is typed goes to the engine alone, and is forgotten here.
import { useRef, useState, type FormEvent } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks } from '../../bridge/desk-queries.ts'
import { Button } from '../../ui/button.tsx'
import { deskName } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import {
  newPassphraseProblem,
  NewPassphraseFields,
  noPassphrase,
  PassphraseField,
} from '../../ui/passphrase-fields.tsx'
import { toast } from '../../ui/toast.tsx'

export function PassphraseDialog({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const adopt = useAdoptDesks()
  const known = desk.access.passphrase
  const [current, setCurrent] = useState('')
  const [fresh, setFresh] = useState(noPassphrase)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const present = useRef<HTMLInputElement>(null)
  const ready = !busy && newPassphraseProblem(fresh) === null && (!known || current !== '')
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (!ready) return
    setBusy(true)
    setFailure(null)
    const result = await call('desk.setPassphrase', {
      deskId: desk.id,
      current: known ? current : null,
      next: fresh.next,
    })
    setBusy(false)
    setCurrent('')
    if (!result.ok) {
      setFailure(result.error)
      present.current?.focus()
      return
    }
    adopt(result.value)
    toast({ title: known ? 'Passphrase changed' : 'Passphrase set' })
    onClose()
  }
  return (
    <Dialog title={`Passphrase of ${deskName(desk)}`} onClose={onClose} busy={busy} firm>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-3 overflow-y-auto px-5 pb-4">
          <p className="text-ink-2">
            It is asked for before {desk.mode === 'live' ? 'live orders and ' : ''}a change of the policy of
            this desk. It can’t be read back: keep it where you keep such things.
          </p>
          {failure && (
            <p role="alert" className="rounded-lg bg-red-tint px-3 py-2 font-medium text-red">
              {failure.message}
            </p>
          )}
          {known && (
            <PassphraseField
              ref={present}
              label="Present passphrase"
              value={current}
              onChange={setCurrent}
              readOnly={busy}
              autoFocus
            />
          )}
          <NewPassphraseFields value={fresh} onChange={setFresh} readOnly={busy} autoFocus={!known} />
        </div>
        <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button look="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={busy} disabled={!ready}>
            {known ? 'Change it' : 'Set it'}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
