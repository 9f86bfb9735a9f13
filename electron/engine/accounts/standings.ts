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
import { deskOf } from './desk-dto.ts'
import type { OpenDesk } from './open-desk.ts'
import type { DeskRecord, Profile } from './profile.ts'
import type { ReaderLink } from './reader-link.ts'

export interface Standing {
  state: Desk['state']
  problem?: Failure
  notices: string[]
  open?: OpenDesk
}

export interface Standings {
  of(deskId: string): Standing
  /** As the face may know it. */
  desk(record: DeskRecord): Desk
  /** The desk as the profile knows it. */
  record(deskId: string): Result<DeskRecord>
  opened(): OpenDesk[]
  /** Without telling: it is told when the opening has come to an end. */
  opening(deskId: string): void
  /** From now on it stands so: told, and answered with. */
  settle(record: DeskRecord, standing: Standing): Result<Desk>
  /** Tells the operator something about a desk, once. */
  note(deskId: string, notice: string): void
  /** A key that Stripe no longer takes is the desk's problem, not only that of one reading: it stays open, and says so. */
  noteKey(record: DeskRecord, problem: Failure | undefined): void
  /** Resolves when nothing of the desk is open any more. */
  close(deskId: string): Promise<void>
  closeAll(): Promise<void>
  forget(deskId: string): void
}

export interface StandingsPorts {
  profile: Profile
  reader: ReaderLink
  push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
}

export function openStandings({ profile, reader, push }: StandingsPorts): Standings {
  const standings = new Map<string, Standing>()
  const of = (deskId: string): Standing => standings.get(deskId) ?? { state: 'closed', notices: [] }
  const desk = (record: DeskRecord): Desk => deskOf(record, of(record.id), profile.notice)
  const find = (deskId: string): DeskRecord | undefined => profile.desks().find(({ id }) => id === deskId)

  async function close(deskId: string): Promise<void> {
    const { open } = of(deskId)
    if (!open) return
    standings.set(deskId, { state: 'closed', notices: [] })
    await reader.close(deskId)
    await open.close()
  }

  return {
    of,
    desk,
    record(deskId) {
      const record = find(deskId)
      return record ? success(record) : failure('not_found', 'There is no such desk.')
    },
    opened: () => [...standings.values()].flatMap(({ open }) => open ?? []),
    opening: (deskId) => void standings.set(deskId, { state: 'opening', notices: [] }),
    settle(record, standing) {
      standings.set(record.id, standing)
      const settled = desk(record)
      push('desk.changed', settled)
      return standing.problem ? { ok: false, error: standing.problem } : success(settled)
    },
    note(deskId, notice) {
      const record = find(deskId)
      const standing = standings.get(deskId)
      if (!record || !standing || standing.notices.includes(notice)) return
      standing.notices.push(notice)
      push('desk.changed', desk(record))
    },
    noteKey(record, problem) {
      const standing = standings.get(record.id)
      if (!standing?.open) return
      const isDead = problem?.code === 'key_revoked'
      if (isDead === (standing.problem?.code === 'key_revoked')) return
      const { problem: _, ...well } = standing
      standings.set(record.id, isDead ? { ...well, problem } : well)
      push('desk.changed', desk(record))
    },
    close,
    async closeAll() {
      for (const deskId of standings.keys()) await close(deskId)
    },
    forget: (deskId) => void standings.delete(deskId),
  }
}
