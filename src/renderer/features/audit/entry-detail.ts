// What the detail of an entry says, for a person: what changed, what else was kept, and which payment it is about. Pure; it
// takes the detail for unknown until it was looked at, and shows as it came whatever it does not know.
import type { AuditEntry } from '../../../contract/audit.ts'
import { objectChanges, type ObjectChange } from '../../../domain/object-changes.ts'
import { plainWord } from '../../ui/looks.ts'

export interface DetailFact {
  word: string
  /** As a person copies it: text as it is, anything else as JSON. */
  value: string
}

export interface EntryDetail {
  /** Null where the entry tells of no before and after. */
  changes: readonly ObjectChange[] | null
  facts: readonly DetailFact[]
}

type Parts = Readonly<Record<string, unknown>>

function partsOf(json: string): Parts | null {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Parts) : null
  } catch {
    return null
  }
}

export function readDetail(json: string): EntryDetail {
  const parts = partsOf(json)
  if (!parts) return { changes: null, facts: json.trim() === '' ? [] : [{ word: 'Detail', value: json }] }
  const { before, after, ...others } = parts
  return {
    changes: before === undefined && after === undefined ? null : changesOf(before, after),
    facts: Object.entries(others)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => ({ word: factWord(name), value: written(value) })),
  }
}

/** Nothing on one side is an object without parts, so that the other side is told part by part. */
function changesOf(before: unknown, after: unknown): ObjectChange[] {
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
  const nothing = (value: unknown, beside: unknown): unknown =>
    (value === null || value === undefined) && isObject(beside) ? {} : (value ?? undefined)
  return objectChanges(nothing(before, after), nothing(after, before))
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** "requestId" and "request_id" as "Request id". */
function factWord(name: string): string {
  return plainWord(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase())
}

const paymentPattern = /^pi_\w+$/

/** The PaymentIntent that the entry is about: its subject, or the first that its detail names. */
export function paymentOf({ subject, detail }: Pick<AuditEntry, 'subject' | 'detail'>): string | null {
  return findPayment(subject) ?? findPayment(partsOf(detail))
}

function findPayment(value: unknown): string | null {
  if (typeof value === 'string') return paymentPattern.test(value) ? value : null
  if (typeof value !== 'object' || value === null) return null
  for (const inner of Object.values(value)) {
    const found = findPayment(inner)
    if (found !== null) return found
  }
  return null
}
