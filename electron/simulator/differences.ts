// What of an object was otherwise before, as the `previous_attributes` of an event tell it: of an object within it the parts that
// changed, of a list all, and null of what was not there.
import { isDeepStrictEqual } from 'node:util'

type Fields = Readonly<Record<string, unknown>>

export function differences(before: object, after: object): Fields {
  const then = before as Fields
  const now = after as Fields
  const names = new Set([...Object.keys(then), ...Object.keys(now)])
  return Object.fromEntries(
    [...names].flatMap((name): [string, unknown][] => {
      const [old, fresh] = [then[name], now[name]]
      if (old === fresh || isDeepStrictEqual(old, fresh)) return []
      return [[name, hasParts(old) && hasParts(fresh) ? differences(old, fresh) : (old ?? null)]]
    }),
  )
}

const hasParts = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
