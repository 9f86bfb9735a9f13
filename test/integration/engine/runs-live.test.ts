// What a bulk run needs on a live desk, and what the limits of the policy say to many refunds together.
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { firstPolicy } from '../../../src/domain/policy.ts'
import { openBench, type Bench } from '../../unit/simulator/harness.ts'
import { aRun, openRunRooms, passphrase, payments, refundsIn, statesOf } from './runs.support.ts'

let bench: Bench
beforeEach(async () => {
  bench = await openBench()
  const open = bench
  onTestFinished(() => open.close())
})

async function aLiveDesk(holdMs = 0) {
  const rooms = openRunRooms(bench, { mode: 'live', holdMs })
  await rooms.access.setPassphrase(null, passphrase)
  const opened = await rooms.access.unlock(passphrase)
  if (!opened.ok) throw new Error(opened.error.message)
  return rooms
}

test('a test desk asks for no approval, a live one for the passphrase and the totals', async () => {
  expect(openRunRooms(bench).runs.rules()).toMatchObject({ value: { stop: null, approval: 'none' } })
  const live = await aLiveDesk()
  expect(live.runs.rules()).toMatchObject({ value: { stop: null, approval: 'passphrase_and_totals' } })
  // No run went here yet: as many as Stripe allows, with seven requests for each.
  expect(live.runs.rules()).toMatchObject({
    value: { pace: { perMinute: (48 * 60) / 7, isMeasured: false } },
  })
  live.access.lock('key')
  expect(live.runs.rules()).toMatchObject({ value: { stop: expect.stringContaining('locked') } })
})

test('a live run is sent with the passphrase and exactly the totals, and nothing less', async () => {
  const rooms = await aLiveDesk()
  const euro = await bench.pay(250, { currency: 'eur' })
  const request = aRun([...(await payments(bench, 2)), euro as never])
  const both = [
    { currency: 'usd', amount: '20.01' },
    { currency: 'eur', amount: '2,50' },
  ]
  const wrong = [
    null,
    { passphrase, totals: [] },
    { passphrase, totals: both.slice(1) },
    { passphrase, totals: [{ currency: 'usd', amount: '20.02' }, both[1]!] },
    { passphrase, totals: [{ currency: 'usd', amount: '2001' }, both[1]!] },
    { passphrase, totals: [both[0]!, both[0]!, both[1]!] },
    { passphrase, totals: [...both, { currency: 'gbp', amount: '1.00' }] },
  ]
  for (const approval of wrong)
    expect(await rooms.runs.place({ ...request, approval })).toMatchObject({
      error: { code: 'confirmation_missing' },
    })
  expect(
    await rooms.runs.place({ ...request, approval: { passphrase: 'not it at all', totals: both } }),
  ).toMatchObject({ error: { code: 'passphrase_wrong' } })
  expect(rooms.store.journal.prepare('SELECT count(*) FROM runs').pluck().get()).toBe(0)
  expect(refundsIn(bench)).toEqual([])

  await rooms.placed({ ...request, approval: { passphrase, totals: both } })
  expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 3 } })
  const secrets = rooms.store.journal.prepare(
    `SELECT count(*) FROM audit WHERE detail LIKE '%${passphrase}%' OR text LIKE '%${passphrase}%'`,
  )
  expect(secrets.pluck().get()).toBe(0)
})

test('a locked live desk takes no run, whatever is typed', async () => {
  const rooms = await aLiveDesk()
  rooms.access.lock('key')
  const request = aRun(await payments(bench, 1), {
    approval: { passphrase, totals: [{ currency: 'usd', amount: '10.00' }] },
  })
  expect(await rooms.runs.place(request)).toMatchObject({ error: { code: 'locked' } })
})

test('an order of a run that was not approved is not placed on a live desk', async () => {
  const rooms = await aLiveDesk()
  const asked = { amount: 100, currency: 'usd', reason: null } as const
  expect(rooms.access.whyNotInRun(asked, false)).toMatchObject({ code: 'confirmation_missing' })
  expect(rooms.access.whyNotInRun(asked, true)).toBeNull()
})

test('more than is left of a day in one currency is refused whole, in words', async () => {
  const rooms = openRunRooms(bench)
  await rooms.setPolicy({ limits: [{ currency: 'usd', perOrder: null, perDay: 2500, typeAbove: null }] })
  const paid = await payments(bench, 3)
  expect(await rooms.runs.place(aRun(paid))).toMatchObject({
    error: { code: 'policy_refused', message: expect.stringContaining('$25.00 is left today') },
  })
  const fits = aRun(paid.slice(0, 2))
  await rooms.placed(fits)
  await rooms.until(fits.runId, 'finished')
  expect(await rooms.runs.place(aRun(paid.slice(2)))).toMatchObject({ error: { code: 'policy_refused' } })
})

test('a row that no policy allows is named with its line', async () => {
  const rooms = openRunRooms(bench)
  await rooms.setPolicy({ reasons: ['duplicate'] })
  expect(await rooms.runs.place(aRun(await payments(bench, 1)))).toMatchObject({
    error: { code: 'policy_refused', message: expect.stringContaining('Line 1') },
  })
  await rooms.setPolicy({ allowed: ['refund', 'manage'] })
  expect(await rooms.runs.place(aRun(await payments(bench, 1)))).toMatchObject({
    error: { code: 'policy_refused', message: expect.stringContaining('in bulk') },
  })
})

test('a policy that pauses a run is saved once that was agreed to, and the run is paused with it', async () => {
  const rooms = await aLiveDesk(60_000)
  const approval = { passphrase, totals: [{ currency: 'usd', amount: '20.01' }] }
  const request = aRun(await payments(bench, 2), { approval })
  await rooms.placed(request)
  const next = firstPolicy('Europe/Berlin')
  expect(await rooms.access.setPolicy(passphrase, next)).toMatchObject({
    error: {
      code: 'confirmation_missing',
      message: expect.stringContaining('The bulk run “October returns”'),
    },
  })
  expect(rooms.stands(request.runId)).toMatchObject({ state: 'held' })
  expect(await rooms.access.setPolicy(passphrase, next, true)).toMatchObject({ ok: true })
  expect(rooms.stands(request.runId)).toMatchObject({ state: 'paused', pausedBecause: 'locked' })
  // What is paused is not paused again.
  await rooms.access.unlock(passphrase)
  expect(await rooms.access.setPolicy(passphrase, next)).toMatchObject({ ok: true })
})

describe('a limit of the day', () => {
  const perDay = (amount: number) => ({
    limits: [{ currency: 'usd', perOrder: null, perDay: amount, typeAbove: null }],
  })

  test('that is used up pauses the run at once; its rows wait, and it is said when the limit is free again', async () => {
    const rooms = openRunRooms(bench)
    const request = aRun(await payments(bench, 9), { afterCanary: 'ask' })
    await rooms.placed(request)
    await rooms.until(request.runId, 'paused')
    await rooms.setPolicy(perDay(2500))
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({
      pausedBecause: 'day_limit',
      problem: {
        code: 'policy_refused',
        message: expect.stringMatching(
          /\$25\.00 in a day: \$4\.99 is left today, .* free again on \d+ \w{3,4} \d{4}, 00:00, by the time of Europe\/Berlin/,
        ),
      },
      counts: { made: 2, waiting: 7, failed: 0 },
    })
    rooms.clock.now += 24 * 3600_000
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'paused')).toMatchObject({ counts: { made: 4, waiting: 5 } })
    await rooms.setPolicy({})
    rooms.runs.resume(request.runId)
    expect(await rooms.until(request.runId, 'finished')).toMatchObject({ counts: { made: 9 } })
    expect(refundsIn(bench)).toHaveLength(9)
  })

  test('that no day would have room for fails the row alone', async () => {
    const rooms = openRunRooms(bench)
    const paid = [...(await payments(bench, 1)), await bench.pay(5000), await bench.pay(1002)]
    const request = aRun(paid as never, { afterCanary: 'ask' })
    await rooms.placed(request)
    await rooms.until(request.runId, 'paused')
    await rooms.setPolicy(perDay(4000))
    rooms.runs.resume(request.runId)
    await rooms.until(request.runId, 'finished')
    expect(statesOf(rooms.rowsOf(request.runId))).toEqual(['made', 'failed', 'made'])
  })
})
