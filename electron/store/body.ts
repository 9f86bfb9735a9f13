// Packs Stripe's objects for the `body` columns and unpacks them again; it must never change a byte of the JSON it was given.
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/**
 * Level 1: two thirds of the gain of level 9 at a quarter of its time, and a backfill packs hundreds of thousands. `chunkSize`: what
 * is set aside for the result at first, bytes; nearly all need less, and to set the usual 16 KiB aside is an eighth of the time.
 */
const packing = { level: 1, chunkSize: 4096 } as const
/** Bytes set aside at first: nearly all bodies need less. */
const unpacking = { chunkSize: 8192 } as const

/**
 * A JSON text as it is stored: raw deflate of its UTF-8.
 * What is kept must already be free of what the cache may not hold (client secrets, card details beyond brand and last4).
 */
export function packBody(json: string): Buffer {
  return deflateRawSync(json, packing)
}

/** The JSON text that packBody was given. Throws on bytes that packBody did not make. */
export function unpackBody(body: Uint8Array): string {
  return inflateRawSync(body, unpacking).toString('utf8')
}
