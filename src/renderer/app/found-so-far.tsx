// Beneath what the palette found: how much that is. It must never promise that all was found where that is not known.
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { SearchReply } from '../../contract/search.ts'
import { failureOf } from '../bridge/client.ts'
import type { useSearchAll } from '../bridge/customer-queries.ts'
import { useFreshness } from '../bridge/desk-queries.ts'
import { Button } from '../ui/button.tsx'
import { countText } from '../ui/count.ts'
import { Spinner } from '../ui/states.tsx'
import { unreadWords } from './at-stripe.tsx'

/** What is known of how much was found: nothing, not all, or not at all. */
export function FoundSoFar({
  deskId,
  wanted,
  asked,
  search,
  some,
}: {
  deskId: string
  wanted: string
  /** What the answer is to. */
  asked: string
  search: ReturnType<typeof useSearchAll>
  /** There is something else in the list. */
  some: boolean
}) {
  const sync = useFreshness(deskId).data
  const unread = sync === undefined ? null : unreadWords(sync)
  const failed = wanted !== '' && search.isError
  const { data } = search
  return (
    <>
      {failed && (
        <div role="alert" className="flex items-center gap-3 border-t border-line px-4 py-2">
          <CircleAlert size={15} aria-hidden="true" className="shrink-0 text-red" />
          <p className="min-w-0 flex-1">{failureOf(search.error).message}</p>
          <Button size="small" onClick={() => void search.refetch()}>
            Try again
          </Button>
        </div>
      )}
      {/* The same element all the time: what one brings along when it comes is not announced. */}
      <div role="status">
        {wanted === '' ? (
          <Foot>{hint}</Foot>
        ) : failed ? null : data === undefined ? (
          <Foot>
            <Spinner /> Searching…
          </Foot>
        ) : (
          <>
            {data.hits.length === 0 && !search.isPlaceholderData && (
              <p className={some ? 'px-4 pb-3 text-ink-2' : 'px-4 py-8 text-center text-ink-2'}>
                {data.complete
                  ? `Nothing kept here matches “${asked}”.`
                  : `Nothing was found for “${asked}”, but not everything was looked through.`}
              </p>
            )}
            <Foot>{[foundWords(data), unread].filter((each) => each !== null).join(' ')}</Foot>
          </>
        )}
      </div>
    </>
  )
}

const hint =
  'Names, e-mails, amounts such as 49,90, last4, invoice numbers, ids, metadata, “failed yesterday”.'

function Foot({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-2 border-t border-line px-4 py-2 text-sm text-ink-3">{children}</p>
  )
}

function foundWords({ hits, complete }: SearchReply): string {
  const count = countText(hits.length)
  if (hits.length === 0)
    return complete
      ? 'Try fewer words, a part of a name or an id, or last4.'
      : 'Type more to narrow it down: a day, a name, an id.'
  if (!complete) return `The best ${count}; type more to narrow it down.`
  return hits.length === 1 ? '1 found.' : `${count} found.`
}
