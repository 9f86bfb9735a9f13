// Writes any structured-clonable value as a string and reads it back: the CDP pipe to a page carries only strings. Runs in Node and in pages.

export interface Codec {
  /** @throws an Error "An object could not be cloned." for functions, symbols and what else can't cross. */
  encode(value: unknown): string
  decode(text: string): unknown
}

/** Self-contained: its source text is also evaluated in pages, so it may use nothing from outside itself. */
export function createCodec(): Codec {
  type Json = null | boolean | number | string | Json[]

  const arrays: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Int8Array,
    Uint8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  }
  const errors: Record<string, new (message: string) => Error> = {
    Error,
    EvalError,
    RangeError,
    ReferenceError,
    SyntaxError,
    TypeError,
    URIError,
  }
  const nameOf = (value: object): string => Object.prototype.toString.call(value).slice(8, -1)

  const bytesToText = (buffer: ArrayBuffer): string => {
    const bytes = new Uint8Array(buffer)
    let text = ''
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192))
    return btoa(text)
  }
  const textToBytes = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer

  const number = (value: number): Json =>
    Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : ['n', Object.is(value, -0) ? '-0' : String(value)]

  const write = (value: unknown, seen: Map<object, number>): Json => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value
      case 'number':
        return number(value)
      case 'undefined':
        return ['u']
      case 'bigint':
        return ['i', String(value)]
      case 'object':
        return value === null ? null : writeObject(value, seen)
      case 'function':
      case 'symbol':
    }
    throw new Error('An object could not be cloned.')
  }

  const writeObject = (value: object, seen: Map<object, number>): Json => {
    const before = seen.get(value)
    if (before !== undefined) return ['r', before]
    seen.set(value, seen.size)
    const name = nameOf(value)
    if (Array.isArray(value)) return ['a', Array.from(value, (each) => write(each, seen))]
    if (value instanceof Date) return ['d', number(value.getTime())]
    if (value instanceof RegExp) return ['x', value.source, value.flags]
    if (value instanceof Map)
      return ['m', [...value].map(([key, each]) => [write(key, seen), write(each, seen)])]
    if (value instanceof Set) return ['s', [...value].map((each) => write(each, seen))]
    if (value instanceof ArrayBuffer) return ['b', bytesToText(value)]
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value
      return ['v', name, bytesToText((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength))]
    }
    if (value instanceof Error)
      return ['e', value.name in errors ? value.name : 'Error', value.message, value.stack ?? '']
    if (name === 'Boolean' || name === 'Number' || name === 'String')
      return ['p', write(value.valueOf(), seen)]
    if (name !== 'Object') throw new Error('An object could not be cloned.')
    return ['o', Object.entries(value).map(([key, each]) => [key, write(each, seen)])]
  }

  const read = (json: Json, seen: unknown[]): unknown => {
    if (!Array.isArray(json)) return json
    const [tag, first, second, third] = json
    const keep = <T>(value: T): T => {
      seen.push(value)
      return value
    }
    switch (tag as string) {
      case 'u':
        return undefined
      case 'n':
        return Number(first)
      case 'i':
        return BigInt(first as string)
      case 'r':
        return seen[first as number]
      case 'a': {
        const list: unknown[] = keep([])
        for (const each of first as Json[]) list.push(read(each, seen))
        return list
      }
      case 'o': {
        const object: Record<string, unknown> = keep({})
        for (const [key, each] of first as [string, Json][])
          Object.defineProperty(object, key, {
            value: read(each, seen),
            writable: true,
            enumerable: true,
            configurable: true,
          })
        return object
      }
      case 'm': {
        const map = keep(new Map<unknown, unknown>())
        for (const [key, each] of first as [Json, Json][]) {
          const readKey = read(key, seen)
          map.set(readKey, read(each, seen))
        }
        return map
      }
      case 's': {
        const set = keep(new Set<unknown>())
        for (const each of first as Json[]) set.add(read(each, seen))
        return set
      }
      case 'd':
        return keep(new Date(read(first ?? null, seen) as number))
      case 'x':
        return keep(new RegExp(first as string, second as string))
      case 'b':
        return keep(textToBytes(first as string))
      case 'v': {
        const View = arrays[first as string]
        if (!View) throw new Error('An object could not be cloned.')
        return keep(new View(textToBytes(second as string)))
      }
      case 'e': {
        const error = keep(new (errors[first as string] ?? Error)(second as string))
        error.stack = third as string
        return error
      }
      case 'p':
        seen.push(null)
        return Object(read(first ?? null, seen)) as object
      default:
        throw new Error('Not a value of this codec')
    }
  }

  return {
    encode: (value) => JSON.stringify(write(value, new Map())),
    decode: (text) => read(JSON.parse(text) as Json, []),
  }
}
