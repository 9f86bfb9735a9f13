// Packs Stripe's objects for the `body` columns and unpacks them again; it must never change a byte of the JSON it was given.
import { deflateRawSync, inflateRawSync } from 'node:zlib'

/** Level 1: two thirds of the gain of level 9 at a quarter of its time, and a backfill packs hundreds of thousands. */
const packing = { level: 1 } as const

/**
 * A JSON text as it is stored: raw deflate of its UTF-8.
 * What is kept must already be free of what the cache may not hold (client secrets, card details beyond brand and last4).
 */
export function packBody(json: string): Buffer {
  return deflateRawSync(json, packing)
}

/** The JSON text that packBody was given. Throws on bytes that packBody did not make. */
export function unpackBody(body: Uint8Array): string {
  return inflateRawSync(body).toString('utf8')
}
