// What a payment looks like in lists, derived from its PaymentIntent, latest charge, disputes, payment method and customer as their
// rows stand now. It must give the same for the same rows, whichever of them changed last.
import type { Database } from 'better-sqlite3'
import { settledStatuses } from '../../../src/domain/dispute-state.ts'
import { bodyOf } from '../body.ts'
import { isTroubleOfTheDatabase } from '../trouble.ts'
import type { ObjectTable, Row } from './kind.ts'
import {
  digestOf,
  lookOf,
  searchedOf,
  type PaymentRow,
  type RowsAround,
  type Searched,
} from './payment-columns.ts'
import { isKeyOfSecond, nextSearchKey } from './search-keys.ts'
import { chargeShape, paymentIntentShape, type ChargeShape, type PaymentIntentShape } from './shapes.ts'

export interface Derivations {
  /**
   * The derived columns of a row that is about to be written for the first time, so that it need not be written twice; null for
   * a table that has none. Otherwise as `touched`, which must not be called then.
   */
  first(table: ObjectTable, id: string, columns: Row, parsed: unknown): Row | null
  /** A row was written: what depends on it is derived anew. `parsed`: the object as its kind's shape read it. */
  touched(table: ObjectTable, id: string, columns: Row, parsed: unknown): void
  paymentOfCharge(chargeId: string): string | null
  /**
   * @returns ids of the payments that came out different. `odd`: told of one that can't be derived, which stays as it is; what
   * is a fault of the database is thrown.
   */
  derive(odd: (id: string, thrown: unknown) => void): string[]
  /**
   * Brings what was derived into the search. To be called last in a transaction: the search writes to the disk at every savepoint
   * that begins after it, and a statement with triggers is one.
   */
  index(): void
  /** What was written last may have been rolled back: rows are looked at again instead. */
  doubt(): void
  /** Forgets what was touched. */
  forget(): void
}

/** Of a payment that can't be derived. */
const underived = {
  status: 'incomplete',
  amount_refunded: 0,
  disputed: 0,
  decline_code: null,
  method_type: null,
  method_brand: null,
  method_last4: null,
  method_wallet: null,
  method_exp_month: null,
  method_exp_year: null,
  method_country: null,
  search_digest: null,
  search_key: null,
} satisfies Row
type Derived = Record<keyof typeof underived, string | number | null>

const derivedColumns = Object.keys(underived) as (keyof Derived)[]

type IntentRow = PaymentRow & Derived & { rowid: number; search_key: number | null; body: Buffer }

/** A text on its way into the search. */
interface SearchRow extends Searched {
  key: number
  /** The key under which the search holds an older text. */
  former: number | null
}

export function derivations(database: Database): Derivations {
  const find = database.prepare<[string], IntentRow>(
    `SELECT rowid, id, created, currency, amount, latest_charge_id, customer_id, payment_method_id, body, ${derivedColumns.join(', ')}
     FROM payment_intents WHERE id = ?`,
  )
  const lookAround = database.prepare<[PaymentRow], RowsAround>(
    `SELECT c.amount_captured, c.amount_refunded AS charge_refunded, c.disputed AS charge_disputed,
       c.status AS charge_status, c.failure_code, c.body AS charge_body, m.body AS method_body,
       u.name AS customer_name, u.email AS customer_email,
       (SELECT max(d.status NOT IN (${settledStatuses.map((status) => `'${status}'`).join(', ')})) FROM disputes AS d WHERE d.payment_intent_id = @id) AS dispute_stands
     FROM (SELECT @latest_charge_id AS charge, @customer_id AS customer, @payment_method_id AS method) AS p
     LEFT JOIN charges AS c ON c.id = p.charge
     LEFT JOIN customers AS u ON u.id = p.customer
     LEFT JOIN payment_methods AS m ON p.charge IS NULL AND m.id = p.method`,
  )
  // Not OR FAIL as in row-writer.ts: a payment that can't be derived is passed over, and nothing of it may stay.
  const update = database.prepare(
    `UPDATE payment_intents SET ${derivedColumns.map((column) => `${column} = @${column}`).join(', ')} WHERE rowid = @rowid`,
  )
  const unindex = database.prepare('DELETE FROM payment_search WHERE rowid = ?')
  const index = database.prepare(
    'INSERT INTO payment_search (rowid, text, status, currency) VALUES (@key, @text, @status, @currency)',
  )
  const lastKey = database
    .prepare<[number, number], number | null>(
      'SELECT max(search_key) FROM payment_intents WHERE search_key >= ? AND search_key < ?',
    )
    .pluck()
  const ofCustomer = database
    .prepare<[string], string>('SELECT id FROM payment_intents WHERE customer_id = ?')
    .pluck()
  const ofMethod = database
    .prepare<[string], string>(
      'SELECT id FROM payment_intents WHERE payment_method_id = ? AND latest_charge_id IS NULL',
    )
    .pluck()
  const paymentOfCharge = database
    .prepare<[string], string | null>('SELECT payment_intent_id FROM charges WHERE id = ?')
    .pluck()
  const adoptable = (['refunds', 'disputes'] as const).map((table) => ({
    has: database.prepare<[string]>(
      `SELECT 1 FROM ${table} WHERE charge_id = ? AND payment_intent_id IS NULL`,
    ),
    adopt: database.prepare(
      `UPDATE ${table} SET payment_intent_id = @payment WHERE charge_id = @charge AND payment_intent_id IS NULL`,
    ),
  }))
  const createdOf = database.prepare<[string], { id: string; created: number; rowid: number }>(
    'SELECT id, created, rowid FROM payment_intents WHERE id = ?',
  )

  const payments = new Set<string>()
  const customers = new Set<string>()
  /** Payments whose row is there, but nothing of them in the search; null: what they are found by is to be looked at again. */
  const born = new Map<string, SearchRow | null>()
  /** What the search is to hold of payments that were derived. */
  let texts: SearchRow[] = []
  /** Objects just written, to spare unpacking them. */
  const fresh = new Map<string, unknown>()

  function derivedOf(
    intent: PaymentIntentShape,
    row: PaymentRow & { search_key: number | null },
  ): { derived: Derived; searched: Searched & { key: number } } {
    const around = lookAround.get(row)!
    const charge =
      row.latest_charge_id === null || around.charge_body === null
        ? null
        : ((fresh.get(row.latest_charge_id) ?? chargeShape.parse(bodyOf(around.charge_body))) as ChargeShape)
    const look = lookOf(intent, charge, around)
    const searched = searchedOf(intent, charge, { ...row, ...around }, look)
    const key = searchKeyOf(row)
    return {
      derived: { ...look, search_digest: digestOf(searched), search_key: key },
      searched: { ...searched, key },
    }
  }

  /** @returns whether it came out different. */
  function deriveOne(id: string): boolean {
    const row = find.get(id)
    if (!row) return false
    const intent = (fresh.get(id) ?? paymentIntentShape.parse(bodyOf(row.body))) as PaymentIntentShape
    const { derived, searched } = derivedOf(intent, row)
    const isSame = derivedColumns.every((column) => row[column] === derived[column])
    if (!isSame) update.run({ ...derived, rowid: row.rowid })
    const isBorn = born.has(id)
    if (isBorn || row.search_digest !== derived.search_digest || row.search_key !== derived.search_key)
      texts.push({ ...searched, former: isBorn ? null : row.search_key })
    return !isSame
  }

  /** In order of creation, and of arrival within a second; kept for good unless the payment turns out to be of another second. */
  function searchKeyOf({ created, search_key: known }: Pick<IntentRow, 'created' | 'search_key'>): number {
    if (known !== null && isKeyOfSecond(known, created, 0)) return known
    return nextSearchKey(created, 0, (from, before) => lastKey.get(from, before))
  }

  function forgetTouched(): void {
    payments.clear()
    customers.clear()
    born.clear()
    fresh.clear()
  }

  function inOrder(ids: ReadonlySet<string>): string[] {
    return [...ids]
      .flatMap((id) => createdOf.get(id) ?? [])
      .sort((a, b) => a.created - b.created || a.rowid - b.rowid)
      .map(({ id }) => id)
  }

  const dependents: Partial<Record<ObjectTable, (id: string, columns: Row, parsed: unknown) => void>> = {
    payment_intents(id, _, parsed) {
      payments.add(id)
      fresh.set(id, parsed)
    },
    charges(id, { payment_intent_id: payment }, parsed) {
      fresh.set(id, parsed)
      if (typeof payment !== 'string') return
      payments.add(payment)
      for (const { has, adopt } of adoptable) if (has.get(id)) adopt.run({ payment, charge: id })
    },
    disputes(_, { payment_intent_id: payment }) {
      if (typeof payment === 'string') payments.add(payment)
    },
    payment_methods(id) {
      for (const payment of ofMethod.all(id)) payments.add(payment)
    },
    customers: (id) => void customers.add(id),
  }

  return {
    paymentOfCharge: (chargeId) => paymentOfCharge.get(chargeId) ?? null,
    first(table, id, columns, parsed) {
      if (table !== 'payment_intents') return null
      fresh.set(id, parsed)
      try {
        const row = { ...columns, id, search_key: null } as unknown as PaymentRow & { search_key: null }
        const { derived, searched } = derivedOf(parsed as PaymentIntentShape, row)
        born.set(id, { ...searched, former: null })
        payments.delete(id)
        return derived
      } catch (thrown) {
        if (isTroubleOfTheDatabase(thrown)) throw thrown
        // It is told of when it is tried again.
        payments.add(id)
        return underived
      }
    },
    touched: (table, id, columns, parsed) => dependents[table]?.(id, columns, parsed),
    derive(odd) {
      for (const customer of customers) for (const payment of ofCustomer.all(customer)) payments.add(payment)
      for (const [id, text] of born) if (text !== null && !payments.has(id)) texts.push(text)
      const different = inOrder(payments).filter((id) => {
        try {
          return deriveOne(id)
        } catch (thrown) {
          const asItWas = born.get(id)
          if (asItWas) texts.push(asItWas)
          odd(id, thrown)
          return false
        }
      })
      forgetTouched()
      return different
    },
    index() {
      // A key that one payment has left may be another's by now.
      for (const { former, key } of texts) if (former !== null && former !== key) unindex.run(former)
      // In order of their keys: the search writes to disk whenever a row id is lower than the one before.
      for (const { former, ...text } of texts.sort((a, b) => a.key - b.key)) {
        if (former === text.key) unindex.run(former)
        index.run(text)
      }
      texts = []
    },
    doubt() {
      fresh.clear()
      for (const id of born.keys()) {
        born.set(id, null)
        payments.add(id)
      }
    },
    forget() {
      forgetTouched()
      texts = []
    },
  }
}
