// A desk as the face may know it, put together from its record and how it stands. Pure. Nothing that is secret, or only the
// engine's, may come through here.
import type { Desk } from '../../../src/contract/index.ts'
import type { DeskRecord } from './profile.ts'
import type { Standing } from './standings.ts'

const liveReason = 'Live desks are read-only: Bursar shows them, and sends no orders to them yet.'

export function deskOf(
  record: DeskRecord,
  { state, problem, notices }: Pick<Standing, 'state' | 'problem' | 'notices'>,
  profileNotice: string | null,
): Desk {
  const { noRefunds, listenerToken: _, ...known } = record
  const readOnlyReason = record.mode === 'live' ? liveReason : noRefunds
  return {
    ...known,
    state,
    notices: [...(profileNotice === null ? [] : [profileNotice]), ...notices],
    ...(problem && { problem }),
    ...(readOnlyReason !== undefined && { readOnlyReason }),
  }
}
