import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { QueryClient, type QueryKey } from '@tanstack/react-query'
import { followPushes } from '../../../../src/renderer/bridge/pushes.ts'
import { createThrottle } from '../../../../src/renderer/bridge/throttle.ts'
import { freshest, noteOrder, useOrdersStore } from '../../../../src/renderer/state/orders.ts'
import type { Order } from '../../../../src/contract/refunds.ts'

/** The questions of a window, and what it hears; until the end of the test. */
function following(onTheme: (dark: boolean, choice?: string) => void = () => undefined): {
  client: QueryClient
  hear(push: string, payload: unknown): void
} {
  let heard: (push: string, payload: unknown) => void = () => undefined
  vi.stubGlobal('window', {
    bursar: { subscribe: (listener: typeof heard) => ((heard = listener), () => undefined) },
  })
  const client = new QueryClient()
  const end = followPushes(client, {
    onOrder: () => undefined,
    onTheme,
    onRestart: () => undefined,
  })
  onTestFinished(() => {
    end()
    vi.unstubAllGlobals()
  })
  return { client, hear: (push, payload) => heard(push, payload) }
}

describe('asking again after pushes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('happens at once, then once a second, and the last push is never lost', () => {
    const act = vi.fn<(key: QueryKey) => void>()
    const { run } = createThrottle(act)
    for (let push = 0; push < 50; push += 1) run(['payments', 'demo'])
    expect(act).toHaveBeenCalledTimes(1)
    vi.advanceTimersByTime(1000)
    expect(act).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(5000)
    expect(act).toHaveBeenCalledTimes(2)
    run(['payments', 'demo'])
    expect(act).toHaveBeenCalledTimes(3)
  })

  it('is counted for each question by itself', () => {
    const act = vi.fn<(key: QueryKey) => void>()
    const { run } = createThrottle(act)
    run(['payments', 'demo'])
    run(['orders', 'demo'])
    expect(act.mock.calls).toEqual([[['payments', 'demo']], [['orders', 'demo']]])
  })
})

describe('the theme', () => {
  it('is told with what was chosen in the menu, which Settings shows as chosen', () => {
    const onTheme = vi.fn<(dark: boolean, choice?: string) => void>()
    const { hear } = following(onTheme)
    hear('theme.changed', { dark: true, theme: 'dark' })
    hear('theme.changed', { dark: false })
    expect(onTheme.mock.calls).toEqual([
      [true, 'dark'],
      [false, undefined],
    ])
  })
})

describe('what is known of an order', () => {
  const order = (state: Order['state']): Order => ({ id: 'order', state }) as Order

  it('never goes back to a state that it has left', () => {
    useOrdersStore.setState({ known: {} })
    noteOrder(order('sending'))
    noteOrder(order('held'))
    expect(useOrdersStore.getState().known['order']?.state).toBe('sending')
    noteOrder(order('unknown'))
    noteOrder(order('sending'))
    noteOrder(order('done'))
    noteOrder(order('unknown'))
    expect(useOrdersStore.getState().known['order']?.state).toBe('done')
  })

  it('is the later of what was asked and what was heard', () => {
    expect(freshest(order('held'), { order: order('done') }).state).toBe('done')
    expect(freshest(order('done'), { order: order('held') }).state).toBe('done')
  })
})

describe('a push that events changed', () => {
  it('spoils the lists of events, of failures, disputes, refunds, subscriptions and access, the open ones, what the listener counts, the pages of customers and the figures of that desk, and nothing else', () => {
    const { client, hear } = following()
    const invalidated = vi.spyOn(client, 'invalidateQueries')
    hear('data.changed', { deskId: 'demo', kinds: ['events'] })
    expect(client.getQueryData(['spoiled', 'events', 'demo'])).toBeGreaterThan(0)
    expect(client.getQueryData(['spoiled', 'payments', 'demo'])).toBeUndefined()
    expect(invalidated.mock.calls.map(([asked]) => [asked])).toEqual([
      [{ queryKey: ['event', 'demo'] }],
      [{ queryKey: ['listener', 'demo'] }],
      [{ queryKey: ['failure counts', 'demo'] }],
      [{ queryKey: ['waiting', 'demo'] }],
      [{ queryKey: ['failure', 'demo'] }],
      [{ queryKey: ['decline rules', 'demo'] }],
      [{ queryKey: ['subscription counts', 'demo'] }],
      [{ queryKey: ['subscription products', 'demo'] }],
      [{ queryKey: ['subscription', 'demo'] }],
      [{ queryKey: ['access standing', 'demo'] }],
      [{ queryKey: ['entitlements', 'demo'] }],
      [{ queryKey: ['draft', 'demo'] }],
      [{ queryKey: ['dispute counts', 'demo'] }],
      [{ queryKey: ['refund counts', 'demo'] }],
      [{ queryKey: ['refund', 'demo'] }],
      [{ queryKey: ['payment', 'demo'] }],
      [{ queryKey: ['customer', 'demo'] }],
      [{ queryKey: ['page', 'demo'] }],
      [{ queryKey: ['overview', 'demo'] }],
      [{ queryKey: ['recovery', 'demo'] }],
      [{ queryKey: ['expiring', 'demo'] }],
    ])
    // What failed and what is disputed is told by events, too.
    expect(client.getQueryData(['spoiled', 'failures', 'demo'])).toBeGreaterThan(0)
    expect(client.getQueryData(['spoiled', 'disputes', 'demo'])).toBeGreaterThan(0)
    // So is what is subscribed to, who has access, and what a customer is to be told.
    for (const list of ['subscriptions', 'access', 'drafts'])
      expect(client.getQueryData(['spoiled', list, 'demo'])).toBeGreaterThan(0)
  })
})

describe('a push that rows changed', () => {
  function heard(kind: string): QueryClient {
    const { client, hear } = following()
    for (const key of ['overview', 'dispute counts', 'counts'])
      client.setQueryData([key, 'demo'], 'as it was')
    hear('data.changed', { deskId: 'demo', kinds: [kind] })
    return client
  }
  const isStale = (client: QueryClient, key: string): boolean | undefined =>
    client.getQueryState([key, 'demo'])?.isInvalidated

  it('of the balance alone spoils the figures, which no event may come to tell of', () => {
    const client = heard('balance')
    expect(isStale(client, 'overview')).toBe(true)
    expect(isStale(client, 'counts')).toBe(false)
  })

  it('of payments spoils disputes too, which the reading of the history brings without an event', () => {
    const client = heard('payments')
    expect(client.getQueryData(['spoiled', 'disputes', 'demo'])).toBeGreaterThan(0)
    expect(isStale(client, 'dispute counts')).toBe(true)
    expect(isStale(client, 'overview')).toBe(true)
  })
})

describe('time that passes', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('spoils what it changes of each desk once a minute, for nobody tells that days of grace are over', () => {
    const { client } = following()
    client.setQueryData(['desks'], [{ id: 'demo' }])
    client.setQueryData(['access standing', 'demo'], 'as it was')
    vi.advanceTimersByTime(59_000)
    expect(client.getQueryData(['spoiled', 'access', 'demo'])).toBeUndefined()
    vi.advanceTimersByTime(1000)
    expect(client.getQueryData(['spoiled', 'access', 'demo'])).toBeGreaterThan(0)
    expect(client.getQueryState(['access standing', 'demo'])?.isInvalidated).toBe(true)
  })

  it('spoils Recovery with the failed payments: nobody tells that one was not tried for 30 days', () => {
    const { client } = following()
    client.setQueryData(['desks'], [{ id: 'demo' }])
    client.setQueryData(['recovery', 'demo', {}], 'as it was')
    client.setQueryData(['failure counts', 'demo', {}], 'as it was')
    vi.advanceTimersByTime(60_000)
    expect(client.getQueryState(['failure counts', 'demo', {}])?.isInvalidated).toBe(true)
    expect(client.getQueryState(['recovery', 'demo', {}])?.isInvalidated).toBe(true)
  })
})

describe('a push that the audit changed', () => {
  it('spoils the audit of that desk, and no other', () => {
    const { client, hear } = following()
    hear('data.changed', { deskId: 'demo', kinds: ['audit'] })
    expect(client.getQueryData(['spoiled', 'audit', 'demo'])).toBeGreaterThan(0)
    expect(client.getQueryData(['spoiled', 'audit', 'other'])).toBeUndefined()
    expect(client.getQueryData(['spoiled', 'events', 'demo'])).toBeUndefined()
  })
})
