// Lets one odd object neither stop the others nor be passed over in silence: what can't be read into the tables is left
// out whole, and remembered with the reason. It must never hide a fault of the database itself.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { redact } from '../../../src/domain/redaction.ts'
import { syncFact } from '../queries/sync-state.ts'
import type { Projections } from './payments.ts'

/** Enough to show and to look into; the count goes no further either. */
const rememberedAtMost = 500

const oddShape = z.record(z.string(), z.string())

export interface OddObjects {
  /** How many objects could not be read, and one of them in words; null when all could. */
  read(): { count: number; example: string } | null
  note(object: unknown, why: unknown): void
  /** It could be read after all. */
  forget(object: unknown): void
}

export function oddObjects(database: Database): OddObjects {
  const fact = syncFact(database, 'odd_objects', oddShape)
  let known = new Map(Object.entries(fact.read() ?? {}))
  const write = (): void => fact.write(Object.fromEntries(known))
  return {
    read() {
      const [first] = known
      return first ? { count: known.size, example: `${first[0]}: ${first[1]}` } : null
    },
    note(object, why) {
      if (known.size >= rememberedAtMost) return
      known = new Map(known).set(idOf(object), words(why))
      write()
    },
    forget(object) {
      if (known.size > 0 && known.delete(idOf(object))) write()
    },
  }
}

/** The same projections, but each call writes all of its object or nothing, and throws only what is not the object's fault. */
export function tolerant(database: Database, projections: Projections, odd: OddObjects): Projections {
  function tolerating(project: (object: unknown, asOf: number) => void): typeof project {
    const whole = database.transaction(project)
    return (object, asOf) => {
      try {
        whole(object, asOf)
        odd.forget(object)
      } catch (thrown) {
        if (!isOddity(thrown)) throw thrown
        odd.note(object, thrown)
      }
    }
  }
  return {
    paymentIntent: tolerating(projections.paymentIntent),
    charge: tolerating(projections.charge),
    refund: tolerating(projections.refund),
    dispute: tolerating(projections.dispute),
    customer: tolerating(projections.customer),
  }
}

function isOddity(thrown: unknown): boolean {
  if (thrown instanceof z.ZodError || thrown instanceof RangeError) return true
  const { code } = thrown as { code?: unknown }
  return typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT')
}

function idOf(object: unknown): string {
  const { id } = (object ?? {}) as { id?: unknown }
  return typeof id === 'string' ? id.slice(0, 255) : 'an object without id'
}

function words(why: unknown): string {
  if (why instanceof z.ZodError) {
    const [issue] = why.issues
    return issue ? redact(`${issue.path.join('.')}: ${issue.message}`).slice(0, 300) : 'it has another shape'
  }
  return redact(why instanceof Error ? why.message : String(why)).slice(0, 300)
}
