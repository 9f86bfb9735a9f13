// The palette: everything that is kept, found as one types; what was opened lately; and every screen and action by its word.
// It must never do what a click could not do.
import { Dialog } from '@base-ui/react/dialog'
import { Command } from 'cmdk'
import { CornerUpLeft, CreditCard, Repeat, User, Zap } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useLocation } from 'wouter'
import type { Desk } from '../../contract/desks.ts'
import type { SearchHit } from '../../contract/search.ts'
import { useSearchAll } from '../bridge/customer-queries.ts'
import { noteRecent, useRecent } from '../state/recent.ts'
import { useFocusBefore } from '../ui/give-focus-back.ts'
import { kindLooks } from '../ui/words/hit-looks.ts'
import { Kbd } from '../ui/kbd.tsx'
import { useRested } from '../ui/use-rested.ts'
import { AtStripe, StripeLine, useStripeSearch } from './at-stripe.tsx'
import { matchingCommands, useCommands, type CommandEntry } from './commands.ts'
import { FoundItem, RecentItem, valueOfHit } from './found-item.tsx'
import { FoundSoFar } from './found-so-far.tsx'
import { groupHits, placeOfHit, placeOfId, typedId } from './found.ts'

/** So short that what was meant is there before the next key. */
const typingMilliseconds = 40
const groupClasses =
  '[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-ink-3'

interface PaletteProps {
  desk: Desk
  /** Only what is kept is looked for, no commands. */
  finding: boolean
  onClose: () => void
}

export function CommandPalette({ desk, finding, onClose }: PaletteProps) {
  const [, navigate] = useLocation()
  const [typed, setTyped] = useState('')
  const wanted = typed.trim()
  const rested = useRested(wanted, typingMilliseconds)
  const search = useSearchAll(desk.id, rested)
  const atStripe = useStripeSearch(desk.id, wanted)
  const answer = wanted === '' ? undefined : search.data
  const kept = answer?.hits ?? []
  const commands = useCommands(desk)
  const groups = finding ? [] : matchingCommands(commands, wanted)
  const recent = useRecent((state) => state.recent)
  /** What is shown answers what was typed before. */
  const stale = wanted !== '' && (rested !== wanted || search.isFetching)
  const [eager, setEager] = useState(false)
  const opened = useRef(false)
  const run = (act: () => void): void => {
    onClose()
    act()
  }
  const openHit = (hit: SearchHit): void => {
    const place = placeOfHit(desk.id, hit)
    const { kind, id, title, subtitle } = hit
    noteRecent(desk.id, { kind, id, title, subtitle, place })
    run(() => navigate(place))
  }
  /** Enter before the answer is there: what was typed is opened, not what was found before. */
  const waitForAnswer = (event: KeyboardEvent): void => {
    // The Enter that ends what is composed (Chinese, Japanese, Korean) asks for nothing.
    if (event.key !== 'Enter' || event.nativeEvent.isComposing || !stale || groups.length > 0) return
    event.preventDefault()
    setEager(true)
  }
  useEffect(() => {
    if (!eager || stale || opened.current) return
    opened.current = true
    const named = typedId(wanted)
    const best = answer?.hits[0]
    if (best) openHit(best)
    else if (named) run(() => navigate(placeOfId(desk.id, named)))
  })
  const before = useFocusBefore()
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="overlay-shade z-30" />
        <Dialog.Popup
          finalFocus={before}
          aria-label={finding ? 'Search' : 'Search and commands'}
          className="popup-motion fixed top-[min(14vh,96px)] left-1/2 z-40 w-[calc(100vw-32px)] max-w-[680px] -translate-x-1/2 overflow-hidden rounded-xl bg-raised shadow-pop outline-none"
        >
          <Command label="Search and commands" loop shouldFilter={false} onKeyDown={waitForAnswer}>
            <Command.Input
              autoFocus
              value={typed}
              onValueChange={(text) => {
                setTyped(text.slice(0, 200))
                setEager(false)
                opened.current = false
              }}
              placeholder={finding ? 'Name, e-mail, amount, last4, id…' : 'Search, or type a command'}
              className="h-12 w-full border-b border-line bg-transparent px-4 text-lg outline-none"
            />
            {answer && answer.understood.length > 0 && <Understood words={answer.understood} />}
            <Command.List className="max-h-[min(460px,62vh)] overflow-auto p-2">
              {wanted === '' && recent.length > 0 && (
                <Command.Group heading="Opened lately" className={groupClasses}>
                  {recent.map((each) => (
                    <RecentItem
                      key={valueOfHit(each)}
                      recent={each}
                      onOpen={() => run(() => navigate(each.place))}
                    />
                  ))}
                </Command.Group>
              )}
              {groups.map(({ title, entries }) => (
                <Command.Group key={title} heading={title} className={groupClasses}>
                  {entries.map((entry) => (
                    <CommandItem key={valueOfEntry(entry)} entry={entry} onRun={() => run(entry.act)} />
                  ))}
                </Command.Group>
              ))}
              {answer &&
                groupHits(answer.hits).map(({ kind, hits }) => (
                  <Command.Group key={kind} heading={kindLooks[kind].many} className={groupClasses}>
                    {hits.map((hit) => (
                      <FoundItem key={hit.id} hit={hit} onOpen={() => openHit(hit)} />
                    ))}
                  </Command.Group>
                ))}
              <AtStripe search={atStripe} kept={kept} className={groupClasses} onOpen={openHit} />
              <TypedId
                deskId={desk.id}
                typed={wanted}
                hits={[...kept, ...(atStripe.reply?.hits ?? [])]}
                onOpen={(place) => run(() => navigate(place))}
              />
            </Command.List>
          </Command>
          <FoundSoFar
            deskId={desk.id}
            wanted={wanted}
            asked={rested}
            search={search}
            some={groups.length > 0 || (atStripe.reply?.hits.length ?? 0) > 0}
          />
          <StripeLine search={atStripe} kept={kept} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** How the words were taken, where they were more than text. */
function Understood({ words }: { words: readonly string[] }) {
  return (
    <p className="flex flex-wrap items-center gap-1.5 border-b border-line px-4 py-1.5 text-sm text-ink-3">
      Read as
      {words.map((word) => (
        <span key={word} className="rounded bg-blue-tint px-1.5 font-medium text-blue">
          {word}
        </span>
      ))}
    </p>
  )
}

const idIcons = {
  payment: CreditCard,
  customer: User,
  event: Zap,
  refund: CornerUpLeft,
  subscription: Repeat,
}

/** The way to an id that is not among what was found. */
function TypedId({
  deskId,
  typed,
  hits,
  onOpen,
}: {
  deskId: string
  typed: string
  hits: readonly SearchHit[]
  onOpen: (place: string) => void
}) {
  const named = typedId(typed)
  if (named === null || hits.some(({ id }) => id === named.id)) return null
  const word = `Open ${kindLooks[named.kind].one.toLowerCase()} ${named.id}`
  return (
    <CommandItem
      entry={{ word, icon: idIcons[named.kind], act: () => undefined }}
      onRun={() => onOpen(placeOfId(deskId, named))}
    />
  )
}

const valueOfEntry = ({ word, id = '' }: CommandEntry): string => `${word} ${id}`.trim()

function CommandItem({ entry, onRun }: { entry: CommandEntry; onRun: () => void }) {
  const Icon = entry.icon
  return (
    <Command.Item
      value={valueOfEntry(entry)}
      onSelect={onRun}
      className="flex h-9 items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-press"
    >
      <Icon size={15} aria-hidden="true" className="text-ink-3" />
      <span className="flex-1 truncate">{entry.word}</span>
      {entry.keys !== undefined && <Kbd keys={entry.keys} />}
    </Command.Item>
  )
}
