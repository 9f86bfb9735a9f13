// Changes the policy of a desk, under its passphrase. It checks what the engine checks, so that nothing is refused that could have
// been said here.
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks } from '../../bridge/desk-queries.ts'
import { Button } from '../../ui/button.tsx'
import { deskName } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { PassphraseField } from '../../ui/passphrase-fields.tsx'
import { toggled } from '../../ui/lists/pick-panel.tsx'
import { toast } from '../../ui/toast.tsx'
import { draftOf, readPolicy, withRole, type PolicyDraft } from './policy-draft.ts'
import { PolicyLimits } from './policy-limits.tsx'
import { actions, actionWords, guardSentence, reasons, reasonWord, roles, roleWords } from './policy-words.ts'

/** Drawn once: there are hundreds. */
const timeZones = (
  <datalist id="time-zones">
    {Intl.supportedValuesOf('timeZone').map((zone) => (
      <option key={zone}>{zone}</option>
    ))}
  </datalist>
)

export function PolicyForm({ desk, onClose }: { desk: Desk; onClose: () => void }) {
  const adopt = useAdoptDesks()
  const [draft, setDraft] = useState<PolicyDraft>(() => draftOf(desk.policy))
  const [passphrase, setPassphrase] = useState('')
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  /** What this policy withdraws and pauses, in words, once the engine has said so. */
  const [interrupts, setInterrupts] = useState<string | null>(null)
  const proof = useRef<HTMLInputElement>(null)
  const interruption = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    // It is to be read: an Enter more in the field must not be the yes to it.
    if (interrupts !== null) interruption.current?.focus()
  }, [interrupts])
  const { policy, problems } = readPolicy(draft)
  const edit = (next: PolicyDraft): void => {
    setDraft(next)
    setInterrupts(null)
  }
  const change = (changes: Partial<PolicyDraft>): void => edit({ ...draft, ...changes })
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || !policy || passphrase === '') return
    setBusy(true)
    setFailure(null)
    const sent = passphrase
    setPassphrase('')
    const interrupt = interrupts !== null
    const result = await call('desk.setPolicy', { deskId: desk.id, passphrase: sent, policy, interrupt })
    setBusy(false)
    if (!result.ok && result.error.code === 'confirmation_missing') {
      setPassphrase(sent)
      return setInterrupts(result.error.message)
    }
    if (!result.ok) {
      setFailure(result.error)
      proof.current?.focus()
      return
    }
    adopt(result.value)
    toast({ title: 'Policy changed' })
    onClose()
  }
  return (
    <Dialog title={`Policy of ${deskName(desk)}`} onClose={onClose} busy={busy} size="wide" firm>
      <form onSubmit={(event) => void submit(event)} noValidate className="flex min-h-0 flex-col">
        <div className="flex flex-col gap-5 overflow-y-auto px-5 pb-4">
          <p className="text-ink-2">{guardSentence}</p>
          <Field
            label="This machine is for"
            hint="Choosing a role sets what it may do; single actions can then be changed."
          >
            {(control) => (
              <Select
                {...control}
                value={draft.role}
                onChange={(event) => {
                  const role = roles.find((each) => each === event.target.value)
                  if (role) edit(withRole(draft, role))
                }}
              >
                {roles.map((role) => (
                  <option key={role} value={role}>
                    {roleWords[role]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Checks title="It may">
            {actions.map((action) => (
              <Check
                key={action}
                word={actionWords[action]}
                checked={draft.allowed.includes(action)}
                onChange={() => change({ allowed: toggled(draft.allowed, action) })}
              />
            ))}
          </Checks>
          <PolicyLimits draft={draft} problems={problems} live={desk.mode === 'live'} onChange={edit} />
          <Checks title="Reasons that can be given" problem={problems['reasons']}>
            {reasons.map((reason) => (
              <Check
                key={reason}
                word={reasonWord(reason)}
                checked={draft.reasons.includes(reason)}
                onChange={() => change({ reasons: toggled(draft.reasons, reason) })}
              />
            ))}
          </Checks>
          <div className="grid gap-4 sm:grid-cols-3">
            <Field label="Hold, in seconds" error={problems['holdSeconds'] ?? null} hint="3 to 120">
              {(control) => (
                <TextInput
                  {...control}
                  inputMode="numeric"
                  value={draft.holdSeconds}
                  onChange={(event) => change({ holdSeconds: event.target.value })}
                />
              )}
            </Field>
            {desk.mode === 'live' && (
              <Field label="Unlocked, in minutes" error={problems['leaseMinutes'] ?? null} hint="1 to 15">
                {(control) => (
                  <TextInput
                    {...control}
                    inputMode="numeric"
                    value={draft.leaseMinutes}
                    onChange={(event) => change({ leaseMinutes: event.target.value })}
                  />
                )}
              </Field>
            )}
            <Field
              label="Time zone of a day"
              error={problems['timeZone'] ?? null}
              hint="For the limits a day"
            >
              {(control) => (
                <>
                  <TextInput
                    {...control}
                    list="time-zones"
                    value={draft.timeZone}
                    onChange={(event) => change({ timeZone: event.target.value })}
                  />
                  {timeZones}
                </>
              )}
            </Field>
          </div>
        </div>
        <footer className="flex flex-wrap items-end justify-end gap-2 border-t border-line px-5 py-3">
          {interrupts !== null && (
            <p
              ref={interruption}
              role="alert"
              tabIndex={-1}
              className="w-full font-medium text-red outline-none"
            >
              {interrupts}
            </p>
          )}
          <div className="mr-auto w-56">
            <PassphraseField
              ref={proof}
              value={passphrase}
              onChange={setPassphrase}
              readOnly={busy}
              error={passphrase === '' && failure ? failure.message : null}
            />
          </div>
          <Button look="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button
            type="submit"
            look={interrupts === null ? 'primary' : 'danger'}
            busy={busy}
            disabled={!policy || passphrase === ''}
          >
            {interrupts === null ? 'Change the policy' : 'Change the policy all the same'}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}

function Checks({
  title,
  problem,
  children,
}: {
  title: string
  problem?: string | undefined
  children: ReactNode
}) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="mb-1 text-sm font-medium text-ink-2">{title}</legend>
      {children}
      {problem !== undefined && (
        <p role="alert" className="text-sm text-red">
          {problem}
        </p>
      )}
    </fieldset>
  )
}

function Check({ word, checked, onChange }: { word: string; checked: boolean; onChange: () => void }) {
  return (
    <label className="flex min-h-6 gap-2 py-0.5">
      <input type="checkbox" checked={checked} onChange={onChange} className="mt-[3px] size-3.5 shrink-0" />
      {word}
    </label>
  )
}
