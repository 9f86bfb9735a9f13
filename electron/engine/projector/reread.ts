// Reads again from Stripe what could not be put in order, a few at a time. It must never take an answer for later than what
// came in while it was on its way.
import type { Failure } from '../../../src/contract/index.ts'
import type { DueRead, DueReads } from '../../store/projections/reads-due.ts'
import { wordsFor } from './take-in.ts'

/** The object as Stripe has it now, null when it is gone. `asOf`: Stripe's clock in milliseconds (the Date of the answer). */
export type ReadAgain = (
  objectType: string,
  id: string,
) => Promise<{ ok: true; object: object | null; asOf: number } | { ok: false; error: Failure }>

/** What an answer says, and of which objects it says the last word. */
export interface Reread {
  due: DueRead
  object: object | null
  asOf: number
  settled: (table: string, id: string) => boolean
}

export interface Rereads {
  /** Starts what is due. */
  pump(): void
  /** Something was said of an object. */
  told(table: string, id: string): void
  /** Reads under way. */
  underway(): number
  /** When there is something to read without anybody saying so: our clock in milliseconds, null for never. */
  nextAt(): number | null
  stop(): Promise<void>
}

export interface RereadPorts {
  due: DueReads
  readAgain: ReadAgain
  /** Our clock, milliseconds. */
  now: () => number
  /** Resolves when the answer is in the tables. */
  answered: (reread: Reread) => Promise<void>
  /** Something ended: there may be more to do. */
  ended: () => void
  /** The cache could not be written. */
  onTrouble: (thrown: unknown) => void
}

const atOnce = 4
/** Waiting after the n-th failure, in milliseconds; the last one repeats, because what is unsure stays so until it is read. */
const retryAfterMs = [10_000, 60_000, 600_000, 3_600_000] as const

export function rereadsOf({ due, readAgain, now, answered, ended, onTrouble }: RereadPorts): Rereads {
  const running = new Map<string, Promise<void>>()
  /** When something was last said of an object, counted in reads begun; only while reads are under way. */
  const saidAt = new Map<string, number>()
  let begun = 0
  let stopped = false
  /** Where the cache can't be told when to read again, nothing is read before this: no answer could be stored either. Our clock, milliseconds. */
  let restUntil = 0

  async function read(read: DueRead & { attempts: number }, begunAt: number): Promise<void> {
    const postpone = (problem: string): void => {
      if (stopped) return
      const wait = retryAfterMs[Math.min(read.attempts, retryAfterMs.length - 1)] ?? 0
      const at = now() + wait
      try {
        due.postpone(read, at, problem)
      } catch (thrown) {
        restUntil = at
        onTrouble(thrown)
      }
    }
    try {
      const answer = await readAgain(read.objectType, read.id)
      if (stopped) return
      if (!answer.ok) return postpone(answer.error.message)
      await answered({
        due: read,
        object: answer.object,
        asOf: answer.asOf,
        settled: (table, id) => (saidAt.get(`${table} ${id}`) ?? 0) < begunAt,
      })
    } catch (thrown) {
      postpone(wordsFor(thrown))
    }
  }

  return {
    pump() {
      if (stopped || running.size >= atOnce || now() < restUntil) return
      // More are asked for than can be started, because those under way are still due.
      for (const next of due.due(now(), atOnce * 2)) {
        const key = `${next.kind} ${next.id}`
        if (running.size >= atOnce) return
        if (running.has(key)) continue
        begun += 1
        const reading = read(next, begun).finally(() => {
          running.delete(key)
          if (running.size === 0) saidAt.clear()
          ended()
        })
        running.set(key, reading)
      }
    },
    told(table, id) {
      if (running.size > 0) saidAt.set(`${table} ${id}`, begun)
    },
    underway: () => running.size,
    nextAt() {
      // The end of a read wakes everybody.
      if (running.size > 0) return null
      const at = due.nextAt()
      return at === null ? null : Math.max(at, restUntil)
    },
    async stop() {
      stopped = true
      await Promise.allSettled(running.values())
    },
  }
}
