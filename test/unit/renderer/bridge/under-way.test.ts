import { QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { PushName } from '../../../../src/contract/methods.ts'
import type { PushOf } from '../../../../src/contract/schemas.ts'
import { ask } from '../../../../src/renderer/bridge/client.ts'
import { followPushes } from '../../../../src/renderer/bridge/pushes.ts'
import { askAgain } from '../../../../src/renderer/bridge/under-way.ts'
import { desksQuery } from '../../../../src/renderer/bridge/desk-queries.ts'
import { keys } from '../../../../src/renderer/bridge/keys.ts'
import { demoDesk } from '../../../doubles/bridge/fake-desks.ts'

/** What was asked and is not answered yet, in order. */
let asked: ((value: unknown) => void)[] = []
let push: <Name extends PushName>(name: Name, payload: PushOf<Name>) => void
let client: QueryClient
let end: () => void

beforeEach(() => {
  asked = []
  vi.stubGlobal('window', {
    bursar: {
      call: () => new Promise((answer) => asked.push((value) => answer({ ok: true, value }))),
      subscribe: (listener: typeof push) => ((push = listener), () => undefined),
    },
  })
  client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, retry: false } } })
  end = followPushes(client, {
    onOrder: () => undefined,
    onTheme: () => undefined,
    onRestart: () => undefined,
  })
})
afterEach(() => {
  end()
  client.clear()
  vi.unstubAllGlobals()
})

const run = (state: string): PushOf<'run.changed'> =>
  ({ id: 'r', deskId: 'demo', state, retryOf: null }) as PushOf<'run.changed'>

/** Shows an answer, as a screen does. */
function show(queryKey: QueryKey, queryFn: () => Promise<unknown>) {
  return new QueryObserver(client, { queryKey, queryFn }).subscribe(() => undefined)
}
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('a push while the question is asked for the first time', () => {
  it('has it asked once more, because the answer may be from before', async () => {
    show(keys.counts('demo'), () => ask('payments.counts', { deskId: 'demo', filter: {} }))
    push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    push('data.changed', { deskId: 'demo', kinds: ['payments'] })
    expect(asked).toHaveLength(1)
    asked[0]?.('before')
    await settled()
    expect(asked).toHaveLength(2)
    asked[1]?.('after')
    await settled()
    expect(client.getQueryData(keys.counts('demo'))).toBe('after')
    expect(asked).toHaveLength(2)
  })

  it('breaks nothing off that is asked again: an answer that takes long would never come', async () => {
    client.setQueryData(keys.counts('demo'), 'of long ago')
    show(keys.counts('demo'), () => ask('payments.counts', { deskId: 'demo', filter: {} }))
    askAgain(client, keys.counts('demo'))
    askAgain(client, keys.counts('demo'))
    askAgain(client, keys.counts('demo'))
    expect(asked).toHaveLength(1)
    asked[0]?.('before')
    await settled()
    expect(client.getQueryData(keys.counts('demo'))).toBe('before')
    expect(asked).toHaveLength(2)
    askAgain(client, keys.counts('demo'))
    asked[1]?.('later')
    await settled()
    asked[2]?.('after')
    await settled()
    expect(client.getQueryData(keys.counts('demo'))).toBe('after')
    expect(asked).toHaveLength(3)
  })

  it('is not lost where the desks are being listed', async () => {
    show(desksQuery.queryKey, () => ask('desk.list', {}))
    push('desk.changed', demoDesk)
    asked[0]?.([])
    await settled()
    expect(asked).toHaveLength(2)
  })
})

describe('what is pushed whole', () => {
  it('is not overwritten by an answer that was under way', async () => {
    show(keys.run('demo', 'r'), () => ask('runs.detail', { deskId: 'demo', runId: 'r' }))
    push('run.changed', run('done'))
    asked[0]?.(run('sending'))
    await settled()
    expect(client.getQueryData(keys.run('demo', 'r'))).toEqual(run('done'))
    expect(asked).toHaveLength(1)
  })

  it('of one desk stands, and a list of them that was under way is asked for again', async () => {
    client.setQueryData(keys.desks, [demoDesk])
    show(desksQuery.queryKey, () => ask('desk.list', {}))
    void client.refetchQueries({ queryKey: keys.desks })
    const renamed = { ...demoDesk, businessName: 'Hopper Instruments' }
    push('desk.changed', renamed)
    asked[0]?.([demoDesk])
    await settled()
    expect(client.getQueryData(keys.desks)).toEqual([renamed])
    expect(asked).toHaveLength(2)
  })
})
