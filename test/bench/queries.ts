// How quick the app's questions are at two sizes, and what an event weighs: `npm run bench -- queries`. Arguments: the two sizes in
// events (100000 1000000 unless said), multiples of 10,000. It must never leave out a question because it is slow.
import type { Database } from 'better-sqlite3'
import { database, type Built } from './queries-data.ts'
import { questionsOf, type Question } from './queries-asked.ts'

const runs = 240
const warmUps = 30

/** One answer to a question. */
interface Answered {
  ms: number
  rows: number
}
/** So many answers of one length tell how a question grows; where there are fewer, all do. */
const enoughAlike = 20

export async function bench(args: readonly string[]): Promise<Record<string, unknown>> {
  const [small = 100_000, large = 1_000_000] = args.filter((word) => /^\d+$/.test(word)).map(Number)
  const built: Built[] = []
  for (const size of [small, large]) {
    const each = await database(size, (line) => console.log(line))
    console.log(
      `${each.events} events, ${each.payments} payments: ${(each.builtMs / 1000).toFixed(0)} s to build or open` +
        (each.body === null ? '' : `, bodies of ${each.body.sent.toFixed(0)} bytes as sent`),
    )
    built.push(each)
  }
  const [atSmall, atLarge] = measure(built)
  const questions: Record<string, object> = {}
  console.log(
    `\n${'question'.padEnd(44)}${'rows'.padStart(6)}${'p50 ms'.padStart(9)}${'p99 ms'.padStart(9)}${'growth'.padStart(8)}`,
  )
  let [worst, worstAggregate, worstGrowth] = [0, 0, 0]
  for (const [name, answers] of atLarge!) {
    const times = answers.map(({ ms }) => ms)
    const [p50, p99] = [at(times, 0.5), at(times, 0.99)]
    const rows = Math.max(...answers.map((answer) => answer.rows))
    const growth = growthOf(atSmall!.get(name)!, answers)
    questions[name] = { p50_ms: round(p50), p99_ms: round(p99), growth: round(growth), rows }
    if (name.startsWith('payments.counts')) worstAggregate = Math.max(worstAggregate, p99)
    else worst = Math.max(worst, p99)
    worstGrowth = Math.max(worstGrowth, growth)
    console.log(
      name.padEnd(44) +
        String(rows).padStart(6) +
        [p50, p99].map((ms) => ms.toFixed(2).padStart(9)).join('') +
        growth.toFixed(2).padStart(8),
    )
  }
  const { cache, events } = built[1]!
  const log = bytesOf(
    cache,
    `name LIKE 'event%' OR name = 'sqlite_autoindex_events_1' OR name LIKE '%dictionaries%'`,
  )
  const result = {
    questions,
    worst_p99_ms: round(worst),
    worst_aggregate_p99_ms: round(worstAggregate),
    worst_growth: round(worstGrowth),
    /** The log with all of its indexes and its search. */
    bytes_per_event: Math.round(log / events),
    /** The whole file: with payments, charges, customers, and their search. */
    file_bytes_per_event: Math.round(bytesOf(cache, '1') / events),
  }
  for (const each of built) each.cache.close()
  return result
}

function bytesOf(cache: Database, which: string): number {
  return cache.prepare<[], number>(`SELECT sum(pgsize) FROM dbstat WHERE ${which}`).pluck().get() ?? 0
}

/**
 * Every question once in turn, of both databases, again and again: what else the machine does meets all of them alike, and a
 * ratio is between two that ran side by side.
 */
function measure(built: readonly Built[]): Map<string, Answered[]>[] {
  const asked = built.map(questionsOf)
  const answered = asked.map((questions) => new Map(questions.map(({ name }) => [name, [] as Answered[]])))
  for (let run = -warmUps; run < runs; run += 1)
    for (let index = 0; index < asked[0]!.length; index += 1)
      for (const [size, questions] of asked.entries()) {
        const question = questions[index]!
        const answer = timed(question, run + warmUps)
        if (run >= 0) answered[size]!.get(question.name)!.push(answer)
      }
  return answered
}

/** Between answers of one length: a page of a hundred rows takes longer than one of ten at any size. */
function growthOf(small: readonly Answered[], large: readonly Answered[]): number {
  const alike = small.flatMap((answer, run) => (answer.rows === large[run]!.rows ? [run] : []))
  const compared = alike.length < enoughAlike ? [...small.keys()] : alike
  // Below a twentieth of a millisecond a ratio says more about the clock than about the question.
  const [before, after] = [small, large].map((answers) =>
    Math.max(
      0.05,
      at(
        compared.map((run) => answers[run]!.ms),
        0.5,
      ),
    ),
  )
  return after! / before!
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The best of three in a row: the slow parameters stay slow, what else the machine does falls out. */
function timed({ ask }: Question, run: number): Answered {
  let [ms, rows] = [Infinity, 0]
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const began = performance.now()
    rows = ask(run)
    ms = Math.min(ms, performance.now() - began)
  }
  return { ms, rows }
}

const round = (value: number): number => Number(value.toFixed(3))

if (import.meta.main) console.log(JSON.stringify(await bench(process.argv.slice(2))))
