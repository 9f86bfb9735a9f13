// Writes statements about Stripe's objects into their tables. What ends in a table depends on the statements alone and not on
// the order in which they came; each call belongs inside the caller's transaction and must never be half of one.
import type { Database } from 'better-sqlite3'
import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { packBody, unpackBody } from '../body.ts'
import type { Kind, ObjectTable, StripeObject } from './kind.ts'
import { isReadable, kindOfObject } from './kinds.ts'
import { objectRows, type ObjectRows } from './object-rows.ts'
import type { ToldObject } from './odd-objects.ts'
import {
  isDoubted,
  judge,
  said,
  settles,
  undoubted,
  type Said,
  type Statement,
  type Verdict,
} from './precedence.ts'
import { dueReads } from './reads-due.ts'

export interface Telling {
  /** Milliseconds by Stripe's clock. */
  asOf: number
  said: Said
  /** Whether the object was asked for after everything known of it had come in: then nothing about it is unsure. */
  settled?: (table: ObjectTable, id: string) => boolean
  /**
   * Statements that were told before: what was unsure about them and reads is on record, or was read since. A read that comes
   * while they are told again is no exception: it was judged by what they had made known.
   */
  retold?: boolean
}

export interface Tables extends Pick<ObjectRows, 'remember' | 'changes' | 'doubt' | 'forget' | 'again'> {
  /**
   * Takes note of what was said of an object, and of the objects in it.
   * @returns false when no table is made of such objects. @throws ZodError for one whose shape is not understood.
   */
  tell(object: StripeObject, telling: Telling): boolean
  /**
   * At `asOf` something became of an object that nothing in a shape that is understood tells: it is read again, unless more was said of it
   * since.
   */
  outdated(objectType: string, id: string, asOf: number): void
  /** The object is gone for good, whatever else is said of it, before or after. */
  bury(objectType: string, id: string): void
  /** Brings the columns that depend on other rows up to date, as `ObjectRows.derive`. */
  derive(): void
}

export interface TablesOptions {
  /** Our clock (milliseconds) at which an object that is unsure from now on should be read again. */
  readAt?: () => number
  /** Called for each object that something was said of, later or not. */
  told?: (table: ObjectTable, id: string) => void
  /** Told of a payment whose columns can't be derived, and of a customer or a method in an answer that is not understood; without it, that is thrown. */
  odd?: (id: string, thrown: unknown, told?: ToldObject) => void
}

const identified = z.object({ id: z.string().min(1), object: z.string() })

export function tablesOf(database: Database, options: TablesOptions = {}): Tables {
  const { readAt = Date.now, told = () => undefined } = options
  const odd =
    options.odd ??
    ((_, thrown: unknown) => {
      throw thrown
    })
  const rows = objectRows(database)
  const due = dueReads(database)

  function tell(object: StripeObject, telling: Telling): boolean {
    const { id, object: word } = identified.parse(object)
    const kind = kindOfObject(word)
    if (kind === undefined) return false
    if (object['deleted'] === true) {
      // A deleted object is told by its id alone; some events still tell its last state.
      if ('created' in object)
        tellWhole(kind, word, id, without(object, 'deleted'), { ...telling, said: said.deleted })
      bury(word, id)
    } else tellWhole(kind, word, id, object, telling)
    return true
  }

  function tellWhole(kind: Kind, word: string, id: string, object: StripeObject, telling: Telling): void {
    const body = partsTold(kind, kind.modern?.(object) ?? object, telling)
    const json = JSON.stringify(body)
    const found = rows.find(kind.table, id)
    const known = found === null ? null : undoubted(found)
    const knownJson = known === null ? null : unpackBody(known.body)
    // What was understood before is looked at again only if the row is to be written anew.
    let parsed = knownJson === json ? undefined : kind.shape.parse(body)
    const inDoubt = found !== null && isDoubted(found)
    const settled = telling.settled?.(kind.table, id) === true
    const retold = telling.retold === true
    told(kind.table, id)
    const next: Statement = {
      asOf: settled ? Math.max(telling.asOf, known?.asOf ?? 0) : telling.asOf,
      said: telling.said,
      whole: kind.partly?.includes(word) !== true,
    }
    const verdict =
      known === null || settled ? certain : inDoubt && retold ? replaces(known, next) : judge(known, next)
    const same = knownJson !== null && isSame(knownJson, json, verdict.unsure ? body : null)
    const unsure = verdict.unsure && !same && !known?.deleted && next.whole && isReadable(word)
    if (settled) due.settle(kind.table, id)
    else if (unsure && !(retold && known?.said === said.read))
      due.mark(
        { kind: kind.table, id, objectType: word, asOf: Math.max(next.asOf, known?.asOf ?? 0) },
        readAt(),
      )
    else if (known !== null) due.settledBy(kind.table, id, next)
    if (known === null) rows.write(kind, { id, object: body, parsed, body: packBody(json) }, null, next)
    else if (verdict.later && same && known.whole === next.whole && !inDoubt)
      rows.confirm(kind.table, known.rowid, next)
    else if (verdict.later) {
      parsed ??= kind.shape.parse(body)
      const outweighed =
        verdict.unsure && !same && isTie(known, next) && knownJson !== null && knownJson > json
      if (!outweighed) rows.write(kind, { id, object: body, parsed, body: packBody(json) }, known, next)
    }
  }

  /** The body with ids in place of expanded objects, after those were told. */
  function partsTold(kind: Kind, object: StripeObject, telling: Telling): StripeObject {
    const how: Telling = telling.said === said.read ? telling : { ...telling, said: said.event }
    const body = { ...object }
    for (const reference of kind.references) {
      const [field = '', inner] = reference.split('.')
      const hash = body[field]
      if (inner === undefined) partTold(body, field, how)
      else if (isObject(hash)) partTold((body[field] = { ...hash }), inner, how)
    }
    for (const field of kind.lists ?? []) {
      if (!(field in body)) continue
      for (const part of partsOf(body[field])) tellIfUnderstood(part, how)
      delete body[field]
    }
    return body
  }

  function partTold(hash: StripeObject, field: string, telling: Telling): void {
    const part = hash[field]
    if (!isObject(part)) return
    const known = identified.safeParse(part)
    if (!known.success) return
    try {
      tell(part, telling)
    } catch (thrown) {
      // Nothing of it was written. An event is kept then, and what it is about read again.
      const isMisshapen = thrown instanceof z.ZodError && telling.said === said.read
      if (!isMisshapen || !spared.has(known.data.object)) throw thrown
      odd(known.data.id, thrown, { object: part, asOf: telling.asOf })
    }
    hash[field] = known.data.id
  }

  /** What is embedded in an old object and not understood does not take the object with it: the event keeps it. */
  function tellIfUnderstood(part: unknown, telling: Telling): void {
    const known = identified.safeParse(part)
    if (!isObject(part) || !known.success) return
    if (kindOfObject(known.data.object)?.shape.safeParse(part).success === true) tell(part, telling)
  }

  function bury(objectType: string, id: string): void {
    const kind = kindOfObject(objectType)
    if (kind === undefined) return
    told(kind.table, id)
    due.settle(kind.table, id)
    rows.bury(kind.table, id)
  }

  return {
    tell,
    remember: rows.remember,
    outdated(word, id, asOf) {
      const kind = kindOfObject(word)
      if (kind === undefined || !isReadable(word)) return
      told(kind.table, id)
      const known = rows.find(kind.table, id)
      if (known === null || !settles(asOf, undoubted(known)))
        due.mark({ kind: kind.table, id, objectType: word, asOf }, readAt())
    },
    bury,
    derive: () => rows.derive(odd),
    doubt: rows.doubt,
    changes: rows.changes,
    forget: rows.forget,
    again: rows.again,
  }
}

/** Without them it is not known whose something is; without another part (a payment's charge) its amounts would be wrong. */
const spared: ReadonlySet<string> = new Set(['customer', 'payment_method'])

const certain: Verdict = { later: true, unsure: false }

/** Told newest first, the first that is told again of a row in doubt is the one it was made of. */
function replaces(known: Statement, next: Statement): Verdict {
  return { later: next.whole || !known.whole, unsure: false }
}

/** Two events of one second that say different things: until the object was read, the same one counts whoever came first. */
function isTie(known: Statement, next: Statement): boolean {
  return known.asOf === next.asOf && known.said === said.event && next.said === said.event
}

/** `next`: what else may be compared than the text, where the same fields in another order make no difference. */
function isSame(knownJson: string, json: string, next: StripeObject | null): boolean {
  return knownJson === json || (next !== null && isDeepStrictEqual(JSON.parse(knownJson), next))
}

function isObject(value: unknown): value is StripeObject {
  return typeof value === 'object' && value !== null
}

function partsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  const list = z.object({ data: z.array(z.unknown()) }).safeParse(value)
  return list.success ? list.data.data : [value]
}

function without(object: StripeObject, field: string): StripeObject {
  const copy = { ...object }
  delete copy[field]
  return copy
}
