// Garbage from a page of ours that has been taken over: nothing malformed reaches a handler, and nothing throws.
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorCodes, methods, schemas } from '../../src/contract/index.ts'
import type { MethodName } from '../../src/contract/index.ts'
import { watchedRegistrar } from './registry.ts'
import { trusted } from './senders.ts'

/** They take more, each its own much. */
const wide: MethodName[] = ['text.copy', 'image.copy', 'text.save', 'run.place', 'run.check']
const names = Object.keys(methods) as MethodName[]
const isClosed = (answer: unknown): boolean => {
  const { ok, error } = answer as { ok: unknown; error?: { code: string; message: unknown } }
  return ok === false && errorCodes.some((code) => code === error?.code) && typeof error?.message === 'string'
}

const poison = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'then',
  'toJSON',
  'deskId',
)
/** Whatever a structured clone can carry, with keys that like to cause trouble. */
const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true }),
  fc.anything({ withNullPrototype: true, withSparseArray: true, key: fc.oneof(poison, fc.string()) }),
  fc.json().map((text) => JSON.parse(text) as unknown),
  fc.dictionary(poison, fc.anything()).map((value) => JSON.parse(JSON.stringify(value) ?? 'null') as unknown),
)

describe('garbage', () => {
  it.each(names)(
    'sent to %s never throws, and reaches the handler only when the schema takes it',
    async (method) => {
      await fc.assert(
        fc.asyncProperty(anything, async (request) => {
          const { registrar, reached } = watchedRegistrar()
          const answer = await registrar.answer(trusted(), { method, request })
          if (schemas[method].request.safeParse(request).success) return
          expect(reached).not.toHaveBeenCalled()
          expect(isClosed(answer)).toBe(true)
        }),
        { numRuns: 60 },
      )
    },
  )

  it('instead of an envelope is a bad request', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anything, { maxLength: 3 }), async (args) => {
        const { registrar, reached } = watchedRegistrar()
        expect(isClosed(await registrar.answer(trusted(), ...args))).toBe(true)
        expect(reached).not.toHaveBeenCalled()
      }),
      { numRuns: 200 },
    )
  })

  it('instead of a method is an unknown method, inherited names included', async () => {
    const inherited = [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      '',
      'desk.list ',
      'DESK.LIST',
    ]
    const wrong: unknown[] = [...inherited, null, 0, ['desk.list'], { toString: () => 'desk.list' }]
    for (const method of wrong) {
      const { registrar, reached } = watchedRegistrar()
      const answer = await registrar.answer(trusted(), { method, request: {} })
      expect(answer).toMatchObject({ ok: false, error: { code: 'unknown_method' } })
      expect(reached).not.toHaveBeenCalled()
    }
  })

  it('hidden in a third field of the envelope, or a second argument, is a bad request', async () => {
    const { registrar, reached } = watchedRegistrar()
    const good = { method: 'desk.list', request: {} }
    for (const args of [[{ ...good, more: 'x'.repeat(1_000_000) }], [good, {}], []]) {
      expect(await registrar.answer(trusted(), ...args)).toMatchObject({ error: { code: 'bad_request' } })
    }
    expect(reached).not.toHaveBeenCalled()
  })
})

describe('too much', () => {
  const nested = (depth: number): unknown => {
    let value: unknown = 1
    for (let level = 0; level < depth; level += 1) value = { deskId: value }
    return value
  }
  const cycle: Record<string, unknown> = {}
  cycle['self'] = cycle
  const twins = (depth: number): unknown => {
    let value: unknown = 'x'
    for (let level = 0; level < depth; level += 1) value = [value, value]
    return value
  }
  const sparse: unknown[] = []
  sparse.length = 4_000_000_000

  it.each([
    ['a string over 64 kB', { deskId: 'x'.repeat(64 * 1024) }],
    ['a key over 64 kB', { ['x'.repeat(64 * 1024)]: 1 }],
    ['a dozen levels and one, however small', nested(13)],
    ['a hundred thousand levels', nested(100_000)],
    ['a cycle', cycle],
    ['a small tree that unfolds to billions', twins(40)],
    ['an array that claims a length', sparse],
    ['many small things', Array.from({ length: 20_000 }, () => null)],
  ])('is refused before the schema looks: %s', async (_name, request) => {
    for (const method of names.filter((name) => !wide.includes(name))) {
      const { registrar, reached } = watchedRegistrar()
      const answer = await registrar.answer(trusted(), { method, request })
      expect(answer).toMatchObject({ ok: false, error: { code: 'too_large' } })
      expect(reached).not.toHaveBeenCalled()
    }
  })

  it('is a million characters and one for a copied text, and a million is not', async () => {
    const { registrar, reached } = watchedRegistrar()
    const copy = (length: number) =>
      registrar.answer(trusted(), { method: 'text.copy', request: { text: 'x'.repeat(length) } })
    expect((await copy(1_000_000)).ok).toBe(true)
    expect((await copy(1_000_001)).ok).toBe(false)
    expect((await copy(5_000_000)).ok).toBe(false)
    expect(reached).toHaveBeenCalledTimes(1)
  })

  it('is eight million characters and more for a picture, and anything that does not begin as one', async () => {
    const { registrar, reached } = watchedRegistrar()
    const copy = (png: string) => registrar.answer(trusted(), { method: 'image.copy', request: { png } })
    const picture = (length: number): string => 'iVBORw0KGgo'.padEnd(length, 'A')
    expect((await copy(picture(8_000_000))).ok).toBe(true)
    for (const png of [picture(8_000_001), picture(20_000_000), '', 'R0lGODlh', 'iVBORw0KGgo!', 'PHN2Zz4='])
      expect((await copy(png)).ok).toBe(false)
    expect(reached).toHaveBeenCalledTimes(1)
  })

  it('is more than fifty million characters for a saved text, and for whatever else is sent in its place', async () => {
    const { registrar, reached } = watchedRegistrar()
    const save = (request: unknown) => registrar.answer(trusted(), { method: 'text.save', request })
    const fileName = 'bursar-audit.json'
    expect((await save({ fileName, text: 'x'.repeat(50_000_000) })).ok).toBe(true)
    expect((await save({ fileName, text: 'x'.repeat(50_000_001) })).ok).toBe(false)
    for (const request of [twins(40), cycle, sparse, nested(13)])
      expect(await save(request)).toMatchObject({ error: { code: 'too_large' } })
    for (const name of ['', '../up', 'a/b', 'a\\b', 'x'.repeat(121)])
      expect(await save({ fileName: name, text: '' })).toMatchObject({ error: { code: 'bad_request' } })
    expect(reached).toHaveBeenCalledTimes(1)
  })
})
