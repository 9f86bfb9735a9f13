// Asks before something that can't be taken back: what follows, a way out, and one button that does it.
import { useState, type ReactNode } from 'react'
import type { Desk } from '../../contract/desks.ts'
import type { Failure } from '../../contract/result.ts'
import { Button } from './button.tsx'
import { useDeskToast } from './desk-toast.ts'
import { Dialog } from './dialog.tsx'
import { OrderProblem } from './orders/order-problem.tsx'
import { Spinner } from './states.tsx'
import { useStillHere } from './still-here.ts'
import { TakesLong } from './takes-long.tsx'

export function ConfirmDialog({
  title,
  keep,
  act,
  look = 'danger',
  ready = true,
  locked = false,
  about,
  above,
  onConfirm,
  onClose,
  children,
}: {
  title: string
  /** The word of the way out. */
  keep: string
  /** The word of the button that does it. */
  act: string
  look?: 'danger' | 'primary'
  /** False: something in the dialog is to be done first. */
  ready?: boolean
  /** The desk is locked by now: doing it would be refused. */
  locked?: boolean
  /** Where it is asked of another desk than the one that is shown. */
  about?: Desk
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  /** Does it; answers what went wrong, or null. */
  onConfirm: () => Promise<Failure | null>
  onClose: () => void
  children: ReactNode
}) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const stillHere = useStillHere()
  const toast = useDeskToast(about)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    const wrong = await onConfirm()
    if (!stillHere()) {
      if (wrong) toast({ title: `Not done: ${act}`, description: wrong.message, tone: 'red' })
      return
    }
    setBusy(false)
    setFailure(wrong)
    if (!wrong) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose} firm>
      <div className="flex flex-col gap-2 overflow-y-auto px-5 pb-4">
        {children}
        {failure && <OrderProblem failure={failure} locked={locked} />}
      </div>
      <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
        <span role="status" className="mr-auto flex items-center gap-2 text-ink-2">
          {busy && (
            <TakesLong>
              <Spinner /> It goes on if you close this.
            </TakesLong>
          )}
        </span>
        <Button look="ghost" onClick={onClose}>
          {busy ? 'Close' : keep}
        </Button>
        <Button look={look} onClick={() => void confirm()} busy={busy} disabled={!ready}>
          {act}
        </Button>
      </footer>
      {above}
    </Dialog>
  )
}
