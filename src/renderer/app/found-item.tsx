// One thing that was found, or opened before, as an item of the palette: what it is, how it stands, and why it was found.
import { Command } from 'cmdk'
import type { SearchHit, SearchKind } from '../../contract/search.ts'
import { Amount } from '../ui/amount.tsx'
import { hitLook, kindLooks } from '../ui/words/hit-looks.ts'
import { Pill } from '../ui/pill.tsx'
import { RelativeTime } from '../ui/dates/relative-time.tsx'

const itemClasses =
  'flex min-h-9 items-center gap-2.5 rounded-md px-2 py-1 data-[selected=true]:bg-press cursor-default'

export const valueOfHit = ({ kind, id }: { kind: SearchKind; id: string }): string => `${kind} ${id}`

export function FoundItem({ hit, onOpen }: { hit: SearchHit; onOpen: () => void }) {
  const { icon: Icon, one } = kindLooks[hit.kind]
  const look = hitLook(hit)
  const why = reasonOf(hit)
  return (
    <Command.Item value={valueOfHit(hit)} onSelect={onOpen} className={itemClasses}>
      <Icon size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-2">
          <span className="unseen">{one} </span>
          <span dir="auto" className="truncate font-medium">
            {hit.title}
          </span>
          {look && <Pill look={look} />}
        </span>
        <span className="flex gap-1.5 text-sm text-ink-3">
          {hit.subtitle !== '' && <span className="truncate">{hit.subtitle}</span>}
          {why !== null && (
            <span className="shrink-0 truncate">
              {hit.subtitle !== '' && <span aria-hidden="true">· </span>}
              {why}
            </span>
          )}
        </span>
      </span>
      <span className="shrink-0 text-right">
        {hit.amount !== null && hit.currency !== null && (
          <Amount amount={hit.amount} currency={hit.currency} className="block font-medium" />
        )}
        <RelativeTime milliseconds={hit.at * 1000} className="block text-sm text-ink-3" />
      </span>
    </Command.Item>
  )
}

/** Why it was found; only the field where the text stands beside it already. */
function reasonOf({ title, subtitle, matched }: SearchHit): string | null {
  if (matched.field === 'kind') return null
  const isShown = title.includes(matched.text) || subtitle.includes(matched.text)
  if (isShown || matched.field === 'amount') return `by ${matched.field}`
  const text = matched.text.length > 48 ? `${matched.text.slice(0, 47)}…` : matched.text
  return `by ${matched.field} ${text}`
}

export function RecentItem({
  recent: { kind, id, title, subtitle },
  onOpen,
}: {
  recent: { kind: SearchKind; id: string; title: string; subtitle: string }
  onOpen: () => void
}) {
  const { icon: Icon, one } = kindLooks[kind]
  return (
    <Command.Item value={`recent ${valueOfHit({ kind, id })}`} onSelect={onOpen} className={itemClasses}>
      <Icon size={15} aria-hidden="true" className="shrink-0 text-ink-3" />
      <span className="unseen">{one} </span>
      <span className="truncate font-medium">{title}</span>
      <span className="min-w-0 flex-1 truncate text-ink-3">{subtitle}</span>
    </Command.Item>
  )
}
