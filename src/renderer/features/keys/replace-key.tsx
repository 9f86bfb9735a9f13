// Takes the key that is to stand in for a desk's key, or for one that is gone. The engine takes it only where it is of the same account and mode; the old one
// is kept until then, and forgotten after. No key is ever shown.
import { useRef, useState, type FormEvent } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks, useAppInfo } from '../../bridge/desk-queries.ts'
import { Button } from '../../ui/button.tsx'
import { useDeskToast } from '../../ui/desk-toast.ts'
import { deskName } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { isUsable, KeyField, keyHint } from '../../ui/key-field.tsx'
import { PermissionList } from '../../ui/permission-list.tsx'
import { Spinner, StripeSaid } from '../../ui/states.tsx'
import { useStillHere } from '../../ui/still-here.ts'

export function ReplaceKey({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const adopt = useAdoptDesks()
  const [key, setKey] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const stillHere = useStillHere()
  const field = useRef<HTMLInputElement>(null)
  const toast = useDeskToast()
  const standIn = useAppInfo().data?.standIn ?? false
  const isGone = desk.state === 'needs_key'
  const hint = keyHint(key, standIn, desk.mode)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || !isUsable(hint)) return
    const sent = key.trim()
    setKey('')
    setBusy(true)
    setFailure(null)
    const result = await call('key.replace', { deskId: desk.id, key: sent })
    const here = stillHere()
    setBusy(false)
    if (!result.ok) {
      if (here) {
        setFailure(result.error)
        field.current?.focus()
      } else
        toast({
          title: `The key was not ${isGone ? 'entered' : 'replaced'}`,
          description: result.error.message,
          tone: 'red',
        })
      return
    }
    adopt(result.value)
    if (isGone) toast({ title: 'Key entered' })
    else toast({ title: 'Key replaced', description: 'The old one is forgotten here. Revoke it at Stripe.' })
    if (here) onClose()
  }
  return (
    <Dialog title={`Key of ${deskName(desk)}`} onClose={onClose} firm>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-4 overflow-y-auto px-5 pb-4">
          <p className="text-ink-2">
            {isGone
              ? 'The key must be of the same account and mode, which is asked of Stripe first.'
              : 'The new key must be of the same account and mode, which is asked of Stripe first. Then the old one is forgotten here; at Stripe it is valid until you revoke it there.'}
          </p>
          {failure && (
            <div role="alert" className="rounded-lg bg-red-tint px-3 py-2.5">
              <p className="font-medium text-red">{failure.message}</p>
              <StripeSaid failure={failure} />
            </div>
          )}
          <KeyField
            ref={field}
            label={`${isGone ? 'The' : 'New'} ${desk.mode} key`}
            value={key}
            hint={hint}
            readOnly={busy}
            onChange={setKey}
          />
          <PermissionList />
        </div>
        <footer className="flex items-center justify-end gap-2 border-t border-line px-5 py-3">
          <span role="status" className="mr-auto flex items-center gap-2 text-ink-2">
            {busy && (
              <>
                <Spinner /> Checking it with Stripe. It goes on if you close this.
              </>
            )}
          </span>
          <Button look="ghost" onClick={onClose}>
            {busy ? 'Close' : 'Cancel'}
          </Button>
          <Button type="submit" look="primary" busy={busy} disabled={!isUsable(hint)}>
            {isGone ? 'Enter the key' : 'Replace the key'}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
