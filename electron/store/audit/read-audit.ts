// Reads the audit out of a journal: a page of it, all of it for judging, or all that match. It must never change what is found.
import type { Database } from 'better-sqlite3'
import {
  success,
  type AuditEntry,
  type AuditFilter,
  type AuditVerdict,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../src/contract/index.ts'
import { readCursor, writeCursor, strangeCursor } from '../queries/cursor.ts'
import { judgeChain } from './chain.ts'

type Parameters = Record<string, string | number | bigint>

const columns = 'seq, at, operator, kind, subject, text, detail, previous, hash'
const auditOrder = 'audit_desc'

interface Walk {
  filter: AuditFilter
  direction: 'ASC' | 'DESC'
  /** Entries before this one, in the direction of the walk. */
  beyond?: number
  limit?: number
}

/** The SQL of a walk, for the question itself and for the tests of its query plan: one walk for each kind, merged in order. */
export function auditSql({ filter, direction, beyond, limit }: Walk): {
  sql: string
  parameters: Parameters
} {
  const parameters: Parameters = {}
  const conditions: string[] = []
  if (beyond !== undefined) {
    conditions.push('seq < @beyond')
    parameters['beyond'] = beyond
  }
  if (filter.from !== undefined) {
    conditions.push('at >= @from')
    parameters['from'] = filter.from
  }
  if (filter.before !== undefined) {
    conditions.push('at < @before')
    parameters['before'] = filter.before
  }
  // oxlint-disable-next-line no-control-regex -- a NUL would end the pattern inside SQLite
  const part = filter.text?.replaceAll(/[\u0000-\u001f]+/g, ' ').trim() ?? ''
  if (part !== '') {
    const places = ['text', 'subject', 'operator', 'detail']
    conditions.push(`(${places.map((place) => `${place} LIKE @part ESCAPE '\\'`).join(' OR ')})`)
    parameters['part'] = `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  }
  const kinds = [...new Set(filter.kinds)]
  const walks =
    kinds.length === 0
      ? [`SELECT ${columns} FROM audit NOT INDEXED ${where(conditions)}`]
      : kinds.map((kind, number) => {
          parameters[`kind${number}`] = kind
          const ofKind = where([`kind = @kind${number}`, ...conditions])
          return `SELECT ${columns} FROM audit INDEXED BY audit_by_kind ${ofKind}`
        })
  if (limit !== undefined) parameters['limit'] = limit
  const end = limit === undefined ? '' : ' LIMIT @limit'
  return { sql: `${walks.join(' UNION ALL ')} ORDER BY seq ${direction}${end}`, parameters }
}

const where = (conditions: readonly string[]): string =>
  conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`

/** Newest first. */
export function listAudit(
  journal: Database,
  request: ParsedRequestOf<'audit.list'>,
): Result<ReplyOf<'audit.list'>> {
  const cursor = request.after === undefined ? undefined : readCursor(auditOrder, request.after)
  if (cursor === null) return strangeCursor()
  const { sql, parameters } = auditSql({
    filter: request.filter,
    direction: 'DESC',
    limit: request.limit + 1,
    ...(cursor && { beyond: cursor.rowid }),
  })
  const found = journal.prepare<[Parameters], AuditEntry>(sql).all(parameters)
  const rows = found.slice(0, request.limit)
  const last = rows.at(-1)
  return success({
    rows,
    next: found.length > request.limit && last ? writeCursor(auditOrder, last.seq, last.seq) : null,
  })
}

/** Oldest first, one by one. */
export function walkAudit(journal: Database, filter: AuditFilter = {}): IterableIterator<AuditEntry> {
  const { sql, parameters } = auditSql({ filter, direction: 'ASC' })
  return journal.prepare<[Parameters], AuditEntry>(sql).iterate(parameters)
}

/** Judges the whole chain as it stands in the file. */
export function verifyAudit(journal: Database, head?: string): AuditVerdict {
  return judgeChain(walkAudit(journal), head)
}

/** How many entries there are, and the hash of the newest. */
export function chainOf(journal: Database): { entries: number; head: string | null } {
  const newest = journal
    .prepare<[], { hash: string }>('SELECT hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get()
  const entries = journal.prepare<[], number>('SELECT count(*) FROM audit').pluck().get() ?? 0
  return { entries, head: newest?.hash ?? null }
}
