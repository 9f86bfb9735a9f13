// Changes of what others have filled with metadata: Stripe keeps fifty keys of an object, and two of them would be an order's own. No order
// fails for that, nor is it made twice.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import type { Change } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { openChangeRooms, truth } from './changes.support.ts'
import { script } from './desk.ts'
import { aSubscriber, changeOf, otherPrice, subscriptionAt, updateOf } from './subscriptions.support.ts'

let bench: Bench
let at: Awaited<ReturnType<typeof aSubscriber>>
beforeEach(async () => {
  bench = await openBench()
  const open = bench
  onTestFinished(() => open.close())
  at = await aSubscriber(bench)
  bench.simulator.clock.freeze(1_795_000_000)
})

const theirs = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [`theirs_${place}`, 'kept']))

const marksOn = (metadata: object): string[] =>
  Object.keys(metadata)
    .filter((key) => key.startsWith('bursar_'))
    .toSorted()

const customer = () => truth(bench).customers.get(at.customer)!

describe.each([
  [48, ['bursar_operator', 'bursar_order']],
  [49, ['bursar_order']],
  [50, []],
])('beside %d keys of others', (count, marks) => {
  test('a customer gets another default, with as many marks as there is room for', async () => {
    await at.post(`/v1/customers/${at.customer}`, { metadata: theirs(count) })
    const paymentMethodId = await at.attach('pm_card_mastercard')
    const change: Change = { kind: 'customer_default_method', customerId: at.customer, paymentMethodId }
    expect(await openChangeRooms(bench).order(change)).toMatchObject({ value: { state: 'done' } })
    expect(customer().invoice_settings.default_payment_method).toBe(paymentMethodId)
    expect(marksOn(customer().metadata)).toEqual(marks)
    expect(customer().metadata).toMatchObject(theirs(count))
  })

  test.each([
    ['that is heard', 0],
    ['that is lost once', 1],
    ['that is never heard', 5],
  ])('a subscription is changed once, by an answer %s', async (_, lost) => {
    const id = await at.subscribe({ metadata: theirs(count) })
    const [item] = subscriptionAt(bench, id).items.data
    const rooms = openChangeRooms(bench)
    const { change } = await changeOf(rooms, updateOf(id, { items: [otherPrice(item!.id, at.pro)] }))
    script(bench, 'POST', '/v1/subscriptions', ...Array<'lose_response'>(lost).fill('lose_response'))
    expect(await rooms.order(change)).toMatchObject({ value: { state: 'done' } })
    const { metadata, items } = subscriptionAt(bench, id)
    expect(items.data.map(({ price }) => price.id)).toEqual([at.pro])
    expect(marksOn(metadata)).toEqual(marks)
  })
})

test('a subscription ends with its period, and is kept, though no mark fits', async () => {
  const subscriptionId = await at.subscribe({ metadata: theirs(50) })
  const rooms = openChangeRooms(bench)
  const ended = await rooms.order({ kind: 'cancel_subscription', subscriptionId, at: 'period_end' })
  expect(ended).toMatchObject({ value: { state: 'done' } })
  expect(subscriptionAt(bench, subscriptionId).cancel_at_period_end).toBe(true)
  const kept = await rooms.order({ kind: 'keep_subscription', subscriptionId })
  expect(kept).toMatchObject({ value: { state: 'done' } })
  expect(subscriptionAt(bench, subscriptionId).metadata).toEqual(theirs(50))
})

test('a note takes the last key of a customer, before any mark; where there is none the check says so', async () => {
  const rooms = openChangeRooms(bench)
  const change: Change = { kind: 'customer_note', customerId: at.customer, text: 'Called, was kind.' }
  await at.post(`/v1/customers/${at.customer}`, { metadata: theirs(50) })
  expect(await rooms.changes.preflight(change)).toMatchObject({
    value: {
      canPlace: false,
      findings: expect.arrayContaining([
        expect.objectContaining({ verdict: 'stop', text: expect.stringContaining('no room for the note') }),
      ]),
    },
  })
  await at.post(`/v1/customers/${at.customer}`, { metadata: { theirs_49: '' } })
  expect(await rooms.order(change)).toMatchObject({ value: { state: 'done' } })
  expect(customer().metadata).toEqual({ ...theirs(49), bursar_note: 'Called, was kind.' })
})
