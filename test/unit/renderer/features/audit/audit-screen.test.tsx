// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import { AuditScreen } from '../../../../../src/renderer/features/audit/audit-screen.tsx'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

const damaged = { code: 'store_corrupt', message: 'The journal of this desk is damaged.' } as const

async function openAudit(options: FakeOptions = {}, address = '/desks/demo/audit') {
  const face = renderFace(
    <>
      <Route path="/desks/:deskId/audit/:seq?">
        {({ seq }) => <AuditScreen desk={demoDesk} seq={seq ?? null} />}
      </Route>
      <ToastRegion />
    </>,
    options,
  )
  goTo(address)
  await screen.findByRole('heading', { name: 'Audit' })
  const ids = face.fake.audit.entries.map(({ seq }) => String(seq))
  const requests = (method: string) =>
    face.callsOf(method).map((call) => call.request as Record<string, unknown>)
  return { ...face, ids, requests, user: userEvent.setup() }
}

async function placeRefund(fake: Awaited<ReturnType<typeof openAudit>>['fake']): Promise<void> {
  const [payment] = fake.rows
  await fake.bridge.call('refund.place', {
    orderId: 'c0ffee00-0000-4000-8000-000000000000',
    deskId: 'demo',
    paymentIntentId: payment?.id,
    amount: 100,
    currency: 'eur',
    reason: null,
    note: null,
    customerLabel: null,
  })
}

const rows = async (): Promise<HTMLElement[]> => (await screen.findAllByRole('row')).slice(1)
const focused = (): string | null => document.activeElement?.getAttribute('data-audit') ?? null
const inspector = (): Promise<HTMLElement> => screen.findByRole('complementary', { name: 'Entry' })

describe('the audit', () => {
  it('says when, who, what and about which order, the newest first', async () => {
    const { fake } = await openAudit()
    const cells = within((await rows())[0]!).getAllByRole('gridcell')
    expect(cells.map((cell) => cell.textContent)).toEqual([
      '1 min ago',
      'maria',
      'Order changed',
      'Refund succeeded at Stripe',
      fake.audit.entries[0]?.subject?.slice(0, 8),
    ])
  })

  it('moves with j, k and arrows, opens with Enter and closes with Escape, the address following', async () => {
    const { user, ids } = await openAudit()
    await rows()
    await user.keyboard('jj{ArrowDown}k')
    expect(focused()).toBe(ids[1])
    await user.keyboard('{Enter}')
    await within(await inspector()).findByText('Chain')
    expect(window.location.hash).toBe(`#/desks/demo/audit/${ids[1]}`)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('complementary')).toBeNull())
    expect(focused()).toBe(ids[1])
  })

  it('is filtered by the address, and clears again', async () => {
    const { user, requests } = await openAudit({}, '/desks/demo/audit?kind=key_replaced&q=zzz')
    expect(await screen.findByText('No entry matches')).toBeTruthy()
    expect(requests('audit.list').at(-1)).toMatchObject({
      filter: { kinds: ['key_replaced'], text: 'zzz' },
      lane: 'search',
    })
    await user.click(screen.getByRole('button', { name: 'Clear all filters' }))
    expect((await rows()).length).toBeGreaterThan(5)
    expect(window.location.hash).toBe('#/desks/demo/audit')
  })

  it('shows the kinds of a group by its tab, and single kinds by the filter', async () => {
    const { user } = await openAudit()
    await rows()
    await user.click(screen.getByRole('button', { name: 'Denied' }))
    expect(window.location.hash).toBe(
      '#/desks/demo/audit?kind=order_denied,unlock_refused,key_refused,stranger_refused',
    )
    expect(screen.getByRole('button', { name: 'Denied' }).getAttribute('aria-pressed')).toBe('true')
    await user.click(screen.getByRole('button', { name: /^Filter by ?Order denied and 3 more$/ }))
    await user.type(await screen.findByPlaceholderText('Order, secret, key…'), 'replaced{Enter}')
    expect(window.location.hash).toBe(
      '#/desks/demo/audit?kind=order_denied,unlock_refused,key_replaced,key_refused,stranger_refused',
    )
  })

  it('shows what is written while it is open, without being asked', async () => {
    const { fake } = await openAudit()
    await rows()
    await placeRefund(fake)
    expect(await screen.findByText('Refund of €1.00 placed')).toBeTruthy()
  })

  it('teaches what will stand in it while there is nothing, and offers no export of nothing', async () => {
    await openAudit({ audit: 0 })
    expect(await screen.findByText('Nothing to account for yet')).toBeTruthy()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(true)
  })

  it('says when it could not be read, and tries again', async () => {
    const { user, callsOf } = await openAudit({ failing: { 'audit.list': damaged } })
    expect(await screen.findByText(damaged.message)).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(callsOf('audit.list')).toHaveLength(2))
  })
})

describe('an entry', () => {
  it('tells before and after, and copies its subject, hash and the hash before', async () => {
    const { user, fake, requests } = await openAudit()
    const entry = fake.audit.entries[0]!
    await rows()
    await user.keyboard('j{Enter}')
    const panel = within(await inspector())
    expect(panel.getByRole('list', { name: 'Changes' }).textContent).toContain(
      'State−Before: sending+After: done',
    )
    await user.click(panel.getByRole('button', { name: /^Copy the hash [0-9a-f]/ }))
    await user.click(panel.getByRole('button', { name: /^Copy the hash of the entry before/ }))
    await user.keyboard('c')
    expect(requests('text.copy').map(({ text }) => text)).toEqual([entry.hash, entry.previous, entry.subject])
  })

  it('leads to its payment with o, and says so where it names none', async () => {
    const { user, fake } = await openAudit()
    await rows()
    await user.keyboard('jo')
    expect(window.location.hash).toBe(`#/desks/demo/payments/${fake.rows[0]?.id}`)
    cleanup()
    const other = await openAudit({}, '/desks/demo/audit?kind=desk_connected')
    await rows()
    await other.user.keyboard('jo')
    expect(await screen.findByText('This entry names no payment')).toBeTruthy()
  })

  it('is found by its number, however far down and whatever is filtered, and its keys act on it', async () => {
    const { user, requests } = await openAudit({ payments: 140 }, '/desks/demo/audit/2?kind=order_denied')
    await within(await inspector()).findByRole('heading', { name: 'Signing secret added' })
    const asked = requests('audit.list').filter(({ filter }) => Object.keys(filter as object).length === 0)
    expect(asked).toHaveLength(2)
    await user.keyboard('o')
    expect(await screen.findByText('This entry names no payment')).toBeTruthy()
  })

  it('leads to the one before it, within the filter', async () => {
    const { user } = await openAudit({}, '/desks/demo/audit/3?q=a')
    await user.click(await within(await inspector()).findByRole('link', { name: 'Entry 2' }))
    expect(window.location.hash).toBe('#/desks/demo/audit/2?q=a')
  })

  it('of a kind that there is not, as somebody altered it to be, is shown as it stands', async () => {
    const { user, fake } = await openAudit({ chain: 'altered' })
    await rows()
    Object.assign(fake.audit.entries[0]!, { kind: 'order_forged' })
    await placeRefund(fake)
    await screen.findByText('Refund of €1.00 placed')
    const [, forged] = await rows()
    expect(within(forged!).getByText('Order forged')).toBeTruthy()
    await user.keyboard('jj{Enter}')
    expect(within(await inspector()).getAllByText('Order forged')).toHaveLength(2)
  })

  it('that is not there is not searched for past its place, and it says what that means', async () => {
    await openAudit({}, '/desks/demo/audit/99999')
    expect(await screen.findByText('There is no entry 99,999')).toBeTruthy()
    expect((await inspector()).textContent).toContain('this one was taken out')
  })
})

describe('verifying the chain', () => {
  it('happens with v, and gives the head to be kept elsewhere', async () => {
    const { user, fake, requests } = await openAudit()
    await rows()
    await user.keyboard('v')
    const dialog = within(await screen.findByRole('dialog'))
    expect(await dialog.findByText('The chain is whole')).toBeTruthy()
    expect(dialog.getByText(new RegExp(`^All ${fake.audit.entries.length} entries`))).toBeTruthy()
    await user.click(dialog.getByRole('button', { name: /^Copy the head/ }))
    expect(requests('text.copy')).toEqual([{ text: fake.audit.entries[0]?.hash }])
    expect(requests('audit.verify')).toEqual([{ deskId: 'demo' }])
  })

  it('compares with a head that was kept, and sends nothing that is none', async () => {
    const { user, fake, requests } = await openAudit()
    await rows()
    await user.keyboard('v')
    const dialog = within(await screen.findByRole('dialog'))
    const field = await dialog.findByLabelText(/^Head kept earlier/)
    await user.type(field, '3fa9{Enter}')
    expect((await dialog.findByRole('alert')).textContent).toContain('this has 4 characters')
    expect(requests('audit.verify')).toHaveLength(1)
    await user.clear(field)
    await user.type(field, `${fake.audit.entries[7]?.hash}{Enter}`)
    expect(await dialog.findByText(/^It holds the head that you kept/)).toBeTruthy()
    await user.clear(field)
    await user.type(field, `${'0'.repeat(64)}{Enter}`)
    expect(await dialog.findByText('It does not hold the head that you kept')).toBeTruthy()
    expect(dialog.getByText(/^What is here fits together. If the head is of another desk/)).toBeTruthy()
    expect(dialog.queryByText('The chain is whole')).toBeNull()
  })

  it('names the entry that is broken and how, and leads to it', async () => {
    const { user } = await openAudit({ chain: 'altered' }, '/desks/demo/audit?kind=desk_connected')
    await rows()
    await user.click(screen.getByRole('button', { name: /^Verify the chain/ }))
    const dialog = within(await screen.findByRole('dialog'))
    const title = (await dialog.findByText(/was altered$/)).textContent ?? ''
    const seq = /\d+/.exec(title)?.[0]
    await user.click(dialog.getByRole('button', { name: `Show entry ${seq}` }))
    expect(window.location.hash).toBe(`#/desks/demo/audit/${seq}`)
    expect(screen.queryByRole('dialog')).toBeNull()
    const panel = within(await inspector())
    expect(await panel.findByText(`${title}.`)).toBeTruthy()
    expect(screen.getByRole('button', { name: title })).toBeTruthy()
  })

  it('says of an entry that was taken out how that was found', async () => {
    const { user } = await openAudit({ chain: 'removed' })
    await rows()
    await user.keyboard('v')
    await user.click(await screen.findByRole('button', { name: /^Show entry/ }))
    expect(await screen.findByText(/^There is no entry/)).toBeTruthy()
    expect((await inspector()).textContent).toContain('names a hash that no entry has')
  })

  it('never calls a chain whole that could not be read', async () => {
    const { user } = await openAudit({ failing: { 'audit.verify': damaged } })
    await rows()
    await user.keyboard('v')
    expect(await screen.findByText(damaged.message)).toBeTruthy()
    expect(screen.queryByText(/whole/i)).toBeNull()
  })
})

describe('exporting the audit', () => {
  const run = async (format: 'CSV' | 'JSON', options: FakeOptions = {}) => {
    const face = await openAudit(options, '/desks/demo/audit?kind=order_denied')
    await rows()
    await face.user.click(screen.getByRole('button', { name: 'Export' }))
    await face.user.click(await screen.findByRole('button', { name: new RegExp(`^${format}`) }))
    return face
  }

  it('saves what the filter shows, and says how much that was', async () => {
    const { requests, fake } = await run('CSV')
    const denied = fake.audit.entries.filter(({ kind }) => kind === 'order_denied').length
    expect(await screen.findByText(`${denied} entries exported`)).toBeTruthy()
    expect(requests('audit.export')).toEqual([
      { deskId: 'demo', filter: { kinds: ['order_denied'] }, format: 'csv' },
    ])
    expect(requests('text.save')[0]).toMatchObject({ fileName: expect.stringMatching(/\.csv$/) as string })
  })

  it('is no error and no success when the operator changes their mind', async () => {
    const { callsOf } = await run('JSON', { savesNothing: true })
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    await waitFor(() =>
      expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(false),
    )
    expect(screen.queryByText(/exported|not saved/)).toBeNull()
  })

  it('says what went wrong, whether collecting or saving', async () => {
    await run('CSV', { failing: { 'audit.export': damaged } })
    expect(await screen.findAllByText('The audit was not exported')).not.toHaveLength(0)
    cleanup()
    await run('CSV', { failing: { 'text.save': { code: 'internal', message: 'The disk is full.' } } })
    expect(await screen.findAllByText('The disk is full.')).not.toHaveLength(0)
  })

  it('says of a part that it proves no chain', async () => {
    const { user } = await openAudit({}, '/desks/demo/audit?kind=order_placed')
    await rows()
    await user.click(screen.getByRole('button', { name: 'Export' }))
    const json = await screen.findByRole('button', { name: /^JSON/ })
    expect(json.textContent).toContain('A part proves no chain')
    expect(json.textContent).not.toContain('anywhere')
  })

  it('shows that it goes on after a second, and can be let go, after which nothing is saved', async () => {
    const { user, callsOf, fake } = await openAudit()
    await rows()
    const { call } = fake.bridge
    let answer = (): void => undefined
    fake.bridge.call = async (method, request) => {
      if (method === 'audit.export') await new Promise<void>((resolve) => (answer = resolve))
      return call(method, request)
    }
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('button', { name: /^JSON/ }))
    expect(screen.queryByRole('progressbar')).toBeNull()
    await screen.findByRole('progressbar', { name: 'Collecting the entries' })
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(screen.queryByRole('progressbar')).toBeNull()
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Export' }).disabled).toBe(false)
    answer()
    await waitFor(() => expect(callsOf('audit.export')).toHaveLength(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(callsOf('text.save')).toHaveLength(0)
  })

  it('ends with the screen: nothing is saved over the next one', async () => {
    const { user, callsOf, fake, unmount } = await openAudit()
    await rows()
    const { call } = fake.bridge
    let answer = (): void => undefined
    fake.bridge.call = async (method, request) => {
      if (method === 'audit.export') await new Promise<void>((resolve) => (answer = resolve))
      return call(method, request)
    }
    await user.click(screen.getByRole('button', { name: 'Export' }))
    await user.click(await screen.findByRole('button', { name: /^JSON/ }))
    unmount()
    answer()
    await waitFor(() => expect(callsOf('audit.export')).toHaveLength(1))
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(callsOf('text.save')).toHaveLength(0)
  })
})
