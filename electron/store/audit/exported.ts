// Judges an exported audit, without the desk and its keys. What is in the file is a stranger's input until the schema has parsed it.
import { z } from 'zod'
import {
  auditEntrySchema,
  auditFilterSchema,
  deskIdSchema,
  hashSchema,
  type AuditEntry,
} from '../../../src/contract/index.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { isIntact, judgeChain } from './chain.ts'

/** Only shapes: an altered kind or hash is for the chain to find. */
const exportShape = z.object({
  format: z.literal('bursar-audit'),
  version: z.literal(1),
  deskId: deskIdSchema,
  filter: auditFilterSchema,
  chain: z.object({ entries: z.int().nonnegative(), head: hashSchema.nullable() }),
  entries: z.array(
    auditEntrySchema.extend({
      seq: z.number(),
      at: z.number(),
      kind: z.string(),
      previous: z.string(),
      hash: z.string(),
    }),
  ),
})

export type ExportVerdict =
  | { state: 'whole' | 'part' | 'broken'; line: string }
  /** No export of an audit at all, or several of no one chain. */
  | { state: 'unreadable'; line: string }

/** What the first entry of a chain says of the desk that began it; older ones say nothing. */
const beginning = z.object({ accountId: z.string(), mode: z.enum(['test', 'live']) })

interface Exported {
  deskId: string
  isFiltered: boolean
  /** As the file says that it was. */
  chain: { entries: number; head: string | null }
  entries: readonly AuditEntry[]
}

/**
 * Several files are judged together: a chain that is too long for one is exported by one filter after the other. `head`: a hash that
 * was noted earlier and must be in the chain. The answer is one line for a person.
 */
export function judgeExport(texts: readonly string[], head?: string): ExportVerdict {
  const files = texts.map(readExport)
  const [file, ...more] = files
  if (file === undefined || file === null || more.includes(null))
    return { state: 'unreadable', line: 'This is not an audit that Bursar exported as JSON.' }
  return more.length === 0 ? judgeFile(file, head) : judgeTogether(files as Exported[], head)
}

function readExport(text: string): Exported | null {
  try {
    const { deskId, filter, chain, entries } = exportShape.parse(JSON.parse(text))
    const isFiltered = Object.values(filter).some((value) => value !== undefined)
    return { deskId, isFiltered, chain, entries: entries as AuditEntry[] }
  } catch {
    return null
  }
}

function judgeFile(
  { deskId, isFiltered, chain, entries }: Exported,
  head: string | undefined,
): ExportVerdict {
  const verdict = isFiltered ? judgePart(entries, chain, head) : judgeWhole(entries, chain, head)
  return verdict.state === 'broken' ? verdict : judgeDesk(verdict, entries, deskId)
}

function judgeTogether(files: readonly Exported[], head: string | undefined): ExportVerdict {
  const desks = [...new Set(files.map(({ deskId }) => deskId))]
  if (desks.length > 1)
    return { state: 'unreadable', line: `These files are of several desks: ${desks.join(', ')}.` }
  for (const file of files) {
    const verdict = judgeFile({ ...file, isFiltered: true }, undefined)
    if (verdict.state === 'broken') return verdict
  }
  // Each is in order, so that sorting hides nothing; of entries that are the same one stays.
  const written = new Map(
    files.flatMap(({ entries }) => entries.map((entry) => [canonicalJson({ ...entry }), entry])),
  )
  const entries = [...written.values()].toSorted((one, other) => one.seq - other.seq)
  const newest = files.reduce((one, other) => (other.chain.entries > one.chain.entries ? other : one))
  const together = { ...newest, entries }
  const missing = firstMissing(entries, newest.chain.entries)
  if (missing === null) return judgeFile({ ...together, isFiltered: false }, head)
  const part = judgeFile({ ...together, isFiltered: true }, head)
  return { ...part, line: `${part.line} Entry ${missing} is in none of these files.` }
}

/** The number of the first entry of so many that is not there; null where they all are. */
function firstMissing(entries: readonly AuditEntry[], count: number): number | null {
  const seqs = new Set(entries.map(({ seq }) => seq))
  for (let seq = 1; seq <= count; seq += 1) if (!seqs.has(seq)) return seq
  return null
}

/** The name of the desk stands beside the chain, where anybody can change it; what the first entry says is hashed with it. */
function judgeDesk(
  { state, line }: ExportVerdict,
  [first]: readonly AuditEntry[],
  deskId: string,
): ExportVerdict {
  const began = first?.seq === 1 ? beginningOf(first.detail) : null
  if (began === null) {
    const why = state === 'part' ? 'these entries do not say' : 'is not part of this chain'
    return { state, line: `${line} The file says that it is of the desk ${deskId}, which ${why}.` }
  }
  const desk = `${began.accountId}-${began.mode}`
  const written = `account ${began.accountId} in ${began.mode} mode`
  if (![desk, `${desk}-local`, 'demo'].includes(deskId))
    return {
      state: 'broken',
      line: `Broken: the file says that it is of the desk ${deskId}, but its first entry was written for ${written}.`,
    }
  return { state, line: `${line} Desk ${deskId}: ${written}.` }
}

function beginningOf(detail: string): z.infer<typeof beginning> | null {
  try {
    return beginning.parse(JSON.parse(detail))
  } catch {
    return null
  }
}

function judgeWhole(
  entries: readonly AuditEntry[],
  chain: { entries: number; head: string | null },
  head: string | undefined,
): ExportVerdict {
  const { broken, head: newest } = judgeChain(entries, head)
  if (broken)
    return { state: 'broken', line: `Broken at entry ${broken.seq} (${broken.what}). ${broken.text}` }
  if (newest !== chain.head || entries.length !== chain.entries)
    return {
      state: 'broken',
      line: `Broken at entry ${entries.length + 1} (cut). The file says that it holds ${chain.entries} entries and ends with ${chain.head ?? 'none'}: entries at its end were taken out or added.`,
    }
  return { state: 'whole', line: `Whole: ${entries.length} entries, head ${newest ?? 'none'}.` }
}

/** Of a filtered export each entry can be judged, and each pair of neighbours; what was left out of it can't. */
function judgePart(
  entries: readonly AuditEntry[],
  chain: { entries: number; head: string | null },
  head: string | undefined,
): ExportVerdict {
  let before: (typeof entries)[number] | undefined
  for (const entry of entries) {
    const { seq } = entry
    const follows = before === undefined || seq > before.seq + 1 || entry.previous === before.hash
    if (!isIntact(entry) || !follows || seq > chain.entries)
      return {
        state: 'broken',
        line: `Broken at entry ${seq} (altered). What it says does not match its hash, or the chain.`,
      }
    if (before !== undefined && seq <= before.seq)
      return {
        state: 'broken',
        line: `Broken at entry ${seq} (reordered). It stands behind entry ${before.seq}.`,
      }
    before = entry
  }
  // What the frame or an entry only names is anybody's to write: an entry itself must have this hash.
  if (head !== undefined && !entries.some(({ hash }) => hash === head))
    return {
      state: 'broken',
      line: 'No entry of this export has the hash that was noted earlier, and it is filtered: export without a filter, and judge that.',
    }
  return {
    state: 'part',
    line: `Part of a chain: ${entries.length} entries of the ${chain.entries} that the file says there are, each with the hash that it should have. A part proves no chain: export without a filter for that, or all of it bit by bit, and judge the files together.`,
  }
}
