// Names, colours and sorts businesses, and writes it down in the audit of their desks.
import {
  failure,
  success,
  type Desk,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { whyNotWritten } from '../../../src/domain/note-text.ts'
import { deskEdited } from '../audit/desk-notes.ts'
import { businessIdOf, reordered } from './businesses.ts'
import type { Profile } from './profile.ts'
import type { Standings } from './standings.ts'

interface NamingPorts {
  profile: Profile
  standings: Standings
}

const unknown = failure('not_found', 'There is no such business. Nothing was changed.')

/** Of one that is typed; Stripe's own may be longer. */
const longestName = 60

export function editBusiness(
  { profile, standings }: NamingPorts,
  { businessId, name, color }: ParsedRequestOf<'business.edit'>,
): Result<Desk[]> {
  const records = profile.desks().filter((record) => businessIdOf(record) === businessId)
  const [first] = records
  if (!first) return unknown
  const { businessName, color: colorBefore } = standings.desk(first)
  const isRenamed = name !== businessName
  // It stands in the title of the window, in notifications, and in a file that is not encrypted.
  const forbidden = isRenamed ? whyNotWritten(name) : null
  if (forbidden !== null) return failure('bad_request', `${forbidden} Nothing was changed.`)
  if (isRenamed && name.length > longestName)
    return failure('bad_request', `A name has ${longestName} letters at most. Nothing was changed.`)
  const all = (): Result<Desk[]> => success(profile.desks().map(standings.desk))
  if (!isRenamed && color === colorBefore) return all()
  profile.keepBusinesses(
    profile.businesses().map((business) =>
      business.id === businessId
        ? // A name that was not changed goes on following Stripe's.
          { ...business, color, name: isRenamed ? name : business.name }
        : business,
    ),
  )
  const note = deskEdited({ name: businessName, color: colorBefore }, { name, color })
  for (const record of records) {
    standings.of(record.id).open?.record(note)
    standings.tell(record.id)
  }
  return all()
}

export function reorderBusinesses(
  { profile, standings }: NamingPorts,
  { businessIds }: ParsedRequestOf<'business.reorder'>,
): Result<Desk[]> {
  const order = reordered(profile.businesses(), businessIds)
  if (order === null) return unknown
  profile.keepBusinesses(order)
  return success(profile.desks().map(standings.desk))
}
