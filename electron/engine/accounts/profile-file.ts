// profile.json: its form, its versions, how it is read and written. A file that can't be read is moved aside, one of a newer
// version is left as it is: neither is ever overwritten. It holds no secret.
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { z } from 'zod'
import { businessColorSchema, failure, type Failure } from '../../../src/contract/index.ts'
import { writeDurably } from '../../store/open-files.ts'
import { businessesOf } from './businesses.ts'
import { deskRecordShape } from './desk-record.ts'

const common = {
  /** The webhook listener's port: what is entered at Stripe or in the CLI stays right over restarts. */
  listenerPort: z.int().min(1).max(65_535).optional(),
}

const profileShape = z.object({
  ...common,
  version: z.literal(2),
  desks: z.array(deskRecordShape),
  businesses: z.array(z.object({ id: z.string(), name: z.string().nullable(), color: businessColorSchema })),
})
export type Contents = z.infer<typeof profileShape>

/** Without businesses; `noRefunds` was all that was known of what a key can do. */
const firstShape = z
  .object({
    ...common,
    version: z.literal(1),
    desks: z.array(deskRecordShape.extend({ noRefunds: z.string().optional() })),
  })
  .transform(({ desks: old, ...rest }): Contents => {
    const desks = old.map(({ noRefunds, ...desk }) =>
      noRefunds === undefined ? desk : { ...desk, capabilities: { make_refunds: 'no' as const } },
    )
    return { ...rest, version: 2, desks, businesses: businessesOf(desks, []) }
  })

const fileShape = z.union([profileShape, firstShape])
const newerShape = z.looseObject({ version: z.number().gt(2) })

export const nothingKnown: Contents = { version: 2, desks: [], businesses: [] }

/** `notice`: it could not be read and was moved aside. `problem`: it is of a newer version, and must not be written. */
export function readProfile(path: string): {
  contents: Contents
  notice: string | null
  problem: Failure | null
} {
  const nothing = { contents: nothingKnown, notice: null, problem: null }
  if (!existsSync(path)) return nothing
  const found = parsed(path)
  const read = fileShape.safeParse(found)
  if (read.success) return { ...nothing, contents: read.data }
  if (newerShape.safeParse(found).success) {
    const words = `The list of desks (${path}) was written by a newer Bursar. It was not touched: open it with that version, or move the file away to begin anew.`
    return { ...nothing, problem: failure('store_newer', words).error }
  }
  const aside = `${path.replace(/\.json$/, '')}-unreadable-${new Date().toISOString().replaceAll(':', '-')}.json`
  renameSync(path, aside)
  return {
    ...nothing,
    notice: `The list of desks could not be read and was moved to ${aside}. Nothing else was touched: connect each account again and its journal is found as it was. Each desk gets a new webhook address: enter it at Stripe in the place of the old one.`,
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

/** On disk when this returns, whole or not at all. */
export function writeProfile(path: string, contents: Contents): void {
  writeDurably(path, `${JSON.stringify(contents, null, 2)}\n`)
}
