// Runs random histories of a small Stripe through the projector in every order, and compares the tables with those of the
// same history told in order, and with the truth. Exports the runner for `npm run faults` and the property for the tests.
import { randomNumbers } from './random.ts'
import * as fc from 'fast-check'
import { isDeepStrictEqual } from 'node:util'
import { openProjector, type Projector } from '../../electron/engine/projector/projector.ts'
import { takeCache, type EmptyCache } from './caches.ts'
import { makeModel, type Model } from './convergence-model.ts'
import { differenceOf, dumpOf, ofTheLiving, type Dump } from './convergence-tables.ts'
import { mustBeHandled } from './must-be-handled.ts'

/** One random history, and how it is told. */
export interface Story {
  operations: [kind: number, which: number, how: number][]
  /** Orders what is told, and decides everything else that is left to chance. */
  chance: number
  /** The share of the history that was over before the desk was connected, in percent: known from lists alone. */
  before: number
}

export const stories: fc.Arbitrary<Story> = fc.record({
  operations: fc.array(fc.tuple(fc.nat(97), fc.nat(97), fc.nat(997)), { minLength: 5, maxLength: 45 }),
  chance: fc.nat(),
  before: fc.constantFrom(0, 0, 0, 30, 60, 100),
})

/** Chance must be the same for the same story. */
function dice(seed: number): (sides: number) => number {
  const random = randomNumbers(seed)
  return (sides) => Math.floor(random() * sides)
}

/** Something that comes in: an event by one way, or objects of a list as they were at `moment`. */
type Telling =
  | { way: 'webhook' | 'catch_up'; body: object & { id: string }; moment: number }
  | { way: 'list'; objects: object[]; asOf: number; moment: number }

/** Answers are late by up to this, in milliseconds. */
const latestAnswer = 4900

/** What is told of the model's history, in no order: each event by webhook, catch-up or both, often twice. */
function tellingsOf(model: Model, story: Story, roll: (sides: number) => number): Telling[] {
  const connectedAt = Math.floor((model.events.length * story.before) / 100)
  const known = model.events[connectedAt]?.moment ?? model.now()
  const tellings: Telling[] = []
  for (const { body, moment } of model.events.slice(connectedAt)) {
    const ways = 1 + roll(3)
    if (ways & 1) tellings.push({ way: 'webhook', body, moment })
    if (ways & 2) tellings.push({ way: 'catch_up', body, moment })
    if (roll(4) === 0) tellings.push({ way: 'webhook', body, moment })
  }
  // The history before is read from lists: each object at a moment of its own after the connection.
  const lists = story.before > 0 || roll(3) === 0 ? 1 + roll(2) : 0
  for (let list = 0; list < lists; list += 1) {
    const whole = story.before > 0 && list === 0
    for (let page = 0; page < 4; page += 1) {
      const moment = known + roll(Math.max(1, model.now() - known + 1))
      const objects = model.at(moment).filter((_, index) => index % 4 === page && (whole || roll(2) === 0))
      tellings.push({ way: 'list', objects, asOf: dated(moment + roll(latestAnswer)), moment })
    }
    if (whole) {
      // A page misses what another page's moment hides; the last look finds it.
      tellings.push({
        way: 'list',
        objects: model.at(known),
        asOf: dated(known + roll(latestAnswer)),
        moment: known,
      })
    }
  }
  return shuffled(tellings, roll)
}

const dated = (moment: number): number => Math.floor(moment / 1000) * 1000

function shuffled<Item>(items: Item[], roll: (sides: number) => number): Item[] {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = roll(last + 1)
    ;[items[last], items[other]] = [items[other]!, items[last]!]
  }
  return items
}

interface Run extends EmptyCache {
  rereads: number
  seen: string[]
}

/** Tells it all, in the order given, in batches of any size, with restarts and tables made again meanwhile; and reads again until nothing is unsure. */
async function run(
  model: Model,
  tellings: readonly Telling[],
  roll: (sides: number) => number,
): Promise<Run> {
  const taken = takeCache()
  const { cache } = taken
  const inbox: { seq: number; receivedAt: number; body: Uint8Array }[] = []
  const seen: string[] = []
  let seq = 0
  let rereads = 0
  /** Nothing that is known so far happened after this moment. */
  let heard = 0
  const troubles: unknown[] = []

  const open = (): Projector =>
    openProjector({
      cache,
      inbox: {
        after: (from, limit) => inbox.filter((row) => row.seq > from).slice(0, limit),
        // As if killed before the writer heard of it: the rows come again after a restart.
        forget: () => undefined,
      },
      async readAgain(_, id) {
        rereads += 1
        // What it answers was so at some moment after it was asked.
        const moment = heard + roll(Math.max(1, model.now() - heard + 1))
        const object = model.read(id, moment)
        for (let wait = roll(8); wait > 0; wait -= 1) await immediate()
        return { ok: true, object: structuredClone(object), asOf: dated(moment + roll(latestAnswer)) }
      },
      now: () => 1,
      changed: () => undefined,
      seen: (news) => seen.push(...news.map(({ id }) => id)),
      onTrouble: (thrown) => troubles.push(thrown),
      settleMs: 0,
    })

  let projector = open()
  for (let next = 0; next < tellings.length;) {
    const telling = tellings[next]!
    const size = 1 + roll(6)
    const batch: Telling[] = []
    for (; next < tellings.length && batch.length < size && tellings[next]!.way === telling.way; next += 1)
      batch.push(tellings[next]!)
    heard = Math.max(heard, ...batch.map(({ moment }) => moment))
    tell(projector, batch)
    // Some of it is taken in at once; some comes while answers are on their way.
    if (roll(3) === 0) await projector.idle()
    else for (let wait = roll(5); wait > 0; wait -= 1) await immediate()
    // Tables that are made again amid all of this end the same.
    if (roll(20) === 0) void projector.rebuild()
    if (roll(25) === 0) {
      await projector.idle()
      await projector.stop()
      taken.reopened()
      projector = open()
    }
  }
  await projector.idle()
  await projector.stop()
  if (troubles.length > 0) throw troubles[0]
  return { ...taken, rereads, seen }

  function tell(to: Projector, batch: readonly Telling[]): void {
    const found: object[] = []
    for (const telling of batch) {
      if (telling.way === 'list') void to.ingestObjects(telling.objects, telling.asOf)
      else if (telling.way === 'catch_up') found.push(telling.body)
      else inbox.push({ seq: (seq += 1), receivedAt: 1, body: Buffer.from(JSON.stringify(telling.body)) })
    }
    if (found.length > 0) void to.ingest(found, 'catch_up')
    to.wake()
  }
}

const immediate = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))

/** What the tables would be if every object that exists at the end were read at once. */
async function truthOf(model: Model): Promise<Dump> {
  const truth = await run(
    model,
    [{ way: 'list', objects: model.at(model.now()), asOf: model.now(), moment: model.now() }],
    () => 1,
  )
  const dump = dumpOf(truth.cache)
  truth.giveBack()
  return dump
}

/** @returns null when the story ends as it must, else what differs. */
export async function tellStory(
  story: Story,
): Promise<{ problem: string | null; rereads: number; events: number }> {
  const roll = dice(story.chance)
  const model = makeModel()
  for (const operation of story.operations) model.operate(...operation)
  const inOrder = model.events.map(({ body, moment }): Telling => ({ way: 'webhook', body, moment }))
  const anyhow = await run(model, tellingsOf(model, story, roll), roll)
  const orderly = await run(model, inOrder, dice(story.chance + 1))
  try {
    const [found, expected, truth] = [dumpOf(anyhow.cache), dumpOf(orderly.cache), await truthOf(model)]
    const problem =
      (story.before === 0
        ? (differenceOf(found, expected, 'in another order') ?? onceProblem(anyhow, model))
        : null) ??
      differenceOf(ofTheLiving(found), ofTheLiving(truth), 'the truth') ??
      differenceOf(ofTheLiving(expected), ofTheLiving(truth), 'in order, the truth') ??
      (roll(4) === 0 ? await rebuildProblem(model, anyhow) : null)
    return { problem, rereads: anyhow.rereads, events: model.events.length }
  } finally {
    anyhow.giveBack()
    orderly.giveBack()
  }
}

/** Each event is in the log once and was told once, and what must be handled left its fact. */
function onceProblem({ cache, seen }: Run, model: Model): string | null {
  const ids = cache.prepare<[], string>('SELECT id FROM events ORDER BY id').pluck().all()
  const expected = model.events.map(({ body }) => body.id).toSorted()
  if (!isDeepStrictEqual(ids, expected)) return `the log holds ${ids.length} of ${expected.length} events`
  if (!isDeepStrictEqual(seen.toSorted(), expected))
    return `${seen.length} of ${expected.length} events were told`
  const must: readonly string[] = mustBeHandled
  const handled = cache
    .prepare<[string], string>(
      'SELECT event_id FROM access_facts WHERE type IN (SELECT value FROM json_each(?)) ORDER BY event_id',
    )
    .pluck()
    .all(JSON.stringify(must))
  const due = model.events.flatMap(({ body }) => (must.includes(body.type) ? [body.id] : [])).toSorted()
  return isDeepStrictEqual(handled, due) ? null : `handled ${handled.length} of ${due.length}`
}

/** Tables that are made again from the log are the same, precedence and all. */
async function rebuildProblem(model: Model, { cache, reopened }: EmptyCache): Promise<string | null> {
  const before = dumpOf(cache, true)
  reopened()
  const rereads: string[] = []
  const projector = openProjector({
    cache,
    inbox: { after: () => [], forget: () => undefined },
    async readAgain(_, id) {
      rereads.push(id)
      return { ok: true, object: model.read(id, model.now()), asOf: dated(model.now()) }
    },
    now: () => 1,
    changed: () => undefined,
    onTrouble(thrown) {
      throw thrown
    },
    settleMs: 0,
  })
  const { done } = await projector.rebuild()
  await projector.idle()
  await projector.stop()
  if (!done) return 'the rebuild did not end'
  if (rereads.length > 0) return `the rebuild read ${rereads.join(', ')} again`
  return differenceOf(dumpOf(cache, true), before, 'made again')
}

export interface ConvergenceReport {
  stories: number
  events: number
  rereads: number
  /** The first story that did not end as it must, shrunk; null when all did. */
  violation: string | null
}

/** `seed` makes the run repeatable. */
export async function runConvergence({
  runs,
  seed,
  onStory,
}: {
  runs: number
  seed: number
  onStory?: (done: number) => void
}): Promise<ConvergenceReport> {
  const report: ConvergenceReport = { stories: 0, events: 0, rereads: 0, violation: null }
  const property = fc.asyncProperty(stories, async (story) => {
    const { problem, rereads, events } = await tellStory(story)
    report.stories += 1
    report.events += events
    report.rereads += rereads
    onStory?.(report.stories)
    if (problem !== null) throw new Error(problem)
  })
  const checked = await fc.check(property, { numRuns: runs, seed, endOnFailure: false })
  if (checked.failed)
    report.violation = `seed ${seed}, path ${checked.counterexamplePath}: ${String((checked.errorInstance as Error | null)?.message)}\n${JSON.stringify(checked.counterexample)}`
  return report
}
