// A desk's passphrase: what is kept of it, and whether a typed one is it. It must never keep, log or tell the passphrase itself.
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto'
import { z } from 'zod'

export const shortestPassphrase = 8

/** Bounds what is read back, so that no record can make checking one take all memory. */
export const verifierShape = z.object({
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Parameters of scrypt (RFC 7914). */
  cost: z.union([z.literal(2 ** 15), z.literal(2 ** 16), z.literal(2 ** 17)]),
  blockSize: z.literal(8),
  parallelization: z.int().min(1).max(4),
})
/** Enough to tell whether a passphrase is the one, and, but by trying, not which it is. */
export type Verifier = z.infer<typeof verifierShape>

/** 32 MiB and about 0.2 s for each try. */
const parameters = { cost: 2 ** 15, blockSize: 8, parallelization: 3 } as const

/** Keyboards write the same letter in more than one way. */
const written = (passphrase: string): string => passphrase.normalize('NFKC')

export const isTooShort = (passphrase: string): boolean =>
  Array.from(written(passphrase).trim()).length < shortestPassphrase

export async function verifierOf(passphrase: string): Promise<Verifier> {
  const salt = randomBytes(16)
  const hash = await derive(passphrase, salt, parameters)
  return { salt: salt.toString('hex'), hash: hash.toString('hex'), ...parameters }
}

export async function isPassphrase(passphrase: string, verifier: Verifier): Promise<boolean> {
  const { salt, hash, ...used } = verifier
  const derived = await derive(passphrase, Buffer.from(salt, 'hex'), used)
  return timingSafeEqual(derived, Buffer.from(hash, 'hex'))
}

function derive(passphrase: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  const { cost = 1, blockSize = 1 } = options
  const maxmem = 256 * cost * blockSize
  return new Promise((resolve, reject) => {
    scrypt(written(passphrase), salt, 32, { ...options, maxmem }, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
