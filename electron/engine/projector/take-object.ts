// Takes objects as Stripe answered them into the tables, each inside a savepoint. What is not understood must hold up nothing else.
import type { Database } from 'better-sqlite3'
import { keepableObject } from '../../store/projections/keepable-object.ts'
import type { ObjectTable } from '../../store/projections/kind.ts'
import type { OddObjects } from '../../store/projections/odd-objects.ts'
import { said } from '../../store/projections/precedence.ts'
import type { DueReads } from '../../store/projections/reads-due.ts'
import type { Tables } from '../../store/projections/tables.ts'
import type { Reread } from './reread.ts'
import { isTroubleOfTheDatabase, wordsFor } from './take-in.ts'

export interface TakeObject {
  /** `asOf`: the Date of the answer (Stripe's clock, milliseconds). */
  listed(object: object, asOf: number): void
  reread(reread: Reread): void
}

export interface TakeObjectPorts {
  cache: Database
  tables: Tables
  due: DueReads
  odd: OddObjects
  /** Our clock, milliseconds. */
  now: () => number
}

/** A shape that is not understood is so until the next version; in milliseconds. */
const notUnderstoodRetryMs = 3_600_000

export function takeObjectOf({ cache, tables, due, odd, now }: TakeObjectPorts): TakeObject {
  const take = cache.transaction(
    (object: object, asOf: number, settled?: (table: ObjectTable, id: string) => boolean) => {
      tables.tell(keepableObject(object), { asOf, said: said.read, ...(settled && { settled }) })
    },
  )

  return {
    listed(object, asOf) {
      try {
        take(object, asOf)
        odd.forget(object)
      } catch (thrown) {
        if (isTroubleOfTheDatabase(thrown)) throw thrown
        tables.doubt()
        odd.note(object, thrown)
      }
    },
    reread({ due: read, object, asOf, settled }) {
      if (object === null) return tables.bury(read.objectType, read.id)
      try {
        take(object, asOf, settled)
      } catch (thrown) {
        if (isTroubleOfTheDatabase(thrown)) throw thrown
        tables.doubt()
        due.postpone(read, now() + notUnderstoodRetryMs, wordsFor(thrown))
      }
    },
  }
}
