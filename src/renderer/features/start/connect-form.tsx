// Takes a Stripe key, says what it is while it is typed, and hands it to the engine. The key must never be shown, kept
// after it was sent, or written anywhere.
import { ChevronRight } from 'lucide-react'
import { useRef, useState, type FormEvent } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAppInfo, useKeychain } from '../../bridge/desk-queries.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { isUsable, KeyField, keyHint } from '../../ui/key-field.tsx'
import { PermissionList } from '../../ui/permission-list.tsx'
import { Spinner, StripeSaid } from '../../ui/states.tsx'
import { useStayed } from '../../ui/still-here.ts'
import { toast } from '../../ui/toast.tsx'

/** A key that is wanted: of which mode, and for which business. */
export interface WantedKey {
  mode: 'test' | 'live'
  name: string
}

export function ConnectForm({
  wanted = null,
  onConnected,
  onBack,
}: {
  wanted?: WantedKey | null
  /** `stayed`: nobody has gone elsewhere while Stripe was asked. */
  onConnected: (desk: Desk, stayed: boolean) => void
  onBack: () => void
}) {
  const [key, setKey] = useState('')
  const [baseUrl, setBaseUrl] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const standIn = useAppInfo().data?.standIn ?? false
  const keychain = useKeychain()
  const stays = useStayed()
  const field = useRef<HTMLInputElement>(null)
  const hint = keyHint(key, standIn, wanted?.mode)
  const usable = isUsable(hint)

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || !usable) return
    setBusy(true)
    setFailure(null)
    const sent = key.trim()
    const url = baseUrl.trim()
    setKey('')
    const stayed = stays()
    const result = await call('account.connect', { key: sent, ...(url === '' ? {} : { baseUrl: url }) })
    setBusy(false)
    if (result.ok) onConnected(result.value, stayed())
    else if (stayed()) {
      setFailure(result.error)
      // Not out of the base URL, which may be what is wrong.
      if (!(document.activeElement instanceof HTMLInputElement)) field.current?.focus()
    } else toast({ title: 'The account was not connected', description: result.error.message, tone: 'red' })
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {failure && (
        <div role="alert" className="rounded-lg bg-red-tint px-3 py-2.5">
          <p className="font-medium text-red">{failure.message}</p>
          <StripeSaid failure={failure} />
        </div>
      )}
      {wanted && (
        <p className="text-ink-2">
          The {wanted.mode} key of {wanted.name}. Test and live are desks of their own: nothing is shared
          between them.
        </p>
      )}
      <KeyField
        ref={field}
        label="Restricted or secret key"
        value={key}
        hint={hint}
        readOnly={busy}
        onChange={setKey}
      />
      <PermissionList />
      <p className="text-sm text-ink-2">
        {keychain.data?.explanation ?? 'Keys are kept in this machine’s keychain.'} A key is never shown
        again.
      </p>
      <details className="group text-sm">
        <summary className="inline-flex h-6 items-center gap-1 rounded text-ink-2 hover:text-ink">
          <ChevronRight size={13} aria-hidden="true" className="group-open:rotate-90" />
          Advanced
        </summary>
        <Field
          label="Base URL"
          hint="Another Stripe-compatible server on this machine, test mode only. Leave empty for Stripe."
          className="mt-2"
        >
          {(control) => (
            <TextInput
              {...control}
              value={baseUrl}
              placeholder="http://127.0.0.1:12111"
              onChange={(event) => setBaseUrl(event.target.value)}
            />
          )}
        </Field>
      </details>
      <div className="mt-2 flex items-center gap-3">
        <Button type="submit" look="primary" size="large" busy={busy} disabled={!usable}>
          Connect
        </Button>
        <Button look="ghost" size="large" onClick={onBack}>
          Back
        </Button>
        <span role="status" className="flex items-center gap-2 text-ink-2">
          {busy && (
            <>
              <Spinner /> Checking the key with Stripe…
            </>
          )}
        </span>
      </div>
    </form>
  )
}
