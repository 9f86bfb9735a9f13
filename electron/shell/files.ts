// Small settings files of the shell, and the texts that the operator saves: written so that a crash leaves the old file or the
// new one. Nothing that must survive belongs here: a lost settings file costs a window's place, never an order.
import { randomUUID } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** What the file holds as JSON, unparsed by any schema; undefined when it is missing or garbage. */
export function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown
  } catch {
    return undefined
  }
}

/** Writes `value` beside the file and moves it into place. Answers whether that worked. */
export function writeJson(file: string, value: unknown): boolean {
  const fresh = `${file}.${process.pid}.new`
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(fresh, `${JSON.stringify(value)}\n`, { mode: 0o600 })
    renameSync(fresh, file)
    return true
  } catch {
    return false
  }
}

/**
 * Writes a text that its owner alone may read: beside the file, flushed to the disk, then moved into its place. Answers with the
 * reason (the system's code, such as EACCES) when that failed, and then leaves nothing behind; null when it is written.
 */
export async function writeWhole(file: string, text: string): Promise<string | null> {
  // Not the file's own name: that may be as long as a name can be.
  const fresh = join(dirname(file), `.bursar-${randomUUID()}.new`)
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, file)
    return null
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined)
    const { code } = error as NodeJS.ErrnoException
    return code ?? (error instanceof Error ? error.message : 'no reason is given')
  }
}
