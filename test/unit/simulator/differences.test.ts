// What an event tells of how an object was before.
import { expect, it } from 'vitest'
import { differences } from '../../../electron/simulator/differences.ts'

it.each([
  [
    'nothing of what stayed, also where it was written anew',
    { a: 1, b: { c: [1] } },
    { a: 1, b: { c: [1] } },
    {},
  ],
  ['a value that was', { status: 'open', total: 5 }, { status: 'paid', total: 5 }, { status: 'open' }],
  ['null of what was not there', { metadata: {} }, { metadata: { foo: 'x' } }, { metadata: { foo: null } }],
  [
    'what was taken away',
    { metadata: { a: '1', b: '2' } },
    { metadata: { a: '1' } },
    { metadata: { b: '2' } },
  ],
  [
    'of an object within it only the parts that changed',
    { card: { brand: 'visa', checks: { cvc: 'pass', line1: null } } },
    { card: { brand: 'visa', checks: { cvc: 'fail', line1: null } } },
    { card: { checks: { cvc: 'pass' } } },
  ],
  [
    'a list whole',
    { items: { data: [{ id: 'a', quantity: 1 }, { id: 'b' }], has_more: false } },
    { items: { data: [{ id: 'a', quantity: 2 }, { id: 'b' }], has_more: false } },
    { items: { data: [{ id: 'a', quantity: 1 }, { id: 'b' }] } },
  ],
  [
    'an object that is gone whole',
    { pause: { behavior: 'void' } },
    { pause: null },
    { pause: { behavior: 'void' } },
  ],
  [
    'and of one that came, that there was none',
    { pause: null },
    { pause: { behavior: 'void' } },
    { pause: null },
  ],
])('%s', (_, before, after, told) => {
  expect(differences(before, after)).toEqual(told)
})
