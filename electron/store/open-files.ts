// The few file operations the store needs to be durable and private; it must never leave a half-written file under its final name.
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Makes the folder (and those above it), readable by its owner alone. */
export function makePrivateFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
}

/** Makes an empty file that only its owner may read; SQLite gives its WAL the same mode. Fails when it exists. */
export function makePrivateFile(path: string): void {
  closeSync(openSync(path, 'wx', 0o600))
}

/** Writes the whole file under a temporary name, flushes it to the disk, then puts it in place. */
export function writeDurably(path: string, content: string | Buffer): void {
  const temporary = `${path}.new`
  rmSync(temporary, { force: true })
  const file = openSync(temporary, 'wx', 0o600)
  try {
    const bytes = Buffer.from(content)
    for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  putInPlace(temporary, path)
}

/** Flushes a file to the disk. */
export function flushFile(path: string): void {
  const file = openSync(path, 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** Renames, and makes the rename itself durable. Replaces what stood at `path`. */
export function putInPlace(from: string, path: string): void {
  renameSync(from, path)
  // Windows has no way to flush a folder, and needs none: NTFS journals the rename.
  if (process.platform === 'win32') return
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

/** The database and the files SQLite keeps beside it. */
export function withSideFiles(path: string): readonly [string, string, string] {
  return [path, `${path}-wal`, `${path}-shm`]
}

export function removeDatabase(path: string): void {
  for (const file of withSideFiles(path)) rmSync(file, { force: true })
}

/** What is left of a database that is gone: beside another one of its name, SQLite would write its pages into that one. */
export function removeSideFiles(path: string): void {
  const [, ...left] = withSideFiles(path)
  for (const file of left) rmSync(file, { force: true })
}
