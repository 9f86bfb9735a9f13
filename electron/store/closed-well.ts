// Vouches for a cache that was closed in order, so that a big one is not read from end to end before it is opened again: that takes a quarter
// of a minute for a million events. Damage shows all the same where it is read, since each page carries a seal
// (docs/decisions/0002-encryption-at-rest.md). It must never vouch for a file that was touched since.
import { readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFile } from './open-connection.ts'
import { writeDurably } from './open-files.ts'

/** The cache in this folder was just closed, and no damage showed in it. Where that can't be written down, the next start takes longer. */
export function vouchForCache(folder: string): void {
  try {
    writeDurably(voucherIn(folder), stampOf(folder))
  } catch {
    // As if it had not been closed in order.
  }
}

/** Whether the cache in this folder is as it was closed. */
export function isVouchedFor(folder: string): boolean {
  try {
    return readFileSync(voucherIn(folder), 'utf8') === stampOf(folder)
  } catch {
    return false
  }
}

/** The same, for one opening. */
export function takeVoucher(folder: string): boolean {
  const isAsClosed = isVouchedFor(folder)
  try {
    rmSync(voucherIn(folder), { force: true })
    return isAsClosed
  } catch {
    return false
  }
}

const voucherIn = (folder: string): string => join(folder, 'cache-closed')

function stampOf(folder: string): string {
  const { size, mtimeMs } = statSync(join(folder, cacheFile.name))
  return `${size} ${mtimeMs}`
}
