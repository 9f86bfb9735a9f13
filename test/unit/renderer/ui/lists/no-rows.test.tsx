// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { Freshness } from '../../../../../src/contract/events.ts'
import { keys } from '../../../../../src/renderer/bridge/keys.ts'
import { howFarRead, useHowFarRead } from '../../../../../src/renderer/ui/lists/no-rows.tsx'
import { someFreshness } from '../../../../doubles/bridge/fake-freshness.ts'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const whole: Freshness = {
  deskId: 'demo',
  phase: 'current',
  reading: 'go',
  completeTo: 1_795_000_000_000,
  missing: [],
  backfill: null,
  horizonAt: null,
  webhook: 'none',
  loaded: 100,
  projection: { waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null },
}
const history = { from: 0, to: 1, what: 'earlier events', isHistory: true }
const refused = { from: 0, to: 1, what: 'disputes: this key may not read them' }
const unreached = { code: 'stripe_unreachable' as const, message: 'Stripe could not be reached.' }

describe('how far Stripe was read', () => {
  it.each<[string, Partial<Freshness>, string]>([
    ['all was read and is followed', {}, 'whole'],
    ['the history is being read', someFreshness.loading(), 'filling'],
    ['it is about to be', { phase: 'idle', completeTo: null }, 'filling'],
    ['changes of a while are being asked for', someFreshness.catchingUp(), 'filling'],
    [
      'the first question of all failed',
      { phase: 'stalled', completeTo: null, problem: unreached },
      'partly',
    ],
    ['the reading is paused in the middle', someFreshness.paused(), 'partly'],
    ['it was given up', someFreshness.idle(), 'partly'],
    ['changes are missing and Stripe is out of reach', someFreshness.stalled(), 'partly'],
    ['Stripe was out of reach since the desk was opened', { phase: 'stalled', problem: unreached }, 'partly'],
    ['the key may not read a list', { missing: [refused] }, 'partly'],
    ['an object was not understood', { notUnderstood: { count: 1, example: 'pi_1' } }, 'partly'],
    ['only what happened before the desk was connected is due', { missing: [history] }, 'whole'],
  ])('where %s', (_, freshness, howFar) => {
    expect(howFarRead({ ...whole, ...freshness }, false)).toBe(howFar)
  })

  it('counts what happened before the desk was connected where that is listed', () => {
    const due = { ...whole, missing: [history] }
    expect(howFarRead(due, true)).toBe('filling')
    expect(howFarRead({ ...due, reading: 'canceled' }, true)).toBe('partly')
    expect(howFarRead(whole, true)).toBe('whole')
  })

  it('is told a moment late where the reading has just ended: lists are asked again by then', () => {
    vi.useFakeTimers()
    const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } })
    client.setQueryData(keys.sync('demo'), { ...whole, ...someFreshness.loading() })
    function Told() {
      return <p>{useHowFarRead('demo')}</p>
    }
    const draw = (): void =>
      view.rerender(
        <QueryClientProvider client={client}>
          <Told />
        </QueryClientProvider>,
      )
    const view = render(<p />)
    draw()
    expect(screen.getByText('filling')).toBeTruthy()
    client.setQueryData(keys.sync('demo'), whole)
    draw()
    vi.advanceTimersByTime(1200)
    draw()
    expect(screen.getByText('filling')).toBeTruthy()
    vi.advanceTimersByTime(400)
    draw()
    expect(screen.getByText('whole')).toBeTruthy()
  })
})
