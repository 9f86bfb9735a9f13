// Judges the Stripe-Signature of a body by the official algorithm; it must never tell a sender which secret matched, nor by how much one missed.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isUtf8 } from 'node:buffer'

/** Stripe's own tolerance; its edge included. Here it holds both ways. */
const TOLERANCE_SECONDS = 300

/** A signing secret, ready for use; its characters can't be read back by accident. */
export type SigningKey = KeyObject

export type SignatureFault =
  /** No header, or none that names a time and a v1 signature. */
  'signature_missing' | 'signature_wrong' | 'signed_too_long_ago' | 'signed_in_the_future'

/**
 * The keys of a desk's signing secrets. The whole `whsec_…` string is the key, untrimmed, as Stripe's SDK takes it;
 * a blank one would let anybody sign, and is left out.
 */
export function signingKeys(secrets: readonly string[]): SigningKey[] {
  return secrets
    .filter((secret) => !/^[ \t\r\n\f\v]*$/.test(secret))
    .map((secret) => createSecretKey(secret, 'utf8'))
}

/**
 * What the official SDK says of the same body, header and secret, with two exceptions that are stricter: a time more than
 * 300 s in the future is refused, and so is a time that is no number. One matching key is enough:
 * the first that signed it, else what is wrong.
 * `now`: Unix milliseconds. https://docs.stripe.com/webhooks/signature
 */
export function judgeSignature(
  body: Uint8Array,
  header: string | undefined,
  keys: readonly SigningKey[],
  now: number,
): SigningKey | SignatureFault {
  if (header === undefined || header === '') return 'signature_missing'
  const { time, signatures } = parseHeader(header)
  if (time === -1 || signatures.length === 0) return 'signature_missing'
  if (body.length === 0) return 'signature_wrong'
  // The SDK throws when it can't compare one of them, also beside one that matches.
  if (!signatures.every(isComparable)) return 'signature_wrong'
  const signer = keys.find((key) => isSignedWith(key, body, time, signatures))
  if (signer === undefined) return 'signature_wrong'
  const age = Math.floor(now / 1000) - time
  if (age < -TOLERANCE_SECONDS) return 'signed_in_the_future'
  // Not `age > TOLERANCE_SECONDS`: NaN has to be refused.
  return age <= TOLERANCE_SECONDS ? signer : 'signed_too_long_ago'
}

/** The header that Stripe sends with a body, for the self-test. `at`: Unix seconds. */
export function signatureHeader(body: Uint8Array, secret: string, at: number): string {
  return `t=${at},v1=${digest(createSecretKey(secret, 'utf8'), body, at)}`
}

/**
 * What was signed, in bytes: the SDK signs and reads the text of a body, so a byte order mark is not part of it.
 * Null where the body is no UTF-8 at all: its text is not what was sent, and nothing reliable can be kept of it.
 */
export function signedBytes(body: Uint8Array): Uint8Array | null {
  if (!isUtf8(body)) return null
  return body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body
}

const DIGEST_LENGTH = 64

function isComparable(signature: string): boolean {
  return signature.length !== DIGEST_LENGTH
    ? signature !== ''
    : Buffer.byteLength(signature) === DIGEST_LENGTH
}

function isSignedWith(
  key: SigningKey,
  body: Uint8Array,
  time: number,
  signatures: readonly string[],
): boolean {
  const expected = Buffer.from(digest(key, body, time))
  let isMatch = false
  for (const signature of signatures)
    if (signature.length === DIGEST_LENGTH && timingSafeEqual(Buffer.from(signature), expected))
      isMatch = true
  return isMatch
}

function digest(key: SigningKey, body: Uint8Array, time: number): string {
  // The SDK decodes the body first; for what is not UTF-8 that is another text than the bytes.
  const signed = signedBytes(body) ?? Buffer.from(new TextDecoder().decode(body))
  return createHmac('sha256', key).update(`${time}.`).update(signed).digest('hex')
}

/** As the SDK reads it: no trimming, the last `t` counts, whole seconds by parseInt, anything after a second `=` is dropped. */
function parseHeader(header: string): { time: number; signatures: string[] } {
  let time = -1
  const signatures: string[] = []
  for (const item of header.split(',')) {
    const [name, value = ''] = item.split('=')
    if (name === 't') time = Number.parseInt(value, 10)
    if (name === 'v1') signatures.push(value)
  }
  return { time, signatures }
}
