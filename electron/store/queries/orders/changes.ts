// The question about orders that are not refunds, answered from the journal, newest first.
import type { Database } from 'better-sqlite3'
import { success, type ParsedRequestOf, type ReplyOf, type Result } from '../../../../src/contract/index.ts'
import { toChangeOrder, type ChangeRow } from './change-row.ts'
import { readCursor, writeCursor, strangeCursor } from '../cursor.ts'
import { prepared } from '../prepared.ts'

type Parameters = Record<string, string | number>

const conditions = {
  states: 'state IN (SELECT value FROM json_each(@states))',
  kinds: 'kind IN (SELECT value FROM json_each(@kinds))',
  objectId: 'object_id = @objectId',
  afterRowid: 'rowid < @afterRowid',
}

/** Only what is asked for: one object's few are found by its index, the newest of all by their rows. */
function changesSql(asked: readonly (keyof typeof conditions)[]): string {
  const where = asked.map((name) => conditions[name]).join(' AND ')
  const index = asked.includes('objectId') ? 'INDEXED BY changes_by_object' : 'NOT INDEXED'
  return `SELECT * FROM changes ${index} ${where && `WHERE ${where}`} ORDER BY rowid DESC LIMIT @limit`
}

export function listChanges(
  journal: Database,
  request: ParsedRequestOf<'changes.list'>,
): Result<ReplyOf<'changes.list'>> {
  const cursor = request.after === undefined ? undefined : readCursor('placed_desc', request.after)
  if (cursor === null) return strangeCursor()
  const asked = {
    ...anyOf('states', request.state),
    ...anyOf('kinds', request.kind),
    ...(request.objectId !== undefined && { objectId: request.objectId }),
    ...(cursor && { afterRowid: cursor.rowid }),
  }
  const sql = changesSql(Object.keys(asked) as (keyof typeof asked)[])
  const records = prepared<[Parameters], ChangeRow>(journal, sql).all({ ...asked, limit: request.limit + 1 })
  const shown = records.slice(0, request.limit)
  const last = shown.at(-1)
  const more = records.length > request.limit
  return success({
    rows: shown.map(toChangeOrder),
    next: more && last ? writeCursor('placed_desc', last.placed_at, last.rowid) : null,
  })
}

/** None named is all of them. */
function anyOf<Name extends string>(
  name: Name,
  wanted: readonly string[] | undefined,
): Partial<Record<Name, string>> {
  if (wanted === undefined || wanted.length === 0) return {}
  return { [name]: JSON.stringify(wanted) } as Record<Name, string>
}
