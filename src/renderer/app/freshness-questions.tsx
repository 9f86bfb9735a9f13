// Asks before history is given up, and before the tables are made again: what follows, and what does not.
import type { ReactNode } from 'react'
import { useFreshness } from '../bridge/desk-queries.ts'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { isUnread } from '../ui/words/freshness-words.ts'
import { useFreshnessActs } from './freshness-acts.ts'

export function StopReading({
  deskId,
  above,
  onClose,
}: {
  deskId: string
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const { order } = useFreshnessActs(deskId)
  const freshness = useFreshness(deskId).data
  return (
    <ConfirmDialog
      title="Give up reading the history?"
      keep="Go on reading"
      act="Give it up"
      above={above}
      onConfirm={() => order('sync.cancel')}
      onClose={onClose}
    >
      <p>
        {freshness && isUnread(freshness)
          ? 'Nothing was read yet: the lists stay empty, and changes are not followed.'
          : 'What was read stays here, the newest first, and changes are still followed. What was not read is named as missing: lists, counts and searches are without it.'}
      </p>
      <p className="text-ink-2">It can be resumed at any time, and then goes on where it was.</p>
    </ConfirmDialog>
  )
}

export function Rebuild({ deskId, onClose }: { deskId: string; onClose: () => void }) {
  const { order } = useFreshnessActs(deskId)
  return (
    <ConfirmDialog
      title="Make the tables again?"
      keep="Leave them"
      act="Make them again"
      look="primary"
      onConfirm={() => order('tables.rebuild')}
      onClose={onClose}
    >
      <p>
        Every list is made anew from what is stored here; only what that leaves unsure is read again from
        Stripe. No order is sent or lost, and no row goes away meanwhile. Until it is done, a row may show an
        earlier state; the footer says how far it is.
      </p>
      <p className="text-ink-2">For when a list shows something that its events do not say.</p>
    </ConfirmDialog>
  )
}
