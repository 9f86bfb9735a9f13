// Finds refunds, invoices, subscriptions, disputes and cards: by what their text holds, by amount, card, day and state, and those
// of customers who fit.
import type { SearchKind } from '../../../../src/contract/index.ts'
import { minorOf } from '../../../../src/domain/search-amounts.ts'
import type { Reading } from '../../../../src/domain/search-words.ts'
import { searchKeysWithin } from '../../projections/search-keys.ts'
import { searchNumbers } from '../../projections/search-text.ts'
import type { Parameters } from '../payments/payment-filter.ts'
import { prepared } from '../prepared.ts'
import { mostOfTheirs, objectKinds, ofPaymentsOf, theirPayments, type ObjectKind } from './object-kinds.ts'
import { objectMatch } from './object-match.ts'
import { addWalk, rankOf, ranks, type Search } from './search-found.ts'

/** `customers`: row ids of those who fit the words. */
export function findObjects(
  search: Search,
  wanted: (kind: SearchKind) => boolean,
  customers: readonly number[],
): void {
  const asked = objectKinds.flatMap((of) => (wanted(of.kind) ? (conditionsOf(of, search.reading) ?? []) : []))
  const hasWords = search.reading.words.length > 0
  const holding = hasWords && asked.length > 0 ? byText(search, asked) : null
  const isOfPayments = asked.some(({ of }) => of.ofCustomers === ofPaymentsOf)
  if (customers.length > 0 && isOfPayments && haveMany(search, customers)) search.finds.stop()
  for (const how of asked)
    if (hasWords) findByWords(how, search, holding?.get(searchNumbers[how.of.table]) ?? [], customers)
    else findByColumns(how, search)
}

function haveMany({ cache }: Search, customers: readonly number[]): boolean {
  const counted = prepared<[Parameters], number>(
    cache,
    `SELECT count(*) FROM (${theirPayments} LIMIT ${mostOfTheirs + 1})`,
  ).pluck()
  return (counted.get({ customers: JSON.stringify(customers) }) ?? 0) > mostOfTheirs
}

/** A kind with what its rows must fulfil beside the words. */
interface Asked {
  of: ObjectKind
  conditions: string
  /** The columns of a walk, without FROM. */
  select: string
  parameters: Parameters
}

/** null where nothing of the kind can be so: then it is not found by its words alone either. */
function conditionsOf(of: ObjectKind, reading: Reading): Asked | null {
  const { amounts, last4, brand, created, state } = reading
  const states = state === null ? undefined : of.states[state]
  if (state !== null && states === undefined) return null
  if (amounts.length > 0 && of.amount === undefined) return null
  if ((last4 !== null && of.last4 === undefined) || (brand !== null && of.brands === undefined)) return null
  const parameters: Parameters = {}
  const conditions: string[] = []
  const fits = (condition: string, values: Parameters): void => {
    conditions.push(condition)
    Object.assign(parameters, values)
  }
  if (created !== null)
    fits('o.created >= @from AND o.created < @before', { from: created.from, before: created.before })
  if (last4 !== null) fits(`${of.last4} = @last4`, { last4 })
  if (brand !== null) fits(`@brand IN (${of.brands})`, { brand })
  if (states !== undefined)
    fits('o.status IN (SELECT value FROM json_each(@states))', { states: JSON.stringify(states) })
  if (of.amount !== undefined && amounts.length > 0)
    fits(`${of.amount.column} IN (SELECT value FROM json_each(@minors))`, {
      minors: JSON.stringify(minorsOf(amounts)),
    })
  const amount =
    of.amount === undefined ? 'NULL AS amount, NULL AS currency' : `${of.amount.column} AS amount, o.currency`
  const all = conditions.length === 0 ? '1' : `(${conditions.join(' AND ')}) IS 1`
  return {
    of,
    conditions: all,
    select: `SELECT o.rowid, o.created AS at, ${amount}, ${all} AS fits`,
    parameters,
  }
}

/** As many hundredths, wholes or thousandths: which of them it is, the currency tells of each. */
function minorsOf(amounts: Reading['amounts']): number[] {
  const minors = amounts.flatMap(({ milli, currencies }) =>
    (currencies ?? ['eur', 'jpy', 'kwd']).flatMap((currency) => minorOf(milli, currency) ?? []),
  )
  return [...new Set(minors)]
}

/** So many that hold the words are looked at, of all kinds together. */
const mostHolding = 400

/** Row ids by kind, of one walk over all kinds. */
function byText({ cache, reading, finds }: Search, asked: readonly Asked[]): Map<number, number[]> | null {
  const match = objectMatch(reading.words)
  if (match === null) return null
  const numbers = asked.map(({ of }) => searchNumbers[of.table]).join(', ')
  const { created } = reading
  const rows = prepared<[Parameters], { kind: number; object: number }>(
    cache,
    `SELECT s.kind, s.object FROM object_search CROSS JOIN searchables AS s ON s.key = object_search.rowid
     WHERE object_search MATCH @match AND s.kind IN (${numbers})
       ${created === null ? '' : 'AND object_search.rowid >= @keyFrom AND object_search.rowid < @keyBefore'}
     ORDER BY object_search.rowid DESC LIMIT ${mostHolding}`,
  ).all({ match, ...(created !== null && searchKeysWithin(created.from, created.before)) })
  if (rows.length === mostHolding) finds.stop()
  const objects = new Map<number, number[]>()
  for (const { kind, object } of rows) objects.set(kind, [...(objects.get(kind) ?? []), object])
  return objects
}

function findByWords(
  { of, conditions, select, parameters }: Asked,
  search: Search,
  holding: readonly number[],
  customers: readonly number[],
): void {
  const { last4, brand } = search.reading
  // Who names a card means the payment, or the card, before what came of it.
  const isIndirect = of.kind !== 'card' && (last4 !== null || brand !== null)
  const rank = rankOf(search.reading) + (isIndirect ? 0.4 : 0)
  const walk = (how: number, where: string, values: Parameters): void =>
    void addWalk(
      search,
      of.kind,
      how,
      `${select} FROM ${of.table} AS o WHERE ${where} ORDER BY o.created DESC`,
      {
        ...parameters,
        ...values,
      },
    )
  if (holding.length > 0)
    walk(rank, 'o.rowid IN (SELECT value FROM json_each(@holding))', { holding: JSON.stringify(holding) })
  if (customers.length > 0)
    // One that fits may be older than many of theirs that do not.
    walk(rank === ranks.part ? ranks.ofCustomer : rank, `${of.ofCustomers} AND ${conditions}`, {
      customers: JSON.stringify(customers),
    })
}

function findByColumns({ of, select, parameters }: Asked, search: Search): void {
  const { created, state, kinds } = search.reading
  const isAskedFor = created !== null || state !== null || kinds?.includes(of.kind) === true
  for (const walk of walksOf(of, search, isAskedFor))
    addWalk(
      search,
      of.kind,
      rankOf(search.reading),
      `${select} FROM ${of.table} AS o INDEXED BY ${walk.index} WHERE ${walk.where} ORDER BY o.created DESC`,
      { ...parameters, ...walk.parameters },
    )
}

interface IndexWalk {
  index: string
  where: string
  parameters: Parameters
}

/** By the indexes that narrow most; none when everything would be walked for nothing that was asked for. */
function walksOf(of: ObjectKind, { reading }: Search, isAskedFor: boolean): IndexWalk[] {
  const { amounts, last4, created, state } = reading
  // Each index goes on by creation: what is of another day is not looked at.
  const during = created === null ? '' : ' AND o.created >= @from AND o.created < @before'
  if (of.amount !== undefined && amounts.length > 0) {
    const { column, index } = of.amount
    return minorsOf(amounts).map((minor) => ({
      index,
      where: `${column} = @minor${during}`,
      parameters: { minor },
    }))
  }
  if (of.byLast4 !== undefined && last4 !== null)
    return [{ index: of.byLast4, where: `o.last4 = @last4${during}`, parameters: {} }]
  if (!isAskedFor) return []
  const statuses = state === null ? [] : (of.states[state] ?? [])
  const indexes = statuses.map((status) => ({ status, index: of.byStatus?.(status) ?? null }))
  return [
    // Few have failed: among the newest of all they may not be. Written out, as a partial index wants it.
    ...indexes.flatMap(({ status, index }) =>
      index === null ? [] : [{ index, where: `o.status = '${status}'${during}`, parameters: {} }],
    ),
    ...(statuses.length > 0 && indexes.every(({ index }) => index !== null)
      ? []
      : [{ index: of.byCreated, where: `1${during}`, parameters: {} }]),
  ]
}
