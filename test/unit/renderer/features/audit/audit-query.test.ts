import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { auditKinds, auditListRequestSchema } from '../../../../../src/contract/audit.ts'
import { kindGroups, kinds } from '../../../../../src/renderer/features/audit/audit-looks.ts'
import {
  emptyQuery,
  formatAuditQuery,
  isNarrowed,
  parseAuditQuery,
  readSeq,
  toFilter,
  type AuditQuery,
} from '../../../../../src/renderer/features/audit/audit-query.ts'
import {
  breakTitle,
  readHead,
  wholeSentence,
} from '../../../../../src/renderer/features/audit/chain-words.ts'
import { paymentOf, readDetail, shortId } from '../../../../../src/renderer/features/audit/entry-detail.ts'

const queries: fc.Arbitrary<AuditQuery> = fc.record({
  kinds: fc.subarray([...auditKinds]),
  when: fc.constantFrom(null, '7d' as const, { from: '2026-11-01', to: '' }),
  text: fc.string({ maxLength: 60, unit: 'grapheme' }),
})

describe('the filters of the audit in the address', () => {
  it('come back exactly as they were written', () => {
    fc.assert(
      fc.property(queries, (query) => {
        expect(parseAuditQuery(formatAuditQuery(query))).toEqual(query)
      }),
    )
  })

  it('make a filter that the contract accepts, whatever the address says', () => {
    fc.assert(
      fc.property(fc.oneof(queries.map(formatAuditQuery), fc.string(), fc.webQueryParameters()), (search) => {
        const filter = toFilter(parseAuditQuery(search), new Date(2026, 10, 23, 12))
        expect(auditListRequestSchema.safeParse({ deskId: 'demo', filter }).success).toBe(true)
      }),
    )
  })

  it('have one address for one filter, in whatever order kinds were chosen', () => {
    expect(formatAuditQuery({ ...emptyQuery, kinds: ['key_replaced', 'order_placed'] })).toBe(
      'kind=order_placed,key_replaced',
    )
    expect(parseAuditQuery('kind=key_replaced,lost,order_placed,,order_placed').kinds).toEqual([
      'order_placed',
      'key_replaced',
    ])
  })

  it('count days in milliseconds, the last one to its end', () => {
    const when = { from: '2026-11-20', to: '2026-11-21' }
    expect(toFilter({ ...emptyQuery, when }, new Date())).toEqual({
      from: new Date(2026, 10, 20).getTime(),
      before: new Date(2026, 10, 22).getTime(),
    })
  })

  it('narrow nothing when they are empty, or nothing but white space is looked for', () => {
    expect(isNarrowed(emptyQuery)).toBe(false)
    expect(toFilter({ ...emptyQuery, text: '  ' }, new Date())).toEqual({})
  })

  it('name every kind of the contract, in its order, and each in one group', () => {
    expect(kinds).toEqual([...auditKinds])
    expect(kindGroups.flatMap((group) => group.kinds).toSorted()).toEqual([...auditKinds].toSorted())
  })
})

describe('the number of an entry in the address', () => {
  it('is a whole number from 1, or nothing', () => {
    expect(readSeq('41')).toBe(41)
    for (const text of [null, '', '0', '-1', '1.5', '041', 'latest', '9'.repeat(20)])
      expect(readSeq(text)).toBeNull()
  })
})

describe('the detail of an entry', () => {
  it('tells what changed by part, in words, and money as money', () => {
    const { changes } = readDetail(
      JSON.stringify({
        before: null,
        after: { amount: 83_968, currency: 'eur', keyType: 'restricted', refundId: null },
      }),
    )
    expect(changes).toEqual([
      { path: 'Amount', before: null, after: '€839.68 (83968)' },
      { path: 'Currency', before: null, after: 'eur' },
      { path: 'Key type', before: null, after: 'restricted' },
      { path: 'Refund', before: null, after: null },
    ])
  })

  it('leaves an amount as it came where the currency is not known', () => {
    expect(readDetail('{"amount":83968}').facts).toEqual([{ word: 'Amount', value: '83968' }])
  })

  it('keeps whatever else it holds, and what is no JSON as it came', () => {
    expect(readDetail('{"requestId":"req_1","digest":"abc","steps":[1,2],"note":null}')).toEqual({
      changes: null,
      facts: [
        { word: 'Stripe request', value: 'req_1' },
        { word: 'Digest', value: 'abc' },
        { word: 'Steps', value: '[1,2]' },
      ],
    })
    expect(readDetail('{"requestIds":[],"more":["req_1"]}').facts).toEqual([
      { word: 'More', value: '["req_1"]' },
    ])
    expect(readDetail('{"cut').facts).toEqual([{ word: 'Detail', value: '{"cut' }])
    expect(readDetail('')).toEqual({ changes: null, facts: [] })
  })

  it('never throws, whatever was written', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (detail) => {
        expect(() => [readDetail(detail), paymentOf({ subject: null, detail })]).not.toThrow()
      }),
    )
  })

  it('names the payment wherever it stands, the subject first', () => {
    expect(paymentOf({ subject: 'pi_1', detail: '{"paymentIntentId":"pi_2"}' })).toBe('pi_1')
    expect(paymentOf({ subject: 'order', detail: '{"after":{"of":["re_1","pi_2"]}}' })).toBe('pi_2')
    expect(paymentOf({ subject: null, detail: '{"text":"about pi_2 and more"}' })).toBeNull()
  })
})

describe('what verifying found, in words', () => {
  it('names the entry and what was done to it', () => {
    const said = (['altered', 'removed', 'reordered', 'cut'] as const).map((what) =>
      breakTitle({ seq: 1041, what, text: '' }),
    )
    expect(said).toEqual([
      'Entry 1,041 was altered',
      'Entry 1,041 was removed',
      'Entry 1,041 stands in another place',
      'It does not hold the head that you kept',
    ])
  })

  it('counts the entries of a whole chain, also where there are none', () => {
    expect(wholeSentence(0)).toContain('no entry yet')
    expect(wholeSentence(1284)).toContain('All 1,284 entries')
  })

  it('takes a head as pasted, and says what is wrong with anything else', () => {
    expect(readHead(`  ${'AB'.repeat(32)}\n`)).toEqual({ head: 'ab'.repeat(32), problem: null })
    expect(readHead(' ')).toEqual({ head: null, problem: null })
    expect(readHead('3fa9').problem).toContain('this has 4 characters')
  })
})

it('ids are shortened for the list where they are long', () => {
  expect(shortId('8ac23049-067c-41c8-9569-dfb06ef8a1b2')).toBe('8ac23049')
  expect(shortId('pi_3rqksa5rQuillCoff0ubVySMo')).toBe('pi_3rqksa5rQ…bVySMo')
  expect(shortId('cus_QuillCoff0ubVy')).toBe('cus_QuillCoff0ubVy')
})
