// Takes a Stripe key, says what it is while it is typed, and hands it to the engine. The key must never be shown, kept
// after it was sent, or written anywhere.
import { ChevronRight, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useId, useState, type FormEvent } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { classifyKey, explainKeyRefusal, isSimulatedLiveKey } from '../../../domain/keys.ts'
import { call } from '../../bridge/client.ts'
import { useAppInfo, useKeychain } from '../../bridge/queries.ts'
import { Button } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Spinner, StripeSaid } from '../../ui/states.tsx'

export interface KeyHint {
  tone: 'plain' | 'good' | 'warn' | 'bad'
  text: string
}

const prefixes = ['sk_test_', 'rk_test_', 'sk_live_', 'rk_live_']

/** What to say of a key as it stands in the field. Half a right prefix is no mistake yet. */
export function keyHint(typed: string, standIn: boolean): KeyHint {
  const text = typed.trim()
  const judged = classifyKey(text)
  if (judged.kind === 'refused') {
    const beginning = text === '' || prefixes.some((prefix) => prefix.startsWith(text))
    if (beginning) return { tone: 'plain', text: 'Begins with rk_test_, sk_test_, rk_live_ or sk_live_.' }
    return { tone: 'bad', text: explainKeyRefusal(judged.reason) }
  }
  const type = judged.type === 'restricted' ? 'Restricted key' : 'Secret key'
  if (judged.mode === 'test') return { tone: 'good', text: `${type}, test mode: no real money.` }
  if (isSimulatedLiveKey(text)) {
    return { tone: 'warn', text: 'A live key of the simulator: give its address under Advanced.' }
  }
  if (standIn) {
    return {
      tone: 'bad',
      text: 'Live keys are refused here: the system’s browser is standing in for the application. Use a test key.',
    }
  }
  return { tone: 'warn', text: `${type}, live mode: this desk will be read-only.` }
}

const hintLooks = {
  plain: { icon: null, className: 'text-ink-3' },
  good: { icon: CircleCheck, className: 'text-green' },
  warn: { icon: TriangleAlert, className: 'text-amber' },
  bad: { icon: CircleAlert, className: 'text-red' },
} as const

export function ConnectForm({
  onConnected,
  onBack,
}: {
  onConnected: (desk: Desk) => void
  onBack: () => void
}) {
  const [key, setKey] = useState('')
  const [baseUrl, setBaseUrl] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const standIn = useAppInfo().data?.standIn ?? false
  const keychain = useKeychain()
  const hintId = useId()
  const hint = keyHint(key, standIn)
  const hintLook = hintLooks[hint.tone]
  const usable = hint.tone === 'good' || hint.tone === 'warn'

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || !usable) return
    setBusy(true)
    setFailure(null)
    const sent = key.trim()
    const url = baseUrl.trim()
    setKey('')
    const result = await call('account.connect', { key: sent, ...(url === '' ? {} : { baseUrl: url }) })
    setBusy(false)
    if (result.ok) onConnected(result.value)
    else setFailure(result.error)
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
      {failure && (
        <div role="alert" className="rounded-lg bg-red-tint px-3 py-2.5">
          <p className="font-medium text-red">{failure.message}</p>
          <StripeSaid failure={failure} />
        </div>
      )}
      <Field label="Secret key">
        {(control) => (
          <>
            <TextInput
              {...control}
              type="password"
              name="bursar-key"
              autoFocus
              autoCapitalize="off"
              value={key}
              readOnly={busy}
              aria-describedby={hintId}
              onChange={(event) => setKey(event.target.value)}
              className="h-9 font-mono"
            />
            <p
              id={hintId}
              aria-live="polite"
              className={`flex items-start gap-1.5 text-sm ${hintLook.className}`}
            >
              {hintLook.icon && <hintLook.icon size={13} aria-hidden="true" className="mt-0.5 shrink-0" />}
              {hint.text}
            </p>
          </>
        )}
      </Field>
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
        <Button type="submit" look="primary" size="large" disabled={busy || !usable}>
          Connect
        </Button>
        <Button look="ghost" size="large" onClick={onBack} disabled={busy}>
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
