// The folder of a desk: what happens to it when its key is lost or the desk is removed, and what is said when it can't be opened.
// A journal must never be deleted here.
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { failure, type Failure } from '../../../src/contract/index.ts'
import { readKeyCheck } from '../../store/open-key-check.ts'
import type { StoreProblem } from '../../store/open-problem.ts'

/**
 * A new file key can't open what an old one encrypted. Such files are kept under another name, so that the desk can
 * begin anew; what the operator must know of it is returned.
 */
export function setAsideIfLocked(folder: string, fileKey: Buffer): string[] {
  if (readKeyCheck(folder, fileKey) !== 'wrong') return []
  const aside = `${folder}-locked-${Date.now()}`
  renameSync(folder, aside)
  return [
    `The key of this desk's earlier files is no longer in the keychain. They were moved to ${aside} and a new journal was begun: refunds made before are read from Stripe, but orders whose outcome was unknown are not known here any more.`,
  ]
}

/**
 * Puts back the folder that was moved aside when the desk was removed, the newest that this key opens; null where the folder stands, or
 * there is none such. Answers with the name that it had.
 */
export function putBack(folder: string, fileKey: Buffer): string | null {
  const name = removedFolders(folder).find(
    (aside) => readKeyCheck(besides(folder, aside), fileKey) === 'right',
  )
  if (name === undefined) return null
  renameSync(besides(folder, name), folder)
  return name
}

/** Whose folders were moved aside when they were removed, newest first; none while the desk has one. */
export function removedFolders(folder: string): string[] {
  return existsSync(folder) ? [] : asidesOf(folder).toSorted().toReversed()
}

export const besides = (folder: string, name: string): string => join(dirname(folder), name)

/** What the operator must know of a folder that was put back, of a desk that is known still, or one that was removed. */
export const wasPutBack = (isKnown: boolean): string =>
  isKnown
    ? 'The removal of this desk was cut off, so its folder was put back as it was: nothing of it was deleted. Remove it again if it is to go.'
    : 'This desk was removed from this machine before. The journal that was kept of it was taken up again: its orders, notes, cases, rules, policy and audit are as they were then. Its passphrase is not: set one.'

/** What the operator must know of a known desk whose folder held nothing. */
export const journalGone = (folder: string): string =>
  `The journal of this desk was gone from ${folder}, and so a new one was begun: refunds made before are read from Stripe, but orders whose outcome was unknown, the policy and the audit are not known here any more. If you have a copy of that folder, quit Bursar and put it back.`

/**
 * Moves the journal under a name that a new desk can't take and deletes what can be read from Stripe again. `keepKey` is told that
 * name before anything is moved, to keep the key that opens it; where `removeKey` fails, everything is put back. Answers with
 * what could not be deleted.
 */
export async function keepOnlyTheJournal(
  folder: string,
  keepKey: (folderName: string) => Promise<void>,
  removeKey: () => Promise<void>,
): Promise<string[]> {
  if (existsSync(folder)) {
    const aside = `${folder}-removed-${Date.now()}`
    await keepKey(basename(aside))
    renameSync(folder, aside)
    try {
      await removeKey()
    } catch (error) {
      renameSync(aside, folder)
      throw error
    }
  } else await removeKey()
  return deleteWhatStripeSaid(folder)
}

function asidesOf(folder: string): string[] {
  const desks = dirname(folder)
  return (existsSync(desks) ? readdirSync(desks, { withFileTypes: true }) : [])
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(`${basename(folder)}-removed-`))
    .map(({ name }) => name)
}

/** Of a desk that is removed now, and of the times that it was removed before: one may have been cut off before it came to this. */
async function deleteWhatStripeSaid(folder: string): Promise<string[]> {
  // Damaged ones that were kept hold what was in them.
  const paths = asidesOf(folder).flatMap((aside) =>
    readdirSync(besides(folder, aside))
      .filter((name) => /^(cache|inbox)/.test(name))
      .map((name) => join(besides(folder, aside), name)),
  )
  const outcomes = await Promise.allSettled(paths.map((path) => rm(path, { force: true })))
  return paths.filter((_, index) => outcomes[index]?.status === 'rejected')
}

export function storeFailure(store: { problem: StoreProblem; detail: string }): Failure {
  switch (store.problem) {
    case 'store_newer':
    case 'store_corrupt':
    case 'store_full':
    case 'store_unwritable':
      return failure(store.problem, store.detail).error
    case 'store_locked_key':
      return failure(
        'desk_needs_key',
        `The files of this desk are encrypted with another key than the keychain holds. Connect the account again: they are moved aside, and nothing is deleted. ${store.detail}`,
      ).error
  }
}
