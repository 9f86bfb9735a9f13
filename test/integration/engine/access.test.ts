// Live desks and policies, through the calls of a page and the engine's own threads: what is locked is refused and written down, what is
// unlocked reaches Stripe, and no number of calls at once gets past a limit.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Desk, Policy, Result } from '../../../src/contract/index.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import {
  aPolicy,
  anOrderOf,
  codeOf,
  connectLive,
  liveRefunds,
  passphrase,
  payLive,
  startApp,
  stateOf,
  type App,
} from './access.support.ts'
import { aHome, anOrder, openRooms, refundsOf } from './desk.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

/** A live desk with a passphrase; with a policy, if one is given. */
async function liveDesk(policy?: Policy): Promise<{ app: App; desk: Desk; unlock: () => Promise<Desk> }> {
  const app = startApp(aHome())
  const { id: deskId } = await connectLive(app, bench)
  let desk = await app.done('desk.setPassphrase', { deskId, current: null, next: passphrase })
  if (policy) desk = await app.done('desk.setPolicy', { deskId, passphrase, policy })
  return { app, desk, unlock: () => app.done('desk.unlock', { deskId, passphrase }) }
}

describe('a live desk', { timeout: 60_000 }, () => {
  test('is locked, refuses and writes down; unlocked, the refund goes out; locked again, nothing does', async () => {
    const { app, desk, unlock } = await liveDesk(aPolicy())
    const deskId = desk.id
    expect(desk).toMatchObject({ mode: 'live', access: { orders: 'locked', passphrase: true } })
    const payment = await payLive(bench, 5000)
    const locked = anOrderOf(deskId, payment, 1000)
    expect(codeOf(await app.call('refund.place', locked))).toBe('locked')
    const changed = [
      await app.call('sync.cancel', { deskId }),
      await app.call('listener.addSecret', { deskId, secret: 'whsec_0123456789abcdef0123456789abcdef' }),
      await app.call('listener.removeSecret', { deskId, secretId: 'one' }),
    ]
    expect(changed.map(codeOf)).toEqual(Array(3).fill('locked'))
    const preflight = await app.done('refund.preflight', { deskId, paymentIntentId: payment.id })
    expect(preflight).toMatchObject({ canRefund: false, confirm: { typeAbove: 0 } })
    expect(preflight.findings[0]).toMatchObject({
      id: 'mode',
      verdict: 'stop',
      text: expect.stringContaining('Unlock it'),
    })

    const open = await unlock()
    expect(open.access).toMatchObject({ orders: 'open', unlockedUntil: expect.any(Number) })
    const order = anOrderOf(deskId, payment, 1000)
    expect(stateOf(await app.call('refund.place', order))).toBe('held')
    expect(stateOf(await app.call('order.sendNow', { deskId, orderId: order.orderId }))).toBe('done')
    expect(liveRefunds(bench, payment.id)).toEqual([1000])

    await app.done('desk.lock', { deskId })
    expect(codeOf(await app.call('refund.place', anOrderOf(deskId, payment, 500)))).toBe('locked')
    expect(codeOf(await app.call('refund.place', order))).toBe('locked')
    expect(liveRefunds(bench, payment.id)).toEqual([1000])

    const audit = await app.audit(deskId)
    const kinds = audit.map(({ kind }) => kind).filter((kind) => kind !== 'order_changed')
    expect(kinds).toEqual([
      'desk_connected',
      'passphrase_changed',
      'policy_changed',
      ...Array<string>(4).fill('order_denied'),
      'desk_unlocked',
      'order_placed',
      'desk_locked',
      'order_denied',
      'order_denied',
    ])
    expect(JSON.stringify(audit)).not.toMatch(/horse|whsec/)
    expect(audit.map(({ text }) => text).filter((text) => text.startsWith('Not done'))).toEqual([
      'Not done: give up the history (locked).',
      'Not done: add a signing secret (locked).',
      'Not done: remove a signing secret (locked).',
    ])
    expect(await app.done('audit.verify', { deskId })).toMatchObject({ broken: null })
    const told = app.pushesOf('desk.changed').map(({ access }) => access.orders)
    expect(told.slice(-2)).toEqual(['open', 'locked'])
  })

  test('withdraws what is held, whatever locks it, and nothing of it is ever sent', async () => {
    // Longer than placing an order and locking the desk takes anywhere.
    const holdSeconds = 10
    const { app, desk, unlock } = await liveDesk(aPolicy({ holdSeconds }))
    const deskId = desk.id
    const ways: Record<string, () => Promise<unknown>> = {
      key: () => app.call('desk.lock', { deskId }),
      sleep: () => app.tellEngine('inside.lockAll', { why: 'sleep' }),
      screen_locked: () => app.tellEngine('inside.lockAll', { why: 'screen_locked' }),
      away: () => app.tellEngine('inside.lockAll', { why: 'away' }),
      'sleep, told at waking': () => app.tellEngine('inside.woke', {}),
      async policy_changed() {
        const asked = { deskId, passphrase, policy: aPolicy({ holdSeconds }) }
        const untold = await app.call('desk.setPolicy', asked)
        expect(untold).toMatchObject({
          error: { code: 'confirmation_missing', message: expect.stringMatching(/^One order/) },
        })
        await app.done('desk.setPolicy', { ...asked, interrupt: true })
      },
      switched: () => app.call('desk.switch', { deskId: null }),
    }
    const payments: string[] = []
    const ended: string[] = []
    for (const lock of Object.values(ways)) {
      await unlock()
      const payment = await payLive(bench, 5000)
      payments.push(payment.id)
      const order = anOrderOf(deskId, payment, 1000)
      const placed = stateOf(await app.call('refund.place', order))
      await lock()
      const sent = stateOf(await app.call('order.sendNow', { deskId, orderId: order.orderId }))
      ended.push(`${placed}, ${sent}`)
      expect(app.pushesOf('order.changed').at(-1)).toMatchObject({
        state: 'withdrawn',
        problem: { code: 'locked', message: expect.stringContaining('never sent') },
      })
    }
    expect(ended).toEqual(Object.keys(ways).map(() => 'held, withdrawn'))
    await sleep(holdSeconds * 1000 + 500)
    expect(liveRefunds(bench, ...payments)).toEqual([])
    const locked = (await app.audit(deskId)).filter(({ kind }) => kind === 'desk_locked')
    expect(locked.map(({ detail }) => (JSON.parse(detail) as { why: string }).why)).toEqual(
      Object.keys(ways).map((why) => why.split(',')[0]),
    )
  })

  test('is not kept open by a page that is loaded again, nor by any call that is said again', async () => {
    const { app, desk, unlock } = await liveDesk(aPolicy())
    const deskId = desk.id
    await app.done('desk.switch', { deskId })
    const { unlockedUntil } = (await unlock()).access
    // What a page says when it is loaded, and what it said to unlock.
    for (let time = 0; time < 3; time += 1) {
      await app.done('desk.list', {})
      await app.done('desk.open', { deskId })
      await app.done('desk.switch', { deskId })
      await app.done('sync.watch', { watched: true })
      expect((await unlock()).access.unlockedUntil).toBe(unlockedUntil)
    }
    const [shown] = await app.done('desk.list', {})
    expect(shown?.access.unlockedUntil).toBe(unlockedUntil)
  })

  test('is not unlocked by anything that a page can say in the name of the shell', async () => {
    const { app, desk } = await liveDesk()
    const request = { deskId: desk.id }
    const names = ['unlockedBySystem', 'lockAll', 'woke'].flatMap((name) => [
      `inside.${name}`,
      `desk.${name}`,
    ])
    for (const name of [...names, '__proto__', 'constructor'])
      expect(codeOf(await app.raw(name, request))).toBe('unknown_method')
    const [shown] = await app.done('desk.list', {})
    expect(shown?.access.orders).toBe('locked')
    expect(await app.tellEngine('inside.unlockedBySystem', request)).toMatchObject({
      ok: true,
      value: { access: { orders: 'open' } },
    })
    expect((await app.audit(desk.id)).at(-1)).toMatchObject({ text: 'Live desk unlocked by Touch ID.' })
  })

  test('asks for the amount, typed, above what its policy lets be agreed to', async () => {
    const limits = [{ currency: 'eur', perOrder: null, perDay: null, typeAbove: 1000 }]
    const { app, desk, unlock } = await liveDesk(aPolicy({ limits }))
    await unlock()
    const payment = await payLive(bench, 5000)
    const place = (amount: number, confirmation: unknown) =>
      app.call('refund.place', anOrderOf(desk.id, payment, amount, { confirmation: confirmation as never }))
    expect(codeOf(await place(1000, null))).toBe('confirmation_missing')
    expect(codeOf(await place(1001, { how: 'agreed' }))).toBe('confirmation_missing')
    expect(codeOf(await place(1001, { how: 'typed', amount: '10.00' }))).toBe('confirmation_missing')
    expect(codeOf(await place(1001, { how: 'typed', amount: '10.01' }))).toBe('ok')
    expect(stateOf(await app.call('refund.place', anOrderOf(desk.id, payment, 1)))).toBe('order_blocked')
  })

  test('keeps its passphrase when its key is entered again, and is locked then', async () => {
    const { app, unlock } = await liveDesk()
    await unlock()
    const again = await connectLive(app, bench)
    expect(again.access).toMatchObject({ orders: 'locked', passphrase: true })
    expect(
      codeOf(await app.call('desk.setPassphrase', { deskId: again.id, current: null, next: 'another one' })),
    ).toBe('passphrase_missing')
  })
})

describe('a policy', { timeout: 60_000 }, () => {
  test('lets no number of orders at once past the limit of the day', async () => {
    const limits = [{ currency: 'eur', perOrder: 1000, perDay: 5500, typeAbove: 1000 }]
    const { app, desk, unlock } = await liveDesk(aPolicy({ limits, holdSeconds: 120 }))
    const deskId = desk.id
    await unlock()
    const payments = await Promise.all(Array.from({ length: 16 }, () => payLive(bench, 2000)))
    const orders = payments.map((payment) => anOrderOf(deskId, payment, 1000))
    const placed = await Promise.all(orders.map((order) => app.call('refund.place', order)))
    expect(placed.map(codeOf).filter((code) => code === 'ok')).toHaveLength(5)
    expect(placed.map(codeOf).filter((code) => code === 'policy_refused')).toHaveLength(11)

    const sent = await Promise.all(
      orders.map(({ orderId }) => app.call('order.sendNow', { deskId, orderId })),
    )
    expect(sent.map(stateOf).filter((state) => state === 'done')).toHaveLength(5)
    expect(liveRefunds(bench, ...payments.map(({ id }) => id))).toEqual(Array(5).fill(1000))

    const fresh = await payLive(bench, 2000)
    const preflight = await app.done('refund.preflight', { deskId, paymentIntentId: fresh.id })
    expect(preflight.limits).toMatchObject({ perOrder: 1000, leftToday: 500, holdSeconds: 120 })
    expect(preflight.findings).toContainEqual({
      id: 'policy',
      verdict: 'ok',
      text: expect.stringContaining('€5.00 more today'),
    })
    expect(codeOf(await app.call('refund.place', anOrderOf(deskId, fresh, 501)))).toBe('policy_refused')
    expect(codeOf(await app.call('refund.place', anOrderOf(deskId, fresh, 500)))).toBe('ok')
    const denied = (await app.audit(deskId)).filter(({ kind }) => kind === 'order_denied')
    expect(denied).toHaveLength(12)
  })

  test('forbids a machine what it may not do, through every call that would do it', async () => {
    const app = startApp(aHome())
    const key = bench.simulator.accounts[0]!.keys.secretTest
    const connect = () => app.call('account.connect', { key, baseUrl: bench.simulator.baseUrl })
    const connected = (await connect()) as Result<Desk> & { ok: true }
    const deskId = connected.value.id
    await app.done('desk.setPassphrase', { deskId, current: null, next: passphrase })
    const policy = aPolicy({
      role: 'support',
      allowed: ['refund'],
      reasons: ['duplicate'],
      holdSeconds: 120,
    })
    await app.done('desk.setPolicy', { deskId, passphrase, policy })
    const refused = [
      await connect(),
      await app.call('desk.remove', { deskId }),
      await app.call('sync.cancel', { deskId }),
      await app.call('tables.rebuild', { deskId }),
      await app.call('listener.addSecret', { deskId, secret: 'whsec_0123456789abcdef0123456789abcdef' }),
      await app.call('listener.removeSecret', { deskId, secretId: 'one' }),
    ]
    expect(refused.map(codeOf)).toEqual(Array(6).fill('policy_refused'))
    const payment = await bench.pay(5000)
    const order = anOrderOf(deskId, payment, 100, { confirmation: null })
    expect(codeOf(await app.call('refund.place', order))).toBe('policy_refused')
    const allowed = { ...order, reason: 'duplicate' as const }
    expect(codeOf(await app.call('refund.place', allowed))).toBe('ok')
    const denied = (await app.audit(deskId)).filter(({ kind }) => kind === 'order_denied')
    expect(denied).toHaveLength(7)
    // Still held, and sent no more once the machine may not.
    const narrower = { deskId, passphrase, policy: aPolicy({ ...policy, allowed: ['manage'] }) }
    expect(codeOf(await app.call('desk.setPolicy', narrower))).toBe('confirmation_missing')
    await app.done('desk.setPolicy', { ...narrower, interrupt: true })
    const { orderId } = order
    expect(await app.done('order.sendNow', { deskId, orderId })).toMatchObject({
      state: 'withdrawn',
      problem: { code: 'policy_refused' },
    })
    // The passphrase is above the policy: whoever has it sets another one.
    await app.done('desk.setPolicy', { deskId, passphrase, policy: aPolicy() })
    expect(codeOf(await app.call('tables.rebuild', { deskId }))).toBe('ok')
  })
})

test('wrong passphrases make the next one wait, over a restart too', { timeout: 60_000 }, async () => {
  const home = aHome()
  const app = startApp(home)
  const { id: deskId } = await app.done('desk.openDemo', {})
  const ask = (asked: App, said: string) =>
    asked.call('desk.setPolicy', { deskId, passphrase: said, policy: aPolicy() })
  expect(codeOf(await ask(app, passphrase))).toBe('passphrase_missing')
  await app.done('desk.setPassphrase', { deskId, current: null, next: passphrase })
  const answers = await Promise.all(Array.from({ length: 8 }, () => ask(app, 'wrong guess')))
  expect(answers.map(codeOf).filter((code) => code === 'passphrase_wrong')).toHaveLength(5)
  await app.stop()

  const later = startApp(home)
  const desk = await later.done('desk.openDemo', {})
  expect(desk.access.passphrase).toBe(true)
  expect(desk.access.tryAgainAt).toBeGreaterThan(Date.now() + 5000)
  expect(codeOf(await ask(later, passphrase))).toBe('too_many_attempts')
  expect((await later.audit(deskId)).filter(({ kind }) => kind === 'unlock_refused')).toHaveLength(9)
})

describe('the lease, over a refund', () => {
  async function unlockedRooms() {
    const rooms = openRooms(bench, { mode: 'live' })
    await rooms.access.setPassphrase(null, passphrase)
    await rooms.access.unlock(passphrase)
    const payment = await bench.pay(5000)
    const order = anOrder(payment, 1000, { confirmation: { how: 'typed', amount: '10.00' } })
    expect(stateOf(await rooms.refunds.place(order))).toBe('held')
    return { ...rooms, payment, order }
  }

  test.each([
    ['its time is over', 5 * 60_000],
    ['the clock is moved back', -60_000],
  ])('when %s, what is held is withdrawn as it comes to be sent', async (_, by) => {
    const { refunds, clock, payment, order, access } = await unlockedRooms()
    if (by < 0) clock.moved += by
    else clock.now += by
    expect(stateOf(await refunds.sendNow(order.orderId))).toBe('withdrawn')
    expect(access.whyClosed()).toMatchObject({ code: 'locked' })
    expect(refundsOf(bench, payment.id)).toEqual([])
  })

  test('when it ends while the payment is read for the last time, nothing is sent', async () => {
    const { refunds, access, payment, order } = await unlockedRooms()
    const sending = refunds.sendNow(order.orderId)
    await vi.waitFor(() => access.lock('screen_locked'))
    expect(stateOf(await sending)).toBe('withdrawn')
    expect(refundsOf(bench, payment.id)).toEqual([])
  })
})
