// What is said of a run before it is placed: its name, a note, a reason for rows without one, and how many are sent first.
import type { Desk } from '../../../contract/desks.ts'
import type { AllowableReason } from '../../../contract/reasons.ts'
import { whyNotWritten } from '../../../domain/note-text.ts'
import { reasonAlso } from '../../../domain/refund-reason.ts'
import { Field, Select, TextInput } from '../../ui/field.tsx'
import { refundReasonWord } from '../../ui/words/looks.ts'

export interface Settings {
  name: string
  note: string
  /** Of the rows that have none of their own. */
  reason: AllowableReason
  canary: number
  afterCanary: 'ask' | 'go_on'
  /** The rows with errors that are given up, as the summary names them. */
  leaveOut: string
}

export function RunSettings({
  desk,
  settings,
  onChange,
}: {
  desk: Desk
  settings: Settings
  onChange: (changes: Partial<Settings>) => void
}) {
  return (
    <div className="flex flex-1 flex-col gap-3.5 px-4 py-3">
      <Field label="Name" error={whyNotWritten(settings.name)}>
        {(control) => (
          <TextInput
            {...control}
            value={settings.name}
            maxLength={120}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Internal note"
        hint="With every refund; customers never see it."
        error={whyNotWritten(settings.note)}
      >
        {(control) => (
          <TextInput
            {...control}
            value={settings.note}
            maxLength={400}
            onChange={(event) => onChange({ note: event.target.value })}
          />
        )}
      </Field>
      <Field label="Reason, where a row has none" hint={reasonAlso(settings.reason) ?? undefined}>
        {(control) => (
          <Select
            {...control}
            value={settings.reason}
            onChange={(event) => onChange({ reason: event.target.value as AllowableReason })}
          >
            {desk.policy.reasons.map((reason) => (
              <option key={reason} value={reason}>
                {reason === 'none' ? 'No reason' : refundReasonWord(reason)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <div className="grid grid-cols-[88px_minmax(0,1fr)] gap-2">
        <Field label="Send first">
          {(control) => (
            <Select
              {...control}
              value={settings.canary}
              onChange={(event) => onChange({ canary: Number(event.target.value) })}
            >
              {[1, 3, 5, 10, 25, 50].map((count) => (
                <option key={count} value={count}>
                  {count}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Then">
          {(control) => (
            <Select
              {...control}
              value={settings.afterCanary}
              onChange={(event) =>
                onChange({ afterCanary: event.target.value === 'go_on' ? 'go_on' : 'ask' })
              }
            >
              <option value="ask">Wait until I have looked</option>
              <option value="go_on">Go on if all were made</option>
            </Select>
          )}
        </Field>
      </div>
    </div>
  )
}
