// @vitest-environment jsdom
// Where an address leads that no screen of ours wrote: what a notification opens, and what nobody knows.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { createNotices } from '../../../../electron/shell/notices.ts'
import { failure, type Notice } from '../../../../src/contract/index.ts'
import { keys } from '../../../../src/renderer/bridge/keys.ts'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import type { FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../support.tsx'

afterEach(cleanup)

const live = 'acct_Hopper_live'

async function openDesk() {
  const face = renderFace(<Routes />, { desks: 'many' }, `#/desks/${live}/customers`)
  await screen.findByRole('heading', { name: 'Customers' })
  return { switches: () => face.callsOf('desk.switch').map(({ request }) => request) }
}

/** What the shell opens at a click on the notification. */
function placeOf(notice: Notice): string {
  let click = (): void => undefined
  let opened: string | undefined
  const notices = createNotices({
    file: join(tmpdir(), 'bursar-no-such-notices.json'),
    make: () => ({ on: (_event, listener) => (click = listener), show: () => undefined }),
    isSupported: () => true,
    isLookedAt: () => false,
    open: (place) => (opened = place),
  })
  notices.heard('notice', notice)
  click()
  return opened!
}

it.each([
  ['refund_failed', { kind: 'refund', id: 're_1' }, 'Refunds', `#/desks/${live}/refunds/re_1`],
  ['dispute_opened', { kind: 'dispute', id: 'dp_1' }, 'Disputes', `#/desks/${live}/disputes/dp_1`],
] as const)(
  'a notification of %s opens it on its desk, which is not left',
  async (kind, opens, title, hash) => {
    const { switches } = await openDesk()
    goTo(placeOf({ deskId: live, desk: 'LIVE · Hopper Instruments', kind, text: 'It happened.', opens }))
    expect(await screen.findByRole('heading', { name: title })).toBeTruthy()
    expect(window.location.hash).toBe(hash)
    expect(switches()).toEqual([{ deskId: live }])
  },
)

it('an address that nobody knows stays at the desk that is shown: going to none would lock it', async () => {
  const { switches } = await openDesk()
  goTo('/refunds/re_1')
  await waitFor(() => expect(window.location.hash).toBe(`#/desks/${live}/payments`))
  expect(switches()).toEqual([{ deskId: live }])
})

it('an address that nobody knows leads to the start where no desk is shown', async () => {
  renderFace(<Routes />, { desks: 'many' }, '#/refunds/re_1')
  await waitFor(() => expect(window.location.hash).toBe('#/'))
})

it.each([
  ['a desk', `#/desks/${live}/customers`, 'Customers'],
  ['the start', '#/', /desk/i],
])(
  'desks that can’t be listed again leave %s as it is, and a line says so until they can',
  async (_, place, title) => {
    const failing: FakeOptions['failing'] = {}
    const { client } = renderFace(<Routes />, { desks: 'many', failing }, place)
    await screen.findAllByRole('heading', { name: title })
    await screen.findAllByText(/Hopper Instruments/)
    failing['desk.list'] = failure('internal', 'The engine did not answer.').error
    await act(() => client.invalidateQueries({ queryKey: keys.desks }))
    const line = await screen.findByRole('alert')
    expect(line.textContent).toContain('could not be read again: The engine did not answer.')
    expect(screen.getAllByRole('heading', { name: title }).length).toBeGreaterThan(0)
    expect(screen.getAllByText(/Hopper Instruments/).length).toBeGreaterThan(0)
    delete failing['desk.list']
    await userEvent.setup().click(within(line).getByRole('button', { name: 'Try again' }))
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  },
)

it('desks that could never be listed are said to be, with nothing else', async () => {
  const failing = { 'desk.list': failure('internal', 'The engine did not answer.').error }
  renderFace(<Routes />, { desks: 'many', failing }, `#/desks/${live}/customers`)
  expect(await screen.findByText('The desks could not be listed')).toBeTruthy()
})
