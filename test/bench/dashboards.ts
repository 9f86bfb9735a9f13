// How quick the figures of the finance desk are at a million events and 300,000 payments: `npm run bench -- dashboards`. Argument:
// the size in events (1000000 unless said), a multiple of 10,000. It must never measure a shop in which nothing failed.
import { performance } from 'node:perf_hooks'
import type { Database } from 'better-sqlite3'
import { openJournal } from '../../electron/store/open.ts'
import { overviewOf } from '../../electron/store/queries/finance/finance-overview.ts'
import { countFailures, listFailures } from '../../electron/store/queries/failures/failures.ts'
import { recoveryReport } from '../../electron/store/queries/failures/recovery-report.ts'
import {
  schemas,
  type Bucket,
  type FailureFilter,
  type RecoveryDimension,
  type Result,
} from '../../src/contract/index.ts'
import { startOf } from '../../src/domain/calendar.ts'
import { ANCHOR } from '../unit/simulator/harness.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { visitScreens } from './dashboards-ui.ts'
import { median, rounded } from './lib/figures.ts'
import { database } from './queries-data.ts'

const runs = 40
const warmUps = 5
const day = 86_400

interface Figures {
  overview_ms: number
  failed_ms: number
  recovery_ms: number
  worst_ui_frame_ms: number
  first_paint_ms: number
}

export async function bench(args: readonly string[]): Promise<Figures> {
  const [events = 1_000_000] = args.filter((word) => /^\d+$/.test(word)).map(Number)
  const built = await database(events, (line) => console.log(line))
  const { cache } = built
  const count = (table: string): number =>
    cache.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? 0
  console.log(
    ['events', 'payment_intents', 'balance_transactions', 'failures']
      .map((table) => `${count(table)} ${table}`)
      .join(', '),
  )
  if (count('failures') === 0) throw new Error('nothing failed in this shop')
  const folder = mkdtempSync(join(tmpdir(), 'bursar-bench-journal-'))
  const journal = openJournal(folder, Buffer.alloc(32, 9))
  if (!journal.ok) throw new Error(journal.detail)
  const figures = {
    overview_ms: overviewMs(cache),
    failed_ms: failedMs(cache, journal.database),
    recovery_ms: recoveryMs(cache, journal.database),
    ...(await onScreen()),
  }
  journal.database.close()
  rmSync(folder, { recursive: true, force: true })
  cache.close()
  return figures
}

/**
 * The worst of the screens and visits, each in its median round: another program that takes a core for a moment makes one round worse, but
 * not the median. The worst of all rounds is printed beside it.
 */
async function onScreen(): Promise<Pick<Figures, 'worst_ui_frame_ms' | 'first_paint_ms'>> {
  const visits = await visitScreens()
  const worst = { frame: 0, firstPaint: 0 }
  for (const [name, its] of Map.groupBy(visits, ({ screen, visit }) => `${screen}, visit ${visit + 1}`)) {
    const frames = its.map(({ worstFrameMs }) => worstFrameMs)
    const firstPaints = its.map(({ firstPaintMs }) => firstPaintMs)
    worst.frame = Math.max(worst.frame, median(frames))
    worst.firstPaint = Math.max(worst.firstPaint, median(firstPaints))
    console.log(
      `${name.padEnd(24)} first paint: median ${ms(median(firstPaints))}, worst ${ms(Math.max(...firstPaints))}; ` +
        `longest frame: median ${ms(median(frames))}, worst ${ms(Math.max(...frames))}`,
    )
  }
  return { worst_ui_frame_ms: rounded(worst.frame, 1), first_paint_ms: rounded(worst.firstPaint, 1) }
}

const ms = (time: number): string => `${time.toFixed(0).padStart(4)} ms`

/** A year by day of the currency used most, in the zone that is slowest. */
function overviewMs(cache: Database): number {
  const asked = (['Europe/Berlin', 'America/New_York', 'Asia/Kathmandu'] as const).flatMap((timeZone) =>
    (['day', 'week', 'month'] as const satisfies Bucket[]).map((bucket) => ({ timeZone, bucket })),
  )
  const times = asked.map(({ timeZone, bucket }) => {
    const before = startOf('day', ANCHOR, timeZone) + day
    const request = { currency: null, from: before - 365 * day, before, bucket, timeZone }
    return timed(`overview by ${bucket}, ${timeZone}`, () => overviewOf(cache, request, Infinity))
  })
  return Math.max(...times)
}

/** The first page of the worklist and the counts above it: as it opens, of one group, and of everything that ever failed. */
function failedMs(cache: Database, journal: Database): number {
  const facts = { operator: 'bench', now: ANCHOR * 1000 }
  const filters: readonly [name: string, filter: FailureFilter][] = [
    ['open', { state: ['trying'] }],
    ['that need a new card', { state: ['trying'], group: ['new_method'] }],
    ['of any state', { put: 'all' }],
  ]
  const times = filters.flatMap(([name, filter]) => {
    const asked = { deskId: 'bench', filter }
    return [
      timed(`failed payments ${name}`, () =>
        listFailures(cache, journal, schemas['failures.list'].request.parse(asked), facts),
      ),
      timed(`counts of those ${name}`, () =>
        countFailures(cache, journal, schemas['failures.counts'].request.parse(asked), facts),
      ),
    ]
  })
  return Math.max(...times)
}

/** A year, divided in each way. */
function recoveryMs(cache: Database, journal: Database): number {
  const divided: readonly RecoveryDimension[] = ['code', 'group', 'brand', 'attempts', 'amount', 'card_age']
  const times = divided.map((by) => {
    const request = {
      currency: null,
      from: ANCHOR - 365 * day,
      before: ANCHOR,
      counted: 'failed',
      of: 'all',
      by,
      timeZone: 'Europe/Berlin',
    } as const
    return timed(`recovery by ${by}`, () => recoveryReport(cache, journal, request, ANCHOR * 1000))
  })
  return Math.max(...times)
}

/** The median, milliseconds. */
function timed(name: string, ask: () => Result<unknown>): number {
  const times: number[] = []
  for (let run = -warmUps; run < runs; run += 1) {
    const began = performance.now()
    const answer = ask()
    if (!answer.ok) throw new Error(answer.error.message)
    if (run >= 0) times.push(performance.now() - began)
  }
  const middle = median(times)
  console.log(
    `${name.padEnd(40)} ${middle.toFixed(2).padStart(8)} ms, worst ${Math.max(...times).toFixed(2)}`,
  )
  return Number(middle.toFixed(3))
}

if (import.meta.main) console.log(JSON.stringify(await bench(process.argv.slice(2))))
