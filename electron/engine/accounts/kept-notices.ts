// What the operator has to know of a desk until they have put it away, in a file beside the desk's others: a restart must not take it
// along. It must never keep a desk from opening.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { writeDurably } from '../../store/open-files.ts'

const shape = z.array(z.string())

/** None where there is no such file, or none that can be read. */
export function keptNotices(folder: string): string[] {
  try {
    return shape.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    return []
  }
}

/** In the place of those that were kept. Where that can't be written, they are told in this run alone. */
export function keepNotices(folder: string, notices: readonly string[]): void {
  try {
    if (notices.length === 0) rmSync(fileIn(folder), { force: true })
    else writeDurably(fileIn(folder), `${JSON.stringify([...new Set(notices)], null, 2)}\n`)
  } catch {
    // A full disk, or a folder that can't be written, is told by whatever else is kept there.
  }
}

const fileIn = (folder: string): string => join(folder, 'notices.json')
