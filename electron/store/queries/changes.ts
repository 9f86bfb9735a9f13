// The question about orders that are not refunds, answered from the journal, newest first.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../src/contract/index.ts'
import { toChangeOrder, type ChangeRow } from './change-row.ts'
import { readCursor, writeCursor } from './cursor.ts'

const page = `
  SELECT * FROM changes
  WHERE (@states IS NULL OR state IN (SELECT value FROM json_each(@states)))
    AND (@kinds IS NULL OR kind IN (SELECT value FROM json_each(@kinds)))
    AND (@objectId IS NULL OR object_id = @objectId)
    AND (@afterRowid IS NULL OR rowid < @afterRowid)
  ORDER BY rowid DESC LIMIT @limit`

export function listChanges(
  journal: Database,
  request: ParsedRequestOf<'changes.list'>,
): Result<ReplyOf<'changes.list'>> {
  const cursor = request.after === undefined ? undefined : readCursor('placed_desc', request.after)
  if (cursor === null)
    return failure('cursor_invalid', 'This page marker is not one of ours. Start the list again.')
  const records = journal.prepare<[Record<string, string | number | null>], ChangeRow>(page).all({
    states: anyOf(request.state),
    kinds: anyOf(request.kind),
    objectId: request.objectId ?? null,
    afterRowid: cursor?.rowid ?? null,
    limit: request.limit + 1,
  })
  const shown = records.slice(0, request.limit)
  const last = shown.at(-1)
  const more = records.length > request.limit
  return success({
    rows: shown.map(toChangeOrder),
    next: more && last ? writeCursor('placed_desc', last.placed_at, last.rowid) : null,
  })
}

/** None named is all of them. */
function anyOf(wanted: readonly string[] | undefined): string | null {
  return wanted === undefined || wanted.length === 0 ? null : JSON.stringify(wanted)
}
