// Finds refunds, invoices, subscriptions, disputes and cards: by what their text holds, by amount, card, day and state, and those
// of customers who fit.
import type { SearchKind } from '../../../src/contract/index.ts'
import { minorOf } from '../../../src/domain/search-amounts.ts'
import { searchKeysPerKind } from '../migrations/cache/0006-search.ts'
import { ownPart, searchNumbers, type SearchedTable } from '../projections/search-text.ts'
import { oneOf, phrasesOf, type Parameters } from './payment-filter.ts'
import { addWalk, rankOf, ranks, type Search } from './search-found.ts'

interface ObjectKind {
  kind: SearchKind
  table: Exclude<SearchedTable, 'customers'>
  amount?: { column: string; index: string }
  byCreated: string
  /** Last four digits and brand, as an expression each. */
  last4?: string
  brand?: string
  byLast4?: string
  /** Those of customers whose row ids are in @customers. */
  ofCustomers: string
  /** What a state that people name is called here. */
  states: Readonly<Record<string, readonly string[]>>
}

const ofPayment = (column: string): string =>
  `(SELECT ${column} FROM payment_intents WHERE id = o.payment_intent_id)`
const ids = '(SELECT id FROM customers WHERE rowid IN (SELECT value FROM json_each(@customers)))'
const ofPaymentsOf = `o.payment_intent_id IN
  (SELECT id FROM payment_intents WHERE customer_id IN ${ids} ORDER BY created DESC LIMIT 500)`

const objectKinds: readonly ObjectKind[] = [
  {
    kind: 'refund',
    table: 'refunds',
    amount: { column: 'o.amount', index: 'refunds_by_amount' },
    byCreated: 'refunds_by_created',
    last4: ofPayment('method_last4'),
    brand: ofPayment('method_brand'),
    ofCustomers: ofPaymentsOf,
    states: {
      failed: ['failed'],
      refunded: ['succeeded'],
      succeeded: ['succeeded'],
      pending: ['pending', 'requires_action'],
      canceled: ['canceled'],
    },
  },
  {
    kind: 'invoice',
    table: 'invoices',
    amount: { column: 'o.total', index: 'invoices_by_total' },
    byCreated: 'invoices_by_created',
    ofCustomers: `o.customer_id IN ${ids}`,
    states: { paid: ['paid'], unpaid: ['open', 'uncollectible'], past_due: ['open'], canceled: ['void'] },
  },
  {
    kind: 'subscription',
    table: 'subscriptions',
    byCreated: 'subscriptions_by_created',
    ofCustomers: `o.customer_id IN ${ids}`,
    states: {
      past_due: ['past_due', 'unpaid'],
      unpaid: ['unpaid', 'past_due'],
      canceled: ['canceled'],
      failed: ['past_due', 'unpaid', 'incomplete'],
    },
  },
  {
    kind: 'dispute',
    table: 'disputes',
    amount: { column: 'o.amount', index: 'disputes_by_amount' },
    byCreated: 'disputes_by_created',
    last4: ofPayment('method_last4'),
    brand: ofPayment('method_brand'),
    ofCustomers: ofPaymentsOf,
    states: {
      disputed: ['needs_response', 'under_review', 'warning_needs_response', 'warning_under_review', 'warning_closed', 'lost', 'won'],
      pending: ['needs_response', 'warning_needs_response'],
    },
  },
  {
    kind: 'card',
    table: 'payment_methods',
    byCreated: 'payment_methods_by_created',
    last4: 'o.last4',
    brand: 'o.brand',
    byLast4: 'payment_methods_by_last4',
    ofCustomers: `o.customer_id IN ${ids}`,
    states: {},
  },
] // prettier-ignore

/** `customers`: row ids of those who fit the words. */
export function findObjects(
  search: Search,
  wanted: (kind: SearchKind) => boolean,
  customers: readonly number[],
): void {
  for (const of of objectKinds) if (wanted(of.kind)) findOf(of, search, customers)
}

function findOf(of: ObjectKind, search: Search, customers: readonly number[]): void {
  const { reading } = search
  const { words, amounts, last4, brand, created, state, kinds } = reading
  const states = state === null ? undefined : of.states[state]
  // What can't be so is not found by its words alone.
  if (state !== null && states === undefined) return
  if (amounts.length > 0 && of.amount === undefined) return
  if ((last4 !== null && of.last4 === undefined) || (brand !== null && of.brand === undefined)) return
  const parameters: Parameters = {}
  const conditions: string[] = []
  const fits = (condition: string, values: Parameters): void => {
    conditions.push(condition)
    Object.assign(parameters, values)
  }
  if (created !== null)
    fits('o.created >= @from AND o.created < @before', { from: created.from, before: created.before })
  if (last4 !== null) fits(`${of.last4} = @last4`, { last4 })
  if (brand !== null) fits(`${of.brand} = @brand`, { brand })
  if (states !== undefined)
    fits('o.status IN (SELECT value FROM json_each(@states))', { states: JSON.stringify(states) })
  const select = (): string =>
    `SELECT o.rowid, o.created AS at, ${of.amount?.column ?? 'NULL'} AS amount, ${of.amount === undefined ? 'NULL' : 'o.currency'} AS currency,
       ${conditions.length === 0 ? '1' : `(${conditions.join(' AND ')}) IS 1`} AS fits`
  if (words.length > 0) {
    const match = objectMatch(words)
    const base = searchNumbers[of.table] * searchKeysPerKind
    if (match !== null)
      addWalk(
        search,
        of.kind,
        rankOf(reading),
        `${select()} FROM object_search CROSS JOIN searchables AS s ON s.key = object_search.rowid
           CROSS JOIN ${of.table} AS o ON o.rowid = s.object
         WHERE object_search MATCH @match AND object_search.rowid >= ${base} AND object_search.rowid < ${base + searchKeysPerKind}
         ORDER BY object_search.rowid DESC`,
        { ...parameters, match },
      )
    if (customers.length > 0)
      addWalk(
        search,
        of.kind,
        rankOf(reading) === ranks.part ? ranks.ofCustomer : rankOf(reading),
        `${select()} FROM ${of.table} AS o WHERE ${of.ofCustomers} ORDER BY o.created DESC`,
        { ...parameters, customers: JSON.stringify(customers) },
      )
    return
  }
  const isAskedFor = created !== null || states !== undefined || kinds?.includes(of.kind) === true
  for (const walk of walksOf(of, search, isAskedFor))
    addWalk(
      search,
      of.kind,
      rankOf(reading),
      `${select()} FROM ${of.table} AS o INDEXED BY ${walk.index} WHERE ${walk.where} ORDER BY o.created DESC`,
      { ...parameters, ...walk.parameters },
    )
}

interface IndexWalk {
  index: string
  where: string
  parameters: Parameters
}

/** By the index that narrows most; none when everything would be walked for nothing that was asked for. */
function walksOf(of: ObjectKind, { reading }: Search, isAskedFor: boolean): IndexWalk[] {
  const { amounts, last4, created } = reading
  if (of.amount !== undefined && amounts.length > 0) {
    const { column, index } = of.amount
    // As many hundredths, wholes or thousandths: which of them it is, the currency tells of each.
    const minors = amounts.flatMap(({ milli, currencies }) =>
      (currencies ?? ['eur', 'jpy', 'kwd']).flatMap((currency) => minorOf(milli, currency) ?? []),
    )
    return [...new Set(minors)].map((minor) => ({
      index,
      where: `${column} = @minor`,
      parameters: { minor },
    }))
  }
  if (of.byLast4 !== undefined && last4 !== null)
    return [{ index: of.byLast4, where: 'o.last4 = @last4', parameters: {} }]
  if (!isAskedFor) return []
  return [
    {
      index: of.byCreated,
      where: created === null ? '1' : 'o.created >= @from AND o.created < @before',
      parameters: {},
    },
  ]
}

/** What object_search is asked to find all of the words; null when it knows none of them. */
export function objectMatch(words: readonly string[]): string | null {
  const phrases = words.flatMap((word) =>
    // Of ids it holds only what stands behind their prefix.
    /^[a-z]{2,10}_\w{3,}$/.test(word) ? [oneOf([word, ownPart(word).slice(-12)])] : phrasesOf(word),
  )
  return phrases.length === 0 ? null : phrases.join(' AND ')
}
