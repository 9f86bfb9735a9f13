// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Desk } from '../../../../../src/contract/desks.ts'
import { ConnectForm } from '../../../../../src/renderer/features/start/connect-form.tsx'
import { StartScreen } from '../../../../../src/renderer/features/start/start-screen.tsx'
import { keyHint } from '../../../../../src/renderer/ui/key-field.tsx'
import { keys } from '../../../../../src/renderer/bridge/keys.ts'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

const body = 'a1B2c3D4e5F6g7H8'

describe('the hint under the key', () => {
  it.each([
    ['', 'plain', 'Begins with'],
    ['sk_te', 'plain', 'Begins with'],
    [`sk_test_${body}`, 'good', 'Secret key, test mode'],
    [`rk_test_${body}`, 'good', 'Restricted key, test mode'],
    [`rk_live_${body}`, 'good', 'live mode: this desk will be read-only until you unlock it'],
    [`sk_live_${body}`, 'warn', 'A restricted key is safer'],
    [`pk_test_${body}`, 'bad', 'publishable key'],
    [`whsec_${body}`, 'bad', 'webhook signing secret'],
    ['hello', 'bad', 'not a Stripe key'],
    ['sk_test_123', 'bad', 'too short'],
  ])('says of "%s" what it is', (typed, tone, words) => {
    const hint = keyHint(typed, false)
    expect(hint.tone).toBe(tone)
    expect(hint.text).toContain(words)
  })

  it('refuses live keys where a browser stands in for the application', () => {
    expect(keyHint('', true).text).toBe('Begins with rk_test_ or sk_test_.')
    expect(keyHint(`sk_live_${body}`, true).tone).toBe('bad')
    expect(keyHint(`sk_live_sim_${body}`, true)).toMatchObject({ tone: 'warn' })
  })
})

describe('a key that is refused', () => {
  it('can be pasted again at once, also where the button was pressed', async () => {
    const { callsOf } = renderFace(<ConnectForm onConnected={() => undefined} onBack={() => undefined} />)
    const user = userEvent.setup()
    await user.type(screen.getByLabelText('Restricted or secret key'), `rk_test_REVOKED${body}`)
    await user.click(screen.getByRole('button', { name: 'Connect' }))
    expect((await screen.findByRole('alert')).textContent).toContain('no longer accepts this key')
    expect(document.activeElement).toBe(screen.getByLabelText('Restricted or secret key'))
    await user.keyboard(`rk_test_${body}{Enter}`)
    await waitFor(() => expect(callsOf('account.connect')).toHaveLength(2))
  })

  it('does not pull anybody out of the base URL, which may be what is wrong', async () => {
    const { fake } = renderFace(<ConnectForm onConnected={() => undefined} onBack={() => undefined} />)
    const user = userEvent.setup()
    const answer = fake.holdAnswers()
    await user.type(screen.getByLabelText('Restricted or secret key'), `rk_test_REVOKED${body}{Enter}`)
    const baseUrl = screen.getByLabelText('Base URL')
    baseUrl.focus()
    answer()
    await screen.findByRole('alert')
    expect(document.activeElement).toBe(baseUrl)
  })
})

describe('a desk that is answered late', () => {
  const openStart = (address: string) => {
    const face = renderFace(
      <>
        <StartScreen />
        <ToastRegion />
      </>,
      { latencyMilliseconds: 400 },
      address,
    )
    return { ...face, user: userEvent.setup() }
  }

  it('is entered by whoever waited for it', async () => {
    const { user } = openStart('/')
    await user.click(screen.getByRole('button', { name: /Open the demo desk/ }))
    await waitFor(() => expect(window.location.hash).toBe('#/desks/demo/payments'))
  })

  it('is taken in and told, and nobody is moved who has gone elsewhere', async () => {
    const { user, client } = openStart('/?connect=any')
    await user.type(screen.getByLabelText('Restricted or secret key'), `sk_test_${body}{Enter}`)
    goTo('/desks/demo/events')
    expect(await screen.findByText('Fake & Sons, TEST is open')).toBeTruthy()
    expect(window.location.hash).toBe('#/desks/demo/events')
    await waitFor(() =>
      expect(client.getQueryData<Desk[]>(keys.desks)?.map(({ id }) => id)).toContain('acct_fake_test'),
    )
  })

  it('moves nobody either who went elsewhere and came back to type another key', async () => {
    const { user } = openStart('/?connect=any')
    await user.type(screen.getByLabelText('Restricted or secret key'), `sk_test_${body}{Enter}`)
    goTo('/')
    await screen.findByRole('button', { name: /Open the demo desk/ })
    goTo('/?connect=any')
    await user.type(await screen.findByLabelText('Restricted or secret key'), 'sk_test_')
    expect(await screen.findByText('Fake & Sons, TEST is open')).toBeTruthy()
    expect(window.location.hash).toBe('#/?connect=any')
  })

  it('that could not be connected is told as well', async () => {
    const { user } = openStart('/?connect=any')
    await user.type(screen.getByLabelText('Restricted or secret key'), `sk_test_REVOKED${body}{Enter}`)
    goTo('/desks/demo/events')
    expect(await screen.findAllByText('The account was not connected')).not.toHaveLength(0)
  })
})

describe('connecting an account', () => {
  it('hides the key while it is typed, sends it once, and does not keep it', async () => {
    const onConnected = vi.fn<(desk: Desk, stayed: boolean) => void>()
    const { callsOf } = renderFace(<ConnectForm onConnected={onConnected} onBack={() => undefined} />)
    const user = userEvent.setup()
    const field = screen.getByLabelText<HTMLInputElement>('Restricted or secret key')
    expect(field.type).toBe('password')
    expect(field.autocomplete).toBe('off')
    await user.type(field, ` sk_test_${body} `)
    await user.click(screen.getByRole('button', { name: 'Connect' }))
    await waitFor(() => expect(onConnected).toHaveBeenCalledOnce())
    expect(callsOf('account.connect').map((call) => call.request)).toEqual([{ key: `sk_test_${body}` }])
    expect(field.value).toBe('')
    expect(document.body.innerHTML).not.toContain(body)
  })

  it('shows the exact reason when Stripe no longer accepts the key', async () => {
    renderFace(<ConnectForm onConnected={() => undefined} onBack={() => undefined} />)
    const user = userEvent.setup()
    await user.type(screen.getByLabelText('Restricted or secret key'), `sk_test_REVOKED${body}{Enter}`)
    expect((await screen.findByRole('alert')).textContent).toContain('it was revoked or rolled')
  })

  it('does not send a key that is none', async () => {
    const { callsOf } = renderFace(<ConnectForm onConnected={() => undefined} onBack={() => undefined} />)
    await userEvent.setup().type(screen.getByLabelText('Restricted or secret key'), `pk_test_${body}{Enter}`)
    expect(callsOf('account.connect')).toEqual([])
  })
})
