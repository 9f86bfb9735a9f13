// What the detail of an entry says, for a person: what changed, what else was kept, and which payment it is about. Pure; it
// takes the detail for unknown until it was looked at, and shows as it came whatever it does not know.
import type { AuditEntry } from '../../../contract/audit.ts'
import { objectChanges, type ObjectChange } from '../../../domain/object-changes.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { plainWord } from '../../ui/words/looks.ts'

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
  const currency = currencyOf(after) ?? currencyOf(before) ?? currencyOf(others)
  return {
    changes: before === undefined && after === undefined ? null : changesOf(before, after, currency),
    facts: Object.entries(others)
      .filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0))
      .map(([name, value]) => ({ word: wordOf(name), value: valueOf(name, value, currency) })),
  }
}

/** Nothing on one side is an object without parts, so that the other side is told part by part. */
function changesOf(before: unknown, after: unknown, currency: string | null): ObjectChange[] {
  const side = (value: unknown, beside: unknown): unknown =>
    value ?? (typeof beside === 'object' && beside !== null ? {} : undefined)
  const [was, is] = [side(before, after), side(after, before)].map(withLimitsAsMoney).map(withSetsAsWords)
  return objectChanges(was, is).map((change) => {
    const said = (written: string | null): string | null => {
      const value: unknown = written === null ? null : JSON.parse(written)
      return value === null ? null : valueOf(change.path, value, currency)
    }
    return { path: wordOf(change.path), before: said(change.before), after: said(change.after) }
  })
}

/** The limits of a policy by their currencies, as a person reads them; anything else as it is. */
function withLimitsAsMoney(side: unknown): unknown {
  if (typeof side !== 'object' || side === null || !('limits' in side) || !Array.isArray(side.limits))
    return side
  const limits = new Map(side.limits.map((limit: unknown) => [currencyOf(limit), limit]))
  if (limits.has(null) || limits.size < side.limits.length) return side
  const asMoney = [...limits].map(([currency, limit]) => {
    const { currency: _, ...amounts } = limit as Parts
    const told = Object.entries(amounts).map(([name, amount]) => [name, moneyOf(amount, currency) ?? amount])
    return [currency?.toUpperCase(), Object.fromEntries(told)]
  })
  return { ...side, limits: Object.fromEntries(asMoney) }
}

const policySets: ReadonlySet<string> = new Set(['allowed', 'reasons'])

/** What a policy allows, and which reasons, as one text each: place by place, what moved up would seem to be what was taken out. */
function withSetsAsWords(side: unknown): unknown {
  if (typeof side !== 'object' || side === null || Array.isArray(side)) return side
  return Object.fromEntries(
    Object.entries(side).map(([name, value]) => [
      name,
      policySets.has(name) && isWords(value) ? setOf(value) : value,
    ]),
  )
}

const isWords = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

/** In one order, however they were written. */
function setOf(words: readonly string[]): string {
  const inOrder = words.toSorted().map((word) => word.replaceAll('_', ' '))
  return words.length === 0 ? 'nothing' : inOrder.join(', ')
}

function currencyOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null
  const { currency } = value as { currency?: unknown }
  return typeof currency === 'string' && /^[a-z]{3}$/.test(currency) ? currency : null
}

/** Null where it is none, or its currency is not known. */
const moneyOf = (value: unknown, currency: string | null): string | null =>
  currency !== null && Number.isSafeInteger(value)
    ? `${spokenAmount(value as number, currency)} (${String(value)})`
    : null

/** Money where the name says so and the currency is known: a bare 83968 would be read as more than it is. */
function valueOf(name: string, value: unknown, currency: string | null): string {
  const money = /amount|refundable/i.test(name) ? moneyOf(value, currency) : null
  return money ?? (typeof value === 'string' ? value : JSON.stringify(value))
}

const words: Readonly<Record<string, string>> = {
  paymentIntentId: 'Payment',
  requestId: 'Stripe request',
  refundId: 'Refund',
}

/** "keyType" and "key_type" as "Key type". */
function wordOf(name: string): string {
  if (name === '') return 'All of it'
  return (
    (Object.hasOwn(words, name) ? words[name] : undefined) ??
    plainWord(
      name.replaceAll(/([a-z0-9])([A-Z])/g, (_, end: string, next: string) => `${end}_${next.toLowerCase()}`),
    )
  )
}

/** For a list: eight digits of an order's own id, beginning and end of one of Stripe's; what is short, as it is. */
export function shortId(id: string): string {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(id)) return id.slice(0, 8)
  return id.length <= 22 ? id : `${id.slice(0, 12)}…${id.slice(-6)}`
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
