// The audit as a file to hand on: JSON that can be judged by itself, or CSV to read. A cell of the CSV must never be run as a
// formula by the spreadsheet that opens it.
import type { Database } from 'better-sqlite3'
import {
  failure,
  success,
  type AuditEntry,
  type ParsedRequestOf,
  type ReplyOf,
  type Result,
} from '../../../src/contract/index.ts'
import { csvCell } from '../../../src/domain/csv.ts'
import { chainOf, walkAudit } from './read-audit.ts'

/** What the saving of a text takes, with room left for the frame around the entries; in UTF-16 units. */
const longest = 45_000_000

/** `now`: Unix milliseconds. `too_large` where the file would be more than can be saved at once. */
export function exportAudit(
  journal: Database,
  { deskId, filter, format }: ParsedRequestOf<'audit.export'>,
  now: number,
): Result<ReplyOf<'audit.export'>> {
  // One transaction: the entries and the head are of the same moment.
  return journal.transaction((): Result<ReplyOf<'audit.export'>> => {
    const lines: string[] = []
    let length = 0
    for (const entry of walkAudit(journal, filter)) {
      const line = format === 'csv' ? csvLine(entry) : JSON.stringify(entry)
      length += line.length + 2
      if (length > longest)
        return failure('too_large', `This is more than fits into one file. ${inParts[format]}`)
      lines.push(line)
    }
    const day = new Date(now).toISOString().slice(0, 10)
    const part = Object.values(filter).some((value) => value !== undefined) ? '-part' : ''
    const fileName = `bursar-audit-${deskId.replaceAll(/[^\w.-]/g, '-').slice(0, 80)}${part}-${day}.${format}`
    const text =
      format === 'csv'
        ? [header, ...lines, ''].join('\r\n')
        : jsonFile({ deskId, filter, exportedAt: now, ...chainOf(journal) }, lines)
    return success({ fileName, text, entries: lines.length })
  })()
}

const inParts = {
  csv: 'Narrow the export by time or kind.',
  json: 'Export it bit by bit, by time or kind: npm run audit:verify judges all the files together.',
}

/** One entry a line, so that two exports can be compared by eye. `entries` of `chain` counts all, not only those that match. */
function jsonFile(
  facts: { deskId: string; filter: object; exportedAt: number; entries: number; head: string | null },
  lines: readonly string[],
): string {
  const { entries, head, ...about } = facts
  const frame = JSON.stringify({ format: 'bursar-audit', version: 1, ...about, chain: { entries, head } })
  return `${frame.slice(0, -1)},"entries":[\n${lines.join(',\n')}\n]}\n`
}

const header = ['seq', 'at', 'operator', 'kind', 'subject', 'text', 'detail', 'previous', 'hash']
  .map((name) => `"${name}"`)
  .join(',')

function csvLine(entry: AuditEntry): string {
  const { seq, at, operator, kind, subject, text, detail, previous, hash } = entry
  const cells = [String(seq), timeOf(at), operator, kind, subject ?? '', text, detail, previous, hash]
  return cells.map(csvCell).join(',')
}

/** An altered time may be none that there is. */
function timeOf(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? String(at) : date.toISOString()
}
