// Whether the journal of an open desk was found to be damaged: said once, and so until the desk is opened again. It must never take the damage
// of another file for the journal's, as SQLite does not say which file it met it in.
import type { Database } from 'better-sqlite3'
import { damagedWhileOpen, failure, isDamageCode, type Failure } from '../../../src/contract/index.ts'
import { faultOf } from '../../store/open-connection.ts'

export interface JournalDamage {
  /** Null while none was found. */
  found(): Failure | null
  /** It is damaged, `detail` in words: what would be written from now on would be lost with it. */
  note(detail: string): void
  /** The journal itself threw. @returns whether because it is damaged. */
  metIn(error: unknown): boolean
  /** Something threw: where that shows damage, it is looked up whose. */
  threw(error: unknown): void
}

export function watchForDamage(ports: {
  journal: Database
  onNotice: (text: string) => void
  /** It was found. */
  onFound: () => void
}): JournalDamage {
  const { journal, onNotice } = ports
  let damage: Failure | null = null

  function note(detail: string): void {
    if (damage !== null) return
    damage = failure('store_corrupt', damagedWords(detail)).error
    onNotice(damage.message)
    ports.onFound()
  }

  function faultOfJournal(): string | null {
    try {
      const fault = faultOf(journal)
      return fault === null ? null : `SQLite says: ${fault}.`
    } catch (error) {
      return damageIn(error)
    }
  }

  return {
    found: () => damage,
    note,
    metIn(error) {
      const detail = damageIn(error)
      if (detail !== null) note(detail)
      return detail !== null
    },
    threw(error) {
      if (damageIn(error) === null) return
      const fault = faultOfJournal()
      if (fault === null) onNotice(damagedWhileOpen)
      else note(fault)
    },
  }
}

/** In words; null where it is something else. */
function damageIn(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code
  return isDamageCode(code) ? `SQLite says ${String(code)}.` : null
}

const damagedWords = (detail: string): string =>
  `The journal of this desk is damaged. ${detail} Nothing is ordered or written here any more: quit Bursar and start it again. The journal is then restored from its newest backup, and the damaged file is kept.`
