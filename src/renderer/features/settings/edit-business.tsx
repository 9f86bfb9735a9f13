// Names a business and gives it a colour, on this machine only: at Stripe nothing changes.
import { useState, type FormEvent } from 'react'
import type { BusinessColor } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks } from '../../bridge/desk-queries.ts'
import { BusinessMark } from '../../ui/business-mark.tsx'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import type { Business } from '../../ui/words/desk-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Field, TextInput } from '../../ui/field.tsx'

const colorWords: Record<BusinessColor, string> = {
  slate: 'Slate',
  blue: 'Blue',
  teal: 'Teal',
  green: 'Green',
  amber: 'Amber',
  brown: 'Brown',
  violet: 'Violet',
  pink: 'Pink',
}
const colors = Object.keys(colorWords) as BusinessColor[]

export function EditBusiness({ business, onClose }: { business: Business; onClose: () => void }) {
  const adopt = useAdoptDesks()
  const [name, setName] = useState(business.name)
  const [color, setColor] = useState(business.color)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || name.trim() === '') return
    setBusy(true)
    const result = await call('business.edit', { businessId: business.id, name: name.trim(), color })
    setBusy(false)
    if (!result.ok) return setFailure(result.error)
    adopt(result.value)
    onClose()
  }
  return (
    <Dialog title={`Name and colour of ${business.name}`} onClose={onClose} busy={busy} firm>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className="flex flex-col gap-4 px-5 pb-4">
          <Field
            label="Name"
            hint="On this machine only; Stripe keeps its own."
            error={failure?.message ?? (name.trim() === '' ? 'A business needs a name.' : null)}
          >
            {(control) => (
              <TextInput
                {...control}
                autoFocus
                maxLength={60}
                value={name}
                onFocus={(event) => event.currentTarget.select()}
                onChange={(event) => {
                  setName(event.target.value)
                  // It was about the name before.
                  setFailure(null)
                }}
              />
            )}
          </Field>
          <fieldset>
            <legend className="mb-1 text-sm font-medium text-ink-2">Colour</legend>
            <div className="grid grid-cols-4 gap-1">
              {colors.map((each) => (
                <label
                  key={each}
                  className={classes(
                    'relative flex h-8 items-center gap-2 rounded-md px-2 has-focus-visible:outline-2 has-focus-visible:outline-accent',
                    each === color ? 'bg-press font-medium text-ink' : 'text-ink-2 hover:bg-hover',
                  )}
                >
                  <input
                    type="radio"
                    name="color"
                    checked={each === color}
                    onChange={() => setColor(each)}
                    className="absolute inset-0 opacity-0"
                  />
                  <BusinessMark name={name} color={each} />
                  {colorWords[each]}
                </label>
              ))}
            </div>
            <p className="mt-1 text-sm text-ink-3">Red is not among them: it means live.</p>
          </fieldset>
        </div>
        <footer className="flex justify-end gap-2 border-t border-line px-5 py-3">
          <Button look="ghost" onClick={onClose} disabled={busy}>
            Cancel
          </Button>
          <Button type="submit" look="primary" busy={busy} disabled={name.trim() === ''}>
            Save
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
