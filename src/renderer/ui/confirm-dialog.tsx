// Asks before something that can't be taken back: what follows, a way out, and one button that does it.
import { useState, type ReactNode } from 'react'
import type { Failure } from '../../contract/result.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { OrderProblem } from './order-problem.tsx'

export function ConfirmDialog({
  title,
  keep,
  act,
  look = 'danger',
  ready = true,
  locked = false,
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
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  /** Does it; answers what went wrong, or null. */
  onConfirm: () => Promise<Failure | null>
  onClose: () => void
  children: ReactNode
}) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const confirm = async (): Promise<void> => {
    setBusy(true)
    const wrong = await onConfirm()
    setBusy(false)
    setFailure(wrong)
    if (!wrong) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose} busy={busy} firm>
      <div className="flex flex-col gap-2 overflow-y-auto px-5 pb-4">
        {children}
        {failure && <OrderProblem failure={failure} locked={locked} />}
      </div>
      <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
        <Button look="ghost" onClick={onClose} disabled={busy}>
          {keep}
        </Button>
        <Button look={look} onClick={() => void confirm()} disabled={busy || !ready}>
          {act}
        </Button>
      </footer>
      {above}
    </Dialog>
  )
}
