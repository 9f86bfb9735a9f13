// The gate: only the passphrase opens it, and whoever guesses waits, over restarts and whatever they do with the clock.
import { scryptSync } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { freeAttempts, waitAfter } from '../../../../electron/engine/access/attempts.ts'
import { openGate } from '../../../../electron/engine/access/passphrase-gate.ts'
import {
  isPassphrase,
  isTooShort,
  verifierOf,
  verifierShape,
  type Verifier,
} from '../../../../electron/engine/access/passphrase.ts'
import type { AuditNote } from '../../../../electron/engine/audit/audit.ts'
import { aStore } from '../../../integration/engine/desk.ts'

const right = 'correct horse battery'
const real = await verifierOf(right)
/** Of the same passphrase, and quickly checked. */
const cheap = { cost: 16, blockSize: 8, parallelization: 1 } as const
const verifier = {
  ...cheap,
  salt: real.salt,
  hash: scryptSync(right, Buffer.from(real.salt, 'hex'), 32, cheap).toString('hex'),
} as unknown as Verifier
const second = 1000
const minute = 60 * second

function open(store = aStore(), kept: Verifier | null = verifier) {
  const clock = { wall: 1_795_000_000_000, monotonic: 0 }
  const notes: AuditNote[] = []
  const keepVerifier = vi.fn<(verifier: Verifier) => Promise<void>>(async () => undefined)
  const start = (verifier: Verifier | null = kept) =>
    openGate({
      wall: () => clock.wall,
      monotonic: () => clock.monotonic,
      database: store.journal,
      verifier,
      keepVerifier,
      record: (note) => void notes.push(note),
      changed: () => undefined,
    })
  const gate = start()
  const pass = (ms: number): void => {
    clock.wall += ms
    clock.monotonic += ms
  }
  return { gate, start, clock, notes, pass, keepVerifier }
}

type Gate = ReturnType<typeof openGate>
async function guess(gate: Gate, times: number): Promise<(string | null)[]> {
  const answers = []
  for (let time = 0; time < times; time += 1) {
    const answer = await gate.prove('wrong guess', 'unlock')
    answers.push(answer.ok ? null : answer.error.code)
  }
  return answers
}

describe('a passphrase', () => {
  test('is known again, also where a keyboard writes its letters otherwise, and no other is', async () => {
    const umlaut = await verifierOf('Straße mit Ä und é')
    expect(await isPassphrase('Straße mit A\u0308 und e\u0301', umlaut)).toBe(true)
    expect(await isPassphrase('Straße mit Ä und e', umlaut)).toBe(false)
    expect(await isPassphrase(right, real)).toBe(true)
    expect(await isPassphrase(`${right} `, real)).toBe(false)
  })

  test('is kept salted, at a cost of 32 MiB, and nowhere in the record', async () => {
    const again = await verifierOf(right)
    expect(again.hash).not.toBe(real.hash)
    expect(again.salt).not.toBe(real.salt)
    expect(128 * real.cost * real.blockSize).toBeGreaterThanOrEqual(32 * 1024 * 1024)
    expect(JSON.stringify(real)).not.toContain('horse')
    expect(verifierShape.safeParse({ ...real, cost: 2 ** 30 }).success).toBe(false)
  })

  test.each([
    ['1234567', true],
    ['12345678', false],
    ['        ', true],
    ['   abc    ', true],
    ['🐎🐎🐎🐎', true],
  ])('%j is too short: %s', (text, short) => {
    expect(isTooShort(text)).toBe(short)
  })
})

describe('setting one', () => {
  test('the first time needs none, and is written down without it', async () => {
    const { gate, keepVerifier, notes } = open(aStore(), null)
    expect(await gate.prove(right, 'unlock')).toMatchObject({ error: { code: 'passphrase_missing' } })
    expect(await gate.set(null, right)).toMatchObject({ ok: true })
    expect(gate.isSet()).toBe(true)
    expect(await gate.prove(right, 'unlock')).toMatchObject({ ok: true })
    expect(keepVerifier).toHaveBeenCalledTimes(1)
    expect(notes).toEqual([expect.objectContaining({ kind: 'passphrase_changed', detail: { first: true } })])
    expect(JSON.stringify(notes)).not.toContain('horse')
  })

  test('needs eight characters', async () => {
    expect(await open(aStore(), null).gate.set(null, 'short 1')).toMatchObject({
      error: { code: 'passphrase_weak' },
    })
  })

  test('another one needs the one before, whose guesses are counted like any other', async () => {
    const { gate, keepVerifier } = open()
    expect(await gate.set(null, 'another one')).toMatchObject({ error: { code: 'passphrase_missing' } })
    expect(await gate.set('wrong guess', 'another one')).toMatchObject({
      error: { code: 'passphrase_wrong' },
    })
    expect(keepVerifier).not.toHaveBeenCalled()
    await guess(gate, freeAttempts - 1)
    expect(await gate.set(right, 'another one')).toMatchObject({ error: { code: 'too_many_attempts' } })
  })

  test('another one takes its place', async () => {
    const { gate } = open()
    expect(await gate.set(right, 'another one')).toMatchObject({ ok: true })
    expect(await gate.prove(right, 'unlock')).toMatchObject({ error: { code: 'passphrase_wrong' } })
    expect(await gate.prove('another one', 'unlock')).toMatchObject({ ok: true })
  })

  test('when the keychain does not keep it changes nothing', async () => {
    const { gate, keepVerifier, notes } = open()
    keepVerifier.mockRejectedValueOnce(new Error('it is locked'))
    expect(await gate.set(right, 'another one')).toMatchObject({
      error: { code: 'keychain_unavailable', message: expect.stringContaining('it is locked') },
    })
    expect(await gate.prove(right, 'unlock')).toMatchObject({ ok: true })
    expect(notes).toEqual([])
  })

  test('two at once for the first time: one of them comes second, and is refused', async () => {
    const { gate } = open(aStore(), null)
    const answers = await Promise.all([gate.set(null, 'first comer'), gate.set(null, 'second comer')])
    expect(answers.map(({ ok }) => ok)).toEqual([true, false])
  })
})

describe('guessing', () => {
  test('waits grow from half a minute to a quarter of an hour, and stay there', () => {
    const waits = [0, 1, 4, 5, 6, 7, 8, 9, 10, 11, 1000].map((wrong) => waitAfter(wrong) / second)
    expect(waits).toEqual([0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  test('five are free, the sixth waits for half a minute, and the moment is in the words', async () => {
    const { gate, pass, clock } = open()
    expect(await guess(gate, 6)).toEqual([...Array<string>(5).fill('passphrase_wrong'), 'too_many_attempts'])
    expect(gate.tryAgainAt()).toBe(clock.wall + 30 * second)
    const refused = await gate.prove(right, 'unlock')
    const moment = new Date(clock.wall + 30 * second).toLocaleTimeString('en-GB')
    expect(refused).toMatchObject({
      error: { code: 'too_many_attempts', message: expect.stringContaining(moment) },
    })
    pass(30 * second - 1)
    expect(await gate.prove(right, 'unlock')).toMatchObject({ ok: false })
    pass(1)
    expect(await gate.prove(right, 'unlock')).toMatchObject({ ok: true })
    expect(gate.tryAgainAt()).toBeNull()
  })

  test('another wrong one after the wait makes the next wait longer; a right one ends it all', async () => {
    const { gate, pass } = open()
    await guess(gate, 5)
    pass(30 * second)
    expect(await guess(gate, 2)).toEqual(['passphrase_wrong', 'too_many_attempts'])
    pass(59 * second)
    expect(await guess(gate, 1)).toEqual(['too_many_attempts'])
    pass(second)
    expect(await gate.prove(right, 'unlock')).toMatchObject({ ok: true })
    expect(await guess(gate, 5)).toEqual(Array(5).fill('passphrase_wrong'))
  })

  test('many at once are no more tries than one by one', async () => {
    const { gate } = open()
    const answers = await Promise.all(Array.from({ length: 12 }, () => gate.prove('wrong guess', 'unlock')))
    const codes = answers.map((answer) => (answer.ok ? '' : answer.error.code))
    expect(codes.filter((code) => code === 'passphrase_wrong')).toHaveLength(5)
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(7)
  })

  test('each refusal is written down, with how many there were, and without what was typed', async () => {
    const { gate, notes } = open()
    await guess(gate, 6)
    expect(notes.map(({ kind, detail }) => [kind, detail['code'], detail['wrong']])).toEqual([
      ...[1, 2, 3, 4, 5].map((wrong) => ['unlock_refused', 'passphrase_wrong', wrong]),
      ['unlock_refused', 'too_many_attempts', 5],
    ])
    expect(JSON.stringify(notes)).not.toContain('guess')
  })
})

describe('the wait', () => {
  test('goes on over a restart, and a try that was cut off counts', async () => {
    const { gate, start, pass } = open()
    await guess(gate, 4)
    // Not waited for: as if Bursar was ended while it was being checked.
    void gate.prove('wrong guess', 'unlock')
    await Promise.resolve()
    const later = start()
    expect(later.tryAgainAt()).not.toBeNull()
    pass(29 * second)
    expect(await later.prove(right, 'unlock')).toMatchObject({ error: { code: 'too_many_attempts' } })
    pass(second)
    expect(await later.prove(right, 'unlock')).toMatchObject({ ok: true })
  })

  test('is not cut short by a clock that is moved forward while Bursar runs', async () => {
    const { gate, clock } = open()
    await guess(gate, 5)
    clock.wall += 60 * minute
    expect(gate.tryAgainAt()).toBe(clock.wall + 30 * second)
    expect(await gate.prove(right, 'unlock')).toMatchObject({ error: { code: 'too_many_attempts' } })
  })

  test.each(['in the same run', 'over a restart'])(
    'starts whole again when the clock was moved back, %s, and then ends',
    async (when) => {
      const { gate, start, clock, pass } = open()
      await guess(gate, 5)
      pass(29 * second)
      clock.wall -= 24 * 60 * minute
      const asked = when === 'over a restart' ? start() : gate
      expect(asked.tryAgainAt()).toBe(clock.wall + 30 * second)
      pass(29 * second)
      expect(await asked.prove(right, 'unlock')).toMatchObject({ ok: false })
      pass(second)
      expect(await asked.prove(right, 'unlock')).toMatchObject({ ok: true })
    },
  )
})
