// The reading of the lists, which goes on by itself after a failure: what it says of that meanwhile.
import { onTestFinished, test, expect } from 'vitest'
import { beginList } from '../../../../electron/engine/sync/backfill.ts'
import { openPace } from '../../../../electron/engine/sync/pace.ts'
import { openReading } from '../../../../electron/engine/sync/reading.ts'
import { aModel, aModelCache } from './model.ts'

const now = 1_800_000_000

test('after a failure there is no problem any more once a page came again, and the next failure waits longer', async () => {
  const model = aModel(now)
  model.lists.payment_intents = Array.from({ length: 30 }, (_, at) => ({
    id: `pi_${at}`,
    created: now - 9 - at,
  }))
  const cache = aModelCache(['payment_intents'])
  beginList(cache.windows, 'payment_intents', now)
  let asked = 0
  model.onAsk = () => ([1, 4].includes(asked++) ? 'stripe_unreachable' : undefined)
  const waits: number[] = []
  const said: (string | null)[] = []
  const over = Promise.withResolvers<void>()
  const say = (): void => void said.push(reading.problem()?.code ?? null)
  const reading = openReading({
    gateway: model.gateway,
    ...cache,
    pace: { ...openPace({ perSecond: 1_000_000, perEndpoint: 1_000_000 }), isFull: () => true },
    stored: say,
    moved() {
      say()
      if (cache.windows.due().length === 0) over.resolve()
    },
    retryMs(failures) {
      waits.push(failures)
      return 5
    },
    firstLookMs: 0,
    stumbled: (thrown) => {
      throw thrown
    },
  })
  onTestFinished(() => reading.stop())
  reading.go()
  await over.promise
  const failing = 'stripe_unreachable'
  const first = [null, null, failing]
  const second = [failing, null, null, failing]
  const third = [failing, ...Array.from({ length: 7 }, () => null), null]
  // Each tells that it began, its pages, and that it ended.
  expect(said).toEqual([...first, ...second, ...third])
  expect(waits).toEqual([0, 1])
  expect(cache.stored['payment_intents']).toHaveLength(30)
})
