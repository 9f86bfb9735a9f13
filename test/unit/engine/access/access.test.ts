// The access of one desk, over its real journal: who is let through, when, and what is written down of it.
import { scryptSync } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { openAccess } from '../../../../electron/engine/access/access.ts'
import { awayMs } from '../../../../electron/engine/access/lock.ts'
import type { Verifier } from '../../../../electron/engine/access/passphrase.ts'
import { openAudit } from '../../../../electron/engine/audit/audit.ts'
import { openJournalOf } from '../../../../electron/engine/journal/orders.ts'
import { failure, type Failure, type Policy } from '../../../../src/contract/index.ts'
import { firstPolicy } from '../../../../src/domain/policy.ts'
import { aStore, anOrder } from '../../../integration/engine/desk.ts'

const right = 'correct horse battery'
const cheap = { cost: 16, blockSize: 8, parallelization: 1 } as const
const salt = 'a'.repeat(32)
const verifier = {
  ...cheap,
  salt,
  hash: scryptSync(right, Buffer.from(salt, 'hex'), 32, cheap).toString('hex'),
} as unknown as Verifier

const minute = 60_000
/** A quarter to midnight in Berlin. */
const evening = Date.parse('2026-11-25T22:45:00Z')

interface Options {
  mode?: 'test' | 'live'
  store?: ReturnType<typeof aStore>
  refused?: string
  isSet?: boolean
  held?: { refund: number; change: number }
  /** The names of bulk runs that are held or being sent. */
  runs?: string[]
  /** The journal was found to be damaged. */
  damaged?: boolean
}

function open({
  mode = 'live',
  store = aStore(),
  refused,
  isSet = true,
  held,
  runs = [],
  damaged = false,
}: Options = {}) {
  const clock = { wall: evening, monotonic: 0 }
  const audit = openAudit(store.journal, { now: () => clock.wall })
  const journal = openJournalOf(store.journal, () => clock.wall, audit)
  const locked = vi.fn<(problem: Failure) => void>()
  const unlocked = vi.fn<() => void>()
  const changed = vi.fn<() => void>()
  const access = openAccess({
    mode,
    wall: () => clock.wall,
    monotonic: () => clock.monotonic,
    database: store.journal,
    audit,
    record: (note) => void audit.append(note),
    verifier: isSet ? verifier : null,
    keepVerifier: async () => undefined,
    damage: () => (damaged ? failure('store_corrupt', 'The journal is damaged.').error : null),
    refused: () => (refused === undefined ? undefined : failure('key_permission', refused).error),
    orderedSince: (currency, since) => journal.orderedSince(currency, since),
    held: (action) => held?.[action] ?? 0,
    runsUnderWay: () => runs,
    unlocked,
    locked,
    changed,
  })
  const pass = (ms: number): void => {
    clock.wall += ms
    clock.monotonic += ms
  }
  const entries = (): { kind: string; text: string; detail: string }[] =>
    store.journal
      .prepare<[], { kind: string; text: string; detail: string }>(
        'SELECT kind, text, detail FROM audit ORDER BY seq',
      )
      .all()
  return {
    access,
    journal,
    store,
    clock,
    pass,
    locked,
    unlocked,
    changed,
    entries,
    kinds: () => entries().map(({ kind }) => kind),
  }
}

const policy: Policy = {
  ...firstPolicy('Europe/Berlin'),
  limits: [{ currency: 'eur', perOrder: 10_000, perDay: 20_000, typeAbove: 5000 }],
}
const small = { amount: 100, currency: 'eur', reason: null }
const typed = (amount: string) => ({ how: 'typed' as const, amount })

describe('a live desk', () => {
  test('is locked when it is opened, and says how to unlock it', async () => {
    const { access } = open()
    expect(access.standing()).toMatchObject({
      access: { orders: 'locked', unlockedUntil: null, passphrase: true },
      readOnlyReason: expect.stringMatching(/Unlock it with its passphrase/),
    })
    expect(access.whyNot(small, typed('1'))).toMatchObject({ code: 'locked' })
    expect(open({ isSet: false }).access.standing().readOnlyReason).toMatch(/Set a passphrase/)
  })

  test('writes down what it refuses while it is locked, notes and secrets too', async () => {
    const { access, entries } = open()
    expect(access.whyLocked('write a note about a customer')).toMatchObject({ code: 'locked' })
    expect(entries()).toMatchObject([
      { kind: 'order_denied', text: 'Not done: write a note about a customer (locked).' },
    ])
    await access.unlock(right)
    expect(access.whyLocked('write a note about a customer')).toBeNull()
    expect(entries()).toHaveLength(2)
  })

  test('is unlocked by its passphrase for as long as its policy says, and both are written down', async () => {
    const { access, clock, kinds, unlocked, changed } = open()
    await access.setPolicy(right, { ...policy, leaseMinutes: 3 })
    expect(await access.unlock(right)).toMatchObject({ ok: true })
    expect(access.standing()).toMatchObject({
      access: { orders: 'open', unlockedUntil: clock.wall + 3 * minute },
    })
    expect(access.standing()).not.toHaveProperty('readOnlyReason')
    expect(unlocked).toHaveBeenCalledTimes(1)
    expect(changed).toHaveBeenCalled()
    access.lock('key')
    expect(kinds()).toEqual(['policy_changed', 'desk_unlocked', 'desk_locked'])
  })

  test('is not unlocked by another passphrase, and a running lease is not ended by one', async () => {
    const { access, kinds } = open()
    expect(await access.unlock('wrong guess')).toMatchObject({ error: { code: 'passphrase_wrong' } })
    expect(access.whyClosed()).toMatchObject({ code: 'locked' })
    await access.unlock(right)
    expect(await access.unlock('wrong guess')).toMatchObject({ error: { code: 'passphrase_wrong' } })
    expect(access.whyClosed()).toBeNull()
    expect(kinds()).toEqual(['unlock_refused', 'desk_unlocked', 'unlock_refused'])
  })

  test('is not unlocked for longer by the same call again, nor by the system', async () => {
    const { access, pass, kinds } = open()
    await access.unlock(right)
    const { unlockedUntil } = access.standing().access
    for (let time = 0; time < 4; time += 1) {
      pass(20_000)
      expect(await access.unlock(right)).toMatchObject({ ok: true })
      expect(access.unlockedBySystem()).toMatchObject({ ok: true })
    }
    expect(access.standing().access.unlockedUntil).toBe(unlockedUntil)
    expect(kinds()).toEqual(['desk_unlocked'])
  })

  test('is locked when its time is over, whoever looks first, and what was held is told why', async () => {
    const { access, pass, locked, entries } = open()
    await access.unlock(right)
    for (let second = 0; second < 5 * 60 - 1; second += 1) {
      pass(1000)
      expect(access.whyClosed()).toBeNull()
    }
    pass(1000)
    expect(access.whyNot(small, typed('1'))).toMatchObject({ code: 'locked' })
    expect(locked.mock.calls).toEqual([
      [{ code: 'locked', message: expect.stringMatching(/its time was over\), so this was never sent/) }],
    ])
    expect(entries().at(-1)).toMatchObject({
      kind: 'desk_locked',
      text: 'Live desk locked: its time was over.',
    })
  })

  test('is looked at every second while it is unlocked, so that it is locked without being asked', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      const { access, pass, changed, kinds } = open()
      await access.unlock(right)
      changed.mockClear()
      pass(5 * minute)
      expect(changed).not.toHaveBeenCalled()
      vi.advanceTimersByTime(1000)
      expect(changed).toHaveBeenCalledTimes(1)
      expect(kinds().at(-1)).toBe('desk_locked')
      expect(vi.getTimerCount()).toBe(0)
    } finally {
      vi.useRealTimers()
    }
  })

  test.each(['sleep', 'screen_locked', 'away', 'switched', 'closed', 'key', 'key_replaced'] as const)(
    'is locked for %s, once, and says so',
    async (why) => {
      const { access, entries, locked } = open()
      access.lock(why)
      expect(entries()).toEqual([])
      await access.unlock(right)
      access.lock(why)
      access.lock(why)
      expect(access.whyClosed()).toMatchObject({ code: 'locked' })
      expect(
        entries()
          .map(({ detail }) => JSON.parse(detail) as unknown)
          .at(-1),
      ).toEqual({ why })
      expect(entries()).toHaveLength(2)
      expect(locked).toHaveBeenCalledTimes(1)
    },
  )

  test('is locked when no window was in sight for a quarter of an hour, counted from when it went', async () => {
    const { access, pass, kinds } = open()
    await access.setPolicy(right, { ...policy, leaseMinutes: 15 })
    access.watched(false)
    pass(10 * minute)
    access.watched(false)
    await access.unlock(right)
    for (let second = 1; second < 5 * 60; second += 1) {
      pass(1000)
      expect(access.whyClosed()).toBeNull()
    }
    pass(awayMs - 10 * minute - (5 * 60 - 1) * 1000)
    expect(access.whyClosed()).toMatchObject({ code: 'locked' })
    expect(kinds().at(-1)).toBe('desk_locked')
    access.watched(true)
    await access.unlock(right)
    pass(20_000)
    expect(access.whyClosed()).toBeNull()
  })

  test('that is locked while a passphrase is being checked stays locked', async () => {
    const { access, kinds } = open()
    const unlocking = access.unlock(right)
    access.lock('screen_locked')
    expect(await unlocking).toMatchObject({ error: { code: 'locked' } })
    expect(access.whyClosed()).toMatchObject({ code: 'locked' })
    expect(kinds()).toEqual([])
  })

  test('that is found locked within a transaction tells of it after that', async () => {
    const { access, store, pass, locked, kinds } = open()
    await access.unlock(right)
    pass(5 * minute)
    const inside = store.journal.transaction(() => {
      expect(access.whyClosed()).toMatchObject({ code: 'locked' })
      expect(locked).not.toHaveBeenCalled()
      throw new Error('rolled back')
    })
    expect(inside).toThrow('rolled back')
    await Promise.resolve()
    expect(locked).toHaveBeenCalledTimes(1)
    expect(kinds()).toEqual(['desk_unlocked', 'desk_locked'])
  })

  test('whose unlocking can not be written down stays locked', async () => {
    const { access, store } = open()
    store.journal.exec(
      `CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    )
    await expect(access.unlock(right)).rejects.toThrow('disk full')
    store.journal.exec('DROP TRIGGER full')
    expect(access.whyClosed()).toMatchObject({ code: 'locked' })
  })

  test('is unlocked by the system where there is no passphrase either', () => {
    const { access, entries } = open({ isSet: false })
    expect(access.unlockedBySystem()).toMatchObject({ ok: true })
    expect(access.whyClosed()).toBeNull()
    expect(entries()[0]).toMatchObject({ text: 'Live desk unlocked by Touch ID.' })
  })

  test('whose key makes no refunds is refused, not locked, whatever is unlocked', async () => {
    const { access } = open({ refused: 'This key can not make refunds.' })
    await access.unlock(right)
    expect(access.standing()).toMatchObject({
      access: { orders: 'refused' },
      readOnlyReason: 'This key can not make refunds.',
    })
    expect(access.whyNot(small, typed('1'))).toMatchObject({ code: 'key_permission' })
  })

  test('takes other changes only unlocked, where the policy lets it, and confirmed', async () => {
    const { access } = open()
    expect(access.whyNoChange('change', { how: 'agreed' })).toMatchObject({ code: 'locked' })
    await access.unlock(right)
    expect(access.whyNoChange('change', null)).toMatchObject({ code: 'confirmation_missing' })
    expect(access.whyNoChange('change', { how: 'agreed' })).toBeNull()
    await access.setPolicy(right, { ...policy, role: 'support', allowed: ['refund'] })
    await access.unlock(right)
    expect(access.whyNoChange('change', { how: 'agreed' })).toMatchObject({ code: 'policy_refused' })
    expect(access.whyNoChange('refund', { how: 'agreed' })).toBeNull()

    const test = open({ mode: 'test' })
    expect(test.access.whyNoChange('change', null)).toBeNull()
  })

  test('sends only unlocked, and only what its policy still lets this machine do', async () => {
    const { access } = open()
    expect(access.whyNotSend('refund')).toMatchObject({ code: 'locked' })
    await access.unlock(right)
    expect(access.whyNotSend('refund')).toBeNull()
    await access.setPolicy(right, { ...policy, role: 'support', allowed: ['change'] })
    await access.unlock(right)
    expect(access.whyNotSend('refund')).toMatchObject({ code: 'policy_refused' })
    expect(access.whyNotSend('change')).toBeNull()
  })

  test('asks for a confirmation by its policy, after everything else', async () => {
    const { access } = open()
    await access.setPolicy(right, policy)
    await access.unlock(right)
    expect(access.whyNot(small, null)).toMatchObject({ code: 'confirmation_missing' })
    expect(access.whyNot(small, { how: 'agreed' })).toBeNull()
    expect(access.whyNot({ ...small, amount: 5001 }, { how: 'agreed' })).toMatchObject({
      code: 'confirmation_missing',
    })
    expect(access.whyNot({ ...small, amount: 5001 }, typed('50.01'))).toBeNull()
    expect(access.whyNot({ ...small, amount: 10_001 }, typed('100.01'))).toMatchObject({
      code: 'policy_refused',
    })
    expect(access.rules('eur').confirm).toEqual({ typeAbove: 5000 })
  })
})

test('a desk whose journal is damaged takes nothing, whatever is unlocked, and says so', async () => {
  const { access } = open({ mode: 'test', damaged: true })
  const damage = { code: 'store_corrupt' }
  expect(access.standing()).toMatchObject({
    access: { orders: 'refused' },
    readOnlyReason: 'The journal is damaged.',
    journalDamaged: true,
  })
  expect(access.whyNot(small, null)).toMatchObject(damage)
  expect(access.whyNoChange('change', { how: 'agreed' })).toMatchObject(damage)
  expect(access.whyNoRun()).toMatchObject(damage)
  expect(access.whyNotSend('refund')).toMatchObject(damage)
  expect(access.whyLocked('write a note about a customer')).toMatchObject(damage)
  expect(await access.setPolicy(right, policy)).toMatchObject({ error: damage })
})

describe('a test desk', () => {
  test('is never locked, and asks for no confirmation', async () => {
    const { access, kinds } = open({ mode: 'test' })
    expect(access.standing().access).toMatchObject({ orders: 'open', unlockedUntil: null })
    expect(access.whyNot(small, null)).toBeNull()
    expect(access.rules('eur').confirm).toBeNull()
    expect(await access.unlock(right)).toMatchObject({ error: { code: 'bad_request' } })
    expect(access.unlockedBySystem()).toMatchObject({ error: { code: 'bad_request' } })
    access.lock('sleep')
    expect(access.whyClosed()).toBeNull()
    expect(kinds()).toEqual([])
  })
})

describe('a policy', () => {
  test('holds from the moment it was changed, over restarts, and before and after are written down', async () => {
    const { access, store, entries } = open({ mode: 'test' })
    const before = access.standing().policy
    expect(before.role).toBe('admin')
    expect(await access.setPolicy(right, policy)).toMatchObject({ ok: true })
    await access.setPolicy(right, { ...policy, role: 'support', allowed: ['refund'] })
    expect(open({ mode: 'test', store }).access.standing().policy).toEqual({
      ...policy,
      role: 'support',
      allowed: ['refund'],
    })
    const [first, second] = entries().map(({ detail }) => JSON.parse(detail) as object)
    expect(first).toEqual({ version: 1, before, after: policy })
    expect(second).toMatchObject({ version: 2, before: policy, after: { role: 'support' } })
  })

  test('is not changed without the passphrase, which is asked of an admin too', async () => {
    const { access, kinds } = open({ mode: 'test' })
    expect(await access.setPolicy('wrong guess', policy)).toMatchObject({
      error: { code: 'passphrase_wrong' },
    })
    expect(access.standing().policy.limits).toEqual([])
    expect(kinds()).toEqual(['unlock_refused'])
    expect(await open({ mode: 'test', isSet: false }).access.setPolicy(right, policy)).toMatchObject({
      error: { code: 'passphrase_missing' },
    })
  })

  test.each<[string, Partial<Policy>, RegExp]>([
    ['a currency twice', { limits: [...policy.limits, ...policy.limits] }, /twice/],
    ['a limit below zero', { limits: [{ ...policy.limits[0]!, perDay: -1 }] }, /below zero/],
    ['a time zone that there is not', { timeZone: 'Europe/Atlantis' }, /Atlantis/],
  ])('with %s is none', async (_, change, words) => {
    const { access } = open({ mode: 'test' })
    expect(await access.setPolicy(right, { ...policy, ...change })).toMatchObject({
      error: { code: 'bad_request', message: expect.stringMatching(words) },
    })
  })

  test('locks a live desk when it is changed', async () => {
    const { access, kinds } = open()
    await access.unlock(right)
    await access.setPolicy(right, policy)
    expect(access.whyClosed()).toMatchObject({ code: 'locked' })
    expect(kinds()).toEqual(['desk_unlocked', 'policy_changed', 'desk_locked'])
  })

  test('that withdraws held orders is told how many before it is changed, of a live desk all of them', async () => {
    const { access, kinds } = open({ held: { refund: 1, change: 2 } })
    expect(await access.setPolicy('wrong guess', policy)).toMatchObject({
      error: { code: 'confirmation_missing', message: expect.stringMatching(/^3 orders .* withdrawn/) },
    })
    expect(await access.setPolicy(right, policy)).toMatchObject({ error: { code: 'confirmation_missing' } })
    expect(access.standing().policy.limits).toEqual([])
    expect(kinds()).toEqual([])
    expect(await access.setPolicy(right, policy, true)).toMatchObject({ ok: true })
  })

  test('withdraws on a test desk what this machine may not send any more, and asks for that alone', async () => {
    const { access } = open({ mode: 'test', held: { refund: 1, change: 2 } })
    expect(await access.setPolicy(right, policy)).toMatchObject({ ok: true })
    const narrower: Policy = { ...policy, role: 'support', allowed: ['change'] }
    expect(await access.setPolicy(right, narrower)).toMatchObject({
      error: { code: 'confirmation_missing', message: expect.stringMatching(/^One order .* withdrawn/) },
    })
    expect(await access.setPolicy(right, narrower, true)).toMatchObject({ ok: true })
  })

  test('that pauses bulk runs is told which before it is changed, of a test desk where this machine may send them no more', async () => {
    const live = open({ runs: ['October returns'], held: { refund: 1, change: 0 } })
    expect(await live.access.setPolicy(right, policy)).toMatchObject({
      error: {
        code: 'confirmation_missing',
        message: expect.stringMatching(
          /^One order .* withdrawn and never sent\. The bulk run “October returns” is under way: .* paused/,
        ),
      },
    })
    expect(live.kinds()).toEqual([])
    expect(await live.access.setPolicy(right, policy, true)).toMatchObject({ ok: true })

    const names = Array.from({ length: 7 }, (_, place) => `Run ${place + 1}`)
    const testDesk = open({ mode: 'test', runs: names }).access
    expect(await testDesk.setPolicy(right, policy)).toMatchObject({ ok: true })
    const narrower: Policy = { ...policy, allowed: ['refund', 'change', 'manage'] }
    expect(await testDesk.setPolicy(right, narrower)).toMatchObject({
      error: {
        code: 'confirmation_missing',
        message: expect.stringMatching(
          /^7 bulk runs are under way \(“Run 1”, “Run 2”, “Run 3”, “Run 4”, “Run 5” and 2 more\): .* paused/,
        ),
      },
    })
  })

  test('is judged by what is held after the passphrase was, too', async () => {
    const held = { refund: 0, change: 0 }
    const { access } = open({ held })
    const changing = access.setPolicy(right, policy)
    held.refund = 1
    expect(await changing).toMatchObject({ error: { code: 'confirmation_missing' } })
  })

  test('that can not be read allows nothing and says why, until it is set again', async () => {
    const { store } = open({ mode: 'test' })
    store.journal.prepare('INSERT INTO policies VALUES (1, 1, ?)').run('{"role":"owner"}')
    const { access } = open({ mode: 'test', store })
    const words = expect.stringMatching(/can't be read\. Until it is set again.* make refunds/)
    expect(access.whyNot(small, null)).toMatchObject({ code: 'policy_refused', message: words })
    expect(access.standing()).toMatchObject({ policyUnreadable: true, readOnlyReason: words })
    expect(access.refusal('manage', 'rebuild the tables')).not.toBeNull()
    await access.setPolicy(right, policy)
    expect(access.whyNot(small, null)).toBeNull()
    expect(access.standing()).not.toHaveProperty('policyUnreadable')
  })

  test('can neither be rewritten nor cut from the table', async () => {
    const { access, store } = open({ mode: 'test' })
    await access.setPolicy(right, policy)
    expect(() => store.journal.exec(`UPDATE policies SET policy = '{}'`)).toThrow(/never rewritten/)
    expect(() => store.journal.exec('DELETE FROM policies')).toThrow(/never rewritten/)
  })

  test('that forbids refunds shows the desk as refused, with the reason', async () => {
    const { access } = open({ mode: 'test' })
    await access.setPolicy(right, { ...policy, role: 'support', allowed: [] })
    expect(access.standing()).toMatchObject({
      access: { orders: 'refused' },
      readOnlyReason: expect.stringMatching(/\(support\) make refunds/),
    })
    expect(access.whyNot(small, null)).toMatchObject({ code: 'policy_refused' })
  })

  test('that forbids managing refuses it in words, and writes that down', async () => {
    const { access, entries } = open({ mode: 'test' })
    expect(access.refusal('manage', 'rebuild the tables')).toBeNull()
    await access.setPolicy(right, { ...policy, role: 'support', allowed: ['refund'] })
    expect(access.refusal('manage', 'rebuild the tables')).toMatchObject({
      error: { code: 'policy_refused', message: expect.stringMatching(/\(support\) rebuild the tables/) },
    })
    expect(entries().at(-1)).toMatchObject({
      kind: 'order_denied',
      text: expect.stringMatching(/rebuild the tables/),
    })
  })
})

describe('the limit of a day', () => {
  async function withOrders() {
    const opened = open({ mode: 'test' })
    const { access, journal, clock } = opened
    await access.setPolicy(right, policy)
    let number = 0
    function order(amount: number, currency = 'eur') {
      number += 1
      const times = { placedAt: clock.wall, sendAt: clock.wall }
      const asked = anOrder({ id: `pi_${number}`, currency }, amount)
      const placed = journal.place(asked, times, null, () => access.whyNot(asked, null))
      return { id: asked.orderId, ...placed }
    }
    const left = (): number | null => access.rules('eur').limits.leftToday
    return { ...opened, order, left }
  }

  test('counts what was ordered today in that currency, to the cent', async () => {
    const { order, left } = await withOrders()
    expect(left()).toBe(20_000)
    expect(order(9999).ok).toBe(true)
    expect(order(5000, 'usd').ok).toBe(true)
    expect(left()).toBe(10_001)
    expect(order(10_000).ok).toBe(true)
    expect(order(2)).toMatchObject({ error: { code: 'policy_refused' } })
    expect(order(1).ok).toBe(true)
    expect(left()).toBe(0)
  })

  test('gives back what moved no money, and nothing else', async () => {
    const { order, left, journal } = await withOrders()
    const moved = (
      state: 'withdrawn' | 'refused' | 'sending' | 'unknown' | 'done',
      refundStatus?: string,
    ) => {
      const { id } = order(1000)
      if (state === 'done' || state === 'unknown') journal.move(id, ['held'], { state: 'sending' })
      journal.move(id, ['held', 'sending'], { state, ...(refundStatus && { refundStatus }) })
      return left()
    }
    expect(moved('withdrawn')).toBe(20_000)
    expect(moved('refused')).toBe(20_000)
    expect(moved('done', 'failed')).toBe(20_000)
    expect(moved('done', 'canceled')).toBe(20_000)
    expect(moved('sending')).toBe(19_000)
    expect(moved('unknown')).toBe(18_000)
    expect(moved('done', 'pending')).toBe(17_000)
    expect(moved('done')).toBe(16_000)
  })

  test('begins anew at midnight by the time zone of the policy, to the millisecond', async () => {
    const { order, left, pass, clock } = await withOrders()
    order(10_000)
    order(10_000)
    expect(left()).toBe(0)
    pass(Date.parse('2026-11-25T23:00:00Z') - clock.wall - 1)
    expect(order(1)).toMatchObject({ error: { code: 'policy_refused' } })
    pass(1)
    expect(left()).toBe(20_000)
    expect(order(1).ok).toBe(true)
  })

  test('is another one by another time zone', async () => {
    const { order, left, pass, access } = await withOrders()
    order(10_000)
    pass(20 * minute)
    expect(left()).toBe(20_000)
    await access.setPolicy(right, { ...policy, timeZone: 'America/New_York' })
    expect(left()).toBe(10_000)
  })

  test('counts what was ordered while the clock was a day ahead', async () => {
    const { order, left, clock } = await withOrders()
    clock.wall += 24 * 60 * minute
    order(10_000)
    clock.wall -= 24 * 60 * minute
    expect(left()).toBe(10_000)
  })
})
