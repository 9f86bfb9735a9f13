// One text for one value, so that a digest of it means the value and not its spelling.

/**
 * JSON with keys in code-unit order and no white space. Only plain data: strings, booleans, null, safe integers, arrays, objects.
 * @throws TypeError for anything else, floats included: an order must not contain what cannot be written exactly.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value)
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`not a safe integer: ${value}`)
    return String(value)
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`
  }
  throw new TypeError(`not plain data: ${typeof value}`)
}
