// How fast deliveries are answered, compared with servers that do less: `npm run bench -- ingest`. It must never compare across rounds: this machine is never quiet.
import type { ChildProcess } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import type { Load, Measured } from './ingest-load.ts'
import { servers } from './ingest-server.ts'
import { median, rounded } from './lib/figures.ts'
import { ask, heard, start } from './lib/processes.ts'
import type { ServerName } from './ingest-server.ts'

interface Options {
  rounds?: number
  warmUpMs?: number
  measuredMs?: number
  /** Told of each measurement. */
  onLine?: (line: string) => void
}

export interface IngestReport {
  bare_rps: number
  verify_parse_rps: number
  durable_rps: number
  durable_vs_bare: number
  durable_vs_verify_parse: number
  express_wal_rps: number
  durable_vs_express: number
  p50_ms: number
  p99_ms: number
  express_p99_ms: number
  main_delay_max_ms: number
}

type Round = Record<ServerName, Measured & { delayMs: number }>

/** Bodies enough that no id comes twice where rows are written. */
const BODIES = 60_000
const SETTLE_MS = 1500

export async function measureIngest({
  rounds = 5,
  warmUpMs = 700,
  measuredMs = 2500,
  onLine = () => undefined,
}: Options = {}): Promise<IngestReport> {
  const load = start('ingest-load.ts')
  const running = new Map<ServerName, { child: ChildProcess; url: string }>()
  const measured: Round[] = []
  try {
    for (const name of servers) {
      const child = start('ingest-server.ts', name)
      const { url } = (await heard(child)) as { url: string }
      running.set(name, { child, url })
    }
    for (let round = 0; round < rounds; round++) {
      const results: Partial<Round> = {}
      for (const name of rotated(servers, round)) {
        const { child, url } = running.get(name)!
        // What the one before left to do when it is quiet must not be done at the expense of this one.
        await pause(SETTLE_MS)
        await ask(child, 'delay')
        const task: Load = { url, connections: 64, bodyBytes: 4000, bodies: BODIES, warmUpMs, measuredMs }
        const result = (await ask(load, task)) as Measured
        const { delayMs } = (await ask(child, 'delay')) as { delayMs: number }
        if (result.refused > 0) throw new Error(`${name} refused ${result.refused} good deliveries`)
        if (result.repeated && (name === 'durable' || name === 'express'))
          throw new Error(`${name} outran the bodies that were signed for it`)
        results[name] = { ...result, delayMs }
        onLine(
          `round ${round + 1}  ${name.padEnd(12)} ${result.perSecond.toFixed(0).padStart(6)}/s  ` +
            `p50 ${result.p50.toFixed(1)} ms  p99 ${result.p99.toFixed(1)} ms  main loop late by ${delayMs.toFixed(1)} ms`,
        )
      }
      measured.push(results as Round)
    }
  } finally {
    for (const { child } of running.values()) child.kill()
    load.kill()
  }
  return reportOf(measured)
}

/** Ratios are taken within a round, then their median: so a burst of other work on the machine spoils one round only. */
function reportOf(rounds: readonly Round[]): IngestReport {
  const of = (read: (round: Round) => number): number => median(rounds.map(read))
  const per = (name: ServerName): number => of((round) => round[name].perSecond)
  const against = (name: ServerName): number => of((round) => round.durable.perSecond / round[name].perSecond)
  return {
    bare_rps: rounded(per('bare'), 0),
    verify_parse_rps: rounded(per('verify_parse'), 0),
    durable_rps: rounded(per('durable'), 0),
    durable_vs_bare: rounded(against('bare'), 3),
    durable_vs_verify_parse: rounded(against('verify_parse'), 3),
    express_wal_rps: rounded(per('express'), 0),
    durable_vs_express: rounded(against('express'), 2),
    p50_ms: rounded(
      of((round) => round.durable.p50),
      2,
    ),
    p99_ms: rounded(
      of((round) => round.durable.p99),
      2,
    ),
    express_p99_ms: rounded(
      of((round) => round.express.p99),
      2,
    ),
    main_delay_max_ms: rounded(
      of((round) => round.durable.delayMs),
      2,
    ),
  }
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, index) => items[(index + by) % items.length]!)
}

if (import.meta.main) {
  const rounds = Number(process.argv[2] ?? 5)
  console.log(JSON.stringify(await measureIngest({ rounds, onLine: (line) => console.log(line) })))
}
