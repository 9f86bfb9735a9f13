// @vitest-environment jsdom
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Route, Switch } from 'wouter'
import { deskForLink, PaymentLink } from '../../../src/renderer/app/payment-link.tsx'
import { deskName } from '../../../src/renderer/ui/desk-words.ts'
import { manyDesks } from '../../doubles/bridge/fake-desks.ts'
import { demoDesk, type FakeOptions } from '../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from './support.tsx'

afterEach(cleanup)
beforeEach(() => localStorage.clear())

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
