// Pictures for the desktop's own places. The double knows only where they come from, and whether there is anything.
import { readFileSync } from 'node:fs'

export class NativeImage {
  readonly #bytes: Buffer

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** As Electron: a file that is not there gives an empty picture, not an error. */
  isEmpty(): boolean {
    return this.#bytes.length === 0
  }
}

export const nativeImage = {
  /** As Electron: what is no picture gives an empty one. */
  createFromBuffer(bytes: Buffer): NativeImage {
    const isPng = bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))
    return new NativeImage(isPng ? bytes : Buffer.alloc(0))
  },
  createFromPath(path: string): NativeImage {
    try {
      return new NativeImage(readFileSync(path))
    } catch {
      return new NativeImage(Buffer.alloc(0))
    }
  },
}
