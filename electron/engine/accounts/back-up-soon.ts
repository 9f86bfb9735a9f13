// Copies a desk's journal a while after it changed, and what is left when the desk is closed. A copy that fails must never stop an order.
import type { Database } from 'better-sqlite3'
import { backUpJournal } from '../../store/backup.ts'

export interface BackUp {
  soon(): void
  /** What is not copied yet, now. */
  last(): void
}

/** Waiting after a change before the journal is copied, so that a burst of orders makes one copy. In milliseconds. */
const backUpAfterMs = 5000

export function backUpSoon(ports: {
  journal: Database
  folder: string
  /** A failed backup: said, never fatal, and in the same words each time. */
  onNotice: (text: string) => void
  /** The journal itself was found to be damaged, `detail` in words. */
  onDamaged: (detail: string) => void
  /** A throw, which nobody else would catch. */
  onBug: (error: unknown) => void
}): BackUp {
  const { journal, folder, onNotice, onDamaged, onBug } = ports
  let timer: NodeJS.Timeout | undefined
  function copy(): void {
    timer = undefined
    try {
      const copied = backUpJournal(journal, folder)
      if (copied.ok) return
      if (copied.problem === 'store_corrupt') onDamaged(copied.detail)
      else onNotice(notBackedUp(copied.detail))
    } catch (error) {
      onBug(error)
      onNotice(notBackedUp('Something went wrong inside Bursar.'))
    }
  }
  return {
    soon() {
      timer ??= setTimeout(copy, backUpAfterMs)
    },
    last() {
      if (timer === undefined) return
      clearTimeout(timer)
      copy()
    },
  }
}

const notBackedUp = (why: string): string =>
  `The journal could not be backed up. ${why} Orders are safe in the journal itself; it is backed up after the next change.`
