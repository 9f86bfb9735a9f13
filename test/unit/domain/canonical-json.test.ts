// One text for one value.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'

test('keys are sorted at every depth and nothing is between them', () => {
  expect(canonicalJson({ b: 1, a: { d: [true, null, 'ü"'], c: -0 } })).toBe(
    '{"a":{"c":0,"d":[true,null,"ü\\""]},"b":1}',
  )
})

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)

test('the order in which a value was put together makes no difference, its contents do', () => {
  const plain = fc.dictionary(
    fc.string(),
    fc.oneof(fc.string(), fc.maxSafeInteger(), fc.boolean(), fc.constant(null)),
  )
  fc.assert(
    fc.property(plain, plain, (one, other) => {
      const backwards = Object.fromEntries(Object.entries(one).toReversed())
      expect(canonicalJson(backwards)).toBe(canonicalJson(one))
      expect(JSON.parse(canonicalJson(one))).toEqual(JSON.parse(JSON.stringify(one)))
      const same = canonicalJson(one) === canonicalJson(other)
      expect(same).toBe(
        JSON.stringify(Object.entries(one).toSorted(byKey)) ===
          JSON.stringify(Object.entries(other).toSorted(byKey)),
      )
    }),
  )
})

test.each([[0.1], [2 ** 53], [Number.NaN], [undefined], [{ a: undefined }], [1n], [() => 1], [Symbol('a')]])(
  'what can not be written exactly is refused: %s',
  (value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  },
)
