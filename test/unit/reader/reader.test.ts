// The reader as it ships: two threads behind one port, over real files.
import { MessageChannel, Worker } from 'node:worker_threads'
import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { callThrough } from '../../../src/contract/index.ts'
import { openCache, openJournal } from '../../../electron/store/open.ts'
import { programOf } from '../../programs.ts'
import { aFolder, aKey, opened, storePayment } from '../store/open.support.ts'

test('answers from the files it was told to open, and no longer once they are closed', async () => {
  const [folder, key] = [aFolder(), aKey()]
  storePayment(opened(openCache(folder, key)), 'pi_1')
  opened(openJournal(folder, key))
  const { port1: engine, port2: enginePort } = new MessageChannel()
  const reader = new Worker(programOf('reader'), {
    workerData: { enginePort },
    transferList: [enginePort],
  })
  onTestFinished(async () => {
    engine.close()
    await reader.terminate()
  })
  const caller = callThrough(reader, () => undefined)
  const said = async (order: object): Promise<unknown> => {
    engine.postMessage(order)
    return ((await once(engine, 'message')) as unknown[])[0]
  }
  const facts = { accountId: 'acct_1', mode: 'test', operator: 'ada' }
  expect(await said({ open: { deskId: 'desk', folder, fileKey: aKey(), facts } })).toMatchObject({
    problem: expect.stringContaining('another key') as unknown,
  })
  expect(await said({ open: { deskId: 'desk', folder, fileKey: key, facts } })).toEqual({
    opened: 'desk',
    problem: null,
  })
  const list = { deskId: 'desk', filter: {}, sort: 'created_desc', limit: 10 }
  const answers = await Promise.all([
    caller.call('payments.list', list),
    caller.call('payments.counts', { deskId: 'desk', filter: {} }),
    caller.call('payments.list', list),
  ])
  expect(answers).toMatchObject([
    { value: { rows: [{ id: 'pi_1' }] } },
    { value: { total: 1 } },
    { value: { rows: [{ id: 'pi_1' }] } },
  ])
  expect(await said({ close: { deskId: 'desk' } })).toEqual({ closed: 'desk', damaged: false })
  expect(await caller.call('payments.list', list)).toMatchObject({ error: { code: 'desk_closed' } })
  const exited = once(reader, 'exit')
  reader.postMessage({ stop: true })
  expect(await exited).toEqual([0])
})
