// The digits that a telephone number is found by, however it was written.
import { expect, test } from 'vitest'
import { phoneDigits } from '../../../src/domain/phone.ts'

test.each([
  ['+44 20 7946 0815', '442079460815'],
  ['+44 (0)20 7946-0815', '442079460815'],
  ['0044 20 7946 0815', '442079460815'],
  ['020 7946 0815', '2079460815'],
  [' (020) 7946.0815 ', '2079460815'],
  ['030/123456-7', '301234567'],
  ['7946 0815', '79460815'],
  ['4242 4242', '42424242'],
  ['4242', null],
  ['49.90', null],
  ['+44 20 7946 0815 x3', null],
  ['1,234,567.00', null],
  ['', null],
])('of %j are %j', (text, digits) => {
  expect(phoneDigits(text)).toBe(digits)
})
