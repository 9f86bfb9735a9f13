// The simulator's search understands what Stripe documents of its language, and refuses the rest as Stripe does.
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { readSearchQuery } from '../../../electron/simulator/search-query.ts'
import { isRefusal } from '../../../electron/simulator/refusals.ts'
import { openBench, type Bench } from './harness.ts'

const fields = { name: 'string', status: 'token', amount: 'numeric' } as const
const record = { name: 'Ada Lovelace', status: 'paid', amount: 4990, metadata: { 'order "id"': 'A\\12' } }

describe('a query', () => {
  test.each<[string, boolean]>([
    ['name:"ada lovelace"', true],
    ["name:'ADA LOVELACE'", true],
    ['name:"ada"', false],
    ['name~"love"', true],
    ['-name~"love"', false],
    ['-name~"hopper"', true],
    ['status:"paid" AND amount:4990', true],
    ['status:"paid" amount:4991', false],
    ['status:"open" OR amount:4990', true],
    ['status:"open" or amount:1', false],
    ['amount>4989', true],
    ['amount>4990', false],
    ['amount>=4990 AND amount<=4990', true],
    ['amount<"4991"', true],
    [String.raw`metadata["order \"id\""]:"A\\12"`, true],
    ['metadata["other"]:null', true],
    ['-metadata["other"]:null', false],
    ['status:null', false],
  ])('%s', (query, matches) => {
    const read = readSearchQuery(query, fields, 'customers')
    expect(isRefusal(read) ? read.error.message : read(record)).toBe(matches)
  })

  test.each<[string, RegExp]>([
    ['', /unable to parse/],
    ['ada', /unable to parse/],
    ['name:ada', /unable to parse/],
    ['name:"ada', /unable to parse/],
    ['name:"ada" AND', /unable to parse/],
    ['name:"ada"status:"paid"', /unable to parse/],
    ['(name:"ada")', /unable to parse/],
    ['amount>null', /unable to parse/],
    ['phone:"1"', /Field `phone` is an unsupported search field for resource `customers`/],
    ['toString:"1"', /unsupported search field/],
    ['status:"paid" AND name~"ada" OR amount:1', /cannot combine/],
    ['status:"paid" name~"ada" OR amount:1', /cannot combine/],
    ['status~"pai"', /Operator `~`/],
    ['status>"a"', /Operator `>`/],
    ['metadata["a"]~"abc"', /Operator `~`/],
    ['name~"ad"', /at least 3 characters/],
    ['amount:"many"', /must be a number/],
    [Array.from({ length: 11 }, () => 'amount:1').join(' AND '), /at most 10 clauses/],
  ])('%s is refused', (query, message) => {
    const read = readSearchQuery(query, fields, 'customers')
    expect(isRefusal(read) ? read.error.message : 'understood').toMatch(message)
  })
})

describe('a search', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench({ size: { customers: 40, payments: 300 }, seed: 'search' })
  })
  afterAll(() => bench.close())
  const find = (resource: string, query: string, more = '') =>
    bench.get(`/v1/${resource}/search?query=${encodeURIComponent(query)}${more}`)

  it('answers pages that lead on, newest first, each record once', async () => {
    const ids: string[] = []
    const nextPages: unknown[] = []
    for (let more = ''; ;) {
      const { body } = await find('payment_intents', 'status:"succeeded"', `&limit=100${more}`)
      expect(Object.keys(body).toSorted()).toEqual(['data', 'has_more', 'next_page', 'object', 'url'])
      expect(body).toMatchObject({ object: 'search_result', url: '/v1/payment_intents/search' })
      ids.push(...body.data.map(({ id }: { id: string }) => id))
      nextPages.push(body.next_page)
      if (!body.has_more) break
      more = `&page=${body.next_page}`
    }
    expect(nextPages.length).toBeGreaterThan(1)
    expect(nextPages.at(-1)).toBeNull()
    const ledger = bench.simulator.ledger(bench.account, 'test')
    const there = [...ledger.paymentIntents.values()].filter(({ status }) => status === 'succeeded')
    expect(ids.toSorted()).toEqual(there.map(({ id }) => id).toSorted())
    expect((await find('payment_intents', 'amount>0')).body.data).toHaveLength(10)
  })

  it('finds charges by card, expanded as asked', async () => {
    await bench.pay(5000)
    const { body } = await find(
      'charges',
      'payment_method_details.card.last4:4242 AND status:"succeeded"',
      '&expand[]=data.payment_intent.latest_charge.refunds',
    )
    expect(body.data.length).toBeGreaterThan(0)
    for (const charge of body.data) {
      expect(charge.payment_method_details.card.last4).toBe('4242')
      expect(charge.payment_intent.object).toBe('payment_intent')
    }
  })

  it('finds no customer that was deleted', async () => {
    const { body: made } = await bench.post('/v1/customers', { name: 'Zelda Quill', email: 'zq@example.com' })
    expect((await find('customers', 'name~"zelda"')).body.data).toHaveLength(1)
    await bench.del(`/v1/customers/${made.id}`)
    expect((await find('customers', 'name~"zelda"')).body.data).toEqual([])
  })

  it('refuses a query it was not given, a page that is none, and a key without the permission', async () => {
    expect((await bench.get('/v1/customers/search')).body.error).toMatchObject({
      code: 'parameter_missing',
      param: 'query',
    })
    expect((await find('customers', 'created>0', '&page=zz')).body.error.param).toBe('page')
    const key = bench.simulator.createRestrictedKey(bench.account, 'test', ['rak_customer_read'])
    const query = encodeURIComponent('status:"failed"')
    const reply = await bench.get(`/v1/charges/search?query=${query}`, { key })
    expect([reply.status, reply.body.error.message]).toEqual([
      403,
      expect.stringContaining('rak_charge_read'),
    ])
  })
})
