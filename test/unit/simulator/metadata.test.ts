// What the metadata of an object can hold: fifty keys of forty characters with five hundred each. Nothing of what is too much is kept.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openBench, type Bench, type Json } from './harness.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
})
afterEach(() => bench.close())

const many = (count: number, name: string): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, place) => [`${name}${place}`, 'kept']))

/** Something of each kind that tells its metadata, ready to be written on. */
const makers: Record<string, (metadata: Json) => Promise<string>> = {
  customers: async (metadata) => (await bench.post('/v1/customers', { metadata })).body.id,
  payment_intents: async (metadata) => (await bench.pay(5000, { metadata })).id,
  products: async (metadata) => (await bench.post('/v1/products', { name: 'Box', metadata })).body.id,
  refunds: async (metadata) => {
    const { id } = await bench.pay(5000)
    return (await bench.post('/v1/refunds', { payment_intent: id, metadata })).body.id
  },
}

describe.each(Object.keys(makers))('metadata of %s', (kind) => {
  it('grows to fifty keys, by whatever change, and no further', async () => {
    const path = `/v1/${kind}/${await makers[kind]!(many(49, 'a'))}`
    expect((await bench.post(path, { metadata: { b: 'kept' } })).status).toBe(200)
    const before = bench.eventTypes().length
    const refused = await bench.post(path, { metadata: { c: 'too much' } })
    expect([refused.status, refused.body.error]).toEqual([
      400,
      expect.objectContaining({
        message: expect.stringMatching(/^Metadata can have up to 50 keys, but you've set 51\./),
        param: 'metadata',
      }),
    ])
    expect(bench.eventTypes()).toHaveLength(before)
    // One that goes makes room for another.
    expect((await bench.post(path, { metadata: { a0: '', c: 'kept' } })).status).toBe(200)
    expect(Object.keys((await bench.get(path)).body.metadata)).toHaveLength(50)
  })
})

it.each([
  ['a key of 40 characters', { ['k'.repeat(40)]: 'v' }],
  ['a value of 500 characters', { k: 'é'.repeat(500) }],
  ['one of 500 that take two places each', { k: '💶'.repeat(500) }],
])('%s is kept', async (_, metadata) => {
  const { body, status } = await bench.post('/v1/customers', { metadata })
  expect([status, body.metadata]).toEqual([200, metadata])
})

it.each([
  ['a key of 41 characters', { ['k'.repeat(41)]: 'v' }, /^Metadata keys can have up to 40 .* 41 characters/],
  ['a value of 501', { k: 'v'.repeat(501) }, /^Metadata values can have up to 500 .* 501 characters/],
])('%s is refused', async (_, metadata, message) => {
  const { body, status } = await bench.post('/v1/customers', { metadata })
  expect([status, body.error.message]).toEqual([400, expect.stringMatching(message)])
})
