// One customer's access to one product, in a list: whether it is on, why, since when and until when.
import { Link } from 'wouter'
import type { AccessRow } from '../../contract/access.ts'
import { accessId } from '../bridge/subscription-queries.ts'
import { accessPlace } from '../state/places.ts'
import { accessLook } from './words/access-looks.ts'
import { Pill } from './pill.tsx'
import { dayOf } from './dates/time.ts'

export function AccessLines({
  deskId,
  rows,
  label,
}: {
  deskId: string
  rows: readonly AccessRow[]
  label: string
}) {
  return (
    <ul aria-label={label} className="flex flex-col gap-2">
      {rows.map((row) => (
        <li key={row.productId}>
          <span className="flex items-center gap-2">
            <Link
              href={accessPlace(deskId, accessId(row))}
              className="min-w-0 truncate rounded font-medium text-accent hover:underline"
            >
              {row.productName ?? row.productId}
            </Link>
            <Pill look={accessLook(row)} />
            <span className="figures ml-auto shrink-0 text-sm text-ink-3">{whenWords(row)}</span>
          </span>
          <span className="block text-ink-2">{row.why}</span>
        </li>
      ))}
    </ul>
  )
}

/** "since 3 Nov 2026, until 3 Dec 2026". */
function whenWords({ since, until }: AccessRow): string {
  const from = `since ${dayOf(since * 1000)}`
  return until === null ? from : `${from}, until ${dayOf(until * 1000)}`
}
