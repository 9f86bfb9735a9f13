// The policy of access: for how many days after a failed payment it stays on, and what becomes of it while collection is paused. It changes what
// Bursar says, for now and for the past; nothing is switched by it.
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { AccessPolicy } from '../../../contract/access.ts'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { spoilLists } from '../../bridge/paged-list.ts'
import { keys } from '../../bridge/keys.ts'
import { useAccessPolicy } from '../../bridge/subscription-queries.ts'
import { Asked } from '../../ui/asked.tsx'
import { Button } from '../../ui/button.tsx'
import { useFocusAfter } from '../../ui/give-focus-back.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { CheckBox, Field, TextInput } from '../../ui/field.tsx'
import { noteAccess } from '../../ui/orders/order-access.ts'
import { OrderProblem } from '../../ui/orders/order-problem.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { Skeleton } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.tsx'

export function AccessPolicyDialog({
  desk,
  above,
  onClose,
}: {
  desk: Desk
  /** A dialog over this one, which stays as it is beneath. */
  above?: ReactNode
  onClose: () => void
}) {
  const policy = useAccessPolicy(desk.id)
  return (
    <Dialog title="How long access stays on" onClose={onClose} firm>
      <Asked of={policy} noun="policy" waiting={<Reading />}>
        {(read) => <PolicyForm desk={desk} policy={read} onClose={onClose} />}
      </Asked>
      {above}
    </Dialog>
  )
}

function Reading() {
  return (
    <div role="status" aria-label="Reading the policy" className="border-t border-line px-5 py-4">
      <Skeleton className="h-[30px] w-full" />
    </div>
  )
}

function readDays(typed: string): number | null {
  const days = /^\d{1,2}$/.test(typed.trim()) ? Number(typed) : -1
  return days >= 0 && days <= 90 ? days : null
}

function PolicyForm({ desk, policy, onClose }: { desk: Desk; policy: AccessPolicy; onClose: () => void }) {
  const client = useQueryClient()
  const [days, setDays] = useState(String(policy.graceDays))
  const [paused, setPaused] = useState(policy.onWhileCollectionPaused)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const form = useRef<HTMLFormElement>(null)
  useFocusAfter(busy)
  const graceDays = readDays(days)
  const same = graceDays === policy.graceDays && paused === policy.onWhileCollectionPaused
  const save = async (): Promise<void> => {
    if (graceDays === null || same || busy) return
    setBusy(true)
    const saved = await call('access.setPolicy', {
      deskId: desk.id,
      policy: { graceDays, onWhileCollectionPaused: paused },
    })
    setBusy(false)
    if (!saved.ok) return setFailure(saved.error)
    client.setQueryData(keys.accessPolicy(desk.id), saved.value)
    spoilLists(client, keys.access(desk.id))
    void client.invalidateQueries({ queryKey: keys.accessStanding(desk.id) })
    void client.invalidateQueries({ queryKey: keys.subscriptionsOfDesk(desk.id) })
    toast({ title: 'Policy of access changed' })
    onClose()
  }
  useShortcuts({ 'mod+enter': () => form.current?.requestSubmit() }, { whileTyping: true, overDialogs: true })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void save()
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex min-h-0 flex-col">
      <fieldset
        disabled={busy}
        className="flex flex-col gap-4 overflow-y-auto border-t border-line px-5 py-4"
      >
        <legend className="unseen">Policy of access</legend>
        <Field
          label="Days of grace"
          hint="After the first failed try of the oldest invoice that is still owed, access stays on for so many days. 0: it ends with the first failure."
          error={graceDays === null ? 'A whole number from 0 to 90.' : null}
        >
          {(control) => (
            <TextInput
              {...control}
              autoFocus
              inputMode="numeric"
              value={days}
              maxLength={2}
              onChange={(event) => setDays(event.target.value)}
              className="figures !w-24"
            />
          )}
        </Field>
        <CheckBox
          label="Access stays on while collection is paused"
          says="Otherwise it is off from the pause on, and on again when it is collected again."
          checked={paused}
          onChange={(event) => setPaused(event.target.checked)}
        />
        {failure && <OrderProblem failure={failure} locked={noteAccess(desk).can === 'unlock'} />}
      </fieldset>
      <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
        <span className="mr-auto min-w-0 text-sm text-ink-3">
          Counts for the past as well. Nothing is switched by it.
        </span>
        <Button look="ghost" onClick={onClose} disabled={busy}>
          Cancel
        </Button>
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={graceDays === null || same}
          keysShown="mod+enter"
        >
          Save
        </Button>
      </footer>
    </form>
  )
}
