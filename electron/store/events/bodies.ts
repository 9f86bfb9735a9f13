// Packs the bodies of events small, with a dictionary for each type of event. It must never change a byte of a body, and never
// a dictionary that a body was packed with.
import type { Database } from 'better-sqlite3'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { packBody, unpackBody } from '../body.ts'

export interface PackedBody {
  /** dictionaries.id; null for none. */
  dictionary: number | null
  body: Buffer
}

export interface EventBodies {
  /** Makes the dictionary of the type when it is the first of it: inside the caller's transaction. */
  pack(type: string, json: string): PackedBody
  /** Works on a read-only connection too. */
  unpack(packed: PackedBody): string
  /** Forgets dictionaries whose making was rolled back. */
  forget(): void
}

/** Deflate looks back 32 KiB at most; half of it keeps packing fast. */
const longestDictionary = 16 * 1024
/** `chunkSize`: set aside for the result at first, bytes; nearly all need less. */
const packing = { level: 1, chunkSize: 2048 } as const
/** Below this, a dictionary is more than it saves. */
const shortestBody = 256

export function eventBodies(database: Database): EventBodies {
  const ofType = database.prepare<[string], { id: number; bytes: Buffer }>(
    'SELECT id, bytes FROM dictionaries WHERE type = ?',
  )
  const ofId = database.prepare<[number], Buffer>('SELECT bytes FROM dictionaries WHERE id = ?').pluck()
  const types = new Map<string, { id: number; bytes: Buffer }>()
  const known = new Map<number, Buffer>()

  function dictionaryFor(type: string, json: string): { id: number; bytes: Buffer } | null {
    const found = types.get(type) ?? ofType.get(type)
    if (found) {
      types.set(type, found)
      return found
    }
    if (json.length < shortestBody) return null
    // The first body of a type has its keys, in order, and many of its values; the end of it counts most.
    const bytes = Buffer.from(json).subarray(0, longestDictionary)
    const { lastInsertRowid } = database
      .prepare('INSERT INTO dictionaries (type, bytes) VALUES (?, ?)')
      .run(type, bytes)
    const made = { id: Number(lastInsertRowid), bytes }
    types.set(type, made)
    return made
  }

  return {
    pack(type, json) {
      const dictionary = dictionaryFor(type, json)
      if (dictionary === null) return { dictionary: null, body: packBody(json) }
      return {
        dictionary: dictionary.id,
        body: deflateRawSync(json, { ...packing, dictionary: dictionary.bytes }),
      }
    },
    unpack({ dictionary, body }) {
      if (dictionary === null) return unpackBody(body)
      const bytes = known.get(dictionary) ?? ofId.get(dictionary)
      if (bytes === undefined) throw new Error(`The dictionary ${dictionary} of an event is missing.`)
      known.set(dictionary, bytes)
      return inflateRawSync(body, { dictionary: bytes }).toString('utf8')
    },
    forget() {
      types.clear()
      known.clear()
    },
  }
}
