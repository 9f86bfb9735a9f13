// The codec between host and page: whatever structured clone carries comes back equal, and what it does not carry is refused.
import { anything, assert, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCodec } from '../../doubles/electron/page/codec.ts'

const { encode, decode } = createCodec()
const roundTrip = (value: unknown): unknown => decode(encode(value))

describe('the codec of the Electron double', () => {
  it('brings back every value that structured clone carries', () => {
    const values = anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
    })
    assert(
      property(values, (value) => {
        expect(roundTrip(value)).toEqual(structuredClone(value))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps what JSON would lose', () => {
    expect(roundTrip([undefined, Number.NaN, -0, Infinity, 2n ** 70n])).toEqual([
      undefined,
      Number.NaN,
      -0,
      Infinity,
      2n ** 70n,
    ])
    expect(roundTrip(new Date(Number.NaN))).toEqual(new Date(Number.NaN))
    expect(roundTrip({ ['__proto__']: 1 })).toEqual({ ['__proto__']: 1 })
    const error = roundTrip(new RangeError('too far')) as Error
    expect([error instanceof RangeError, error.message]).toEqual([true, 'too far'])
  })

  it('keeps identity and circles', () => {
    const shared = { name: 'shared' }
    const circle: Record<string, unknown> = {
      first: shared,
      second: shared,
      map: new Map([[shared, [shared]]]),
    }
    circle['self'] = circle
    const back = roundTrip(circle) as typeof circle
    expect(back['self']).toBe(back)
    expect(back['first']).toBe(back['second'])
    expect([...(back['map'] as Map<unknown, unknown>).keys()][0]).toBe(back['first'])
  })

  it('refuses what can not be cloned', () => {
    for (const value of [() => 1, Symbol('no'), new WeakMap(), Promise.resolve(), { deep: [() => 1] }])
      expect(() => encode(value)).toThrow('An object could not be cloned.')
  })
})
