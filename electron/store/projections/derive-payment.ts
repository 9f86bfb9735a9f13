// What a payment looks like in lists, derived from its PaymentIntent, latest charge, payment method and customer as their
// rows stand now. It must give the same for the same rows, whichever of them changed last.
import type { Database } from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { formatAmount, thousandths } from '../../../src/domain/money.ts'
import { paymentStatus } from '../../../src/domain/payment-status.ts'
import { unpackBody } from '../body.ts'
import { searchFacets } from '../queries/payment-filter.ts'
import type { ObjectTable, Row } from './kind.ts'
import { isKeyOfSecond, nextSearchKey } from './search-keys.ts'
import { amountMark, emailMark, last4Mark } from './search-marks.ts'
import {
  chargeShape,
  methodFacts,
  paymentIntentShape,
  type ChargeShape,
  type PaymentIntentShape,
} from './shapes.ts'

export interface Derivations {
  /** A row was written: what depends on it is derived anew. `parsed`: the object as its kind's shape read it. */
  touched(table: ObjectTable, id: string, columns: Row, parsed: unknown): void
  paymentOfCharge(chargeId: string): string | null
  /**
   * @returns ids of the payments that came out different. `odd`: told of one that can't be derived, which stays as it is; what
   * is a fault of the database is thrown.
   */
  derive(odd: (id: string, thrown: unknown) => void): string[]
  /** What was written last may have been rolled back: rows are looked at again instead. */
  doubt(): void
  /** Forgets what was touched. */
  forget(): void
}

interface IntentRow {
  rowid: number
  id: string
  status: string
  amount_refunded: number
  disputed: number
  decline_code: string | null
  method_type: string | null
  method_brand: string | null
  method_last4: string | null
  method_wallet: string | null
  method_exp_month: number | null
  method_exp_year: number | null
  method_country: string | null
  search_digest: number | null
  search_key: number | null
  created: number
  currency: string
  amount: number
  amount_captured: number | null
  charge_refunded: number | null
  charge_disputed: number | null
  charge_status: string | null
  failure_code: string | null
  latest_charge_id: string | null
  customer_id: string | null
  customer_name: string | null
  customer_email: string | null
  body: Buffer
  charge_body: Buffer | null
  method_body: Buffer | null
}

const derivedColumns = [
  'status',
  'amount_refunded',
  'disputed',
  'decline_code',
  'method_type',
  'method_brand',
  'method_last4',
  'method_wallet',
  'method_exp_month',
  'method_exp_year',
  'method_country',
  'search_digest',
  'search_key',
] as const

export function derivations(database: Database): Derivations {
  const find = database.prepare<[string], IntentRow>(
    `SELECT p.rowid, p.id, p.created, p.currency, p.amount, ${derivedColumns.map((column) => `p.${column}`).join(', ')}, p.body, p.latest_charge_id,
       c.amount_captured, c.amount_refunded AS charge_refunded, c.disputed AS charge_disputed,
       c.status AS charge_status, c.failure_code, c.body AS charge_body, m.body AS method_body,
       p.customer_id, u.name AS customer_name, u.email AS customer_email
     FROM payment_intents AS p
     LEFT JOIN charges AS c ON c.id = p.latest_charge_id
     LEFT JOIN customers AS u ON u.id = p.customer_id
     LEFT JOIN payment_methods AS m ON p.latest_charge_id IS NULL AND m.id = p.payment_method_id
     WHERE p.id = ?`,
  )
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
  const adopt = (['refunds', 'disputes'] as const).map((table) =>
    database.prepare(
      `UPDATE ${table} SET payment_intent_id = @payment WHERE charge_id = @charge AND payment_intent_id IS NULL`,
    ),
  )

  const payments = new Set<string>()
  const customers = new Set<string>()
  const createdOf = database.prepare<[string], { id: string; created: number; rowid: number }>(
    'SELECT id, created, rowid FROM payment_intents WHERE id = ?',
  )
  /** Objects just written, to spare unpacking them. */
  const fresh = new Map<string, unknown>()

  function deriveOne(id: string): boolean {
    const row = find.get(id)
    if (!row) return false
    const intent = (fresh.get(id) ?? paymentIntentShape.parse(unpacked(row.body))) as PaymentIntentShape
    const charge =
      row.latest_charge_id === null || row.charge_body === null
        ? null
        : ((fresh.get(row.latest_charge_id) ?? chargeShape.parse(unpacked(row.charge_body))) as ChargeShape)
    const derived = derivedOf(intent, charge, row)
    const searched = {
      text: searchText(intent, charge, row, derived['method_last4']),
      ...searchFacets(String(derived['status']), row.currency),
    }
    const key = searchKeyOf(row)
    const next: Row = { ...derived, search_digest: digestOf(JSON.stringify(searched)), search_key: key }
    if (derivedColumns.every((column) => row[column] === (next[column] ?? null))) return false
    update.run({ ...next, rowid: row.rowid })
    if (row.search_digest !== next['search_digest'] || row.search_key !== key) {
      if (row.search_key !== null) unindex.run(row.search_key)
      index.run({ key, ...searched })
    }
    return true
  }

  /** In order of creation, and of arrival within a second; kept for good unless the payment turns out to be of another second. */
  function searchKeyOf({ created, search_key: known }: IntentRow): number {
    if (known !== null && isKeyOfSecond(known, created, 0)) return known
    return nextSearchKey(created, 0, (from, before) => lastKey.get(from, before))
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
      for (const statement of adopt) statement.run({ payment, charge: id })
    },
    payment_methods(id) {
      for (const payment of ofMethod.all(id)) payments.add(payment)
    },
    customers: (id) => void customers.add(id),
  }

  return {
    paymentOfCharge: (chargeId) => paymentOfCharge.get(chargeId) ?? null,
    touched: (table, id, columns, parsed) => dependents[table]?.(id, columns, parsed),
    derive(odd) {
      for (const customer of customers) for (const payment of ofCustomer.all(customer)) payments.add(payment)
      // In order of creation: the search writes to disk whenever a row id is lower than the one before.
      const different = inOrder(payments).filter((id) => {
        try {
          return deriveOne(id)
        } catch (thrown) {
          odd(id, thrown)
          return false
        }
      })
      this.forget()
      return different
    },
    doubt: () => fresh.clear(),
    forget() {
      payments.clear()
      customers.clear()
      fresh.clear()
    },
  }
}

function derivedOf(intent: PaymentIntentShape, charge: ChargeShape | null, row: IntentRow): Row {
  const method = charge
    ? (methodFacts(charge.payment_method_details) ?? methodFacts(charge.source))
    : row.method_body === null
      ? null
      : methodFacts(unpacked(row.method_body))
  const error = intent.last_payment_error
  return {
    status: paymentStatus({
      stripeStatus: presentStatus(intent.status),
      amountCaptured: row.amount_captured ?? 0,
      amountRefunded: row.charge_refunded ?? 0,
      disputed: row.charge_disputed === 1,
      lastAttemptFailed: row.charge_status === 'failed' || (error !== null && error !== undefined),
    }),
    amount_refunded: row.charge_refunded ?? 0,
    disputed: row.charge_disputed ?? 0,
    decline_code: error?.decline_code ?? error?.code ?? row.failure_code,
    method_type: method?.type ?? null,
    method_brand: method?.brand ?? null,
    method_last4: method?.last4 ?? null,
    method_wallet: method?.wallet ?? null,
    method_exp_month: method?.expMonth ?? null,
    method_exp_year: method?.expYear ?? null,
    method_country: method?.country ?? null,
  }
}

/** Names before 2019-02-11. */
const formerStatuses: Record<string, string> = {
  requires_source: 'requires_payment_method',
  requires_source_action: 'requires_action',
}

function presentStatus(status: string): string {
  return formerStatuses[status] ?? status
}

/** What a person may type to find this payment. */
function searchText(
  intent: PaymentIntentShape,
  charge: ChargeShape | null,
  row: IntentRow,
  last4: unknown,
): string {
  const method = methodFacts(charge?.payment_method_details) ?? methodFacts(charge?.source)
  const billing = charge?.billing_details
  return [
    intent.id,
    row.latest_charge_id,
    row.customer_id,
    row.customer_name,
    row.customer_email,
    billing?.name,
    billing?.email,
    intent.description,
    formatAmount(row.amount, row.currency, false).replaceAll(',', ''),
    method?.last4,
    ...Object.values(intent.metadata ?? {}),
    ...new Set([row.customer_email, billing?.email].map((email) => emailMark(email ?? ''))),
    amountMark(thousandths(row.amount, row.currency)),
    typeof last4 === 'string' && last4Mark(last4),
  ]
    .filter(Boolean)
    .join('\n')
}

/** 48 bits of a digest: the same text, or (once in 10^14) not. */
function digestOf(text: string): number {
  return createHash('sha1').update(text).digest().readUIntBE(0, 6)
}

function unpacked(body: Buffer): unknown {
  return JSON.parse(unpackBody(body))
}
