// Looks for a secret wherever it could have been left: in files (also compressed or encoded), in the databases once opened with
// their key, in the arguments and environment of every process.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib'

/** The secret as it might stand somewhere. */
export function shapesOf(secret: string): Buffer[] {
  const utf8 = Buffer.from(secret)
  // Base64 depends on where in a group of three the secret begins; its two ends are cut off.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64')
    return Buffer.from(text.slice(shift === 0 ? 0 : 4, -4))
  })
  return [
    utf8,
    Buffer.from(secret, 'utf16le'),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf8.toString('hex').toUpperCase()),
    Buffer.from(utf8.toReversed()),
    Buffer.from(encodeURIComponent(secret)),
    ...base64,
  ]
}

export function holds(bytes: Buffer, shapes: readonly Buffer[]): boolean {
  return (
    shapes.some((shape) => bytes.includes(shape)) ||
    inflated(bytes).some((plain) => shapes.some((shape) => plain.includes(shape)))
  )
}

/** Every file below a folder that holds the secret, raw or compressed. */
export function filesHolding(folder: string, shapes: readonly Buffer[]): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => existsSync(path) && holds(readFileSync(path), shapes))
}

const magics: readonly [magic: readonly number[], open: (bytes: Buffer) => Buffer][] = [
  [[0x1f, 0x8b], gunzipSync],
  [[0x78, 0x01], inflateSync],
  [[0x78, 0x9c], inflateSync],
  [[0x78, 0xda], inflateSync],
  [[0x28, 0xb5, 0x2f, 0xfd], zstdDecompressSync],
]

/** Whatever can be decompressed in it: streams found by their first bytes, and the whole as brotli or raw deflate. */
function inflated(bytes: Buffer): Buffer[] {
  const found: Buffer[] = []
  const tryOpen = (open: () => Buffer): void => {
    try {
      found.push(open())
    } catch {
      // Not compressed after all.
    }
  }
  for (const [magic, open] of magics)
    for (
      let at = bytes.indexOf(Buffer.from(magic));
      at !== -1;
      at = bytes.indexOf(Buffer.from(magic), at + 1)
    )
      tryOpen(() => open(bytes.subarray(at)))
  if (bytes.length > 0 && bytes.length < 1_000_000) {
    tryOpen(() => brotliDecompressSync(bytes))
    tryOpen(() => inflateRawSync(bytes))
  }
  return found
}

export interface ProcessFacts {
  pid: number
  command: string
  environment: string
}

/** This process's descendants with what anybody on the machine could read of them. Linux only; elsewhere empty. */
export function descendants(): ProcessFacts[] {
  if (process.platform !== 'linux') return []
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const parent = Number(/\) . (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1])
        const read = (what: string): string => readFileSync(`/proc/${name}/${what}`, 'latin1')
        return [{ pid: Number(name), parent, command: read('cmdline'), environment: read('environ') }]
      } catch {
        // It ended meanwhile, or is not ours to read.
        return []
      }
    })
  const below = (pid: number): ProcessFacts[] =>
    all.filter(({ parent }) => parent === pid).flatMap((child) => [child, ...below(child.pid)])
  return below(process.pid)
}
