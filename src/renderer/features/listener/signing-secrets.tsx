// The signing secrets of a desk: when each was added, a way to add one and to take one away. What is typed goes to the
// engine once; it must never be shown, kept or logged here.
import { useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { ListenerState } from '../../../contract/events.ts'
import { call } from '../../bridge/client.ts'
import { keys } from '../../bridge/keys.ts'
import { askToUnlock } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Group } from '../../ui/group.tsx'
import { isLocked } from '../../ui/orders/order-access.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { toast } from '../../ui/toast.tsx'

type Secret = ListenerState['secrets'][number]

const most = 2

/** At once, or once the desk is unlocked. */
const whenUnlocked = (desk: Desk, act: () => void): void => (isLocked(desk) ? askToUnlock(act) : act())

export function SigningSecrets({ desk, listener }: { desk: Desk; listener: ListenerState }) {
  const { deskId, secrets, takesSecrets } = listener
  const client = useQueryClient()
  const [leaving, setLeaving] = useState<Secret | null>(null)
  const remove = async (secretId: string) => {
    const result = await call('listener.removeSecret', { deskId, secretId })
    if (!result.ok) return result.error
    client.setQueryData(keys.listener(deskId), result.value)
    return null
  }
  if (!takesSecrets) {
    return (
      <Group title="Signing secrets">
        <p className="text-ink-2">
          The demo brings its own signing secret, made anew each time, so none can be entered.
        </p>
      </Group>
    )
  }
  return (
    <Group
      title="Signing secrets"
      says={`An event is taken only if it is signed with one of these. They are kept ${desk.secretsIn === 'memory' ? 'for this run only, because no keychain is used,' : 'in the keychain'} and never shown.`}
    >
      {secrets.length > 0 && (
        <ul aria-label="Signing secrets" className="mb-3 divide-y divide-line border-y border-line">
          {secrets.map((secret) => (
            <li key={secret.id} className="flex min-h-11 items-center gap-3 py-1.5">
              <KeyRound size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
              <div className="min-w-0 flex-1">
                <p>
                  Added <RelativeTime milliseconds={secret.addedAt} />
                </p>
                <Proof secret={secret} />
              </div>
              <Button
                aria-label={`Remove the secret added ${dayAndTime(secret.addedAt)}`}
                onClick={() => whenUnlocked(desk, () => setLeaving(secret))}
              >
                Remove…
              </Button>
            </li>
          ))}
        </ul>
      )}
      {secrets.length >= most ? (
        <p className="text-ink-2">
          Two at once, as during a roll: events signed with either are taken. Remove the older one when Stripe
          no longer signs with it; then another can be entered.
        </p>
      ) : (
        <AddSecret desk={desk} kept={secrets.length} />
      )}
      {leaving && (
        <ConfirmDialog
          title="Remove this signing secret?"
          keep="Keep it"
          act="Remove it"
          onConfirm={() => remove(leaving.id)}
          onClose={() => setLeaving(null)}
        >
          <p>
            Events signed with it are refused from then on.
            {secrets.length === 1 &&
              ' It is the only one: every event is refused until another is entered. Changes are then found by asking Stripe.'}
          </p>
          <p className="text-ink-2">
            Added {dayAndTime(leaving.addedAt)}. It is deleted here; at Stripe it stays valid until it is
            rolled there.
          </p>
        </ConfirmDialog>
      )}
    </Group>
  )
}

/** Whose account it is of, as far as Stripe told: an event seldom names its own. */
function Proof({ secret: { proof, whyNotAsked } }: { secret: Secret }) {
  switch (proof) {
    case 'proved':
      return <p className="text-sm text-ink-3">This account’s: Stripe knows an event that came by it.</p>
    case 'unproved':
      return whyNotAsked === null ? null : (
        <p className="text-sm text-ink-3">
          Not yet proved to be this account’s: Stripe could not be asked for an event that came by it.{' '}
          {whyNotAsked}
        </p>
      )
    case 'unknown_to_stripe':
      return (
        <div role="alert" className="my-1 rounded-lg bg-amber-tint px-3 py-2 text-sm text-amber">
          <p className="font-medium">
            Probably another account’s: Stripe does not know the events that come by it.
          </p>
          <p>
            Remove it, and enter the one of this account’s webhook. If it is the one that “stripe listen”
            prints, log the Stripe CLI in to this account first. What came in already is in the tables: to be
            rid of it, remove this desk and connect its account again.
          </p>
        </div>
      )
  }
}

/** `kept`: how many there are. */
function AddSecret({ desk, kept }: { desk: Desk; kept: number }) {
  const deskId = desk.id
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const secret = typed.trim()
  const odd = secret !== '' && !'whsec_'.startsWith(secret.slice(0, 6))
  const submit = (): void => {
    if (busy || secret === '') return
    if (secret.startsWith('whsec_')) whenUnlocked(desk, () => void add())
    else setRefusal('A signing secret starts with whsec_.')
  }
  const add = async (): Promise<void> => {
    setBusy(true)
    setTyped('')
    const result = await call('listener.addSecret', { deskId, secret })
    setBusy(false)
    if (!result.ok) {
      setRefusal(result.error.message)
      // Out of no other field, which somebody may have gone on to.
      if (!(document.activeElement instanceof HTMLInputElement)) field.current?.focus()
      return
    }
    client.setQueryData(keys.listener(deskId), result.value)
    toast({
      title:
        result.value.secrets.length > kept ? 'Signing secret added' : 'This signing secret is kept already',
    })
  }
  return (
    <form
      className="flex flex-col gap-1"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Field
        label={kept === 0 ? 'Signing secret' : 'Another signing secret, for a roll'}
        error={refusal ?? (odd ? 'This is no signing secret: they start with whsec_.' : null)}
        hint="whsec_…, from the webhook’s page in the Dashboard, or printed by the Stripe CLI."
      >
        {(control) => (
          <div className="flex gap-2">
            <TextInput
              {...control}
              ref={field}
              type="password"
              maxLength={512}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value)
                setRefusal(null)
              }}
              className="font-mono"
            />
            <Button type="submit" look="primary" busy={busy} disabled={secret === ''}>
              {busy ? 'Adding…' : 'Add'}
            </Button>
          </div>
        )}
      </Field>
    </form>
  )
}
