// How each desk of this profile stands at present: open or not, with which problem and what to be told. Every change goes through
// here, so that the face hears of it; nothing is opened, sent or deleted here.
import {
  failure,
  success,
  type Desk,
  type Failure,
  type PushName,
  type PushOf,
  type Result,
} from '../../../src/contract/index.ts'
import { vouchForCache } from '../../store/closed-well.ts'
import { businessIdOf } from './businesses.ts'
import { keepNotices, keptNotices } from './kept-notices.ts'
import { deskOf, keyRefusalOf, type Standing } from './desk-dto.ts'
import type { OpenDesk } from './open-desk.ts'
import type { DeskRecord } from './desk-record.ts'
import type { Profile } from './profile.ts'
import type { ReaderLink } from './reader-link.ts'

export interface Standings {
  of(deskId: string): Standing
  /** As the face may know it. */
  desk(record: DeskRecord): Desk
  /** The desk as the profile knows it. */
  record(deskId: string): Result<DeskRecord>
  opened(): OpenDesk[]
  /** Told when the opening has come to an end; or at once, with what takes so long, in words. */
  opening(deskId: string, doing?: string): void
  /** From now on it stands so: told, and answered with. */
  settle(record: DeskRecord, standing: Standing): Result<Desk>
  /** Tells the operator something about a desk, once; `lasting`: over restarts, until they put it away. */
  note(deskId: string, notice: string, lasting?: boolean): void
  putAway(deskId: string, notice: string): void
  /** Tells a desk as it stands. */
  tell(deskId: string): void
  /** Why the key of a desk can't be used for such orders; undefined where it can. */
  keyRefusal(record: DeskRecord, action: 'refund' | 'change'): Failure | undefined
  /** A key that Stripe no longer takes is the desk's problem, not only that of one reading: it stays open, and says so. */
  keyIsDead(deskId: string, problem: Failure): void
  /** Stripe took the key. */
  keyWorks(record: DeskRecord): Desk
  /** Resolves when nothing of the desk is open any more. */
  close(deskId: string): Promise<void>
  closeAll(): Promise<void>
  forget(deskId: string): void
}

export interface StandingsPorts {
  profile: Profile
  reader: ReaderLink
  folderOf: (deskId: string) => string
  /** Whether a file of any desk was found to be damaged since the start. */
  hasMetDamage: () => boolean
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
}

export function openStandings({ profile, reader, folderOf, hasMetDamage, push }: StandingsPorts): Standings {
  const standings = new Map<string, Standing>()
  const of = (deskId: string): Standing => standings.get(deskId) ?? { state: 'closed', notices: [] }
  const find = (deskId: string): DeskRecord | undefined => profile.desks().find(({ id }) => id === deskId)

  function desk(record: DeskRecord): Desk {
    const businessId = businessIdOf(record)
    const business = profile.businesses().find(({ id }) => id === businessId)
    return deskOf(record, of(record.id), { business, notice: profile.notice })
  }

  function tell(deskId: string): void {
    const record = find(deskId)
    if (record) push('desk.changed', desk(record))
  }

  async function close(deskId: string): Promise<void> {
    const { open } = of(deskId)
    if (!open) return
    standings.set(deskId, { state: 'closed', notices: [] })
    // Before anything is waited for: whoever judged just now that nothing is under way may rely on it.
    open.stop()
    const isSound = await reader.close(deskId)
    await open.close()
    if (isSound && !hasMetDamage()) vouchForCache(folderOf(deskId))
  }

  return {
    of,
    desk,
    record(deskId) {
      const record = find(deskId)
      return record ? success(record) : failure('not_found', 'There is no such desk.')
    },
    opened: () => [...standings.values()].flatMap(({ open }) => open ?? []),
    opening(deskId, doing) {
      standings.set(deskId, { state: 'opening', notices: [], ...(doing !== undefined && { doing }) })
      if (doing !== undefined) tell(deskId)
    },
    settle(record, standing) {
      standings.set(record.id, standing)
      const settled = desk(record)
      push('desk.changed', settled)
      return standing.problem ? { ok: false, error: standing.problem } : success(settled)
    },
    note(deskId, notice, lasting = false) {
      const folder = folderOf(deskId)
      if (lasting) keepNotices(folder, [...keptNotices(folder), notice])
      const standing = standings.get(deskId)
      if (!standing || standing.notices.includes(notice)) return
      standing.notices.push(notice)
      tell(deskId)
    },
    putAway(deskId, notice) {
      const isOther = (each: string): boolean => each !== notice
      keepNotices(folderOf(deskId), keptNotices(folderOf(deskId)).filter(isOther))
      const standing = standings.get(deskId)
      if (standing) standings.set(deskId, { ...standing, notices: standing.notices.filter(isOther) })
      tell(deskId)
    },
    tell,
    keyRefusal: (record, action) => keyRefusalOf(find(record.id) ?? record, of(record.id).problem, action),
    keyIsDead(deskId, problem) {
      const standing = standings.get(deskId)
      if (!standing?.open || standing.problem) return
      standings.set(deskId, { ...standing, problem })
      tell(deskId)
    },
    keyWorks(record) {
      const { problem, ...well } = of(record.id)
      if (problem?.code === 'key_revoked') standings.set(record.id, well)
      const working = desk(record)
      push('desk.changed', working)
      return working
    },
    close,
    async closeAll() {
      for (const deskId of standings.keys()) await close(deskId)
    },
    forget: (deskId) => void standings.delete(deskId),
  }
}
