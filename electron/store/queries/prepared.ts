// Statements prepared once for each database. To compile one may take longer than to run it. It must never grow without a bound.
import type { Database, Statement } from 'better-sqlite3'

const kept = new WeakMap<Database, Map<string, Statement>>()
const mostKept = 400

/** The statement for this SQL, in the mode of a new one. It must not be run again while it is being iterated. */
export function prepared<Parameters extends unknown[], Row>(
  database: Database,
  sql: string,
): Statement<Parameters, Row> {
  const statements = kept.get(database) ?? new Map<string, Statement>()
  kept.set(database, statements)
  const found = statements.get(sql)
  if (found !== undefined) return plain(found) as Statement<Parameters, Row>
  if (statements.size >= mostKept) statements.clear()
  const statement = database.prepare<Parameters, Row>(sql)
  statements.set(sql, statement)
  return statement
}

/** Words of ours for IN (…); never what came from elsewhere. */
export const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

/** A statement stays as whoever asked before set it (one column, rows as arrays, whole numbers): two questions may share its SQL, not that. */
const plain = (statement: Statement): Statement =>
  statement.reader ? statement.pluck(false).raw(false).expand(false).safeIntegers(false) : statement
