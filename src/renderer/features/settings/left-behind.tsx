// Says of a desk that was removed which of its files could not be deleted. Until that is read, its screen stays beneath.
import type { Desk } from '../../../contract/desks.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { deskName } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { toast } from '../../ui/toast.tsx'

export interface LeftBehind {
  desk: Desk
  paths: readonly string[]
  /** Takes the desk off the screen. */
  leave: () => void
}

export const removedWord = (desk: Desk): string => `${deskName(desk)} was removed`
const says = 'Its Stripe key was deleted, but not all that was read from Stripe. Delete it yourself:'

export function LeftBehindDialog({ left, onClose }: { left: LeftBehind; onClose: () => void }) {
  return (
    <Dialog title={removedWord(left.desk)} onClose={onClose} size="wide" firm>
      <div className="flex flex-col gap-2 overflow-y-auto px-5 pb-4">
        <p>{says}</p>
        {left.paths.map((path) => (
          <CopyLine key={path} text={path} what="Path" />
        ))}
      </div>
      <footer className="flex justify-end border-t border-line px-5 py-3">
        <Button onClick={onClose}>Close</Button>
      </footer>
    </Dialog>
  )
}

/** The same in short, to an operator who has gone elsewhere meanwhile. */
export function sayLeftBehind(desk: Desk, paths: readonly string[]): void {
  toast({ title: removedWord(desk), description: `${says} ${paths.join(', ')}`, tone: 'red' })
}
