// The demo's memory: one line for the seed, then one per mutation, purchase or press on a hosted page. Only appends; a line torn by a crash, or by a full disk, is dropped alone.
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
  /** The last line was not written whole: the next one must not become part of it. */
  let isTorn = false
  function append(deed: Deed): void {
    const line = `${isTorn ? '\n' : ''}${JSON.stringify(deed)}\n`
    isTorn = true
    appendFileSync(path, line)
    isTorn = false
  }
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
