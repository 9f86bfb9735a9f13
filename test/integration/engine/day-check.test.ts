// A day is compared with Stripe object by object, to the minor unit: what was missing is taken in, what can't be read is named.
import { describe, expect, onTestFinished, test } from 'vitest'
import { dayChecker } from '../../../electron/engine/finance/day-check.ts'
import { schemas, type DayCheck } from '../../../src/contract/index.ts'
import { ANCHOR, openBench, type Bench } from '../../unit/simulator/harness.ts'
import { openRooms } from './desk.ts'

const timeZone = 'Europe/Berlin'
const today = { day: new Date(ANCHOR * 1000).toISOString().slice(0, 10), timeZone }

async function open(mostObjects?: number) {
  const bench = await openBench()
  onTestFinished(() => bench.close())
  return openOn(bench, openRooms(bench), mostObjects)
}

function openOn(bench: Bench, rooms: ReturnType<typeof openRooms>, mostObjects = 20_000) {
  const { gateway, projector, store } = rooms
  const progress: string[] = []
  const heard = { each: (_told: string): void => undefined }
  const check = dayChecker({
    gateway,
    projector,
    cache: store.cache,
    mostObjects,
    onProgress({ what, listsRead, lists, pages, objects }) {
      progress.push(`${what} ${listsRead}/${lists}: ${pages} pages, ${objects}`)
      heard.each(progress.at(-1) ?? '')
    },
  })
  const checked = async (asked = today): Promise<DayCheck> => {
    const answer = await check(asked)
    if (!answer.ok) throw new Error(answer.error.message)
    return schemas['day.check'].reply.parse(answer.value)
  }
  return { ...rooms, bench, check, checked, progress, heard }
}

const rowOf = (told: DayCheck, what: string, currency = 'eur') =>
  told.rows.find((row) => row.what === what && row.currency === currency)

describe('a day', () => {
  test('that was never read is missing whole, and is there when it is checked again', async () => {
    const { bench, checked } = await open()
    const first = await bench.pay(4990, { currency: 'eur' })
    await bench.pay(1250, { currency: 'eur' })
    await bench.pay(300, { currency: 'jpy' })
    const refund = await bench.post('/v1/refunds', { payment_intent: first.id, amount: 990 })
    const told = await checked()
    expect(told.before - told.from).toBe(86_400)
    expect(rowOf(told, 'payments')).toMatchObject({
      here: { amount: 0, count: 0 },
      stripe: { amount: 6240, count: 2 },
    })
    expect(rowOf(told, 'payments', 'jpy')).toMatchObject({ stripe: { amount: 300, count: 1 } })
    expect(rowOf(told, 'refunds')).toMatchObject({ stripe: { amount: 990, count: 1 } })
    // Two payments came in, a refund went out.
    expect(rowOf(told, 'balance_transactions')).toMatchObject({
      stripe: { amount: 4990 + 1250 - 990, count: 3 },
    })
    expect(told.differences).toHaveLength(3 + 1 + 4)
    expect(told.differences).toContainEqual({ what: 'refunds', id: refund.body.id, how: 'missing' })
    expect(told.unreadable).toEqual([])

    const again = await checked()
    expect(again.differences).toEqual([])
    expect(again.rows.length).toBe(told.rows.length)
    for (const row of again.rows) expect(row.here).toEqual(row.stripe)
  })

  test('tells how far it is, and gives up where it stands when it is stopped', async () => {
    const { bench, check, checked, progress, heard } = await open()
    for (let index = 0; index < 101; index += 1) await bench.pay(1000 + index, { currency: 'eur' })
    await checked()
    expect(progress).toEqual([
      'payments 0/4: 0 pages, 0',
      'payments 0/4: 1 pages, 100',
      'payments 0/4: 2 pages, 101',
      'refunds 1/4: 0 pages, 0',
      'refunds 1/4: 1 pages, 0',
      'disputes 2/4: 0 pages, 0',
      'disputes 2/4: 1 pages, 0',
      'balance_transactions 3/4: 0 pages, 0',
      'balance_transactions 3/4: 1 pages, 100',
      'balance_transactions 3/4: 2 pages, 101',
    ])
    progress.length = 0
    heard.each = (told) => {
      if (told === 'refunds 1/4: 0 pages, 0') check.stop()
    }
    expect(await check(today)).toMatchObject({ ok: false, error: { code: 'stopping' } })
    expect(progress.at(-1)).toBe('refunds 1/4: 0 pages, 0')
    // The next one is not stopped by that.
    heard.each = () => undefined
    expect((await checked()).differences).toEqual([])
  })

  test('of a year is compared with all that happened in it, disputes too', async () => {
    const bench = await openBench({ seed: 'days', size: { customers: 30, payments: 400 } })
    onTestFinished(() => bench.close())
    const { checked } = openOn(bench, openRooms(bench))
    const [dispute] = bench.simulator.ledger(bench.account, 'test').disputes.values()
    const day = new Date(dispute!.created * 1000).toISOString().slice(0, 10)
    const told = await checked({ day, timeZone: 'UTC' })
    expect(rowOf(told, 'disputes', dispute!.currency)).toMatchObject({ here: { count: 0 } })
    expect(told.differences).toContainEqual({ what: 'disputes', id: dispute!.id, how: 'missing' })
    const again = await checked({ day, timeZone: 'UTC' })
    expect(again.differences).toEqual([])
    for (const row of again.rows) expect(row.here).toEqual(row.stripe)
  })

  test('of more objects than a page is read to its end', async () => {
    const { bench, checked } = await open()
    for (let index = 0; index < 120; index += 1) await bench.pay(100 + index, { currency: 'eur' })
    const told = await checked()
    expect(rowOf(told, 'payments')?.stripe).toEqual({ amount: 120 * 100 + (119 * 120) / 2, count: 120 })
    expect(told.differences).toHaveLength(100)
    expect((await checked()).differences).toEqual([])
  })

  test('tells what differs and what Stripe does not list, and puts right what it can', async () => {
    const { bench, checked, store } = await open()
    const asked = { amount: 4990, currency: 'eur', payment_method: 'pm_card_visa' }
    const { body: payment } = await bench.post('/v1/payment_intents', asked)
    await checked()
    await bench.post(`/v1/payment_intents/${payment.id}/confirm`)
    store.cache
      .prepare(
        `INSERT INTO refunds (id, amount, currency, status, created, as_of, body) VALUES ('re_Extra', 5, 'eur', 'succeeded', ?, 1, x'00')`,
      )
      .run(ANCHOR - 60)
    const told = await checked()
    expect(told.differences).toEqual([
      { what: 'payments', id: payment.id, how: 'differs' },
      { what: 'refunds', id: 're_Extra', how: 'extra' },
      { what: 'balance_transactions', id: expect.stringMatching(/^txn_/), how: 'missing' },
    ])
    expect(rowOf(told, 'balance_transactions')).toMatchObject({
      here: { amount: 0, count: 0 },
      stripe: { amount: 4990, count: 1 },
    })
    expect(rowOf(told, 'refunds')).toMatchObject({
      here: { amount: 5, count: 1 },
      stripe: { amount: 0, count: 0 },
    })
    expect((await checked()).differences).toEqual([{ what: 'refunds', id: 're_Extra', how: 'extra' }])
  })

  test('that goes on does not differ by what came about while the list was answered', async () => {
    const { bench, checked, store } = await open()
    const payment = await bench.pay(4990, { currency: 'eur' })
    await checked()
    store.cache.exec(`
      INSERT INTO refunds (id, amount, currency, status, created, as_of, body) VALUES ('re_New', 5, 'eur', 'succeeded', ${ANCHOR}, 1, x'00');
      UPDATE payment_intents SET stripe_status = 'canceled', as_of = ${(ANCHOR + 60) * 1000} WHERE id = '${payment.id}'`)
    const told = await checked()
    expect(told.differences).toEqual([])
    for (const row of told.rows) expect(row.here).toEqual(row.stripe)
  })

  test('begins and ends by the clock of its time zone', async () => {
    const { bench, checked } = await open()
    await bench.pay(4990, { currency: 'eur' })
    const yesterday = { day: new Date((ANCHOR - 86_400) * 1000).toISOString().slice(0, 10), timeZone }
    expect((await checked(yesterday)).rows).toEqual([])
    const told = await checked()
    expect(told.from <= ANCHOR && ANCHOR < told.before).toBe(true)
    expect(told.rows.length).toBeGreaterThan(0)
  })

  test('with a list that the key may not read names that list, and tells the others', async () => {
    const bench = await openBench()
    onTestFinished(() => bench.close())
    const key = bench.simulator.createRestrictedKey(
      bench.account,
      'test',
      ['payment_intent', 'charge', 'refund', 'payment_method', 'balance_transaction_source'].map(
        (name) => `rak_${name}_read`,
      ),
    )
    const { checked } = openOn(bench, openRooms(bench, { key }))
    await bench.pay(4990, { currency: 'eur' })
    const told = await checked()
    expect(told.unreadable).toHaveLength(1)
    expect(told.unreadable[0]).toMatch(/disputes could not be read/)
    expect(rowOf(told, 'payments')).toMatchObject({ stripe: { amount: 4990 } })
  })

  test('that is too busy is refused with the reason', async () => {
    const { bench, check, store } = await open(3)
    for (let index = 0; index < 4; index += 1) await bench.pay(100)
    expect(await check(today)).toMatchObject({
      ok: false,
      error: { code: 'too_large', message: expect.stringMatching(/more than 3 objects/) },
    })
    expect(store.cache.prepare('SELECT count(*) FROM payment_intents').pluck().get()).toBe(0)
  })

  test.each([
    ['2026-02-30', 'Europe/Berlin'],
    ['2026-11-25', 'Europe/Atlantis'],
  ])('that there is not (%s in %s) is refused', async (day, zone) => {
    const { check } = await open()
    expect(await check({ day, timeZone: zone })).toMatchObject({ error: { code: 'bad_request' } })
  })
})
