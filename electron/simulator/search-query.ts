// Stripe's search language as far as it is documented: clauses joined by AND or by OR, never by both. Reads a query for the fields of one
// resource, and judges records by it. It must refuse what Stripe refuses, and never take a clause that it does not understand for one
// that holds.
import { refuse, type Refusal } from './refusals.ts'

/** `token`: whole values only. `string`: parts of it too. `numeric`: compared. */
export type SearchField = 'token' | 'string' | 'numeric'
export type SearchFields = Readonly<Record<string, SearchField>>

type Operator = ':' | '~' | '>' | '<' | '>=' | '<='
interface Clause {
  /** The way to the value inside a record. */
  path: readonly string[]
  type: SearchField
  operator: Operator
  /** Null: the field has no value. */
  value: string | null
  negated: boolean
}

export type SearchPredicate = (record: object) => boolean

const MOST_CLAUSES = 10
const SHORTEST_PART = 3

const unparsable = () =>
  refuse(400, {
    message:
      'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.',
    param: 'query',
  })

const refused = (message: string) => refuse(400, { message, param: 'query' })

const CLAUSE =
  /\s*(?<negated>-?)(?:metadata\[(?<key>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\]|(?<field>[a-z_][\w.]*))\s*(?<operator>:|~|>=|<=|>|<)\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<bare>null|-?\d+))(?=\s|$)/iy
const JOINT = /\s+(?:(AND|OR)\s+)?(?=\S)/iy

/** `resource`: Stripe's word for the list, such as `customers`. */
export function readSearchQuery(
  query: string,
  fields: SearchFields,
  resource: string,
): SearchPredicate | Refusal {
  const clauses: Clause[] = []
  const joints = new Set<string>()
  const text = query.trim()
  for (let at = 0; at < text.length;) {
    CLAUSE.lastIndex = at
    const found = CLAUSE.exec(text)?.groups
    if (found === undefined) return unparsable()
    const clause = clauseOf(found, fields, resource)
    if (!('path' in clause)) return clause
    clauses.push(clause)
    at = CLAUSE.lastIndex
    if (at === text.length) break
    JOINT.lastIndex = at
    const joint = JOINT.exec(text)
    if (joint === null) return unparsable()
    joints.add((joint[1] ?? 'AND').toUpperCase())
    at = JOINT.lastIndex
  }
  if (clauses.length === 0) return unparsable()
  if (joints.size > 1) return refused('You cannot combine `AND` and `OR` in one search query.')
  if (clauses.length > MOST_CLAUSES)
    return refused(`A search query can have at most ${MOST_CLAUSES} clauses.`)
  return (record) => {
    const holds = (clause: Clause) => matches(clause, valueAt(record, clause.path)) !== clause.negated
    return joints.has('OR') ? clauses.some(holds) : clauses.every(holds)
  }
}

function clauseOf(
  found: Readonly<Record<string, string | undefined>>,
  fields: SearchFields,
  resource: string,
): Clause | Refusal {
  const { key, field = '', operator: sign = '', text, bare } = found
  const operator = sign as Operator
  const type = key === undefined ? (Object.hasOwn(fields, field) ? fields[field] : undefined) : 'token'
  if (type === undefined)
    return refused(
      `Field \`${field}\` is an unsupported search field for resource \`${resource}\`. See http://stripe.com/docs/search#query-fields-for-${resource.replaceAll('_', '-')} for a list of supported fields.`,
    )
  const name = key === undefined ? field : 'metadata'
  const isWrong = operator === '~' ? type !== 'string' : operator !== ':' && type !== 'numeric'
  if (isWrong) return refused(`Operator \`${operator}\` is not supported for field \`${name}\`.`)
  const value = text === undefined ? (bare ?? '') : unquoted(text)
  const isNull = text === undefined && value.toLowerCase() === 'null'
  if (isNull && operator !== ':') return unparsable()
  if (operator === '~' && value.length < SHORTEST_PART)
    return refused(`Substring search on field \`${name}\` needs at least ${SHORTEST_PART} characters.`)
  if (type === 'numeric' && !isNull && !/^-?\d+$/.test(value))
    return refused(`The value of field \`${name}\` must be a number.`)
  return {
    path: key === undefined ? field.split('.') : ['metadata', unquoted(key)],
    type,
    operator,
    value: isNull ? null : value,
    negated: found['negated'] === '-',
  }
}

const unquoted = (text: string) => text.slice(1, -1).replaceAll(/\\(.)/g, '$1')

function valueAt(record: object, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Record<string, unknown>)[name]
        : undefined,
    record,
  )
}

function matches({ type, operator, value }: Clause, actual: unknown): boolean {
  if (actual === undefined || actual === null) return value === null
  if (value === null) return false
  if (type === 'numeric') return compares(Number(actual), operator, Number(value))
  const text = (typeof actual === 'string' ? actual : JSON.stringify(actual)).toLowerCase()
  return operator === '~' ? text.includes(value.toLowerCase()) : text === value.toLowerCase()
}

function compares(actual: number, operator: Operator, value: number): boolean {
  switch (operator) {
    case '>':
      return actual > value
    case '<':
      return actual < value
    case '>=':
      return actual >= value
    case '<=':
      return actual <= value
    case ':':
    case '~':
      return actual === value
  }
}
