// What a customer is called on the screen, and in a letter to them.
import { expect, test } from 'vitest'
import { addressed, nameOf, whoOf } from '../../../../../src/renderer/ui/words/customer-words.ts'

const nobody = { customerId: null, customerName: null, customerEmail: null }

test('a customer whose name is not known is told by the id, and never called none', () => {
  expect(whoOf({ ...nobody, customerId: 'cus_1' })).toBe('cus_1')
  expect(whoOf({ ...nobody, customerId: 'cus_1', customerEmail: 'ada@example.com' })).toBe('ada@example.com')
  expect(whoOf(nobody)).toBe(null)
})

test('no letter greets anybody by an id', () => {
  expect(nameOf({ customerName: null, customerEmail: null })).toBe(null)
  expect(nameOf({ customerName: 'Ada Lovelace', customerEmail: 'ada@example.com' })).toBe('Ada Lovelace')
})

test('a name that turns the direction of writing turns nothing of the sentence that it stands in', () => {
  expect(addressed({ name: '\u202Eeda\u202C', email: null })).toBe('eda')
  expect(addressed({ name: '\u200F', email: 'ada@example.com' })).toBe('ada@example.com')
  expect(addressed({ name: null, email: null })).toBe(null)
})
