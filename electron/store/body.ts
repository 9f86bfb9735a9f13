// Packs Stripe's objects for the `body` columns and unpacks them again; it must never change a byte of the JSON it was given.
import { inflateRawSync } from 'node:zlib'
import { compressSync, uncompressSync } from 'snappy'

/** Stands before what is packed. No raw deflate begins with it, in which bodies of earlier versions are: it names a kind of block that there is not. */
const mark = Buffer.of(0x07)
const byMark = mark[0]
/** Into memory of V8's own: Electron knows no other, and what is let go of at once costs less there. */
const copied = { copyOutputData: true }
const asText = { asBuffer: false }

/**
 * A JSON text as it is stored: snappy of its UTF-8 behind a mark (docs/decisions/0018-packed-bodies.md).
 * What is kept must already be free of what the cache may not hold (client secrets, card details beyond brand and last4).
 */
export function packBody(json: string): Buffer {
  return Buffer.concat([mark, compressSync(json, copied)])
}

/** The JSON text that packBody was given, now or in an earlier version. Throws on bytes that packBody did not make. */
export function unpackBody(body: Buffer): string {
  if (body[0] !== byMark) return inflateRawSync(body).toString('utf8')
  return uncompressSync(body.subarray(1), asText) as string
}

/** The object that was packed, as Stripe told it. Throws as unpackBody does. */
export function bodyOf(body: Buffer): unknown {
  return JSON.parse(unpackBody(body))
}
