// Bodies of Stripe's objects come back as they were packed, by whatever version.
import { deflateRawSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { packBody, unpackBody } from '../../../electron/store/body.ts'

test('a packed body comes back byte for byte', () => {
  const json = JSON.stringify({
    id: 'pi_1',
    description: 'Zażółć 🦫 gęślą jaźń',
    list: Array(50).fill('card'),
  })
  expect(unpackBody(packBody(json))).toBe(json)
  expect(packBody(json).length).toBeLessThan(json.length)
})

test('a body that an earlier version packed is read as before', () => {
  for (const level of [0, 1, 9])
    for (const json of ['{}', JSON.stringify({ id: 'pi_1', list: Array(5000).fill('card') })])
      expect(unpackBody(deflateRawSync(json, { level }))).toBe(json)
})

test('bytes that nobody packed are refused', () => {
  for (const bytes of [Buffer.of(), Buffer.of(7), Buffer.of(7, 255, 255, 255, 255, 15, 1), Buffer.of(6, 1)])
    expect(() => unpackBody(bytes)).toThrow(Error)
})
