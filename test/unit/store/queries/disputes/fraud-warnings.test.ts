// The bank's warnings of fraud about a payment are all found, however many others came since, and the newest word of each holds.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fraudWarnings } from '../../../../../electron/store/projections/fraud-warnings.ts'
import {
  fraudWarningsOf,
  fraudWarningsOn,
} from '../../../../../electron/store/queries/disputes/fraud-warnings.ts'
import { openProjector } from '../../../../../electron/engine/projector/projector.ts'
import * as made from '../search/search.support.ts'

let shop: made.Shop
beforeEach(() => void (shop = made.emptyShop()))
afterEach(() => shop.close())

interface Told {
  at?: number
  type?: 'created' | 'updated'
  actionable?: boolean
  payment?: string | null
  event?: string
}
function warning(
  number: number,
  { at = number, type = 'created', actionable = true, payment = `pi_${number}`, event = '' }: Told = {},
) {
  return {
    id: `evt_${number}_${type}_${at}${event}`,
    object: 'event',
    type: `radar.early_fraud_warning.${type}`,
    created: at,
    data: {
      object: {
        id: `issfr_${number}`,
        object: 'radar.early_fraud_warning',
        charge: `ch_${number}`,
        payment_intent: payment,
        fraud_type: 'made_with_stolen_card',
        actionable,
        created: number,
      },
    },
  }
}
type Event = ReturnType<typeof warning>
const remember = (...events: Event[]): void => {
  const warned = fraudWarnings(shop.cache)
  for (const event of events) warned.remember({ ...event, object: event.data.object })
}
const first = { id: 'issfr_1', fraudType: 'made_with_stolen_card', actionable: true, created: 1 }

test('one is found by its payment or its charge however many are newer, and no other', () => {
  remember(...Array.from({ length: 500 }, (_, index) => warning(index + 1)))
  expect(fraudWarningsOn(shop.cache, 'pi_1')).toEqual([first])
  expect(fraudWarningsOf(shop.cache, new Set(['ch_1']))).toEqual([first])
  expect(fraudWarningsOn(shop.cache, 'pi_501')).toEqual([])
  expect(fraudWarningsOf(shop.cache, new Set(['ch_1', 'pi_2'])).map(({ id }) => id)).toEqual([
    'issfr_2',
    'issfr_1',
  ])
})

test('one that names its charge alone is found by the payment of that charge', () => {
  made.tell(shop.cache, made.payment('pi_1'))
  remember(warning(1, { payment: null }))
  expect(fraudWarningsOn(shop.cache, 'pi_1')).toEqual([first])
})

test('the newest word holds, whatever came first', () => {
  const words = [
    warning(1, { at: 1 }),
    warning(1, { at: 1, type: 'updated', actionable: true }),
    warning(1, { at: 2, type: 'updated', actionable: false, event: 'a' }),
    warning(1, { at: 2, type: 'updated', actionable: true, event: 'b' }),
    warning(1, { at: 3, type: 'updated', actionable: false }),
  ]
  for (const [count, actionable] of [
    [1, true],
    [3, false],
    [4, true],
    [5, false],
  ] as const)
    for (const order of [words.slice(0, count), words.slice(0, count).toReversed()]) {
      shop.cache.exec('DELETE FROM fraud_warnings')
      remember(...order)
      expect(fraudWarningsOn(shop.cache, 'pi_1')).toEqual([{ ...first, actionable }])
    }
})

test('what the log told before there was a table is in it as soon as the projector is open', async () => {
  const filler = Array.from({ length: 250 }, (_, index) => warning(index + 2))
  made.logEvents(shop.cache, warning(1), ...filler)
  expect(fraudWarningsOn(shop.cache, 'pi_1')).toEqual([])
  const projector = openProjector({
    cache: shop.cache,
    inbox: { after: () => [], forget: () => undefined },
    readAgain: () => Promise.resolve({ ok: false, error: { code: 'internal', message: 'No way out.' } }),
    now: () => shop.now,
    changed: () => undefined,
    onTrouble: (thrown) => {
      throw thrown
    },
  })
  expect(fraudWarningsOn(shop.cache, 'pi_1')).toEqual([first])
  await projector.stop()
})
