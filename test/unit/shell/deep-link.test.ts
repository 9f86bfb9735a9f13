// bursar:// links: one shape passes, and it only ever shows something.
import { expect, it } from 'vitest'
import { placeInArguments, placeOfLink } from '../../../electron/shell/deep-link.ts'

it('a payment is shown', () => {
  expect(placeOfLink('bursar://payments/pi_3QabcDEF')).toBe('/payments/pi_3QabcDEF')
  expect(placeOfLink('bursar://payments/pi_3QabcDEF/')).toBe('/payments/pi_3QabcDEF')
})

it.each([
  'bursar://payments/',
  'bursar://payments/ch_123',
  'bursar://payments/pi_12/../../x',
  'bursar://payments/pi_123?refund=1',
  'bursar://payments/pi_123#/refunds',
  'bursar://payments/pi_123%2f',
  'bursar://payments/pi_123_secret_abc',
  'bursar://payments/pi_123\n',
  ' bursar://payments/pi_123',
  'bursar://refunds/pi_123',
  'bursar:payments/pi_123',
  'BURSAR://payments/pi_123',
  'https://payments/pi_123',
  `bursar://payments/pi_${'x'.repeat(300)}`,
  '',
])('%j means nothing', (link) => {
  expect(placeOfLink(link)).toBeUndefined()
})

it('the first good link of a second start is taken, flags are not', () => {
  expect(placeInArguments(['/opt/bursar', '--flag', 'bursar://x', 'bursar://payments/pi_123'])).toBe(
    '/payments/pi_123',
  )
  expect(placeInArguments(['/opt/bursar', '--open=bursar://payments/pi_123'])).toBeUndefined()
})
