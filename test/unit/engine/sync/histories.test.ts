// Thousands of small histories, cut off anywhere: what the windows say is in the cache is in the cache, and in the end all is.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { beginReading, readWindows, type WantedPorts } from '../../../../electron/engine/sync/backfill.ts'
import { catchUp } from '../../../../electron/engine/sync/catch-up.ts'
import { completeTo } from '../../../../electron/engine/sync/completeness.ts'
import { listOf } from '../../../../electron/engine/sync/lists.ts'
import { openPace } from '../../../../electron/engine/sync/pace.ts'
import { aModel, aModelCache, type Model, type ModelCache } from './model.ts'

const begin = 1_700_000_000
const seed = Number(process.env['SEED'] ?? 20261123)

/** Times of creation: crowded into few seconds, or far apart. */
const times = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 25 }),
  fc.array(fc.integer({ min: 0, max: 400_000_000 }), { maxLength: 25 }),
)

function portsOf(model: Model, { cache, windows, intake }: ModelCache, signal: AbortSignal): WantedPorts {
  return {
    gateway: model.gateway,
    cache,
    windows,
    intake,
    pace: openPace({ perSecond: 1_000_000, perEndpoint: 1_000_000 }),
    stored: () => undefined,
    signal,
    wanted: () => windows.due(),
    retryMs: () => 0,
  }
}

/** Reads until it ends, or until it is abandoned in the midst of a request as by a power cut. */
async function readSome(model: Model, cache: ModelCache, answers: number): Promise<void> {
  const halt = new AbortController()
  const asked = model.asked.length
  let isOver = false
  let cut = (): void => undefined
  const isCut = new Promise<void>((resolve) => (cut = resolve))
  const add = model.onAsk
  model.onAsk = (count, list) => {
    if (count - asked >= answers) {
      isOver = true
      cut()
      return 'hang'
    }
    return add(count, list)
  }
  const ports = portsOf(model, cache, halt.signal)
  // Without power nothing that was answered is stored any more.
  const { intake } = cache
  ports.intake = {
    ...intake,
    objects: (...page) => (isOver ? new Promise(() => undefined) : intake.objects(...page)),
  }
  const read = async (): Promise<void> => {
    const begun = cache.windows.lists().length === 0 ? await beginReading(ports) : null
    expect(begun).toBeNull()
    expect(await readWindows(ports)).toBeNull()
  }
  await Promise.race([read(), isCut])
  model.onAsk = add
}

describe('a reading', { timeout: 60_000 }, () => {
  test('that is cut off anywhere and taken up again ends with all that was there, and claims nothing before it has it', async () => {
    await fc.assert(
      fc.asyncProperty(
        times,
        times,
        fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 4 }),
        fc.array(fc.nat(20), { maxLength: 8 }),
        async (payments, refunds, cuts, created) => {
          const model = aModel(begin)
          const cache = aModelCache()
          model.lists.payment_intents = payments.map((ago, n) => ({ id: `pi_${n}`, created: begin - ago }))
          model.lists.refunds = refunds.map((ago, n) => ({ id: `re_${n}`, created: begin - 1 - ago }))
          model.onAsk = (count) => {
            expect(cache.falseClaims(model)).toEqual([])
            // Time goes on and payments are made while the old ones are read.
            if (created.includes(count)) {
              model.clock.now += count % 3
              model.lists.payment_intents.push({ id: `pi_new_${count}`, created: model.clock.now })
            }
            return undefined
          }
          for (const answers of cuts) await readSome(model, cache, answers)
          await readSome(model, cache, Infinity)
          expect(cache.falseClaims(model)).toEqual([])
          expect(cache.windows.due()).toEqual([])
          for (const { kind, wholeAt } of cache.windows.lists()) {
            expect(cache.windows.covered(kind)).toEqual([{ from: 0, to: wholeAt }])
            const stored = cache.stored[kind] ?? []
            // A page that was under way at a cut is read twice; else nothing is.
            expect(cuts.length === 0 ? stored.length - new Set(stored).size : 0).toBe(0)
          }
          cache.cache.close()
        },
      ),
      { seed, numRuns: 200 },
    )
  })

  test('goes on where it was when the object at the end of the last page is deleted', async () => {
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 1, max: 8 }), async (payments, answers) => {
        const model = aModel(begin)
        const cache = aModelCache()
        model.lists.payment_intents = payments.map((ago, n) => ({ id: `pi_${n}`, created: begin - 1 - ago }))
        await readSome(model, cache, answers)
        const cursors = new Set(cache.windows.due().map((window) => window.cursor))
        model.lists.payment_intents = model.lists.payment_intents.filter(({ id }) => !cursors.has(id))
        await readSome(model, cache, Infinity)
        expect(cache.windows.due()).toEqual([])
        expect(cache.falseClaims(model)).toEqual([])
        cache.cache.close()
      }),
      { seed, numRuns: 200 },
    )
  })

  test('that Stripe refuses for one list says why, and reads the others', async () => {
    const model = aModel(begin)
    const cache = aModelCache()
    model.lists.payment_intents = [{ id: 'pi_1', created: begin - 5 }]
    model.onAsk = (_, list) => (list === 'refunds' ? 'key_permission' : undefined)
    await readSome(model, cache, Infinity)
    expect(cache.stored['payment_intents']).toEqual(['pi_1'])
    expect(cache.windows.lists()).toMatchObject([
      { kind: 'payment_intents', wholeAt: begin, unreadable: null },
      { kind: 'refunds', wholeAt: null, unreadable: 'as the test wants it' },
    ])
  })

  test('whose first list is refused begins with the next', async () => {
    const model = aModel(begin)
    const cache = aModelCache()
    model.lists.refunds = [{ id: 're_1', created: begin - 5 }]
    model.onAsk = (_, list) => (list === 'payment_intents' ? 'key_permission' : undefined)
    await readSome(model, cache, Infinity)
    expect(cache.stored['refunds']).toEqual(['re_1'])
    expect(cache.windows.lists().map((list) => list.wholeAt)).toEqual([null, begin])
  })

  test('is not taken to be at its end by a page that says that more follows and brings nothing', async () => {
    const model = aModel(begin)
    const cache = aModelCache()
    const { gateway } = model
    model.gateway = {
      ...gateway,
      async read(ask) {
        const answer = await gateway.read(ask)
        return answer.ok ? { ...answer, value: { data: [], has_more: true } as never } : answer
      },
    }
    const failed = await beginReading(portsOf(model, cache, new AbortController().signal))
    expect(failed).toMatchObject({ code: 'stripe_failed' })
    expect(cache.windows.lists()).toEqual([])
  })
})

describe('catching up', { timeout: 60_000 }, () => {
  test('in rounds of any length, some failing, claims no stretch whose events are not there, and misses none', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            seconds: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 40 * 24 * 3600 })),
            events: fc.array(fc.nat(30), { maxLength: 25 }),
            failing: fc.boolean(),
          }),
          { maxLength: 5 },
        ),
        async (rounds) => {
          const model = aModel(begin)
          const cache = aModelCache()
          let serial = 0
          const month = 30 * 24 * 3600
          for (const { seconds, events, failing } of [
            ...rounds,
            { seconds: 1, events: [], failing: false },
          ]) {
            const from = model.clock.now
            model.clock.now += seconds
            for (const part of events) {
              const created = from + Math.floor((seconds * part) / 31)
              model.lists.events.push({ id: `evt_${(serial += 1)}`, created })
            }
            // Stripe lists 30 days.
            model.lists.events = model.lists.events.filter(
              ({ created }) => created >= model.clock.now - month,
            )
            const known = cache.windows.covered('events').at(-1)?.to ?? begin
            const until = model.asked.length + 2
            model.onAsk = (count) => (failing && count >= until ? 'stripe_failed' : undefined)
            const caught = await catchUp(
              {
                gateway: model.gateway,
                windows: cache.windows,
                intake: cache.intake,
                webhookSince: () => null,
                pace: openPace({ perSecond: 1_000_000, perEndpoint: 1_000_000 }),
                signal: new AbortController().signal,
                size: { events: 3, atMost: 6 },
              },
              begin,
            )
            const upTo = cache.windows.covered('events').at(-1)?.to
            // What Stripe no longer lists stays apart from what was followed before.
            const since = cache.windows.covered('events').at(-1)?.from ?? 0
            const followed = upTo !== undefined && upTo > known
            expect(followed && since > known).toBe(followed && known < model.clock.now - month + 600)
            expect(cache.falseClaims(model)).toEqual([])
            expect(caught.problem !== null || upTo === model.clock.now).toBe(true)
          }
          // All that can still be listed and lies before now is there.
          const stored = new Set(cache.stored['events'])
          const listed = model.lists.events.filter(
            ({ created }) => created < model.clock.now && created >= model.clock.now - month + 600,
          )
          expect(listed.filter(({ id }) => !stored.has(id))).toEqual([])
          expect(stored.size).toBe(cache.stored['events']?.length)
          const followed = cache.windows
            .covered('events')
            .find(({ from, to }) => from <= begin && begin <= to)
          const complete = completeTo({
            lists: [{ ...listOf('refunds'), wholeAt: begin, begunAt: null, due: [], unreadable: null }],
            events: cache.windows.covered('events'),
            now: model.clock.now,
          })
          expect(complete).toBe(followed?.to ?? begin)
          cache.cache.close()
        },
      ),
      { seed, numRuns: 200 },
    )
  })

  test('takes events in oldest first, whatever the windows', async () => {
    const model = aModel(begin)
    const cache = aModelCache()
    model.lists.events = Array.from({ length: 40 }, (_, n) => ({ id: `evt_${n}`, created: begin + n * 7 }))
    model.clock.now = begin + 40 * 7
    await catchUp(
      {
        gateway: model.gateway,
        windows: cache.windows,
        intake: cache.intake,
        webhookSince: () => null,
        pace: openPace({ perSecond: 1_000_000, perEndpoint: 1_000_000 }),
        signal: new AbortController().signal,
        size: { events: 5, atMost: 10 },
      },
      begin,
    )
    expect(cache.stored['events']).toEqual(model.lists.events.map(({ id }) => id))
  })
})
