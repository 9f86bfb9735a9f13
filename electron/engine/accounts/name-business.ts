// Names, colours and sorts businesses, and writes it down in the audit of their desks.
import {
  failure,
  success,
  type Desk,
  type ParsedRequestOf,
  type Result,
} from '../../../src/contract/index.ts'
import { deskEdited } from '../audit/desk-notes.ts'
import { businessIdOf, reordered } from './businesses.ts'
import type { Profile } from './profile.ts'
import type { Standings } from './standings.ts'

interface NamingPorts {
  profile: Profile
  standings: Standings
}

const unknown = failure('not_found', 'There is no such business. Nothing was changed.')

export function editBusiness(
  { profile, standings }: NamingPorts,
  { businessId, name, color }: ParsedRequestOf<'business.edit'>,
): Result<Desk[]> {
  const records = profile.desks().filter((record) => businessIdOf(record) === businessId)
  const [first] = records
  if (!first) return unknown
  const { businessName, color: colorBefore } = standings.desk(first)
  profile.keepBusinesses(
    profile.businesses().map((business) =>
      business.id === businessId
        ? // A name that was not changed goes on following Stripe's.
          { ...business, color, name: name === businessName ? business.name : name }
        : business,
    ),
  )
  const note = deskEdited({ name: businessName, color: colorBefore }, { name, color })
  for (const record of records) {
    standings.of(record.id).open?.record(note)
    standings.tell(record.id)
  }
  return success(profile.desks().map(standings.desk))
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
