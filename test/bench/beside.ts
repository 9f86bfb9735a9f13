// Whether a webhook is still answered while a long question runs: `npm run bench -- beside`. Both are measured in turn, in one run,
// because this machine is never quiet.
import { setTimeout as pause } from 'node:timers/promises'
import type { Load, Measured } from './ingest-load.ts'
import { median, rounded } from './lib/figures.ts'
import { ask, heard, start } from './lib/processes.ts'
import { database } from './queries-data.ts'

/** 300,000 payments. */
const events = Number(process.argv[2] ?? 1_000_000)
const rounds = 7
/** A large shop in its busiest hour; at more than the machine can do, everything waits for everything. */
const perSecond = 500

const built = await database(events, (line) => console.log(line))
built.cache.close()
const load = start('ingest-load.ts')
const server = start('ingest-server.ts', 'durable')
const asker = start('beside-asker.ts', built.folder)
try {
  const { url } = (await heard(server)) as { url: string }
  await heard(asker)
  const task: Load = {
    url,
    connections: 64,
    bodyBytes: 4000,
    bodies: 20_000,
    warmUpMs: 500,
    measuredMs: 4000,
    perSecond,
  }
  const measure = async (): Promise<Measured> => {
    await pause(1000)
    const measured = (await ask(load, task)) as Measured
    if (measured.refused > 0) throw new Error(`${measured.refused} good deliveries were refused`)
    return measured
  }
  const [alone, beside, questionMs]: number[][] = [[], [], []]
  for (let round = 1; round <= rounds; round++) {
    const before = await measure()
    await ask(asker, 'go')
    const during = await measure()
    const { took } = (await ask(asker, 'stop')) as { took: number[] }
    alone!.push(before.p99)
    beside!.push(during.p99)
    questionMs!.push(median(took))
    console.log(
      `round ${round}  alone p99 ${before.p99.toFixed(1)} ms  beside p99 ${during.p99.toFixed(1)} ms  ` +
        `${took.length} questions, ${median(took).toFixed(0)} ms each`,
    )
  }
  const ratios = alone!.map((p99, index) => beside![index]! / p99)
  console.log(
    JSON.stringify({
      alone_p99_ms: rounded(median(alone!), 2),
      beside_p99_ms: rounded(median(beside!), 2),
      beside_vs_alone: rounded(median(ratios), 2),
      question_ms: rounded(median(questionMs!), 0),
      payments: built.payments,
    }),
  )
} finally {
  for (const child of [load, server, asker]) child.kill()
}
