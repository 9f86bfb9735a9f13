// How fast a desk is read for the first time, as a share of what Stripe's rate limit allows, and how fast the store alone is:
// `npm run bench -- backfill [requests a second] [payments]`. It must never count an object that was not stored.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { mostInOneSecond } from '../../electron/engine/gateway/budget.ts'
import { makeClient } from '../../electron/engine/gateway/client.ts'
import { openGateway } from '../../electron/engine/gateway/gateway.ts'
import { openProjector } from '../../electron/engine/projector/projector.ts'
import { intakeOf, type Intake } from '../../electron/engine/sync/intake.ts'
import type { ListKind } from '../../electron/engine/sync/lists.ts'
import { openSync } from '../../electron/engine/sync/sync.ts'
import { openCache } from '../../electron/store/open.ts'
import { failure } from '../../src/contract/index.ts'
import type { BenchStripe } from './backfill-stripe.ts'

interface Options {
  /** Requests a second that the server allows; 25 is Stripe's limit in test mode, 100 in live mode. */
  limit?: number
  payments?: number
  onLine?: (line: string) => void
}

export interface BackfillReport {
  objects_per_s: number
  limit_objects_per_s: number
  /** Of what the limit allows. */
  share: number
  /** The same share where nothing but the windows is stored: what reading alone reaches. */
  share_without_store: number
  /** Answers 429, in both readings. */
  too_many: number
  store_only_objects_per_s: number
  store_vs_limit: number
}

/** One page of a list, as it went to the store. */
interface StoredPage {
  kind: ListKind
  objects: readonly unknown[]
  asOf: number
}

const latencyMs = 50
const pageSize = 100
/** Kept to be stored once more, without a server; more would only fill the memory. */
const keptPages = 60

export async function measureBackfill({
  limit = 25,
  payments = 12_000,
  onLine = () => undefined,
}: Options = {}): Promise<BackfillReport> {
  const folder = mkdtempSync(join(tmpdir(), 'bursar-backfill-'))
  const server = fork(new URL('backfill-stripe.ts', import.meta.url))
  try {
    const stripe: BenchStripe = { customers: Math.ceil(payments / 10), payments, latencyMs, limit }
    server.send(stripe)
    const { baseUrl, key } = (await heard(server)) as { baseUrl: string; key: string }
    const read = await readAll({ folder: join(folder, 'read'), baseUrl, key, limit, isStored: true })
    onLine(`${read.objects} objects in ${read.seconds.toFixed(1)} s`)
    for (const [kind, count] of read.byKind) onLine(`  ${kind}: ${count}`)
    const unstored = await readAll({ folder: join(folder, 'unstored'), baseUrl, key, limit, isStored: false })
    server.send('requests')
    const tooMany = (await heard(server)) as number
    const stored = await storeAgain(join(folder, 'store'), read.pages)
    const ceiling = limit * pageSize
    return {
      objects_per_s: rounded(read.objects / read.seconds, 0),
      limit_objects_per_s: ceiling,
      share: rounded(read.objects / read.seconds / ceiling, 3),
      share_without_store: rounded(unstored.objects / unstored.seconds / ceiling, 3),
      too_many: tooMany,
      store_only_objects_per_s: rounded(stored, 0),
      store_vs_limit: rounded(stored / ceiling, 2),
    }
  } finally {
    server.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface ReadAll {
  objects: number
  seconds: number
  byKind: Map<string, number>
  pages: StoredPage[]
}

/** From an empty cache to the last list, as a desk does it. */
async function readAll(options: {
  folder: string
  baseUrl: string
  key: string
  limit: number
  isStored: boolean
}): Promise<ReadAll> {
  const { cache, intake, close } = await openStore(options.folder)
  const gateway = openGateway({
    client: makeClient(options.key, options.baseUrl),
    livemode: false,
    requestsPerSecond: mostInOneSecond(options.limit),
  })
  const pages: StoredPage[] = []
  const sync = openSync({
    deskId: 'acct_bench-test-local',
    gateway,
    cache,
    intake: {
      ...intake,
      async objects(kind, objects, asOf, andThen) {
        if (pages.length < keptPages) pages.push({ kind, objects, asOf })
        return intake.objects(kind, options.isStored ? objects : [], asOf, andThen)
      },
    },
    budget: { perSecond: options.limit, perEndpoint: options.limit },
    notUnderstood: () => null,
    webhook: () => null,
    now: Date.now,
    changed: () => undefined,
    projection: () => ({ waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null }),
    onBug(thrown) {
      throw thrown
    },
  })
  const began = performance.now()
  const { phase, problem } = await sync.refresh()
  const seconds = (performance.now() - began) / 1000
  if (phase !== 'current') throw new Error(`the reading ended ${phase}: ${problem?.message ?? ''}`)
  await sync.stop()
  gateway.close()
  const byKind = new Map(
    cache
      .prepare<[], { kind: string; objects: number }>(
        'SELECT kind, objects FROM lists_read WHERE unreadable IS NULL',
      )
      .all()
      .map(({ kind, objects }) => [kind, objects]),
  )
  const objects = [...byKind.values()].reduce((sum, count) => sum + count, 0)
  await close()
  return { objects, seconds, byKind, pages }
}

/** Objects a second that the store takes when there is always a page more to take. */
async function storeAgain(folder: string, pages: readonly StoredPage[]): Promise<number> {
  const { intake, close } = await openStore(folder)
  const began = performance.now()
  await Promise.all(pages.map((page) => intake.objects(page.kind, page.objects, page.asOf, () => undefined)))
  const objects = pages.reduce((sum, page) => sum + page.objects.length, 0)
  const seconds = (performance.now() - began) / 1000
  await close()
  return objects / seconds
}

/** An encrypted cache in a folder of its own, and the projector that writes it. */
async function openStore(
  folder: string,
): Promise<{ cache: Database; intake: Intake; close(): Promise<void> }> {
  const opened = openCache(folder, Buffer.alloc(32, 7))
  if (!opened.ok) throw new Error(opened.detail)
  const cache = opened.database
  const projector = openProjector({
    cache,
    inbox: { after: () => [], forget: () => undefined },
    // Nothing changes while the bench reads: what is doubtful nevertheless is left so.
    readAgain: async () => failure('stripe_unreachable', 'The bench reads nothing again.'),
    now: Date.now,
    changed: () => undefined,
    onTrouble(thrown) {
      throw thrown
    },
  })
  return {
    cache,
    intake: intakeOf({ cache, projector, now: Date.now }),
    async close() {
      await projector.stop()
      cache.close()
    },
  }
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits))

async function heard(child: ChildProcess): Promise<unknown> {
  const [message] = (await once(child, 'message')) as unknown[]
  return message
}

if (import.meta.main) {
  const [limit, payments] = process.argv.slice(2).map(Number)
  const report = await measureBackfill({
    ...(limit !== undefined && { limit }),
    ...(payments !== undefined && { payments }),
    onLine: (line) => console.log(line),
  })
  console.log(JSON.stringify(report))
}
