// Remembers the objects that could not be read into the tables, with the reason, so that none is passed over in silence.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import { redact } from '../../../src/domain/redaction.ts'
import { syncFact } from '../queries/events/sync-state.ts'

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
