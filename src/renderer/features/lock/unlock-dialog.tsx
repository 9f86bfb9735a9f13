// Asks who is there before a live desk accepts orders: by the desk's passphrase, or by the operating system where it can. The first
// time it sets the passphrase. What is typed goes to the engine alone and is forgotten here at once.
import { useQueryClient } from '@tanstack/react-query'
import { Fingerprint, LockOpen } from 'lucide-react'
import { useEffect, useRef, useState, type FormEvent } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure, Result } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks, useAppInfo } from '../../bridge/desk-queries.ts'
import { keys } from '../../bridge/keys.ts'
import { Button } from '../../ui/button.tsx'
import { deskName } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { useNow } from '../../ui/dates/now.ts'
import {
  newPassphraseProblem,
  NewPassphraseFields,
  noPassphrase,
  PassphraseField,
} from '../../ui/passphrase-fields.tsx'
import { whyNotManage } from '../../ui/orders/order-access.ts'
import { Spinner } from '../../ui/states.tsx'
import { minutesAndSeconds } from '../../ui/dates/time.ts'

export function UnlockDialog({
  desk,
  onUnlocked,
  onClose,
}: {
  desk: Desk
  onUnlocked: () => void
  onClose: () => void
}) {
  const first = !desk.access.passphrase
  const [typed, setTyped] = useState('')
  const [fresh, setFresh] = useState(noPassphrase)
  const { busy, failure, attempt } = useAttempt(onUnlocked)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    // A button that was pressed has lost the focus meanwhile.
    if (failure !== null) field.current?.focus()
  }, [failure])
  const system = useAppInfo().data?.systemUnlock ?? null
  const wait = useWait(desk)
  const ready = !busy && wait === 0 && (first ? newPassphraseProblem(fresh) === null : typed !== '')

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!ready) return
    const [passphrase, deskId] = [first ? fresh.next : typed, desk.id]
    setTyped('')
    void attempt(async () => {
      if (first) {
        const set = await call('desk.setPassphrase', { deskId, current: null, next: passphrase })
        if (!set.ok) return set
        setFresh(noPassphrase)
      }
      return call('desk.unlock', { deskId, passphrase })
    })
  }
  return (
    <Dialog title={`Unlock ${deskName(desk)}`} onClose={onClose} busy={busy} firm>
      <form onSubmit={submit} noValidate className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-3 overflow-y-auto px-5 pb-4">
          <p className="text-ink-2">
            Orders move real money of {desk.businessName} while this desk is unlocked: for {leaseWord(desk)},
            or until you lock it, go to another desk, or the computer sleeps or locks its screen.
          </p>
          {first ? (
            <>
              <p>
                <strong className="font-semibold">Set a passphrase for this desk first.</strong> It says that
                it is you before live orders or a change of the policy. It can’t be read back: keep it where
                you keep such things.
              </p>
              <NewPassphraseFields value={fresh} onChange={setFresh} readOnly={busy} autoFocus />
            </>
          ) : (
            <PassphraseField
              ref={field}
              value={typed}
              onChange={setTyped}
              readOnly={busy || wait > 0}
              error={failure?.code === 'passphrase_wrong' && typed === '' ? failure.message : null}
              autoFocus
            />
          )}
          {wait > 0 ? (
            <p role="alert" className="rounded-lg bg-amber-tint px-3 py-2 text-amber">
              Too many wrong passphrases. The next can be tried in{' '}
              <span role="timer" aria-live="off" className="figures font-medium">
                {minutesAndSeconds(wait)}
              </span>
              .
            </p>
          ) : (
            failure &&
            failure.code !== 'passphrase_wrong' &&
            failure.code !== 'too_many_attempts' && (
              <p role="alert" className="rounded-lg bg-red-tint px-3 py-2 font-medium text-red">
                {failure.message}
              </p>
            )
          )}
          {!first && (wait > 0 || failure?.code === 'passphrase_wrong') && whyNotManage(desk) === null && (
            <p className="text-ink-2">
              Forgotten? It can’t be read back. Remove this desk in Settings and connect its account again:
              then you set a new one. The journal of this desk is kept on the disk.
            </p>
          )}
        </div>
        <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3">
          {system === 'touch_id' && !first && (
            <Button
              icon={Fingerprint}
              busy={busy}
              className="mr-auto"
              onClick={() => void attempt(() => call('desk.unlockBySystem', { deskId: desk.id }))}
            >
              Use Touch ID
            </Button>
          )}
          <span role="status" className="unseen">
            {busy && 'Checking…'}
          </span>
          {busy && <Spinner />}
          <Button look="ghost" onClick={onClose} disabled={busy}>
            Stay read-only
          </Button>
          <Button type="submit" look="primary" icon={LockOpen} busy={busy} disabled={!ready}>
            {first ? 'Set it and unlock' : 'Unlock'}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function leaseWord({ policy: { leaseMinutes } }: Desk): string {
  return leaseMinutes === 1 ? '1 minute' : `${leaseMinutes} minutes`
}

/** Milliseconds until the next passphrase may be tried; 0: now. */
function useWait({ access }: Desk): number {
  const now = useNow('second')
  return access.tryAgainAt === null ? 0 : Math.max(0, access.tryAgainAt - now)
}

function useAttempt(onUnlocked: () => void) {
  const client = useQueryClient()
  const adopt = useAdoptDesks()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const attempt = async (act: () => Promise<Result<Desk>>): Promise<void> => {
    if (busy) return
    setBusy(true)
    setFailure(null)
    const result = await act()
    setBusy(false)
    if (result.ok) {
      adopt(result.value)
      onUnlocked()
      return
    }
    setFailure(result.error)
    // How long to wait, and whether there is a passphrase at all, stands with the desk.
    void client.invalidateQueries({ queryKey: keys.desks })
  }
  return { busy, failure, attempt }
}
