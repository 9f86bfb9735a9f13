// Makes what was found presentable: a title, a line under it, and why it was found. It must never show a reason that is not there.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import type { SearchHit, SearchKind } from '../../../../src/contract/index.ts'
import { spokenMethod } from '../../../../src/domain/card-words.ts'
import { folded } from '../../../../src/domain/fold.ts'
import { formatAmount } from '../../../../src/domain/money.ts'
import type { Reading } from '../../../../src/domain/search-words.ts'
import { bodyOf } from '../../body.ts'
import { searchFields, type SearchField, type SearchedTable } from '../../projections/search-text.ts'
import { prepared } from '../prepared.ts'
import type { Found } from './search-found.ts'

interface HitRow {
  rowid: number
  id: string
  title: string | null
  subtitle: string | null
  status: string | null
  amount: number | null
  currency: string | null
  at: number
  payment: string | null
  customer: string | null
  /** Of its customer. */
  name: string | null
  email: string | null
  type: string | null
  brand: string | null
  last4: string | null
  body: Buffer | null
  /** The latest charge of a payment. */
  charge: string | null
  charge_body: Buffer | null
}

const ofCustomer = 'c.name, c.email'
const methodOf = 'p.method_type AS type, p.method_brand AS brand, p.method_last4 AS last4'
const noMethod = 'NULL AS type, NULL AS brand, NULL AS last4'
const noCharge = 'NULL AS charge, NULL AS charge_body'
const stateOf = (column: string): string =>
  `CASE o.deleted WHEN 1 THEN 'deleted' ELSE ${column} END AS status`

/** Rows of each kind by their row ids; the columns of HitRow. */
const selects: Readonly<Record<SearchKind, string>> = {
  customer: `SELECT o.rowid, o.id, o.name AS title, NULL AS subtitle, ${stateOf('NULL')}, NULL AS amount, NULL AS currency,
    o.created AS at, NULL AS payment, o.id AS customer, o.name, o.email, ${noMethod}, o.body, ${noCharge} FROM customers AS o`,
  payment: `SELECT p.rowid, p.id, NULL AS title, p.description AS subtitle, p.status, p.amount, p.currency, p.created AS at,
    p.id AS payment, p.customer_id AS customer, ${ofCustomer}, ${methodOf}, p.body,
      p.latest_charge_id AS charge, h.body AS charge_body
    FROM payment_intents AS p LEFT JOIN charges AS h ON h.id = p.latest_charge_id LEFT JOIN customers AS c ON c.id = p.customer_id`,
  refund: `SELECT o.rowid, o.id, NULL AS title, o.reason AS subtitle, ${stateOf('o.status')}, o.amount, o.currency, o.created AS at,
    o.payment_intent_id AS payment, p.customer_id AS customer, ${ofCustomer}, ${methodOf}, o.body, ${noCharge}
    FROM refunds AS o LEFT JOIN payment_intents AS p ON p.id = o.payment_intent_id LEFT JOIN customers AS c ON c.id = p.customer_id`,
  invoice: `SELECT o.rowid, o.id, o.number AS title, NULL AS subtitle, ${stateOf('o.status')}, o.total AS amount, o.currency,
    o.created AS at, o.payment_intent_id AS payment, o.customer_id AS customer, ${ofCustomer}, ${noMethod}, o.body, ${noCharge}
    FROM invoices AS o LEFT JOIN customers AS c ON c.id = o.customer_id`,
  subscription: `SELECT o.rowid, o.id, NULL AS title, NULL AS subtitle, ${stateOf('o.status')}, NULL AS amount, o.currency,
    o.created AS at, NULL AS payment, o.customer_id AS customer, ${ofCustomer}, ${noMethod}, o.body, ${noCharge}
    FROM subscriptions AS o LEFT JOIN customers AS c ON c.id = o.customer_id`,
  card: `SELECT o.rowid, o.id, NULL AS title,
      CASE WHEN o.exp_year IS NULL THEN NULL ELSE printf('expires %02d/%d', o.exp_month, o.exp_year) END AS subtitle,
      ${stateOf('NULL')}, NULL AS amount, NULL AS currency, o.created AS at, NULL AS payment, o.customer_id AS customer, ${ofCustomer},
      o.type, o.brand, o.last4, o.body, ${noCharge}
    FROM payment_methods AS o LEFT JOIN customers AS c ON c.id = o.customer_id`,
  dispute: `SELECT o.rowid, o.id, NULL AS title, replace(o.reason, '_', ' ') AS subtitle, ${stateOf('o.status')}, o.amount, o.currency,
    o.created AS at, o.payment_intent_id AS payment, p.customer_id AS customer, ${ofCustomer}, ${methodOf}, o.body, ${noCharge}
    FROM disputes AS o LEFT JOIN payment_intents AS p ON p.id = o.payment_intent_id LEFT JOIN customers AS c ON c.id = p.customer_id`,
  event: `SELECT o.rowid, o.id, o.type AS title, o.object_id AS subtitle, NULL AS status, NULL AS amount, NULL AS currency,
    o.created AS at, NULL AS payment, NULL AS customer, NULL AS name, NULL AS email, ${noMethod}, NULL AS body, ${noCharge} FROM events AS o`,
}
const rowidOf = (kind: SearchKind): string => (kind === 'payment' ? 'p.rowid' : 'o.rowid')

/** In the order of what was found. */
export function hitsOf(cache: Database, found: readonly Found[]): SearchHit[] {
  const hits = new Map<Found, SearchHit>()
  for (const [kind, these] of Map.groupBy(found, (one) => one.kind)) {
    const rows = prepared<[string], HitRow>(
      cache,
      `${selects[kind]} WHERE ${rowidOf(kind)} IN (SELECT value FROM json_each(?))`,
    ).all(JSON.stringify(these.map(({ rowid }) => rowid)))
    const byRowid = new Map(rows.map((row) => [row.rowid, row]))
    for (const one of these) {
      const row = byRowid.get(one.rowid)
      if (row !== undefined) hits.set(one, hitOf(kind, row, one.reading))
    }
  }
  return found.flatMap((one) => hits.get(one) ?? [])
}

function hitOf(kind: SearchKind, row: HitRow, reading: Reading): SearchHit {
  const billing = row.name === null && row.email === null ? billingOf(row) : []
  const who = row.name ?? row.email ?? billing[0]?.[1] ?? null
  const method = row.type === null ? null : spokenMethod(row.type, row.brand, row.last4)
  const title = kind === 'card' ? method : (row.title ?? (kind === 'subscription' ? null : who))
  const lines: (string | null)[] =
    kind === 'customer'
      ? [row.title === null ? null : row.email]
      : kind === 'event'
        ? [row.subtitle]
        : [
            title === who ? row.email : who,
            kind === 'card' ? null : method,
            row.subtitle?.replaceAll('_', ' ') ?? null,
          ]
  const subtitle = [...new Set(lines.filter((line) => line !== null && line !== '' && line !== title))].join(
    ' · ',
  )
  return {
    kind,
    id: row.id,
    title: title ?? row.email ?? row.id,
    subtitle,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    at: row.at,
    matched: matchOf(kind, row, reading, method),
    paymentIntentId: row.payment,
    customerId: row.customer,
  }
}

const searchedTables: Partial<Record<SearchKind, SearchedTable>> = {
  customer: 'customers',
  invoice: 'invoices',
  subscription: 'subscriptions',
  refund: 'refunds',
  dispute: 'disputes',
  card: 'payment_methods',
}

/** The most telling part of the reading, with the text that it was found in. */
function matchOf(
  kind: SearchKind,
  row: HitRow,
  { words, amounts, last4, brand, created, state }: Reading,
  method: string | null,
): SearchHit['matched'] {
  if (last4 !== null && method !== null) return { field: 'card', text: method }
  const [word] = words.toSorted((a, b) => b.length - a.length)
  const held = word === undefined ? null : fieldOf(kind, row, words.join(' '), word)
  if (held !== null) return { field: held[0], text: held[1] }
  if (amounts.length > 0 && row.amount !== null && row.currency !== null)
    return { field: 'amount', text: formatAmount(row.amount, row.currency) }
  if (brand !== null && method !== null) return { field: 'card', text: method }
  if (created !== null && word === undefined) return { field: 'date', text: created.words }
  if (state !== null && word === undefined) return { field: 'status', text: row.status ?? state }
  if (word === undefined) return { field: 'kind', text: kind }
  const whose = row.name ?? row.email
  return whose === null ? { field: 'text', text: word } : { field: 'customer', text: whose }
}

function fieldOf(kind: SearchKind, row: HitRow, whole: string, word: string): SearchField | null {
  const cheap: SearchField[] = []
  const add = (field: string, value: string | null): void => {
    if (value !== null) cheap.push([field, value])
  }
  add(kind === 'customer' ? 'name' : 'customer', row.name)
  add('e-mail', row.email)
  if (kind === 'invoice') add('number', row.title)
  if (kind === 'event') add('type', row.title)
  if (kind === 'payment') add('description', row.subtitle)
  if (kind === 'event') add('object', row.subtitle)
  add('id', row.id)
  add('charge', row.charge)
  const found = holding(cheap, whole) ?? holding(cheap, word)
  if (found !== null || row.body === null) return found
  const body = bodyOf(row.body)
  const fields = [...billingOf(row), ...searchFields(searchedTables[kind] ?? 'refunds', body)]
  return holding(fields, whole) ?? holding(fields, word)
}

const chargeShape = z.looseObject({
  billing_details: z.looseObject({ name: z.string().nullish(), email: z.string().nullish() }).nullish(),
})

/** Who paid, as the charge has it. */
function billingOf({ charge_body: body }: HitRow): SearchField[] {
  if (body === null) return []
  const billing = chargeShape.safeParse(bodyOf(body)).data?.billing_details
  const fields = [
    ['name', billing?.name],
    ['e-mail', billing?.email],
  ] as const
  return fields.flatMap(([field, text]) => (text ? [[field, text] as const] : []))
}

function holding(fields: readonly SearchField[], text: string): SearchField | null {
  const wanted = folded(text)
  return fields.find(([, value]) => folded(value).includes(wanted)) ?? null
}
