// The rows of Stripe's objects, each written with all that is derived from it: how a payment looks in lists, failures, access, the search. It
// must never leave a derived column or the search behind its rows: what was touched stays to be derived until it is.
import type { Database } from 'better-sqlite3'
import { bodyOf } from '../body.ts'
import type { StripeEvent } from '../events/read-event.ts'
import { accessDerivations } from './derive-access.ts'
import { failureDerivations } from './derive-failure.ts'
import { derivations } from './derive-payment.ts'
import { searchDerivations } from './derive-search.ts'
import { entitlementFacts } from './entitlements.ts'
import { fraudWarnings } from './fraud-warnings.ts'
import type { Kind, ObjectTable, Row, StripeObject } from './kind.ts'
import type { Statement } from './precedence.ts'
import { rowWriter, type KnownRow, type RowWriter } from './row-writer.ts'

/** An object to be written, in each of its forms. */
export interface ToldRow {
  id: string
  object: StripeObject
  /** The object as its kind's shape read it. */
  parsed: unknown
  /** The object, packed. */
  body: Buffer
}

export interface ObjectRows extends Pick<RowWriter, 'find' | 'confirm'> {
  /** `known`: the row to replace, null for a new one. */
  write(kind: Kind, told: ToldRow, known: KnownRow | null, next: Statement): void
  /** It is gone for good, whether or not it has a row by now. */
  bury(table: ObjectTable, id: string): void
  /** Takes note of what an event says of access, of fraud and of when a customer was asked, beside what its object is now. */
  remember(event: StripeEvent): void
  /**
   * Brings the columns that depend on other rows up to date, and the search with them; to be called once, as the transaction
   * ends: the search writes to the disk at every savepoint that begins after it.
   */
  derive(odd: (id: string, thrown: unknown) => void): void
  /** Ids of what changed since the last call, by table. */
  changes(): Map<ObjectTable, Set<string>>
  /** After the rollback of a savepoint: what was told before it stays to be derived. */
  doubt(): void
  /** Forgets what was to be derived, after the rollback of the transaction. */
  forget(): void
  /** Writes a row again from the body it has, after a change to how rows are made. */
  again(kind: Kind, id: string): void
}

export function objectRows(database: Database): ObjectRows {
  const rows = rowWriter(database)
  const derived = derivations(database)
  const failed = failureDerivations(database)
  const searched = searchDerivations(database)
  const access = accessDerivations(database)
  const entitled = entitlementFacts(database)
  const warned = fraudWarnings(database)
  const tombstone = database.prepare('INSERT OR IGNORE INTO tombstones (kind, id) VALUES (?, ?)')
  const buried = database
    .prepare<[string, string]>('SELECT 1 FROM tombstones WHERE kind = ? AND id = ?')
    .pluck()
  let changed = new Map<ObjectTable, Set<string>>()

  function noteChange(table: ObjectTable, id: string): void {
    const ids = changed.get(table) ?? new Set()
    changed.set(table, ids.add(id))
  }

  function write(
    kind: Kind,
    { id, object, parsed, body }: ToldRow,
    known: KnownRow | null,
    next: Statement,
  ): void {
    const columns = { ...kind.columns(parsed), ...ofCharge(kind, parsed) }
    const deleted = buried.get(kind.table, id) === 1
    const first = known === null ? derived.first(kind.table, id, columns, parsed) : null
    const rowid = rows.write(kind, { id, columns: { ...columns, ...first }, known, next, deleted, body })
    const children = kind.children?.(parsed)
    if (children) rows.replaceChildren(children, rowid)
    if (first === null) derived.touched(kind.table, id, columns, parsed)
    failed.touched(kind.table, id, columns, parsed)
    searched.touched(kind.table, id, { rowid, created: Number(columns['created']), object })
    access.touched(kind.table, id, columns)
    noteChange(kind.table, id)
  }

  /** Refunds and disputes that name only their charge belong to its payment. */
  function ofCharge(kind: Kind, parsed: unknown): Row {
    if (kind.table !== 'refunds' && kind.table !== 'disputes') return {}
    const { payment_intent_id: payment, charge_id: charge } = kind.columns(parsed)
    return (payment ?? null) === null && typeof charge === 'string'
      ? { payment_intent_id: derived.paymentOfCharge(charge) }
      : {}
  }

  return {
    find: rows.find,
    confirm: rows.confirm,
    write,
    bury(table, id) {
      if (tombstone.run(table, id).changes === 0) return
      rows.bury(table, id)
      noteChange(table, id)
    },
    remember(event) {
      access.remember(event)
      failed.remember(event)
      entitled.remember(event)
      warned.remember(event)
    },
    derive(odd) {
      const payments = derived.derive(odd)
      const failures = failed.derive(odd)
      for (const id of [...payments, ...failures]) noteChange('payment_intents', id)
      access.failuresChanged(failures)
      for (const id of access.derive()) noteChange('subscriptions', id)
      derived.index()
      searched.derive()
    },
    changes() {
      const found = changed
      changed = new Map()
      return found
    },
    doubt() {
      derived.doubt()
      searched.doubt()
    },
    forget() {
      derived.forget()
      failed.forget()
      access.forget()
      searched.forget()
    },
    again(kind, id) {
      const known = rows.find(kind.table, id)
      if (known === null) return
      const object = bodyOf(known.body) as StripeObject
      write(kind, { id, object, parsed: kind.shape.parse(object), body: known.body }, known, known)
    },
  }
}
