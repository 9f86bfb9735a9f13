// Answers and events of another mode or account that came to a desk. They were refused where they came in; here they are written
// down and told. However many come, they must never fill the journal: of each kind there is one entry an hour.
import type { Desk } from '../../../src/contract/index.ts'
import type { AuditNote } from '../audit/audit.ts'
import { strangerRefused, strangers, type Stranger } from '../audit/desk-notes.ts'

export interface StrangerWatch {
  /** `place`: where in an answer it was seen. */
  came(what: Stranger, count?: number, place?: string | null): void
}

export interface StrangerPorts {
  mode: Desk['mode']
  /** Milliseconds. */
  now: () => number
  record: (note: AuditNote) => void
  onNotice: (text: string) => void
}

const writtenEveryMs = 60 * 60_000

export function watchForStrangers({ mode, now, record, onNotice }: StrangerPorts): StrangerWatch {
  const known = new Map<Stranger, { unwritten: number; writtenAt: number }>()
  return {
    came(what, count = 1, place = null) {
      const before = known.get(what)
      const unwritten = (before?.unwritten ?? 0) + count
      const at = now()
      const since = before ? Math.abs(at - before.writtenAt) : Infinity
      if (before && since < writtenEveryMs) {
        known.set(what, { ...before, unwritten })
        return
      }
      known.set(what, { unwritten: 0, writtenAt: at })
      record(strangerRefused(what, unwritten, place))
      onNotice(`${strangers[what]} than this ${mode} desk's came in. ${whatToDo[what]}`)
    },
  }
}

const kept = 'It was refused and nothing of it was kept.'
const whatToDo: Record<Stranger, string> = {
  answer_other_mode: `${kept} Stripe does not answer so: look at what stands between Bursar and Stripe, and check the key again.`,
  answer_other_account: `${kept} Look at what answers at the base URL of this desk.`,
  event_other_mode: `${kept} Some webhook or \`stripe listen\` of the other mode delivers to this desk's address: each mode has an address of its own, in its own desk's settings.`,
  event_other_account: `${kept} Some webhook of another account delivers to this desk's address: each account has an address of its own, in its own desk's settings.`,
}
