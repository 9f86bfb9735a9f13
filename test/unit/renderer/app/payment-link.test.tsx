// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Route, Switch } from 'wouter'
import { deskForLink, PaymentLink } from '../../../../src/renderer/app/payment-link.tsx'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { rememberDesk } from '../../../../src/renderer/state/last-desk.ts'
import { deskName } from '../../../../src/renderer/ui/words/desk-words.ts'
import { manyDesks } from '../../../doubles/bridge/fake-desks.ts'
import { demoDesk, type FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../support.tsx'

afterEach(cleanup)

beforeEach(() => {
  localStorage.clear()
  // What other tests showed before.
  rememberDesk('')
})

function follow(options: FakeOptions = {}): void {
  renderFace(
    <Route path="/payments/:paymentId">{({ paymentId }) => <PaymentLink paymentId={paymentId} />}</Route>,
    options,
  )
  goTo('/payments/pi_123')
}

describe('a link to a payment', () => {
  it('goes on to the payment on the desk that is open', async () => {
    follow()
    await waitFor(() => expect(window.location.hash).toBe('#/desks/demo/payments/pi_123'))
  })

  it('says which payment it meant when there is no desk', async () => {
    follow({ desks: 'none' })
    expect(await screen.findByRole('heading', { name: 'This link needs a desk' })).toBeTruthy()
    expect(screen.getByText('pi_123')).toBeTruthy()
  })

  it('prefers the last used desk, and never guesses between several, open or not', () => {
    const desk = (id: string, state: 'open' | 'closed') => ({ ...demoDesk, id, state })
    const desks = [desk('one', 'closed'), desk('two', 'open'), desk('three', 'closed')]
    expect(deskForLink(desks, 'three')?.id).toBe('three')
    expect(deskForLink(desks, 'removed')).toBeUndefined()
    expect(deskForLink([desk('one', 'closed')], null)?.id).toBe('one')
  })

  it('asks which of several desks has the payment, and goes on to that', async () => {
    follow({ desks: 'many' })
    const [one, ...others] = manyDesks.filter(({ state }) => state === 'open').map(deskName)
    expect(others).not.toEqual([])
    await screen.findByText(/Which desk has it/)
    for (const name of others) expect(screen.getByRole('button', { name })).toBeTruthy()
    fireEvent.click(screen.getByRole('button', { name: one! }))
    await waitFor(() => expect(window.location.hash).toMatch(/^#\/desks\/[^/]+\/payments\/pi_123$/))
  })

  it('waits while a form is open: what was typed stays, and is never over another payment', async () => {
    const { fake } = renderFace(<Routes />, {}, '#/desks/demo/payments')
    const user = userEvent.setup()
    const [first, second] = fake
      .roomOf({ deskId: 'demo' })
      .rows.filter(({ status }) => status === 'succeeded')
    goTo(`/desks/demo/payments/${first!.id}`)
    await screen.findByText('Summary')
    await user.keyboard('r')
    const amount = await screen.findByLabelText<HTMLInputElement>(/^Amount in/)
    await user.clear(amount)
    await user.type(amount, '1')
    for (const place of [`/payments/${second!.id}`, `/desks/demo/refunds/${second!.id}`, '/']) goTo(place)
    expect(window.location.hash).toBe(`#/desks/demo/payments/${first!.id}`)
    expect(amount.isConnected && amount.value).toBe('1')
    expect((await screen.findAllByText('Not followed: a form is open')).length).toBeGreaterThan(0)
    expect(screen.getAllByText(new RegExp(`open ${second!.id} again`)).length).toBeGreaterThan(0)
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByLabelText(/^Amount in/)).toBeNull())
    goTo(`/payments/${second!.id}`)
    await waitFor(() => expect(window.location.hash).toBe(`#/desks/demo/payments/${second!.id}`))
  })

  it('takes what lies over the screens away with it where nothing was typed', async () => {
    const { fake } = renderFace(<Routes />, {}, '#/desks/demo/payments')
    await screen.findByRole('heading', { name: 'Payments' })
    await userEvent.setup().keyboard('?')
    await screen.findByRole('dialog')
    const [first] = fake.roomOf({ deskId: 'demo' }).rows
    goTo(`/payments/${first!.id}`)
    await screen.findByText('Summary')
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('reaches every part of the window in one go, so that no screen on its way out answers it', () => {
    const listen = vi.spyOn(window, 'addEventListener')
    renderFace(
      <Route path="/">
        <Switch>
          <Route path="/">The start</Route>
        </Switch>
      </Route>,
    )
    expect(listen.mock.calls.filter(([name]) => name === 'hashchange')).toHaveLength(1)
    listen.mockRestore()
  })
})
