// @vitest-environment jsdom
// What the face does when the engine was started again under it.
import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../../../src/contract/desks.ts'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { useOrdersStore } from '../../../../src/renderer/state/orders.ts'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

/** As the engine answers that was started again: the desk is `state` until it is opened. */
async function restart(deskId: string, state: Desk['state']) {
  const face = renderFace(<Routes />, { desks: 'many' }, `#/desks/${deskId}/payments`)
  await waitFor(() => expect(document.querySelector('[data-payment]')).toBeTruthy())
  const { bridge } = face.fake
  const call = bridge.call.bind(bridge)
  let isOpen = false
  bridge.call = async (method, request) => {
    const answer = await call(method, request)
    isOpen ||= ['desk.open', 'desk.openDemo', 'key.replace'].includes(method)
    if (method !== 'desk.list' || !answer.ok || isOpen) return answer
    const desks = answer.value as Desk[]
    return { ok: true, value: desks.map((desk) => (desk.id === deskId ? { ...desk, state } : desk)) }
  }
  const asked = face.callsOf('payments.list').length
  face.fake.push('engine.restarted', {})
  return { ...face, asked }
}

describe('after the engine was started again', () => {
  it.each([
    ['demo', 'desk.openDemo'],
    ['acct_Hopper_test', 'desk.open'],
  ])(
    'the desk that is shown, %s, is opened again by %s, and everything of it is asked anew',
    async (id, how) => {
      const { callsOf, asked } = await restart(id, 'closed')
      await waitFor(() => expect(callsOf(how)).toHaveLength(1))
      await waitFor(() => expect(callsOf('payments.list').length).toBeGreaterThan(asked))
      await waitFor(() => expect(document.querySelector('[data-payment]')).toBeTruthy())
      expect(callsOf(how)).toHaveLength(1)
      expect(callsOf('desk.switch').map(({ request }) => request)).toEqual([{ deskId: id }, { deskId: id }])
    },
  )

  it('no order is said to be held on another desk, which nobody opened again', async () => {
    const { fake } = renderFace(<Routes />, { desks: 'many' }, '#/desks/acct_Hopper_test/payments')
    await waitFor(() => expect(document.querySelector('[data-payment]')).toBeTruthy())
    useOrdersStore.setState({ heldElsewhere: { 'an order': 'demo' } })
    await screen.findByRole('link', { name: /1 order held on/ })
    fake.push('engine.restarted', {})
    await waitFor(() => expect(screen.queryByRole('link', { name: /held on/ })).toBeNull())
    await waitFor(() => expect(document.querySelector('[data-payment]')).toBeTruthy())
    expect(screen.queryByRole('link', { name: /held on/ })).toBeNull()
  })

  it('a desk whose key went with it says so, and takes it for itself alone', async () => {
    const { callsOf } = await restart('acct_Hopper_test', 'needs_key')
    const user = userEvent.setup()
    await user.click(await screen.findByRole('button', { name: 'Enter the key…' }))
    await user.type(await screen.findByLabelText('The test key'), 'sk_test_51Abcdefghijklmnop')
    await user.click(screen.getByRole('button', { name: 'Enter the key' }))
    await waitFor(() => expect(callsOf('key.replace')).toHaveLength(1))
    expect(callsOf('key.replace')[0]?.request).toMatchObject({ deskId: 'acct_Hopper_test' })
    await waitFor(() => expect(document.querySelector('[data-payment]')).toBeTruthy())
    expect(screen.getByText('Key entered')).toBeTruthy()
  })
})
