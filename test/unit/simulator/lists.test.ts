// Lists: cursors, filters and expansion.
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCollection } from '../../../electron/simulator/collection.ts'
import { ANCHOR, openBench, type Bench } from './harness.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench({ size: { customers: 30, payments: 240 } })
})
afterAll(() => bench.close())

describe('cursors', () => {
  it('walk every payment once, newest first, in pages of any size', async () => {
    const all = [...bench.simulator.ledger(bench.account, 'test').paymentIntents.keys()].toReversed()
    const seen: string[] = []
    let after = ''
    for (;;) {
      const { body } = await bench.get(`/v1/payment_intents?limit=37${after}`)
      expect(body).toMatchObject({ object: 'list', url: '/v1/payment_intents' })
      seen.push(...body.data.map(({ id }: { id: string }) => id))
      if (!(body.has_more as boolean)) break
      after = `&starting_after=${seen.at(-1)}`
    }
    expect(seen).toEqual(all)
  })

  it('ending_before gives the page just before, still newest first', async () => {
    const { body } = await bench.get('/v1/payment_intents?limit=10')
    const ids = body.data.map(({ id }: { id: string }) => id)
    const before = await bench.get(`/v1/payment_intents?limit=3&ending_before=${ids[5]}`)
    expect(before.body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2, 5))
    expect(before.body.has_more).toBe(true)
  })

  it('are ten records long unless told', async () => {
    expect((await bench.get('/v1/payment_intents')).body.data).toHaveLength(10)
  })

  it('any mix of inserts, bounds and cursors agrees with a plain sorted array', () => {
    const times = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(
        times,
        fc.nat(),
        fc.integer({ min: -1, max: 13 }),
        fc.integer({ min: -1, max: 13 }),
        (created, pick, gte, lt) => {
          const collection = createCollection<{ id: string; created: number }>()
          const records = created.map((at, index) => ({ id: `r${index}`, created: at }))
          for (const record of records) collection.put(record)
          const sorted = records.toSorted((left, right) => left.created - right.created).toReversed()
          const cursor = sorted[pick % sorted.length]
          const inRange = ({ created: at }: { created: number }) => at >= gte && at < lt
          const place = sorted.findIndex(({ id }) => id === cursor?.id)
          const walked = [...collection.walk({ created: { gte, lt } }, { after: cursor?.id ?? '' })]
          expect(walked).toEqual(sorted.slice(place + 1).filter(inRange))
          const upwards = [...collection.walk({ created: { gte, lt } }, { before: cursor?.id ?? '' })]
          expect(upwards).toEqual(sorted.slice(0, place).toReversed().filter(inRange))
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('filters', () => {
  it('created[...] bounds are inclusive or exclusive as named', async () => {
    const ledger = bench.simulator.ledger(bench.account, 'test')
    const times = [...ledger.paymentIntents.values()].map(({ created }) => created)
    const middle = times[120] ?? 0
    const count = async (query: string) => {
      const ids = new Set<string>()
      let after = ''
      for (;;) {
        const { body } = await bench.get(`/v1/payment_intents?limit=100&${query}${after}`)
        for (const { id } of body.data) ids.add(String(id))
        if (!(body.has_more as boolean)) return ids.size
        after = `&starting_after=${body.data.at(-1).id}`
      }
    }
    expect(await count(`created[gte]=${middle}`)).toBe(times.filter((at) => at >= middle).length)
    expect(await count(`created[gt]=${middle}`)).toBe(times.filter((at) => at > middle).length)
    expect(await count(`created[lt]=${middle}`)).toBe(times.filter((at) => at < middle).length)
    expect(await count(`created[lte]=${middle}`)).toBe(times.filter((at) => at <= middle).length)
    expect(await count(`created=${middle}`)).toBe(times.filter((at) => at === middle).length)
  })

  it('a customer narrows payments to theirs', async () => {
    const [payment] = (await bench.get('/v1/payment_intents?limit=1')).body.data
    const { body } = await bench.get(`/v1/payment_intents?limit=100&customer=${payment.customer}`)
    expect(body.data.length).toBeGreaterThan(0)
    expect(new Set(body.data.map(({ customer }: { customer: string }) => customer))).toEqual(
      new Set([payment.customer]),
    )
  })

  it('events are narrowed by type, by several types and by a star', async () => {
    const types = async (query: string) =>
      new Set(
        (await bench.get(`/v1/events?limit=100&${query}`)).body.data.map(
          ({ type }: { type: string }) => type,
        ),
      )
    expect(await types('type=charge.failed')).toEqual(new Set(['charge.failed']))
    expect(await types('types[]=charge.failed&types[]=payment_intent.created')).toEqual(
      new Set(['charge.failed', 'payment_intent.created']),
    )
    for (const type of await types('type=payment_intent.*')) expect(type).toMatch(/^payment_intent\./)
  })

  it('events older than thirty days are gone', async () => {
    const { body } = await bench.get(
      `/v1/events?limit=1&ending_before=${(await bench.get('/v1/events?limit=1')).body.data[0].id}`,
    )
    expect(body.data).toEqual([])
    const oldest = bench.simulator.ledger(bench.account, 'test').events.at(0)
    const listed = await bench.get(`/v1/events?created[lt]=${ANCHOR - 30 * 86400}`)
    expect(listed.body.data).toEqual([])
    bench.simulator.clock.advance(40 * 86400)
    expect(
      (await bench.get('/v1/events?limit=100')).body.data.every(
        ({ created }: { created: number }) => created > ANCHOR,
      ),
    ).toBe(true)
    expect((await bench.get(`/v1/events/${oldest?.id}`)).status).toBe(404)
  })
})

describe('expand', () => {
  it('puts nested objects in place, in lists under data', async () => {
    const { body } = await bench.get(
      '/v1/payment_intents?limit=50&expand[]=data.customer&expand[]=data.latest_charge.balance_transaction&expand[]=data.latest_charge.refunds&expand[]=data.payment_method',
    )
    const paid = body.data.find(({ status }: { status: string }) => status === 'succeeded')
    expect(paid.customer.object).toBe('customer')
    expect(paid.payment_method.object).toBe('payment_method')
    expect(paid.latest_charge.balance_transaction.object).toBe('balance_transaction')
    expect(paid.latest_charge.refunds).toMatchObject({ object: 'list', has_more: false })
  })

  it('is undone in the next answer: stored records stay as they are', async () => {
    const [payment] = (await bench.get('/v1/payment_intents?limit=1&expand[]=data.customer')).body.data
    expect(typeof (await bench.get(`/v1/payment_intents/${payment.id}`)).body.customer).toBe('string')
  })

  it.each([
    [
      '/v1/payment_intents?expand[]=customer',
      "This property cannot be expanded (customer). You may want to try expanding 'data.customer' instead.",
    ],
    ['/v1/payment_intents?expand[]=data.amount', 'This property cannot be expanded (data.amount).'],
    ['/v1/refunds/re_missing?expand[]=bogus', 'This property cannot be expanded (bogus).'],
    ['/v1/charges?expand[]=data.payment_method', 'This property cannot be expanded (data.payment_method).'],
  ])('%s is refused', async (path, message) => {
    const { status, body } = await bench.get(path)
    expect(status).toBe(400)
    expect(body.error.message).toBe(message)
  })

  it('shows the ten newest refunds of a charge and says whether there are more', async () => {
    const payment = await bench.pay(5000)
    for (let count = 0; count < 11; count += 1)
      await bench.post('/v1/refunds', { payment_intent: payment.id, amount: 100 })
    const { body } = await bench.get(
      `/v1/charges/${payment.latest_charge}?expand[]=refunds.data.balance_transaction`,
    )
    expect(body.refunds.data).toHaveLength(10)
    expect(body.refunds.has_more).toBe(true)
    expect(body.refunds.data[0].balance_transaction.amount).toBe(-100)
    expect((await bench.get(`/v1/charges/${payment.latest_charge}`)).body).not.toHaveProperty('refunds')
  })
})
