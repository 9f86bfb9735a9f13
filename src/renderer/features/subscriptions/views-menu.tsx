// Saved views: the filters that the operator gave a name, to come back to with one press. They stay on this machine, for this desk.
import { Bookmark, Check, Pencil, Trash2 } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { useLocation } from 'wouter'
import { subscriptionsPlace } from '../../state/places.ts'
import { longestViewName } from '../../../contract/subscription-lists.ts'
import type { Failure } from '../../../contract/result.ts'
import type { SavedView } from '../../../contract/views.ts'
import { useViewActs, useViews } from '../../bridge/subscription-queries.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Field, TextInput } from '../../ui/field.tsx'
import { Popover } from '../../ui/popover.tsx'
import { useShortcuts } from '../../ui/shortcuts.ts'
import { toast } from '../../ui/toast.tsx'
import {
  filterWords,
  formatSubscriptionQuery,
  isNarrowed,
  type SubscriptionQuery,
} from './subscription-query.ts'

export function ViewsMenu({ deskId, query }: { deskId: string; query: SubscriptionQuery }) {
  const [open, setOpen] = useState(false)
  const views = useViews(deskId)
  const search = formatSubscriptionQuery(query)
  const here = views.find((view) => view.search === search)
  useShortcuts({ v: () => setOpen(true) })
  return (
    <Popover
      label="Saved views"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look={here ? 'chosen' : 'secondary'} icon={Bookmark} keysShown="v">
          {here ? here.name : 'Views'}
        </Button>
      }
    >
      <div className="flex w-72 flex-col gap-3">
        {views.length === 0 ? (
          <p className="text-ink-2">
            Set the filters as you need them often, and give them a name: they are here and under Search and
            commands from then on.
          </p>
        ) : (
          <ul aria-label="Saved views" className="-mx-1.5 -mt-1 flex max-h-[40vh] flex-col overflow-y-auto">
            {views.map((view) => (
              <ViewLine
                key={view.id}
                deskId={deskId}
                view={view}
                current={view === here}
                onOpened={() => setOpen(false)}
              />
            ))}
          </ul>
        )}
        {here === undefined && (isNarrowed(query) || search !== '') && (
          <SaveForm
            deskId={deskId}
            search={search}
            suggested={filterWords(query).map(shortened).join(', ')}
          />
        )}
      </div>
    </Popover>
  )
}

const notKept = (failure: Failure): void =>
  toast({ title: 'The view was not changed', description: failure.message, tone: 'red' })

/** "Status: Past due" is called "Past due". */
const shortened = (words: string): string => words.slice(words.indexOf(': ') + 2)

function ViewLine({
  deskId,
  view,
  current,
  onOpened,
}: {
  deskId: string
  view: SavedView
  current: boolean
  onOpened: () => void
}) {
  const [, navigate] = useLocation()
  const [name, setName] = useState<string | null>(null)
  const { save, remove } = useViewActs(deskId)
  if (name !== null) {
    const rename = (event: FormEvent): void => {
      event.preventDefault()
      if (name.trim() === '') return
      void save({ ...view, name: name.trim() }).then((failure) =>
        failure === null ? setName(null) : notKept(failure),
      )
    }
    return (
      <li>
        <form onSubmit={rename} className="flex items-end gap-1.5 px-1.5 py-1">
          <Field label={`New name of ${view.name}`} labelHidden className="flex-1">
            {(control) => (
              <TextInput
                {...control}
                autoFocus
                value={name}
                maxLength={longestViewName}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" disabled={name.trim() === ''}>
            Rename
          </Button>
        </form>
      </li>
    )
  }
  return (
    <li className="flex items-center rounded-md hover:bg-press">
      <button
        type="button"
        aria-current={current ? 'true' : undefined}
        onClick={() => {
          navigate(subscriptionsPlace(deskId, null, view.search))
          onOpened()
        }}
        className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md px-1.5 text-left"
      >
        <span className="min-w-0 flex-1 truncate">{view.name}</span>
        {current && <Check size={14} aria-hidden="true" className="shrink-0 text-accent" />}
      </button>
      <IconButton icon={Pencil} label={`Rename ${view.name}`} onClick={() => setName(view.name)} />
      <IconButton
        icon={Trash2}
        label={`Delete ${view.name}`}
        onClick={() => {
          void remove(view.id).then((failure) =>
            failure === null ? toast({ title: 'View deleted', description: view.name }) : notKept(failure),
          )
        }}
      />
    </li>
  )
}

function SaveForm({ deskId, search, suggested }: { deskId: string; search: string; suggested: string }) {
  const [typed, setTyped] = useState<string | null>(null)
  const acts = useViewActs(deskId)
  const name = (typed ?? suggested).slice(0, longestViewName)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (name.trim() === '') return
    const view = { id: crypto.randomUUID(), name: name.trim(), search }
    void acts
      .save(view)
      .then((failure) =>
        failure === null ? toast({ title: 'View saved', description: view.name }) : notKept(failure),
      )
  }
  return (
    <form onSubmit={save} className="flex items-end gap-1.5 border-t border-line pt-3">
      <Field label="Name these filters" className="min-w-0 flex-1">
        {(control) => (
          <TextInput
            {...control}
            value={name}
            maxLength={longestViewName}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" look="primary" disabled={name.trim() === ''}>
        Save
      </Button>
    </form>
  )
}
