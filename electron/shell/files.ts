// Small settings files of the shell: read leniently, written so that a crash leaves the old file or the new one.
// Nothing that must survive belongs here: a lost file costs a window's place, never an order.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

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
