// The desks of this profile: which exist and which are open. It opens and closes them one at a time, and must never let a desk
// open with another account's or another mode's key.
import { join } from 'node:path'
import {
  success,
  type Desk,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../src/contract/index.ts'
import type { AuditNote } from '../audit/audit.ts'
import type { RefusalCounts } from '../webhook/refusals.ts'
import { checkAgain } from './check-again.ts'
import { demoDesk, demoId } from './demo-desk.ts'
import type { DemoOptions } from './demo.ts'
import { keepKey, type KeyOffer } from './keep-key.ts'
import { editBusiness, reorderBusinesses } from './name-business.ts'
import { openKept, type OpeningPorts } from './open-account.ts'
import type { OpenDesk } from './open-desk.ts'
import type { DeskRecord } from './desk-record.ts'
import { removeDesk } from './remove-desk.ts'
import { openStandings } from './standings.ts'
import { writeDown } from './write-down.ts'

export interface Desks {
  list(): Desk[]
  find(deskId: string): OpenDesk | undefined
  opened(): OpenDesk[]
  openDemo(): Promise<Result<Desk>>
  /** Where the open demo desk's Stripe answers; null where it is not open. */
  demoOrigin(): string | null
  /** Where there is no desk but the demo, it is most likely opened next: its Stripe is started at once. */
  prepareDemo(): void
  /** Opens every desk whose secrets are in the keychain, so that orders which an earlier run left open are settled. */
  openKept(): Promise<void>
  /** Opens a known desk with the secrets in its keychain. */
  open(deskId: string): Promise<Result<Desk>>
  /** Keeps the key of an account that was just judged to be right, and opens its desk. */
  keepKey(offer: KeyOffer): Promise<Result<Desk>>
  /** Asks anew what the key of an open desk can do. */
  checkKey(deskId: string): Promise<Result<Desk>>
  /** The desk as the profile knows it. */
  record(deskId: string): Result<DeskRecord>
  /** Into the audit of a desk, open or not. What was done or refused stands even where that fails. */
  writeDown(deskId: string, note: AuditNote): Promise<void>
  editBusiness(request: ParsedRequestOf<'business.edit'>): Promise<Result<Desk[]>>
  reorderBusinesses(request: ParsedRequestOf<'business.reorder'>): Promise<Result<Desk[]>>
  /**
   * Closes the desk, deletes its Stripe key and its cache; the journal and its backups stay on disk, and in the keychain the
   * key that opens them. Refused while the outcome of an order is not known.
   */
  remove(deskId: string): Promise<Result<ReplyOf<'desk.remove'>>>
  /** What the listener's threads know of a desk changed. */
  listenerChanged(deskId: string): void
  /** Deliveries for a desk were refused, so many for each reason. */
  deliveriesRefused(deskId: string, counts: RefusalCounts): void
  /** Tells the operator something about a desk, once, and over restarts until they put it away. */
  note(deskId: string, notice: string): void
  putAwayNotice(deskId: string, notice: string): Result<Desk>
  closeAll(): Promise<void>
}

export interface DesksPorts extends Omit<OpeningPorts, 'standings' | 'folderOf' | 'inTurn' | 'asked'> {
  home: string
  demo: DemoOptions
  hasMetDamage: () => boolean
}

export function openDesks(ports: DesksPorts): Desks {
  const { home, profile, reader } = ports
  const folderOf = (deskId: string): string => join(home, 'desks', deskId)
  const standings = openStandings({ ...ports, folderOf })
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <Value>(work: () => Promise<Value>): Promise<Value> => {
    const mine = turn.then(work, work)
    turn = mine.catch(() => undefined)
    return mine
  }
  const asked = Promise.withResolvers<void>()
  const opening: OpeningPorts = { ...ports, standings, folderOf, inTurn, asked: asked.promise }
  const demo = demoDesk(opening, ports.demo)

  async function open(deskId: string): Promise<Result<Desk>> {
    if (deskId === demoId) return demo.open()
    const found = standings.record(deskId)
    if (!found.ok) return found
    if (standings.of(deskId).open) return success(standings.desk(found.value))
    return openKept(opening, found.value)
  }

  return {
    listenerChanged(deskId) {
      standings.of(deskId).open?.listenerChanged()
      if (deskId === demoId) demo.followListener()
    },
    deliveriesRefused: (deskId, counts) => standings.of(deskId).open?.deliveriesRefused(counts),
    note: (deskId, notice) => standings.note(deskId, notice, true),
    putAwayNotice(deskId, notice) {
      standings.putAway(deskId, notice)
      const found = standings.record(deskId)
      return found.ok ? success(standings.desk(found.value)) : found
    },
    list() {
      asked.resolve()
      return profile.desks().map(standings.desk)
    },
    async openKept() {
      for (const { id, secretsIn } of profile.desks()) {
        if (secretsIn !== 'keytar' && secretsIn !== 'keyring') continue
        await inTurn(() => open(id)).catch((error: unknown) => ports.onBug(id, error))
      }
    },
    find: (deskId) => standings.of(deskId).open,
    opened: standings.opened,
    openDemo: () => inTurn(demo.open),
    demoOrigin: demo.origin,
    prepareDemo() {
      if (profile.desks().every(({ id }) => id === demoId)) demo.prepare()
    },
    open: (deskId) => inTurn(() => open(deskId)),
    keepKey: (offer) => inTurn(() => keepKey(opening, offer)),
    checkKey: (deskId) => checkAgain(opening, deskId),
    record: standings.record,
    writeDown: (deskId, note) =>
      inTurn(async () => {
        const found = standings.record(deskId)
        if (found.ok) await writeDown(opening, found.value, note)
      }).catch((error: unknown) => ports.onBug(deskId, error)),
    editBusiness: (request) => inTurn(async () => editBusiness(opening, request)),
    reorderBusinesses: (request) => inTurn(async () => reorderBusinesses(opening, request)),
    remove: (deskId) => inTurn(() => removeDesk({ ...opening, demo }, deskId)),
    closeAll: () =>
      inTurn(async () => {
        await standings.closeAll()
        await demo.stop()
        reader.end()
      }),
  }
}
