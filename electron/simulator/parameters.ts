// The rules by which text from the wire becomes parameters. A rule answers with a value or with Stripe's refusal, and names what it accepts.
import type { FormFields, FormValue } from './form.ts'
import { isRefusal, refusals, type Refusal } from './refusals.ts'

export interface Rule<T> {
  parse(raw: FormValue, name: string): T | Refusal
  /** For objects: the names accepted inside, so that a test can compare them with Stripe's. */
  readonly fields?: Rules
}
export interface Rules {
  [name: string]: Rule<unknown>
}
export type Parsed<R extends Rules> = { [Name in keyof R]?: Exclude<ReturnType<R[Name]['parse']>, Refusal> }

/** Text. `unsettable` lets an empty string through as null, as Stripe does for fields that can be cleared. */
export function text(): Rule<string>
export function text(options: { unsettable: true }): Rule<string | null>
export function text(options: { unsettable?: true } = {}): Rule<string | null> {
  return {
    parse: (raw, name) => {
      if (typeof raw !== 'string') return refusals.invalidString(name)
      if (raw !== '') return raw
      return options.unsettable === true ? null : refusals.emptyParameter(name)
    },
  }
}

/** A whole number that JavaScript holds exactly. */
export function integer(limits: { lowest?: number; highest?: number } = {}): Rule<number> {
  return {
    parse: (raw, name) => {
      if (typeof raw !== 'string') return refusals.invalidObject(name)
      if (raw === '') return refusals.emptyParameter(name)
      const value = Number(raw)
      if (!/^-?\d+$/.test(raw) || !Number.isSafeInteger(value)) return refusals.invalidInteger(name, raw)
      if (limits.lowest !== undefined && value < limits.lowest)
        return refusals.integerTooSmall(name, limits.lowest)
      if (limits.highest !== undefined && value > limits.highest)
        return refusals.integerTooLarge(name, limits.highest)
      return value
    },
  }
}

/** Of a hundred, above none and up to all, with two digits after the point at most. */
export const percentage: Rule<number> = {
  parse: (raw, name) => {
    if (typeof raw !== 'string') return refusals.invalidObject(name)
    if (raw === '') return refusals.emptyParameter(name)
    const value = Number(raw)
    return /^\d+(\.\d{1,2})?$/.test(raw) && value > 0 && value <= 100
      ? value
      : refusals.invalidDecimal(name, raw)
  },
}

export const flag: Rule<boolean> = {
  parse: (raw, name) => {
    if (raw === 'true') return true
    if (raw === 'false') return false
    return typeof raw === 'string' ? refusals.invalidBoolean(name, raw) : refusals.invalidObject(name)
  },
}

export function oneOf<const Choice extends string>(choices: readonly Choice[]): Rule<Choice> {
  return {
    parse: (raw, name) => choices.find((choice) => choice === raw) ?? refusals.invalidChoice(name, choices),
  }
}

/** An object with known fields only; the required ones must be there. */
export function fields<R extends Rules>(
  rules: R,
  required: readonly (keyof R & string)[] = [],
): Rule<Parsed<R>> {
  return {
    fields: rules,
    parse: (raw, name) => {
      if (typeof raw === 'string') return refusals.invalidObject(name)
      const parsed = parseFields(rules, raw, name)
      if (isRefusal(parsed)) return parsed
      const absent = required.find((field) => !Object.hasOwn(parsed, field))
      return absent === undefined ? parsed : refusals.missingParameter(`${name}[${absent}]`)
    },
  }
}

/** The rule, or an empty string that clears the field. */
export function orUnset<T>(rule: Rule<T>): Rule<T | null> {
  return { ...rule, parse: (raw, name) => (raw === '' ? null : rule.parse(raw, name)) }
}

/** An array, sent as `name[]=` or `name[0]=`. */
export function listOf<T>(rule: Rule<T>, highestCount = 100): Rule<T[]> {
  return {
    ...(rule.fields === undefined ? {} : { fields: rule.fields }),
    parse: (raw, name) => {
      if (typeof raw === 'string') return raw === '' ? [] : refusals.invalidArray(name)
      const values: T[] = []
      for (const [index, item] of Object.entries(raw)) {
        const value = rule.parse(item, `${name}[${index}]`)
        if (isRefusal(value)) return value
        values.push(value)
      }
      return values.length > highestCount ? refusals.invalidArray(name) : values
    },
  }
}

export type MetadataChanges = Record<string, string> | 'unset'

const LONGEST_KEY = 40
const LONGEST_VALUE = 500
/** In characters, not in the halves of which JavaScript makes some. */
const lengthOf = (written: string): number => Array.from(written).length

/** Metadata as it is sent: an empty value deletes its key, an empty whole deletes everything. */
export const metadata: Rule<MetadataChanges> = {
  parse: (raw, name) => {
    if (raw === '') return 'unset'
    if (typeof raw === 'string') return refusals.invalidObject(name)
    const changes: Record<string, string> = {}
    for (const [key, value] of Object.entries(raw)) {
      if (typeof value !== 'string') return refusals.invalidString(`${name}[${key}]`)
      if (lengthOf(key) > LONGEST_KEY) return refusals.longMetadataKey(key, lengthOf(key))
      if (lengthOf(value) > LONGEST_VALUE) return refusals.longMetadataValue(value, lengthOf(value))
      changes[key] = value
    }
    const keys = Object.values(changes).filter((value) => value !== '').length
    return keys > 50 ? refusals.tooMuchMetadata(keys) : changes
  },
}

export interface CreatedRange {
  gt?: number
  gte?: number
  lt?: number
  lte?: number
}

const rangeFields = { gt: integer(), gte: integer(), lt: integer(), lte: integer() }

/** `created=…` for one second or `created[gte]=…` and its like for a range. */
export const createdRange: Rule<CreatedRange> = {
  fields: rangeFields,
  parse: (raw, name) => {
    if (typeof raw !== 'string') return parseFields(rangeFields, raw, name)
    const second = integer().parse(raw, name)
    return isRefusal(second) ? second : { gte: second, lte: second }
  },
}

export const address = fields({
  city: text({ unsettable: true }),
  country: text({ unsettable: true }),
  line1: text({ unsettable: true }),
  line2: text({ unsettable: true }),
  postal_code: text({ unsettable: true }),
  state: text({ unsettable: true }),
})

export const billingDetails = fields({
  address,
  email: text({ unsettable: true }),
  name: text({ unsettable: true }),
  phone: text({ unsettable: true }),
})

/** Applies the rules to what was sent; the first refusal wins, unknown names before everything else. */
export function parseFields<R extends Rules>(rules: R, sent: FormFields, prefix = ''): Parsed<R> | Refusal {
  const full = (name: string) => (prefix === '' ? name : `${prefix}[${name}]`)
  const unknown = Object.keys(sent).filter((name) => !Object.hasOwn(rules, name))
  if (unknown.length > 0) return refusals.unknownParameters(unknown.map(full))
  const parsed: Record<string, unknown> = {}
  for (const [name, raw] of Object.entries(sent)) {
    const value = rules[name]?.parse(raw, full(name))
    if (isRefusal(value)) return value
    parsed[name] = value
  }
  return parsed as Parsed<R>
}

/** Why an object can't have the metadata that it would have then. */
export function whyTooMuchMetadata(
  before: Readonly<Record<string, string>>,
  changes: MetadataChanges | undefined,
): Refusal | undefined {
  const keys = Object.keys(changedMetadata(before, changes)).length
  return keys > 50 ? refusals.tooMuchMetadata(keys) : undefined
}

/** The metadata after the changes: kept keys first, deleted keys gone. */
export function changedMetadata(
  before: Readonly<Record<string, string>>,
  changes: MetadataChanges | undefined,
): Record<string, string> {
  if (changes === undefined) return before
  if (changes === 'unset') return {}
  return Object.fromEntries(Object.entries({ ...before, ...changes }).filter(([, value]) => value !== ''))
}
