// Measures a value that came over IPC before anything else looks at it: plain data only, not too large, not too deep.
// It must never run code of the value's (no getters survive IPC, and no toJSON is called), and must stop at the first excess.

export interface Bounds {
  /** Roughly what the value would take as text, in bytes. */
  bytes: number
  /** Levels of arrays and objects. */
  depth: number
}

/** `fits`: go on. `too_large`: over a bound (a cycle always is). `not_plain`: holds something that is not JSON-like. */
export type Measure = 'fits' | 'too_large' | 'not_plain'

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Weighs `value` against `bounds`, visiting no more of it than the bounds allow. */
export function measure(value: unknown, bounds: Bounds): Measure {
  let left = bounds.bytes
  const spend = (bytes: number): boolean => (left -= bytes) >= 0

  function walk(node: unknown, depth: number): Measure {
    // Up to three bytes of UTF-8 for each UTF-16 unit; two is the fair middle that needs no encoding.
    if (typeof node === 'string') return spend(node.length * 2 + 2) ? 'fits' : 'too_large'
    if (typeof node === 'object' && node !== null) return walkObject(node, depth)
    const isSmall = node === null || ['number', 'boolean', 'undefined'].includes(typeof node)
    if (!isSmall) return 'not_plain'
    return spend(8) ? 'fits' : 'too_large'
  }

  function walkObject(node: object, depth: number): Measure {
    if (depth >= bounds.depth || !spend(2)) return 'too_large'
    if (Array.isArray(node)) {
      // A hole costs as much as an element, so that a sparse array can't claim a length it has not paid for.
      for (const item of node as unknown[]) {
        const found = walk(item, depth + 1)
        if (found !== 'fits') return found
      }
      return 'fits'
    }
    if (!isPlainObject(node)) return 'not_plain'
    for (const key of Object.keys(node)) {
      if (!spend(key.length * 2 + 4)) return 'too_large'
      const found = walk(node[key], depth + 1)
      if (found !== 'fits') return found
    }
    return 'fits'
  }

  return walk(value, 0)
}
