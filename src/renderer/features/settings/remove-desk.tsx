// Asks before a desk is removed, and says exactly what goes and what stays.
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { keys } from '../../bridge/queries.ts'
import { startPlace } from '../../state/places.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'

export function RemoveDesk({
  desk,
  current,
  onClose,
}: {
  desk: Desk
  current: boolean
  onClose: () => void
}) {
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const remove = async (): Promise<Failure | null> => {
    const result = await call('desk.remove', { deskId: desk.id })
    if (!result.ok) return result.error
    if (current) navigate(startPlace)
    client.setQueryData<Desk[]>(keys.desks, (desks) => desks?.filter((each) => each.id !== desk.id))
    return null
  }
  return (
    <ConfirmDialog
      title={`Remove ${desk.accountName}?`}
      keep="Keep it"
      act="Remove the desk"
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
          <Fate word="Deleted from this machine">{keyFate[desk.secretsIn]}the copy of what Stripe said.</Fate>
          <Fate word="Kept on this machine">
            the record of orders placed here and its backups, encrypted, in a folder named{' '}
            <span className="font-mono text-sm break-all">{desk.id}-removed-</span> and the time
            {recordKeyFate[desk.secretsIn]}.
          </Fate>
          <Fate word="Untouched">
            everything at Stripe. The key stays valid there until it is revoked in the Dashboard.
          </Fate>
        </>
      )}
    </ConfirmDialog>
  )
}

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
