// The demo's memory: one line for the seed, then one per mutation, purchase or press on a hosted page. Only appends; a line torn by a crash is dropped, those before it are kept.
import { appendFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import type { Mutation } from './api.ts'
import { isVisit, type Visit } from './hosted-server.ts'
import type { YearSize } from './seed/year.ts'
import type { Purchase } from './trade.ts'

export interface StateHead {
  readonly seed: string
  readonly anchor: number
  readonly size: YearSize
}

/** What happened that does not follow from the seed alone. */
export type Deed = Mutation | Purchase | Visit

export interface StateFile {
  readonly head: StateHead
  /** In the order they happened. */
  readonly deeds: readonly Deed[]
  append(deed: Deed): void
}

/** Opens the file, or begins one with this head. What an existing file says wins over the head. */
export function openStateFile(path: string, head: StateHead): StateFile {
  const append = (deed: Deed) => appendFileSync(path, `${JSON.stringify(deed)}\n`)
  const kept = existsSync(path) ? readLines(path) : null
  if (kept !== null) return { ...kept, append }
  writeFileSync(path, `${JSON.stringify(head)}\n`, { mode: 0o600 })
  return { head, deeds: [], append }
}

function readLines(path: string): { head: StateHead; deeds: Deed[] } | null {
  const bytes = readFileSync(path)
  const deeds: Deed[] = []
  let head: StateHead | null = null
  let start = 0
  for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
    const line = parse(bytes.subarray(start, end).toString('utf8'))
    if (head === null) {
      if (!isHead(line)) return null
      head = line
    } else if (isPurchase(line) || isVisit(line) || isMutation(line)) deeds.push(line)
    else break
    start = end + 1
  }
  if (head === null) return null
  if (start < bytes.length) truncateSync(path, start)
  return { head, deeds }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown
  } catch {
    return null
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isHead = (value: unknown): value is StateHead =>
  isObject(value) &&
  typeof value['seed'] === 'string' &&
  Number.isSafeInteger(value['anchor']) &&
  isObject(value['size']) &&
  Number.isSafeInteger(value['size']['customers']) &&
  Number.isSafeInteger(value['size']['payments'])

const isMutation = (value: unknown): value is Mutation =>
  isObject(value) &&
  Number.isSafeInteger(value['at']) &&
  (['account', 'mode', 'method', 'path', 'body', 'request'] as const).every(
    (name) => typeof value[name] === 'string',
  )

export const isPurchase = (value: unknown): value is Purchase =>
  isObject(value) && Number.isSafeInteger(value['at']) && value['purchase'] === true
