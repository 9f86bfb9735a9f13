// Reads the due windows of all lists in parallel, newest first, within the rate limit. It must never note a page as read
// before its objects are stored, and can be ended at any moment: it goes on from the last page that was stored.
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../src/contract/index.ts'
import type { DueWindow, Windows } from '../../store/sync/windows.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { askPage, pageLimit, type PageRead } from './ask.ts'
import { eventsKind } from './catch-up.ts'
import { horizonSeconds } from './completeness.ts'
import type { Intake } from './intake.ts'
import { isHistory, listOf, type ListKind, type PageAsked } from './lists.ts'
import type { Pace } from './pace.ts'

/** Pages asked for at the same time; the gateway allows a few more, so that an operator never waits behind them. */
const readers = 12
/** A window with fewer pages than this to go is not shared with an idle reader: each cut costs about half a page. */
const worthSharing = 6
/** Of the first page of all: what a tall screen shows. The whole page would keep its reader waiting for rows below it. */
const firstPage = 30
/** Nothing at Stripe is older than its first account, in Unix seconds. */
const stripeBegan = Date.UTC(2010, 0) / 1000

export interface BackfillPorts {
  gateway: Gateway
  cache: Database
  windows: Windows
  intake: Intake
  pace: Pace
  /** After each stored page. */
  stored(objects: number): void
  /** Aborted when the reading shall end; what was not answered by then is given up. After a failure it is waited for. */
  signal: AbortSignal
}

export interface WantedPorts extends BackfillPorts {
  /** What is due and to be read, newest first. */
  wanted(): DueWindow[]
  /** How long a list is left alone after the n-th failure (0-based), in milliseconds. */
  retryMs(failures: number): number
}

/**
 * Begins the first reading of a desk with the newest page of the first list that can be read, so that there is something
 * to see at once; the answer tells Stripe's time, up to which all lists are then due. Null when all is well, or when it was
 * given up.
 */
export async function beginReading(ports: BackfillPorts): Promise<Failure | null> {
  const { windows, intake, signal } = ports
  const refused = new Map<ListKind, Failure>()
  for (const kind of intake.kinds.filter((each) => !isHistory(each))) {
    if (!(await ports.pace.turn(signal, true))) return null
    const answer = await ask(ports, kind, { limit: firstPage })
    if (!answer.ok) {
      if (answer.problem.kind === 'given_up') return null
      if (answer.problem.kind === 'failed') return answer.problem.error
      if (answer.problem.kind === 'refused') refused.set(kind, answer.problem.error)
      continue
    }
    const { page } = answer
    const isStored = await intake.objects(kind, page.objects, page.asOf, () => {
      const begunAt = Math.floor(page.asOf / 1000)
      for (const each of intake.kinds) {
        const why = refused.get(each)
        if (why === undefined) beginList(windows, each, begunAt)
        else windows.refuse(each, why.message)
      }
      const mine = windows.due().find((window) => window.kind === kind)
      if (mine) note(ports, mine, page)
    })
    if (isStored) ports.stored(page.objects.length)
    return null
  }
  return [...refused.values()].at(0) ?? null
}

/**
 * A new reading of a list, as it is at `at` (Unix seconds by Stripe's clock). A history ends where events were first followed,
 * and goes back as far as Stripe keeps it.
 */
export function beginList(windows: Windows, kind: ListKind, at: number): void {
  if (!isHistory(kind)) return windows.begin(kind, { from: 0, to: at })
  const to = Math.min(at, windows.covered(eventsKind).at(0)?.from ?? at)
  windows.begin(kind, { from: Math.min(to, at - horizonSeconds), to })
}

/**
 * Reads until nothing is wanted any more, or the signal is aborted; null then, else why it could not go on, or why a list could not be
 * read (what was stored stays).
 */
export async function readWindows(ports: WantedPorts): Promise<Failure | null> {
  const { windows, intake, cache, pace } = ports
  const halt = new AbortController()
  const signal = AbortSignal.any([ports.signal, halt.signal])
  const claimed = new Set<number>()
  /** Readers that wait for their turn. */
  let choosing = 0
  let idle: (() => void)[] = []
  let failed: Failure | null = null
  /** Lists that Stripe failed to answer: they hold up no other while they are left alone, until then by `performance.now()`. */
  const failing = new Map<string, { error: Failure; failures: number; until: number }>()

  /**
   * The windows that no reader has, those first that are read next: the newest, so that all lists go back in time together.
   * Their pages differ in what they cost to store, and the dear ones would pile up. A history is read once all else is.
   */
  function open(): DueWindow[] {
    const due = ports.wanted().filter(({ kind }) => !isLeftAlone(kind))
    const needed = due.filter((window) => !isHistory(window.kind))
    return (needed.length > 0 ? needed : due)
      .filter((window) => !claimed.has(window.number))
      .toSorted((left, right) => right.to - left.to || rank(intake, left) - rank(intake, right))
  }

  function isLeftAlone(kind: string): boolean {
    return (failing.get(kind)?.until ?? 0) > performance.now()
  }

  /** What other readers had asked of the list by then fails with it, and counts once. */
  function leaveAlone(kind: string, error: Failure): void {
    if (isLeftAlone(kind)) return
    const failures = failing.get(kind)?.failures ?? 0
    const until = performance.now() + ports.retryMs(failures)
    failing.set(kind, { error, failures: failures + 1, until })
  }

  function wakeIdle(): void {
    const woken = idle
    idle = []
    for (const wake of woken) wake()
  }

  function stop(error: Failure | null): void {
    failed ??= error
    halt.abort(new Error('the reading ends'))
    wakeIdle()
  }

  async function readPageOf(window: DueWindow): Promise<void> {
    const kind = window.kind as ListKind
    const answer = await ask(ports, kind, {
      created: { gte: window.from, lt: window.to },
      ...(window.cursor === null ? {} : { starting_after: window.cursor }),
    })
    if (!answer.ok) {
      const { problem } = answer
      if (problem.kind === 'given_up') return
      if (problem.kind === 'failed')
        return problem.error.code === 'stripe_failed' ? leaveAlone(kind, problem.error) : stop(problem.error)
      failing.delete(kind)
      if (problem.kind === 'refused') cache.transaction(() => windows.refuse(kind, problem.error.message))()
      else cache.transaction(() => windows.forgetCursor(window))()
      return
    }
    failing.delete(kind)
    const { page } = answer
    const isStored = await intake.objects(kind, page.objects, page.asOf, () => {
      const rest = note(ports, window, page)
      if (!rest) return
      if (idle.length > 0 && !pace.isFull()) share(windows, rest, page)
      else catchUp(windows, rest, page, open().at(0)?.to)
    })
    if (!isStored) return stop(null)
    ports.stored(page.objects.length)
  }

  /** Which window is read is chosen when the request may start; until then it is only sure that there is one. */
  async function reader(): Promise<void> {
    while (!signal.aborted) {
      if (open().length > choosing) {
        choosing += 1
        const mayStart = await pace.turn(signal)
        choosing -= 1
        const window = mayStart ? open().find(({ kind }) => pace.mayAsk(kind)) : undefined
        if (!window) continue
        claimed.add(window.number)
        try {
          await readPageOf(window)
        } finally {
          claimed.delete(window.number)
          wakeIdle()
        }
      } else {
        // Only a reader at work can leave something to do.
        if (claimed.size + choosing === 0) return wakeIdle()
        await new Promise<void>((resolve) => idle.push(resolve))
      }
    }
  }

  ports.signal.addEventListener('abort', wakeIdle, { once: true })
  try {
    const ended = await Promise.allSettled(
      Array.from({ length: readers }, async () => {
        try {
          await reader()
        } catch (thrown) {
          stop(null)
          throw thrown
        }
      }),
    )
    const bug = ended.find((end) => end.status === 'rejected')
    if (bug) throw bug.reason
    return failed ?? [...failing.values()].at(0)?.error ?? null
  } finally {
    ports.signal.removeEventListener('abort', wakeIdle)
  }
}

function ask(ports: BackfillPorts, kind: ListKind, more: Partial<PageAsked>): ReturnType<typeof askPage> {
  const { gateway, pace, signal } = ports
  const onRateLimited = (): void => pace.slowDown()
  return askPage({ gateway, signal, onRateLimited }, listOf(kind).read, { limit: pageLimit, ...more })
}

/** Notes a stored page; returns what is left of its window, null when nothing is. */
function note({ windows, intake }: BackfillPorts, window: DueWindow, page: PageRead): DueWindow | null {
  const { oldest } = page
  const found = { objects: page.places.length, oldest }
  const last = page.places.at(-1)
  if (!page.more || !last || (oldest !== null && oldest < window.from)) {
    const begunAt = windows.finish(window, found)
    if (begunAt !== null) intake.unlisted(window.kind as ListKind, begunAt)
    return null
  }
  // More of the same second may follow, so that this second stays due.
  const downTo = oldest === null ? window.to : Math.min(window.to, oldest + 1)
  return windows.advance(window, downTo, last.id, found)
}

/** Leaves the older half of what is left to a reader that has nothing to do. */
function share(windows: Windows, rest: DueWindow, page: PageRead): void {
  if (page.oldest === null) return
  const from = Math.max(rest.from, Math.min(beginningOf(windows), page.oldest))
  if ((rest.to - from) / secondsPerPage(page, page.oldest) < worthSharing) return
  windows.split(rest, Math.floor((from + rest.to) / 2))
}

/** A list that has fallen behind the others, as its pages take longer, is shared where they are: there another reader takes it up. */
function catchUp(windows: Windows, rest: DueWindow, page: PageRead, others: number | undefined): void {
  if (page.oldest === null || others === undefined || others <= rest.from) return
  if ((rest.to - others) / secondsPerPage(page, page.oldest) >= worthSharing) windows.split(rest, others)
}

function secondsPerPage(page: PageRead, oldest: number): number {
  return Math.max(1, (page.places[0]?.created ?? oldest) - oldest)
}

/** When the account seems to have begun, by the lists that were read to their beginning; a guess that only makes halves even. */
function beginningOf(windows: Windows): number {
  const unread = new Set(windows.due().flatMap((window) => (window.from === 0 ? [window.kind] : [])))
  const known = windows
    .lists()
    .flatMap((list) => (unread.has(list.kind) || isHistory(list.kind) ? [] : (list.oldest ?? [])))
  return known.length > 0 ? Math.min(...known) : stripeBegan
}

function rank(intake: Intake, window: DueWindow): number {
  return intake.kinds.indexOf(window.kind as ListKind)
}
