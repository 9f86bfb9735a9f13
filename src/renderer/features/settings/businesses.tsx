// The businesses on this machine in the operator's order, each with its desks: name, colour and order are changed here, desks are
// removed here. What belongs to one desk alone (key, policy, passphrase) is changed on that desk, where its mode is in sight.
import { ArrowDown, ArrowUp, Pencil, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import { call } from '../../bridge/client.ts'
import { useAdoptDesks } from '../../bridge/desk-queries.ts'
import { connectPlace, screenPlace } from '../../state/places.ts'
import { BusinessMark } from '../../ui/business-mark.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { DeskMark } from '../../ui/desk-mark.tsx'
import { businessesOf, deskName, standingWord, type Business } from '../../ui/words/desk-words.ts'
import { Group } from '../../ui/group.tsx'
import { toast } from '../../ui/toast.tsx'
import { EditBusiness } from './edit-business.tsx'
import { keyWord } from './key-words.ts'

export function Businesses({
  desks,
  current,
  onRemove,
}: {
  desks: readonly Desk[]
  current: Desk
  onRemove: (desk: Desk) => void
}) {
  const businesses = businessesOf(desks)
  const [editing, setEditing] = useState<string | null>(null)
  const [, navigate] = useLocation()
  const { move, moved, list } = useMoving(businesses)
  const edited = businesses.find(({ id }) => id === editing)
  return (
    <Group
      title="Desks"
      says="A desk is one Stripe account in one mode. Nothing is shared between desks. Their order is that of the menu and its keys."
    >
      <ul ref={list} className="divide-y divide-line border-y border-line">
        {businesses.map((business, index) => (
          <li key={business.id} data-business-row={business.id} className="py-2">
            <div className="flex min-h-8 items-center gap-2.5">
              <BusinessMark name={business.name} color={business.color} />
              <h3 className="min-w-0 flex-1 truncate font-semibold">{business.name}</h3>
              <IconButton
                icon={ArrowUp}
                label={`Move ${business.name} up`}
                data-move="-1"
                aria-disabled={index === 0}
                onClick={() => void move(index, -1)}
                className="aria-disabled:opacity-40"
              />
              <IconButton
                icon={ArrowDown}
                label={`Move ${business.name} down`}
                data-move="1"
                aria-disabled={index === businesses.length - 1}
                onClick={() => void move(index, 1)}
                className="aria-disabled:opacity-40"
              />
              <IconButton
                icon={Pencil}
                label={`Rename ${business.name}, or change its colour`}
                onClick={() => setEditing(business.id)}
              />
            </div>
            <ul>
              {business.desks.map((desk) => (
                <DeskRow
                  key={desk.id}
                  desk={desk}
                  current={desk.id === current.id}
                  onRemove={() => onRemove(desk)}
                />
              ))}
              {business.lacks !== null && (
                <li className="flex min-h-9 items-center pl-7">
                  <Link
                    href={connectPlace({ mode: business.lacks, name: business.name })}
                    className="rounded text-accent underline-offset-2 hover:underline"
                  >
                    Connect the {business.lacks} key…
                  </Link>
                </li>
              )}
            </ul>
          </li>
        ))}
      </ul>
      <p role="status" className="unseen">
        {moved}
      </p>
      <Button icon={Plus} className="mt-3" onClick={() => navigate(connectPlace())}>
        Add an account…
      </Button>
      {edited && <EditBusiness business={edited} onClose={() => setEditing(null)} />}
    </Group>
  )
}

function DeskRow({ desk, current, onRemove }: { desk: Desk; current: boolean; onRemove: () => void }) {
  const standing = desk.state === 'needs_key' ? '' : standingWord(desk)
  return (
    <li className="flex min-h-11 items-center gap-3 pl-7">
      <span className="w-16 shrink-0">
        <DeskMark desk={desk} />
      </span>
      <div className="min-w-0 flex-1">
        <p className="text-ink-2">
          {keyWord(desk)}
          {desk.baseUrl !== undefined && <> at {desk.baseUrl}</>}
          {standing !== '' && <>. {standing}</>}
        </p>
        <CopyId id={desk.accountId} what="Account id" />
      </div>
      {current ? (
        <span className="text-sm text-ink-3">Here now</span>
      ) : (
        <Link
          href={screenPlace(desk.id, 'settings')}
          aria-label={`Key and policy of ${deskName(desk)}`}
          className="rounded text-accent underline-offset-2 hover:underline"
        >
          Key and policy
        </Link>
      )}
      <Button size="small" aria-label={`Remove ${deskName(desk)}`} onClick={onRemove}>
        Remove…
      </Button>
    </li>
  )
}

/** Moves a business by a step, keeps the focus on the button that was pressed, and says where the business stands then. */
function useMoving(businesses: readonly Business[]) {
  const adopt = useAdoptDesks()
  const list = useRef<HTMLUListElement>(null)
  const pressed = useRef<{ id: string; step: number; to: number } | null>(null)
  const [moved, setMoved] = useState('')
  useEffect(() => {
    const at = businesses.findIndex(({ id }) => id === pressed.current?.id)
    // Not before it has moved.
    if (!pressed.current || at !== pressed.current.to) return
    const { id, step } = pressed.current
    pressed.current = null
    setMoved(`${businesses[at]?.name ?? ''} is ${at + 1} of ${businesses.length}.`)
    list.current
      ?.querySelector<HTMLElement>(`[data-business-row="${CSS.escape(id)}"] [data-move="${step}"]`)
      ?.focus()
  }, [businesses])
  const move = async (index: number, step: -1 | 1): Promise<void> => {
    const ids = businesses.map(({ id }) => id)
    const [id, other] = [ids[index], ids[index + step]]
    if (id === undefined || other === undefined) return
    ids[index] = other
    ids[index + step] = id
    pressed.current = { id, step, to: index + step }
    const result = await call('business.reorder', { businessIds: ids })
    if (result.ok) return adopt(result.value)
    pressed.current = null
    toast({ title: 'The order was not changed', description: result.error.message, tone: 'red' })
  }
  return { move, moved, list }
}
