// Asks before a desk is removed, and says exactly what goes and what stays.
import { useQueryClient } from '@tanstack/react-query'
import { Check, Download } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { keys } from '../../bridge/keys.ts'
import { stayedFrom } from '../../state/here.ts'
import { startPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { deskName } from '../../ui/words/desk-words.ts'
import { Field, TextInput } from '../../ui/field.tsx'
import { toast } from '../../ui/toast.tsx'
import { useAuditExport } from '../../ui/use-audit-export.ts'
import { removedWord, sayLeftBehind, type LeftBehind } from './left-behind.tsx'

export function RemoveDesk({
  desk,
  current,
  onLeftBehind,
  onClose,
}: {
  desk: Desk
  current: boolean
  onLeftBehind: (left: LeftBehind) => void
  onClose: () => void
}) {
  const client = useQueryClient()
  const [typed, setTyped] = useState('')
  const live = desk.mode === 'live'
  const [, navigate] = useLocation()
  const [saved, setSaved] = useState(false)
  const { busy: saving, exportAudit } = useAuditExport(desk.id, () => setSaved(true))
  const remove = async (): Promise<Failure | null> => {
    const stayed = stayedFrom()
    const result = await call('desk.remove', { deskId: desk.id })
    if (!result.ok) return result.error
    const { left } = result.value
    const leave = (): void => {
      if (current && stayed()) navigate(startPlace)
      client.setQueryData<Desk[]>(keys.desks, (desks) => desks?.filter((each) => each.id !== desk.id))
    }
    if (left.length > 0 && stayed()) onLeftBehind({ desk, paths: left, leave })
    else {
      leave()
      if (left.length > 0) sayLeftBehind(desk, left)
      else if (!current) toast({ title: removedWord(desk) })
    }
    return null
  }
  return (
    <ConfirmDialog
      title={`Remove ${deskName(desk)}?`}
      keep="Keep it"
      act="Remove the desk"
      ready={!live || asRead(typed) === asRead(desk.businessName)}
      about={desk}
      onConfirm={remove}
      onClose={onClose}
    >
      {desk.kind === 'demo' ? (
        <Fate word="Deleted">
          the whole demo: its payments, and the record of orders placed here. It begins anew when it is opened
          again.
        </Fate>
      ) : (
        <>
          <Fate word="Deleted from this machine">
            {keyFate[desk.secretsIn]}the copy of what Stripe said, the events that wait in the inbox, and the
            listener’s signing secrets.
          </Fate>
          <Fate word="Kept on this machine">
            the journal of orders placed here with its audit and backups, encrypted, in a folder named{' '}
            <span className="font-mono text-sm break-all">{desk.id}-removed-</span> and the time
            {recordKeyFate[desk.secretsIn]}. It is taken up again if this account is connected here again.
          </Fate>
          <Fate word="Untouched">
            everything at Stripe. The key stays valid there until it is revoked in the Dashboard.
          </Fate>
          <div className="mt-1 flex items-center gap-3 rounded-lg bg-sunken py-2 pr-2 pl-3">
            <p className="min-w-0 flex-1">
              {saved
                ? 'The audit is exported. npm run audit:verify can verify it anywhere.'
                : 'Export the audit first, so that it can be read and verified without this desk.'}
            </p>
            <Button
              icon={saved ? Check : Download}
              busy={saving}
              onClick={() => void exportAudit({}, 'json')}
            >
              {saved ? 'Exported' : 'Export as JSON'}
            </Button>
          </div>
          {live && (
            <Field label={`Type “${desk.businessName}” to remove its live desk`} className="mt-1">
              {(control) => (
                <TextInput {...control} value={typed} onChange={(event) => setTyped(event.target.value)} />
              )}
            </Field>
          )}
        </>
      )}
    </ConfirmDialog>
  )
}

/** White space is shown as one space, and at the ends not at all: nobody could type what Stripe may have there. */
const asRead = (name: string): string => name.trim().replaceAll(/\s+/g, ' ')

const keyFate: Record<Desk['secretsIn'], string> = {
  keytar: 'the key in the keychain, and ',
  keyring: 'the key in the keychain, and ',
  memory: 'the key, which was kept for this run only, and ',
  none: '',
}

const recordKeyFate: Record<Desk['secretsIn'], string> = {
  keytar: '; the key that opens it stays in the keychain',
  keyring: '; the key that opens it stays in the keychain',
  memory: '; the same Stripe key opens it',
  none: '',
}

function Fate({ word, children }: { word: string; children: ReactNode }) {
  return (
    <p>
      <strong className="font-semibold">{word}: </strong>
      {children}
    </p>
  )
}
