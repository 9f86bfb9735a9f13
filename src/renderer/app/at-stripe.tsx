// What Stripe's own search adds to what is kept here, where that is not complete: asked once the typing rests, said where it came from.
// It must never show what stands among the kept ones already, nor disturb those by a failure.
import { Command } from 'cmdk'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Freshness } from '../../contract/events.ts'
import type { SearchHit, SearchKind, StripeSearchReply } from '../../contract/search.ts'
import { ask, failureOf } from '../bridge/client.ts'
import { useFreshness } from '../bridge/desk-queries.ts'
import { keys } from '../bridge/keys.ts'
import { countText } from '../ui/count.ts'
import { kindLooks } from '../ui/words/hit-looks.ts'
import { Spinner } from '../ui/states.tsx'
import { useRested } from '../ui/use-rested.ts'
import { FoundItem } from './found-item.tsx'

/** Stripe allows few searches a second, so it is asked for whole words and not for letters. */
const restMilliseconds = 400
const shortestText = 3
/** Stripe itself learns of what is new only after a minute. */
const staleMilliseconds = 60_000

/** Whether there may be more at Stripe than what is kept here, and why; null where all is here. */
export function unreadWords({ phase, missing }: Pick<Freshness, 'phase' | 'missing'>): string | null {
  if (phase === 'loading') return 'History is still being read: there may be more.'
  // Opened without a network, it does not know yet since when changes are missing.
  if (phase === 'stalled' && missing.length === 0)
    return 'Stripe could not be asked: there may be more by now.'
  return phase === 'paused' || phase === 'idle' || missing.length > 0
    ? 'Not all of the history was read: there may be more at Stripe.'
    : null
}

/** Asks Stripe for `wanted` where the desk is not complete. `asks`: whether it does, or will when the typing rests. */
export function useStripeSearch(deskId: string, wanted: string) {
  const sync = useFreshness(deskId).data
  const rested = useRested(wanted, restMilliseconds)
  const asks = sync !== undefined && unreadWords(sync) !== null && wanted.length >= shortestText
  const query = useQuery({
    queryKey: keys.stripeSearch(deskId, rested),
    queryFn: () => ask('search.stripe', { deskId, text: rested }),
    enabled: asks && rested === wanted,
    placeholderData: keepPreviousData,
    staleTime: staleMilliseconds,
    gcTime: staleMilliseconds,
    retry: false,
  })
  const isAsking = asks && (rested !== wanted || query.isFetching)
  return {
    asks,
    isAsking,
    reply: asks && !isAsking ? query.data : undefined,
    // One whose place a newer question took is asked again when it is wanted again.
    error: asks && !isAsking && query.isError ? failureOf(query.error) : null,
  }
}
type StripeSearch = ReturnType<typeof useStripeSearch>

export function AtStripe({
  search: { reply },
  kept,
  className,
  onOpen,
}: {
  search: StripeSearch
  /** What was found here. */
  kept: readonly SearchHit[]
  className: string
  onOpen: (hit: SearchHit) => void
}) {
  const hits = onlyAtStripe(reply, kept)
  if (hits.length === 0) return null
  return (
    <Command.Group heading="At Stripe, not yet here" className={className}>
      {hits.map((hit) => (
        <FoundItem key={`${hit.kind} ${hit.id}`} hit={hit} onOpen={() => onOpen(hit)} />
      ))}
    </Command.Group>
  )
}

function onlyAtStripe(reply: StripeSearchReply | undefined, kept: readonly SearchHit[]): SearchHit[] {
  const known = new Set(kept.map(({ id }) => id))
  return (reply?.hits ?? []).filter(({ id }) => !known.has(id))
}

/** How it stands with the question to Stripe, in one line. */
export function StripeLine({ search, kept }: { search: StripeSearch; kept: readonly SearchHit[] }) {
  const { asks, isAsking, reply, error } = search
  if (!asks) return null
  const words = isAsking
    ? 'Asking Stripe…'
    : error !== null
      ? `Stripe was not asked: ${error.message}`
      : reply === undefined
        ? null
        : answerWords(reply, onlyAtStripe(reply, kept).length)
  if (words === null) return null
  return (
    <p
      role="status"
      title={words}
      className="flex items-center gap-2 border-t border-line px-4 py-1.5 text-sm text-ink-3"
    >
      {isAsking && <Spinner />}
      <span className="line-clamp-2">{words}</span>
    </p>
  )
}

export function answerWords({ asked, notAsked, more }: StripeSearchReply, added: number): string {
  const reasons = notAsked.map(({ kinds, why }) =>
    kinds.length === 0 ? why : `Stripe was not asked for ${spoken(kinds)}: ${why}`,
  )
  if (asked.length === 0) return reasons.join(' ')
  const found = added === 0 ? 'nothing more' : `${countText(added)} more`
  const rest = more ? ' It knows of others.' : ''
  return [`Stripe was asked for ${spoken(asked)}: ${found}.${rest}`, ...reasons].join(' ')
}

const spoken = (kinds: readonly SearchKind[]): string =>
  new Intl.ListFormat('en').format(kinds.map((kind) => kindLooks[kind].many.toLowerCase()))
