// The chain of the audit: what the hash of an entry is, and whether entries are as they were written. Pure but for the hash;
// the engine, the reader and the command line all judge by it. It must never throw for what it is given, however altered.
import { createHash } from 'node:crypto'
import type { AuditEntry, AuditVerdict } from '../../../src/contract/index.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'

/** What stands in `previous` of the first entry. */
export const chainBegin = '0'.repeat(64)

/** SHA-256 (lowercase hex) of the canonical JSON of everything else in the entry, `previous` included. */
export function hashOfEntry(entry: Omit<AuditEntry, 'hash'>): string {
  const { seq, at, operator, kind, subject, text, detail, previous } = entry
  const hashed = { seq, at, operator, kind, subject, text, detail, previous }
  return createHash('sha256').update(canonicalJson(hashed)).digest('hex')
}

/** Whether its hash is that of its contents; what can't be hashed at all was never written by us. */
export function isIntact({ hash, ...entry }: AuditEntry): boolean {
  try {
    return hashOfEntry(entry) === hash
  } catch {
    return false
  }
}

/** Whether an entry is as it was written, and written in this place (from 1) after the one with that hash. */
export function standsWell(entry: AuditEntry, place: number, after: string): boolean {
  return entry.seq === place && entry.previous === after && isIntact(entry)
}

type Broken = NonNullable<AuditVerdict['broken']>
interface Found {
  broken: AuditEntry
  /** The hash of the entry before, as it stands there. */
  after: string
  before: AuditEntry | null
}

/**
 * Judges a whole chain, given in order of `seq`, and names the first entry that is not as it was written. `head`: a hash that was
 * noted earlier; a chain that is whole and does not hold it is `cut`.
 */
export function judgeChain(entries: Iterable<AuditEntry>, head?: string): AuditVerdict {
  let count = 0
  let previous = chainBegin
  let before: AuditEntry | null = null
  let headSeen = head === undefined
  let found: Found | null = null
  const rest: AuditEntry[] = []
  for (const entry of entries) {
    count += 1
    headSeen ||= entry.hash === head
    if (found !== null) rest.push(entry)
    else if (!standsWell(entry, count, previous)) found = { broken: entry, after: previous, before }
    previous = entry.hash
    before = entry
  }
  const verdict = { entries: count, head: count > 0 && /^[0-9a-f]{64}$/.test(previous) ? previous : null }
  if (found !== null) return { ...verdict, broken: explain(found, count - rest.length, rest) }
  return { ...verdict, broken: headSeen ? null : cutAfter(count) }
}

/** `place`: where in the chain the broken entry stands, from 1; `after`: the hash of the one before it. */
function explain({ broken, after, before }: Found, place: number, rest: readonly AuditEntry[]): Broken {
  const followsOn = broken.previous === after
  if (broken.seq < place) return reordered(place)
  if (broken.seq > place && !followsOn)
    return rest.some((later) => later.previous === after) ? reordered(place) : removed(place)
  if (followsOn || isIntact({ ...broken, previous: after })) return altered(place)
  if (rest.some((later) => later.hash === broken.previous)) return reordered(place)
  // It says truly what it followed, and that does not stand before it: the one that does was written anew, with a hash to fit.
  if (isIntact(broken)) return before === null ? removed(place) : altered(before.seq)
  return wasFurtherOn(broken) ? removed(place) : altered(place)
}

/** Whether it is as it was written but for its number: entries before it were taken out, and it was moved up. */
function wasFurtherOn(entry: AuditEntry): boolean {
  for (let by = 1; by <= mostTakenOut; by += 1) if (isIntact({ ...entry, seq: entry.seq + by })) return true
  return false
}
/** Only words depend on it: whoever took out more than that is told to have altered the entry. */
const mostTakenOut = 1000

const altered = (seq: number): Broken => ({
  seq,
  what: 'altered',
  text: `Entry ${seq} was altered: what it says does not match its hash, or the entry that follows it.`,
})

const removed = (seq: number): Broken => ({
  seq,
  what: 'removed',
  text: `Entry ${seq} was removed: what stands in its place followed another one when it was written.`,
})

const reordered = (seq: number): Broken => ({
  seq,
  what: 'reordered',
  text: `Entry ${seq} is not where it was written: entries from here on were put into another order.`,
})

const cutAfter = (entries: number): Broken => ({
  seq: entries + 1,
  what: 'cut',
  text:
    entries === 0
      ? 'There are no entries, but the head that was noted earlier is the hash of one: the chain was cut.'
      : `The ${entries} entries follow each other, but none has the hash that was noted earlier as the head: entries after number ${entries} were cut off, the chain was written anew, or the head is of another desk.`,
})
