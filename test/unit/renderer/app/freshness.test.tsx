// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Freshness } from '../../../../src/contract/events.ts'
import { Footer } from '../../../../src/renderer/app/footer.tsx'
import { Overlays } from '../../../../src/renderer/app/overlays.tsx'
import { SyncBanner } from '../../../../src/renderer/app/sync-banner.tsx'
import {
  completeness,
  freshnessLine,
  horizonSentence,
  stretch,
} from '../../../../src/renderer/ui/words/freshness-words.ts'
import { dayAndTime } from '../../../../src/renderer/ui/dates/time.ts'
import { demoDesk, type FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { someFreshness } from '../../../doubles/bridge/fake-freshness.ts'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

const quiet = { waiting: 0, failed: 0, readsDue: 0, rebuilding: null, problem: null }

async function show(sync: Partial<Freshness>, options: FakeOptions = {}) {
  const face = renderFace(
    <>
      <SyncBanner deskId="demo" />
      <Footer deskId="demo" />
      <Overlays desk={demoDesk} />
    </>,
    { sync: { projection: quiet, ...sync }, ...options },
  )
  const line = await waitFor(() => {
    const button = screen.getByRole('contentinfo').querySelector<HTMLElement>('button[aria-haspopup]')
    if (!button) throw new Error('The footer says nothing yet.')
    return button
  })
  return { ...face, line, user: userEvent.setup() }
}

describe('the footer', () => {
  it('says up to when all is here, and nothing else when nothing is wrong', async () => {
    const { line } = await show({ completeTo: new Date(2026, 10, 23, 14, 3, 20).getTime() })
    expect(line.textContent).toBe('Up to date, complete to 23 Nov 2026, 14:03:20')
  })

  it('counts what is missing, what failed and what is tried again', async () => {
    const projection = { ...quiet, failed: 1, waiting: 2 }
    const { line } = await show({ ...someFreshness.catchingUp(), projection })
    expect(line.textContent).toContain('2 parts missing, 1 event failed, 2 events not in the tables yet')
  })

  it('opens by Enter onto what is missing, how long it can still be had, and what can be done', async () => {
    const { line, user } = await show({
      ...someFreshness.catchingUp(),
      projection: { ...quiet, waiting: 2, readsDue: 1 },
      notUnderstood: { count: 3, example: 'du_1' },
    })
    line.focus()
    await user.keyboard('{Enter}')
    const panel = await screen.findByRole('dialog', { name: 'How fresh this is' })
    const missing = await within(panel).findByRole('list', { name: 'Missing' })
    expect(within(missing).getAllByRole('listitem')).toHaveLength(2)
    expect(panel.textContent).toMatch(/can be asked for until .*27\u00a0d\u00a03\u00a0h from now/)
    expect(panel.textContent).toContain('Silent: asking Stripe found changes')
    expect(within(panel).getByRole('link', { name: '2 events' }).getAttribute('href')).toContain(
      'state=waiting',
    )
    expect(panel.textContent).toContain('1 object to be read again')
    expect(panel.textContent).toContain('3 objects came in a shape that is not understood')
  })

  it('reads changes at once, and says when it could not', async () => {
    const { user, callsOf } = await show({}, {})
    await user.click(screen.getByRole('button', { name: 'Read changes from Stripe now' }))
    expect(callsOf('sync.refresh')).toHaveLength(1)
  })

  it('makes the tables again only after asking, and then says how far it is', async () => {
    const { line, user, callsOf } = await show({ loaded: 200 })
    await user.click(line)
    await user.click(await screen.findByRole('button', { name: 'Make the tables again…' }))
    expect(callsOf('tables.rebuild')).toHaveLength(0)
    await user.click(await screen.findByRole('button', { name: 'Make them again' }))
    await waitFor(() => expect(line.textContent).toContain('making the tables again, 0 %'))
  })
})

describe('the orders to the reading', () => {
  const problem = { code: 'stripe_unreachable', message: 'Stripe could not be reached.' } as const

  async function offered(sync: Partial<Freshness>) {
    const { line, user } = await show(sync)
    await user.click(line)
    const panel = within(await screen.findByRole('dialog', { name: 'How fresh this is' }))
    await panel.findByRole('button', { name: 'Make the tables again…' })
    return (name: string): boolean => panel.queryByRole('button', { name }) !== null
  }

  it.each([
    ['given up', { phase: 'idle', reading: 'canceled' }],
    ['paused', { phase: 'paused', reading: 'paused' }],
  ] as const)(
    'where it was %s before anything was read, offer to resume it and no changes',
    async (_, more) => {
      const has = await offered({ ...someFreshness.unread(), backfill: null, ...more })
      expect([has('Resume'), has('Read changes now')]).toEqual([true, false])
      const now = screen.getByRole<HTMLButtonElement>('button', { name: 'Read changes from Stripe now' })
      expect(now.disabled).toBe(true)
    },
  )

  it.each([
    ['in the middle', someFreshness.loading()],
    ['before its first page', { ...someFreshness.unread(), backfill: null }],
  ])('can pause it and give it up where it stalled %s', async (_, before) => {
    const has = await offered({ ...before, phase: 'stalled', problem })
    expect([has('Pause'), has('Cancel…'), has('Read changes now')]).toEqual([true, true, true])
  })

  it('can give it up where it was paused and the changes stalled', async () => {
    const has = await offered({ ...someFreshness.paused(), phase: 'stalled', problem })
    expect([has('Pause'), has('Resume'), has('Cancel…')]).toEqual([false, true, true])
  })

  it('have nothing to pause where changes alone stalled', async () => {
    const has = await offered(someFreshness.stalled())
    expect([has('Pause'), has('Cancel…'), has('Read changes now')]).toEqual([false, false, true])
  })
})

describe('the banner beneath the lists', () => {
  it('can pause a reading that stalled', async () => {
    const problem = { code: 'stripe_unreachable', message: 'Stripe could not be reached.' } as const
    const { user, callsOf } = await show({ ...someFreshness.loading(), phase: 'stalled', problem })
    await user.click(await screen.findByRole('button', { name: 'Pause' }))
    expect(callsOf('sync.pause')).toHaveLength(1)
  })

  it('says how far the history is, that the newest is there, and pauses and resumes it', async () => {
    const { user } = await show(someFreshness.loading())
    const banner = await screen.findByText(/^Reading the history, newest first: the latest are here already/)
    expect(banner.textContent).toContain('12,300 of about 48,000 objects, 412 a second, about 2 min left')
    const bar = within(banner).getByRole('progressbar', { name: 'History read' })
    expect(bar.getAttribute('aria-valuenow')).toBe('25')
    await user.click(screen.getByRole('button', { name: 'Pause' }))
    expect((await screen.findByText(/^Reading the history is paused/)).textContent).toContain(
      'Counts and totals are not complete.',
    )
    await user.click(screen.getByRole('button', { name: 'Resume' }))
    expect(await screen.findByText(/^Reading the history, newest first/)).toBeTruthy()
  })

  it('does not announce every step of the reading', async () => {
    await show(someFreshness.loading())
    const figures = await screen.findByText(/12,300 of about 48,000 objects$/, {
      selector: '[aria-live="off"] *',
    })
    expect(figures).toBeTruthy()
  })

  it('gives the history up only after it was said what follows, and then names what is missing', async () => {
    const { user, callsOf } = await show(someFreshness.loading())
    await user.click(await screen.findByRole('button', { name: 'Cancel…' }))
    expect((await screen.findByRole('dialog')).textContent).toContain('named as missing')
    expect(callsOf('sync.cancel')).toHaveLength(0)
    await user.click(screen.getByRole('button', { name: 'Give it up' }))
    expect(await screen.findByText(/2 parts of payments and refunds are missing/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Resume' })).toBeTruthy()
  })

  it('says that nothing is here yet before anything was read, and lets what was given up or paused then be resumed', async () => {
    const { user, line } = await show(someFreshness.unread())
    expect(await screen.findByText(/the latest come in a moment/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Pause' }))
    expect(await screen.findByText(/paused before anything was read: changes are not followed/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Cancel…' }))
    expect((await screen.findByRole('dialog')).textContent).toContain('changes are not followed')
    await user.click(await screen.findByRole('button', { name: 'Give it up' }))
    expect(await screen.findByText(/given up before anything was read/)).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Resume' })).toBeTruthy()
    await user.click(line)
    const panel = await screen.findByRole('dialog', { name: 'How fresh this is' })
    expect(await within(panel).findByText('Everything: nothing was read yet')).toBeTruthy()
    expect(within(panel).getByRole('button', { name: 'Resume' })).toBeTruthy()
  })

  it('keeps the question open where giving up is refused', async () => {
    const { user } = await show(someFreshness.loading(), {
      failing: { 'sync.cancel': { code: 'desk_closed', message: 'This desk is closed.' } },
    })
    await user.click(await screen.findByRole('button', { name: 'Cancel…' }))
    await user.click(await screen.findByRole('button', { name: 'Give it up' }))
    expect((await screen.findByRole('alert')).textContent).toBe('This desk is closed.')
  })

  it('says why it stalled, and tries again', async () => {
    const { user, callsOf } = await show(someFreshness.stalled())
    expect(await screen.findByText(/The list shows what was read before/)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(callsOf('sync.refresh')).toHaveLength(1)
  })

  it('is not there when nothing is wrong', async () => {
    await show({})
    const said = screen.queryAllByRole('status').map((each) => each.textContent)
    expect(said.filter((text) => text !== '')).toEqual([])
  })
})

describe('the words of freshness', () => {
  const base = { loaded: 0, missing: [], backfill: null, completeTo: null } as unknown as Freshness

  it('tell a desk that was never read from one whose history was given up', () => {
    expect(freshnessLine({ ...base, phase: 'idle' })).toBe('Not read from Stripe yet')
    expect(freshnessLine({ ...base, phase: 'idle', loaded: 5 })).toBe('History not read in full')
  })

  it('leave to the banner why it stalled', () => {
    expect(freshnessLine({ ...base, ...someFreshness.stalled(), completeTo: null })).toBe('Stalled')
  })

  it('do not say "about" of an estimate that is already passed', () => {
    const backfill = { done: 500, estimated: 400, perSecond: 0, remainingSeconds: null, budget: 20 }
    expect(freshnessLine({ ...base, phase: 'paused', backfill })).toBe('Paused, 500 objects')
  })

  it('say beside figures what they lack', () => {
    const projection = quiet
    const completeTo = new Date(2026, 10, 23, 14, 3, 20).getTime()
    const one = { from: 0, to: 1, what: 'refunds' }
    const said = (more: Partial<Freshness>) => completeness({ ...base, projection, ...more }, dayAndTime)
    expect(said({ completeTo })).toBe('Complete to 23 Nov 2026, 14:03:20')
    expect(said({ completeTo, missing: [one] })).toBe('Complete to 23 Nov 2026, 14:03:20, 1 part missing')
    expect(said({ missing: [one, one] })).toBe('Counts and totals are not complete, 2 parts missing')
  })

  it('say the day twice only where it is another', () => {
    const at = (...parts: [number, number, number]) => new Date(2026, 10, ...parts).getTime() / 1000
    expect(stretch({ from: at(23, 14, 3), to: at(23, 15, 0) })).toBe('23 Nov 2026, 14:03:00 to 15:00:00')
    expect(stretch({ from: 0, to: at(23, 15, 0) })).toBe('From the beginning to 23 Nov 2026, 15:00:00')
  })

  it('say when the horizon has passed', () => {
    expect(horizonSentence(1000, 2000)).toContain('can’t be asked for any more')
  })
})
