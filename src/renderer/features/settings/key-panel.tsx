// What the desk's key is and can do, as far as it was found out without side effects, and the ways to ask again and to another key.
// The key itself is never shown: it can't be read back from the keychain through here.
import { Check, ChevronRight, CircleHelp, KeyRound, Minus, RefreshCw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { Capability, Desk } from '../../../contract/desks.ts'
import type { Failure } from '../../../contract/result.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks } from '../../bridge/desk-queries.ts'
import { openOverlay } from '../../state/overlays.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { useDeskToast } from '../../ui/desk-toast.ts'
import { Group } from '../../ui/group.tsx'
import { whyNotManage } from '../../ui/orders/order-access.ts'
import { PermissionList } from '../../ui/permission-list.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { keyWord } from './key-words.ts'

export function KeyPanel({ desk }: { desk: Desk }) {
  const { busy, failure, check } = useCheck(desk.id)
  if (desk.kind === 'demo') {
    return (
      <Group title="Key">
        <p>{keyWord(desk)}.</p>
      </Group>
    )
  }
  const forbidden = whyNotManage(desk)
  return (
    <Group title="Key" says="Kept by this machine, never shown and never exported.">
      <p className="flex flex-wrap items-center gap-x-2">
        <KeyRound size={14} aria-hidden="true" className="text-ink-3" />
        <span className="font-medium">{keyWord(desk)}</span>
        {desk.keyEnteredAt !== null && (
          <span className="text-ink-2">
            entered <RelativeTime milliseconds={desk.keyEnteredAt} />
          </span>
        )}
      </p>
      {desk.keyWarning !== undefined && (
        <div className="mt-2 flex gap-2.5 rounded-lg bg-amber-tint px-3 py-2 text-amber">
          <TriangleAlert size={14} aria-hidden="true" className="mt-[3px] shrink-0" />
          <p>{desk.keyWarning}</p>
        </div>
      )}
      <Capabilities capabilities={desk.capabilities} />
      {failure && (
        <p role="alert" className="mt-2 text-red">
          {failure.message}
        </p>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <Button icon={RefreshCw} busy={busy} onClick={() => void check()}>
          {busy ? 'Asking Stripe…' : 'Check again'}
        </Button>
        {forbidden === null ? (
          <Button icon={KeyRound} onClick={() => openOverlay({ kind: 'replace-key' })}>
            Replace key…
          </Button>
        ) : (
          <span className="text-ink-2">{forbidden}</span>
        )}
      </div>
      <div className="mt-2">
        <PermissionList />
      </div>
    </Group>
  )
}

function useCheck(deskId: string) {
  const adopt = useAdoptDesks()
  const toast = useDeskToast()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const check = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    const result = await call('key.check', { deskId })
    setBusy(false)
    if (!result.ok) return setFailure(result.error)
    adopt(result.value)
    // Most often nothing else on the screen tells that it was.
    toast({ title: 'Key checked', description: `${canWord(result.value.capabilities)}.` })
  }
  return { busy, failure, check }
}

const cans: Record<Capability['can'], { icon: typeof Check; word: string; className: string }> = {
  yes: { icon: Check, word: 'Can', className: 'text-green' },
  no: { icon: Minus, word: 'Can’t', className: 'text-red' },
  unknown: { icon: CircleHelp, word: 'Unknown', className: 'text-ink-3' },
}

const lacking = (capabilities: readonly Capability[]): number =>
  capabilities.filter(({ can }) => can === 'no').length

const canWord = (capabilities: readonly Capability[]): string =>
  lacking(capabilities) === 0
    ? 'Can do all that Bursar asks of it, as far as is known'
    : `Can’t do ${lacking(capabilities)} of ${capabilities.length} things`

function Capabilities({ capabilities }: { capabilities: readonly Capability[] }) {
  if (capabilities.length === 0)
    return <p className="mt-2 text-ink-2">What this key can do was not asked of Stripe yet.</p>
  return (
    <details open={lacking(capabilities) > 0} className="group mt-2">
      <summary className="inline-flex h-6 items-center gap-1 rounded text-ink-2 hover:text-ink">
        <ChevronRight size={13} aria-hidden="true" className="group-open:rotate-90" />
        {canWord(capabilities)}
      </summary>
      <table className="mt-1 w-full text-left">
        <thead className="text-sm text-ink-3">
          <tr className="border-b border-line">
            <th className="w-24 py-1 font-medium">This key</th>
            <th className="py-1 pr-3 font-medium">What</th>
            <th className="py-1 font-medium">Permission</th>
          </tr>
        </thead>
        <tbody>
          {capabilities.map(({ id, what, permission, optional, can }) => {
            const { icon: Icon, word, className } = cans[can]
            return (
              <tr key={id} className="border-b border-line last:border-b-0">
                <td className={classes('py-1 font-medium', className)}>
                  <span className="inline-flex items-center gap-1.5">
                    <Icon size={13} aria-hidden="true" />
                    {word}
                  </span>
                </td>
                <td className="py-1 pr-3">
                  {what}
                  {!optional && <span className="text-ink-3"> (needed)</span>}
                </td>
                <td className="py-1 text-ink-2">{permission}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </details>
  )
}
