// Takes objects as Stripe answered them into the tables. What is not understood must hold up nothing else.
import type { Database } from 'better-sqlite3'
import { isTroubleOfTheDatabase } from '../../store/trouble.ts'
import { keepableObject } from '../../store/projections/keepable-object.ts'
import { idOf, type OddObjects } from '../../store/projections/odd-objects.ts'
import { said } from '../../store/projections/precedence.ts'
import type { DueReads } from '../../store/projections/reads-due.ts'
import type { Tables, Telling } from '../../store/projections/tables.ts'
import type { Reread } from './reread.ts'
import { wordsFor } from './take-in.ts'

export interface TakeObject {
  /** A few objects of one answer. `asOf`: its Date (Stripe's clock, milliseconds). */
  listed(objects: readonly object[], asOf: number): void
  reread(reread: Reread): void
  /** One that was not understood before. */
  again(id: string): void
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
  function tell(object: object, asOf: number, settled?: Telling['settled']): void {
    tables.tell(keepableObject(object), { asOf, said: said.read, ...(settled && { settled }) })
  }

  const take = cache.transaction(tell)
  // A savepoint costs a copy of every page that is written after it, so that those who are well share one.
  const takeTogether = cache.transaction((objects: readonly object[], asOf: number) => {
    for (const object of objects) tell(object, asOf)
  })

  function listedAlone(object: object, asOf: number): void {
    try {
      take(object, asOf)
    } catch (thrown) {
      if (isTroubleOfTheDatabase(thrown)) throw thrown
      tables.doubt()
      odd.note(idOf(object), thrown, { object: keepableObject(object), asOf })
    }
  }

  return {
    listed(objects, asOf) {
      try {
        takeTogether(objects, asOf)
      } catch (thrown) {
        if (isTroubleOfTheDatabase(thrown)) throw thrown
        tables.doubt()
        for (const object of objects) listedAlone(object, asOf)
      }
    },
    again(id) {
      const told = odd.find(id)
      if (told) listedAlone(told.object, told.asOf)
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
