// Questions are shared out so that none waits for a slow count, and what nobody waits for any more is ended.
import { Worker } from 'node:worker_threads'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openPool, type Pool, type PoolOptions } from '../../../electron/reader/pool.ts'
import type { MethodName, ReplyMessage } from '../../../src/contract/index.ts'

interface Asked {
  pool: Pool
  /** How many threads were started. */
  started(): number
  /** What the pool told of threads that can't open a desk. */
  troubles: readonly string[]
  ask(
    method: MethodName,
    request?: { busyMs?: number; busyUntil?: Int32Array; lane?: string; deskId?: string; damaged?: boolean },
  ): Promise<ReplyMessage['result'] & { at: number }>
}

/** The second thread follows the first at once, unless it is said otherwise. */
function aPool(options: Omit<PoolOptions, 'start' | 'reply' | 'onTrouble'> = {}): Asked {
  const replies = new Map<number, (message: ReplyMessage) => void>()
  const troubles: string[] = []
  let started = 0
  let last = 0
  const pool = openPool({
    settledMs: 0,
    limitMs: 30_000,
    ...options,
    start(heard) {
      started += 1
      const worker = new Worker(new URL('busy-answers.mjs', import.meta.url), {
        workerData: { nth: started },
      })
      worker.on('message', heard)
      return { post: (message) => worker.postMessage(message), end: () => void worker.terminate() }
    },
    reply: (message) => replies.get(message.reply)?.(message),
    onTrouble: (problem) => troubles.push(problem),
  })
  onTestFinished(() => pool.end())
  return {
    pool,
    started: () => started,
    troubles,
    async ask(method, request = {}) {
      const call = (last += 1)
      const { promise, resolve } = Promise.withResolvers<ReplyMessage>()
      replies.set(call, resolve)
      pool.ask({ call, method, request: { deskId: 'desk', ...request } })
      const { result } = await promise
      return { ...result, at: performance.now() }
    },
  }
}

const desk = {
  deskId: 'desk',
  folder: '',
  fileKey: new Uint8Array(32),
  facts: { accountId: 'acct_1', mode: 'test' as const, operator: 'ada' },
}
/** What is asked `busyUntil` it is let go of takes as long as everything before that, on any machine. */
function aHold(): { busyUntil: Int32Array; letGo: () => void } {
  const busyUntil = new Int32Array(new SharedArrayBuffer(4))
  return {
    busyUntil,
    letGo() {
      Atomics.store(busyUntil, 0, 1)
      Atomics.notify(busyUntil, 0)
    },
  }
}

/** As long as a machine with other work needs to start a thread. */
const patient = { timeout: 20_000 }
const ended = { ok: false, error: { code: 'question_ended' } }

test('lists are answered while a count takes its time', async () => {
  const { pool, ask, started } = aPool()
  expect(await pool.open(desk)).toBe(null)
  const { busyUntil, letGo } = aHold()
  const counting = ask('payments.counts', { busyUntil })
  const lists = await Promise.all([ask('payments.list'), ask('payments.list'), ask('payments.detail')])
  letGo()
  for (const list of lists) expect(list).toMatchObject({ ok: true, value: true })
  expect(await counting).toMatchObject({ ok: true })
  expect(started()).toBe(2)
})

test('a second thread is started a while after the first can answer on a desk, and the first takes every question until then', async () => {
  const { pool, ask, started } = aPool({ settledMs: 300 })
  expect(await ask('payments.counts')).toMatchObject({ ok: true, value: false })
  expect(await pool.open({ ...desk, folder: 'broken' })).toBe('It is broken.')
  expect(started()).toBe(1)
  expect(await pool.open(desk)).toBe(null)
  expect(await Promise.all([ask('payments.counts'), ask('payments.list')])).toMatchObject([
    { ok: true, value: true },
    { ok: true, value: true },
  ])
  expect(started()).toBe(1)
  await vi.waitFor(() => expect(started()).toBe(2), patient)
  const { busyUntil, letGo } = aHold()
  const counting = ask('payments.counts', { busyUntil })
  await ask('payments.list')
  letGo()
  expect(await counting).toMatchObject({ ok: true, value: true })
})

test('a second thread is started at once for a question that has waited for the first, also while more come', async () => {
  const { pool, ask, started } = aPool({ settledMs: 60_000 })
  const opened = pool.open(desk)
  const { busyUntil, letGo } = aHold()
  const busy = ask('payments.list', { busyUntil })
  const waiting = [ask('payments.list')]
  for (let more = 0; more < 5; more += 1) {
    await sleep(40)
    waiting.push(ask('payments.list'))
  }
  await Promise.all(waiting)
  letGo()
  expect(await busy).toMatchObject({ ok: true })
  expect(started()).toBe(2)
  expect(await opened).toBe(null)
})

test('a thread that can’t open a desk which another has open is told of, and the other answers alone', async () => {
  const { pool, ask, started, troubles } = aPool({ limitMs: 2000 })
  expect(await pool.open({ ...desk, folder: 'broken later' })).toBe(null)
  const cannot = ['A thread that answers can’t open desk: It is broken.']
  await vi.waitFor(() => expect(troubles).toEqual(cannot), patient)
  const answers = await Promise.all([ask('payments.counts', { busyMs: 50 }), ask('payments.list')])
  expect(answers).toMatchObject([
    { ok: true, value: true },
    { ok: true, value: true },
  ])
  // It is as hard to open for whoever takes the place of the first: then there is nobody else to ask.
  expect(await ask('payments.list', { busyMs: 60_000 })).toMatchObject(ended)
  await vi.waitFor(() => expect(troubles).toHaveLength(2), patient)
  expect(await ask('payments.list')).toMatchObject({ ok: true, value: false })
  expect(started()).toBe(3)
})

test('counts wait for each other, and a list behind a slow list takes the thread of the counts', async () => {
  const { pool, ask } = aPool()
  await pool.open(desk)
  const { busyUntil, letGo } = aHold()
  const slow = ask('payments.list', { busyUntil })
  await ask('payments.list')
  letGo()
  expect(await slow).toMatchObject({ ok: true })
  const counts = await Promise.all([ask('payments.counts', { busyMs: 100 }), ask('payments.counts')])
  expect(counts[0].at).toBeLessThanOrEqual(counts[1].at)
})

test('a question that takes too long is ended, and the next is answered by a thread that knows the open desks', async () => {
  const { pool, ask, started } = aPool({ limitMs: 2000 })
  await pool.open(desk)
  const endless = ask('payments.counts', { busyMs: 60_000 })
  const behind = ask('payments.counts')
  expect(await endless).toMatchObject(ended)
  expect(await behind).toMatchObject({ ok: true, value: true })
  expect(started()).toBe(3)
})

test('a newer question takes the place of an older one of its lane, and of no other', async () => {
  const { pool, ask } = aPool({ graceMs: 20 })
  await pool.open(desk)
  const typed = [
    ask('payments.counts', { busyMs: 60_000, lane: 'typed' }),
    ask('payments.counts', { busyMs: 60_000, lane: 'typed' }),
    ask('payments.counts', { lane: 'typed' }),
  ]
  const others = [
    ask('payments.counts'),
    ask('payments.counts', { lane: 'another' }),
    ask('payments.list', { lane: 'typed', busyMs: 40 }),
    ask('payments.counts', { lane: 'typed', deskId: 'other desk' }),
  ]
  expect(await Promise.all(typed)).toMatchObject([ended, ended, { ok: true }])
  for (const other of await Promise.all(others)) expect(other).toMatchObject({ ok: true })
})

test('one that is answered before its grace is over keeps its thread', async () => {
  const { pool, ask, started } = aPool({ graceMs: 20_000 })
  await pool.open(desk)
  const answers = await Promise.all([
    ask('payments.counts', { busyMs: 20, lane: 'typed' }),
    ask('payments.counts', { busyMs: 20, lane: 'typed' }),
  ])
  expect(answers).toMatchObject([{ ok: true }, { ok: true }])
  expect(started()).toBe(2)
})

test('closing a desk waits for no question, and lets go of its files in both threads', async () => {
  // Longer than the test may take.
  const { pool, ask } = aPool({ limitMs: 60_000 })
  await pool.open(desk)
  const endless = [
    ask('payments.list', { busyMs: 60_000 }),
    ask('payments.counts', { busyMs: 60_000 }),
    ask('payments.list', { busyMs: 60_000 }),
    ask('payments.counts', { busyMs: 60_000 }),
  ]
  await pool.close('desk')
  const closed = { error: { code: 'question_ended', message: 'This desk was closed.' } }
  expect(await Promise.all(endless)).toMatchObject([closed, closed, closed, closed])
  expect(await ask('payments.list')).toMatchObject({ ok: true, value: false })
  expect(await ask('payments.counts')).toMatchObject({ ok: true, value: false })
})

test('a desk of which a question met damage is told so when it is closed, and is sound when it was opened again', async () => {
  const { pool, ask } = aPool()
  await pool.open(desk)
  await pool.open({ ...desk, deskId: 'other' })
  expect(await ask('payments.list', { damaged: true })).toMatchObject({ error: { code: 'store_corrupt' } })
  expect(await pool.close('other')).toBe(false)
  expect(await pool.close('desk')).toBe(true)
  await pool.open(desk)
  expect(await pool.close('desk')).toBe(false)
})

test('closing a desk leaves the questions of another their answers, in the order in which they were asked', async () => {
  const { pool, ask, started } = aPool({ limitMs: 60_000 })
  await pool.open(desk)
  await pool.open({ ...desk, deskId: 'other' })
  // Counts keep to the last thread, one after the other.
  await vi.waitFor(() => expect(started()).toBe(2), patient)
  const others = [
    ask('payments.counts', { deskId: 'other', busyMs: 500 }),
    ask('payments.counts', { deskId: 'other' }),
  ]
  const endless = ask('payments.list', { busyMs: 60_000 })
  await pool.close('desk')
  expect(await endless).toMatchObject(ended)
  const [first, second] = await Promise.all(others)
  expect([first, second]).toMatchObject([
    { ok: true, value: true },
    { ok: true, value: true },
  ])
  expect(first!.at).toBeLessThan(second!.at)
  expect(await ask('payments.list')).toMatchObject({ ok: true, value: false })
})

test('a desk that can’t be opened says why, and is not opened again', async () => {
  const { pool, ask } = aPool({ limitMs: 2000 })
  expect(await pool.open({ ...desk, folder: 'broken' })).toBe('It is broken.')
  await ask('payments.counts', { busyMs: 60_000 })
  expect(await ask('payments.counts')).toMatchObject({ value: false })
})
