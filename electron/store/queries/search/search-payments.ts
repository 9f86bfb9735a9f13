// Finds payments: by what their text holds, by card, amount, day and state, newest first.
import type { PaymentStatus } from '../../../../src/contract/index.ts'
import type { TypedAmount } from '../../../../src/domain/search-amounts.ts'
import type { Reading } from '../../../../src/domain/search-words.ts'
import { searchKeysWithin } from '../../projections/search-keys.ts'
import { amountMark, last4Mark } from '../../projections/search-marks.ts'
import { oneOf, partsOf, type FilterParts, type Parameters } from '../payments/payment-filter.ts'
import { addWalk, rankOf, type Search } from './search-found.ts'

/** What a state that people name is called of payments. */
const statuses: Readonly<Record<string, readonly PaymentStatus[]>> = {
  failed: ['failed'],
  refunded: ['refunded', 'partially_refunded'],
  disputed: ['disputed'],
  succeeded: ['succeeded'],
  paid: ['succeeded'],
  unpaid: ['incomplete', 'failed', 'requires_action'],
  pending: ['processing', 'requires_action'],
  canceled: ['canceled'],
  uncaptured: ['uncaptured'],
}

export function findPayments(search: Search): void {
  const { reading } = search
  const { words, amounts, last4, brand, created, kinds, state } = reading
  const named = state === null ? undefined : statuses[state]
  if (state !== null && named === undefined) return
  if (words.length + amounts.length === 0 && last4 === null && created === null && named === undefined) {
    // By a brand alone only when payments were asked for.
    if (kinds === null) return
  }
  const phrases = [
    ...(amounts.length === 0 ? [] : [oneOf(amounts.map(({ milli }) => amountMark(milli)))]),
    ...(last4 === null ? [] : [oneOf([last4Mark(last4)])]),
  ]
  const parts = partsOf(
    search.cache,
    {
      text: words.join(' '),
      ...(named !== undefined && { status: [...named] }),
      ...(created !== null && { createdFrom: created.from, createdBefore: created.before }),
    },
    phrases,
  )
  const walk = parts.match === null ? byColumns(parts, amounts) : bySearch(parts, parts.match, created)
  const parameters: Parameters = { ...parts.parameters, ...walk.parameters }
  const conditions = [...walk.conditions, ...parts.shortWords]
  if (last4 !== null) conditions.push('p.method_last4 = @last4')
  if (brand !== null) conditions.push('@brand IN (p.method_brand, p.method_type)')
  if (last4 !== null) parameters['last4'] = last4
  if (brand !== null) parameters['brand'] = brand
  addWalk(
    search,
    'payment',
    rankOf(reading),
    `SELECT p.rowid, p.created AS at, p.amount, p.currency, ${conditions.length === 0 ? '1' : `(${conditions.join(' AND ')}) IS 1`} AS fits
     ${walk.sql}`,
    parameters,
  )
}

interface Walk {
  /** From FROM on. */
  sql: string
  parameters: Parameters
  /** What the walk does not narrow by. */
  conditions: string[]
}

function bySearch(parts: FilterParts, match: string, created: Reading['created']): Walk {
  return {
    sql: `FROM payment_search CROSS JOIN payment_intents AS p ON p.search_key = payment_search.rowid
      WHERE payment_search MATCH @match
        ${created === null ? '' : 'AND payment_search.rowid >= @keyFrom AND payment_search.rowid < @keyBefore'}
      ORDER BY payment_search.rowid DESC`,
    parameters: { match, ...(created !== null && searchKeysWithin(created.from, created.before)) },
    conditions: parts.created,
  }
}

/** Without anything that the search knows: a price, the states or the time, each by its index. */
function byColumns({ statuses: of, created }: FilterParts, amounts: readonly TypedAmount[]): Walk {
  const parameters: Parameters = {}
  const bound = (name: string, value: string | bigint): string => {
    parameters[name] = value
    return `@${name}`
  }
  const isOf =
    of.length === 0
      ? []
      : [`p.status IN (${of.map((status, index) => bound(`status${index}`, status)).join(', ')})`]
  if (amounts.length > 0)
    return {
      sql: `FROM payment_intents AS p INDEXED BY payment_intents_by_amount
        WHERE p.amount_milli IN (${amounts.map(({ milli }, index) => bound(`milli${index}`, milli)).join(', ')})
        ORDER BY p.created DESC`,
      parameters,
      conditions: [...isOf, ...created],
    }
  return {
    sql: `FROM payment_intents AS p INDEXED BY payment_intents_by_created
      WHERE ${[...created, ...isOf].join(' AND ') || '1'} ORDER BY p.created DESC, p.rowid DESC`,
    parameters,
    conditions: [],
  }
}
