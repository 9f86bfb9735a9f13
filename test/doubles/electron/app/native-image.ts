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
  createFromPath(path: string): NativeImage {
    try {
      return new NativeImage(readFileSync(path))
    } catch {
      return new NativeImage(Buffer.alloc(0))
    }
  },
}
