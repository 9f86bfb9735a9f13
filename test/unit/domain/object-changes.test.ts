// The difference between two states of an object says what a reader of both would say, and nothing where nothing differs.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { objectChanges, stateBefore } from '../../../src/domain/object-changes.ts'

test('a changed field is named by its path, with both values as JSON', () => {
  expect(
    objectChanges(
      { amount: 1, card: { brand: 'visa', last4: '4242' } },
      { amount: 1, card: { brand: 'visa', last4: '0005' } },
    ),
  ).toEqual([{ path: 'card.last4', before: '"4242"', after: '"0005"' }])
})

test('a field that came or went is absent on the other side; null is a value', () => {
  expect(objectChanges({ gone: 1, emptied: 2 }, { emptied: null, came: 'x' })).toEqual([
    { path: 'emptied', before: '2', after: 'null' },
    { path: 'came', before: null, after: '"x"' },
    { path: 'gone', before: '1', after: null },
  ])
})

test('what an event says of the state before is taken part by part of objects, and whole of everything else', () => {
  const after = {
    status: 'active',
    metadata: { kept: '1', changed: '2' },
    items: { object: 'list', data: [{ id: 'si_1', quantity: 2 }] },
    latest_invoice: null,
  }
  const previous = {
    status: 'trialing',
    metadata: { changed: '1', removed: '3' },
    items: { data: [{ id: 'si_1', quantity: 1 }] },
    latest_invoice: { id: 'in_1' },
  }
  expect(stateBefore(after, previous)).toEqual({
    status: 'trialing',
    metadata: { kept: '1', changed: '1', removed: '3' },
    items: { object: 'list', data: [{ id: 'si_1', quantity: 1 }] },
    latest_invoice: { id: 'in_1' },
  })
})

test('elements with ids are compared by id, so that one that moved has not changed', () => {
  const [first, second] = [
    { id: 'si_1', quantity: 1 },
    { id: 'si_2', quantity: 5 },
  ]
  expect(objectChanges({ data: [first, second] }, { data: [second, first] })).toEqual([])
  expect(
    objectChanges(
      { data: [first] },
      {
        data: [
          { id: 'si_0', quantity: 9 },
          { ...first, quantity: 2 },
        ],
      },
    ),
  ).toEqual([
    { path: 'data[si_0]', before: null, after: '{"id":"si_0","quantity":9}' },
    { path: 'data[si_1].quantity', before: '1', after: '2' },
  ])
})

test('elements without ids are compared by place', () => {
  expect(objectChanges({ lines: ['a', 'b'] }, { lines: ['a', 'c', 'd'] })).toEqual([
    { path: 'lines[1]', before: '"b"', after: '"c"' },
    { path: 'lines[2]', before: null, after: '"d"' },
  ])
})

test('what became another kind of thing is shown whole', () => {
  expect(objectChanges({ customer: 'cus_1' }, { customer: { id: 'cus_1' } })).toEqual([
    { path: 'customer', before: '"cus_1"', after: '{"id":"cus_1"}' },
  ])
})

test('equal states differ in nothing, different ones in something', () => {
  const json = fc.jsonValue({ maxDepth: 3 })
  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(objectChanges(one, JSON.parse(JSON.stringify(one)))).toEqual([])
      const sorted = (value: unknown): string =>
        JSON.stringify(value, (_, part: unknown) =>
          typeof part === 'object' && part !== null && !Array.isArray(part)
            ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
            : part,
        )
      fc.pre(!JSON.stringify([one, other]).includes('"id"'))
      expect(objectChanges(one, other).length === 0).toBe(sorted(one) === sorted(other))
    }),
  )
})
