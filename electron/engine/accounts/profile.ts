// The desks and businesses that this profile knows, kept in profile.json. It holds no secret: those are in the keychain.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Failure } from '../../../src/contract/index.ts'
import { businessesOf, inOrder, type Business } from './businesses.ts'
import type { DeskRecord } from './desk-record.ts'
import { readProfile, writeProfile, type Contents } from './profile-file.ts'

export interface Profile {
  /** In the order of their businesses, test before live. */
  desks(): readonly DeskRecord[]
  /** Adds or replaces the desk of the same id; on disk when this returns. */
  put(desk: DeskRecord): void
  /** The last desk of a business takes it along. */
  remove(deskId: string): void
  /** In their order; those that have a desk. */
  businesses(): readonly Business[]
  keepBusinesses(businesses: readonly Business[]): void
  /** Null until one was kept. */
  listenerPort(): number | null
  keepListenerPort(port: number): void
  /** Set when the file could not be read and was moved aside. */
  notice: string | null
  /** Set when the file is of a newer version: nothing is known, and nothing is kept. */
  problem: Failure | null
}

/** Knows no desk and keeps none. */
export const emptyProfile: Profile = {
  desks: () => [],
  put: () => undefined,
  remove: () => undefined,
  businesses: () => [],
  keepBusinesses: () => undefined,
  listenerPort: () => null,
  keepListenerPort: () => undefined,
  notice: null,
  problem: null,
}

export function openProfile(home: string): Profile {
  mkdirSync(home, { recursive: true, mode: 0o700 })
  const path = join(home, 'profile.json')
  const { contents, notice, problem } = readProfile(path)
  if (problem) return { ...emptyProfile, problem }
  let known = inWhole(contents)

  function save(change: Partial<Contents>): void {
    const next = inWhole({ ...known, ...change })
    writeProfile(path, next)
    known = next
  }

  return {
    desks: () => known.desks,
    put: (desk) => save({ desks: [...known.desks.filter(({ id }) => id !== desk.id), desk] }),
    remove: (deskId) => save({ desks: known.desks.filter(({ id }) => id !== deskId) }),
    businesses: () => known.businesses,
    keepBusinesses: (businesses) => save({ businesses: [...businesses] }),
    listenerPort: () => known.listenerPort ?? null,
    keepListenerPort: (listenerPort) => save({ listenerPort }),
    notice,
    problem,
  }
}

/** Every desk has its business, and every business a desk. */
function inWhole(contents: Contents): Contents {
  const businesses = businessesOf(contents.desks, contents.businesses)
  return { ...contents, businesses, desks: inOrder(contents.desks, businesses) }
}
