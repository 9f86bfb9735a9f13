// @vitest-environment jsdom
import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Access, Desk } from '../../../../src/contract/desks.ts'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { openOverlay } from '../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { lockedAccess, rightPassphrase } from '../../../doubles/bridge/fake-desks.ts'
import { renderFace } from '../support.tsx'

afterEach(() => {
  cleanup()
  vi.useRealTimers()
})

const live = 'acct_Hopper_live'

async function openLive(desk: Partial<Desk> = {}, options: FakeOptions = {}) {
  const face = renderFace(
    <Routes />,
    { desks: 'many', desk: { id: live, ...desk }, ...options },
    `#/desks/${live}/payments`,
  )
  await waitFor(() => expect(document.querySelector('[data-payment]')).toBeTruthy())
  return { ...face, user: userEvent.setup() }
}

const unlockedFor = (milliseconds: number): Access => ({
  ...lockedAccess,
  orders: 'open',
  unlockedUntil: Date.now() + milliseconds,
})

const bar = (): HTMLElement => screen.getByRole('region', { name: 'Live desk' })
const dialog = (): Promise<HTMLElement> => screen.findByRole('dialog', { name: /^Unlock/ })

describe('a live desk', () => {
  it('says LIVE, its business and that the money is real, in words', async () => {
    await openLive()
    expect(bar().textContent).toMatch(/^LIVE· Hopper Instruments· real money/)
    expect(document.querySelector('.live-edge')).toBeTruthy()
  })

  it('is read-only until it is unlocked with u and the passphrase, and then counts down', async () => {
    const { user, callsOf } = await openLive()
    expect(within(bar()).getByRole('button', { name: 'Read-only · Unlock' })).toBeTruthy()
    await user.keyboard('u')
    const field = await within(await dialog()).findByLabelText<HTMLInputElement>('Passphrase')
    expect(field.type).toBe('password')
    await user.type(field, `${rightPassphrase}{Enter}`)
    const timer = await within(bar()).findByRole('timer')
    expect(timer.textContent).toMatch(/^Unlocked (5:00|4:5\d)$/)
    expect(timer.getAttribute('aria-live')).toBe('off')
    expect(callsOf('desk.unlock')).toHaveLength(1)
    expect(document.body.innerHTML).not.toContain(rightPassphrase)
  })

  it.each([
    ['whose policy leaves this machine keys and signing secrets alone', ['manage'] as const],
    ['whose policy allows nothing', [] as const],
  ])('%s can be unlocked all the same: notes and secrets ask for that', async (_, allowed) => {
    const { user } = await openLive({
      policy: { ...demoDesk.policy, allowed: [...allowed] },
      readOnlyReason: 'The policy of this desk does not let this machine make refunds.',
      access: { ...lockedAccess, orders: 'refused' },
    })
    expect(within(bar()).getByRole('button', { name: 'Read-only · Unlock' })).toBeTruthy()
    await user.keyboard('u')
    expect(await within(await dialog()).findByLabelText('Passphrase')).toBeTruthy()
  })

  it('that is unlocked and takes no orders all the same does not say that it does', async () => {
    const readOnlyReason = 'The policy of this desk does not let this machine make refunds.'
    await openLive({ readOnlyReason, access: { ...unlockedFor(120_000), orders: 'refused' } })
    expect(within(bar()).getByRole('timer').title).toBe(readOnlyReason)
  })

  it('whose history is to be given up is unlocked over that question, which stays beneath', async () => {
    const locked = { code: 'locked', message: 'This live desk is locked.' } as const
    const { user } = await openLive({}, { failing: { 'sync.cancel': locked } })
    act(() => openOverlay({ kind: 'stop-reading' }))
    const question = within(await screen.findByRole('dialog', { name: /^Give up reading/ }))
    await user.click(question.getByRole('button', { name: 'Give it up' }))
    await user.click(await question.findByRole('button', { name: 'Unlock…' }))
    await user.type(await within(await dialog()).findByLabelText('Passphrase'), `${rightPassphrase}{Enter}`)
    expect(await screen.findByRole('timer', { hidden: true })).toBeTruthy()
    expect(await screen.findByRole('dialog', { name: /^Give up reading/ })).toBeTruthy()
  })

  it('is locked by a key at any time, also while typing', async () => {
    const { user, callsOf } = await openLive({ access: unlockedFor(120_000) })
    await user.click(screen.getByRole('searchbox'))
    await user.keyboard('{Control>}{Shift>}L{/Shift}{/Control}')
    expect(await within(bar()).findByRole('button', { name: 'Read-only · Unlock' })).toBeTruthy()
    expect(callsOf('desk.lock').map(({ request }) => request)).toEqual([{ deskId: live }])
  })

  it('says that it was unlocked and locked to whoever does not see it, and nothing at first', async () => {
    const { user } = await openLive()
    const said = (words: string) =>
      within(bar())
        .queryAllByRole('status')
        .filter((each) => each.textContent === words)
    expect(said('')).toHaveLength(1)
    await user.keyboard('u')
    await user.type(await within(await dialog()).findByLabelText('Passphrase'), `${rightPassphrase}{Enter}`)
    await waitFor(() => expect(said('This desk is unlocked.')).toHaveLength(1))
    within(bar()).getByRole('button', { name: 'Lock' }).focus()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(said('This desk is locked.')).toHaveLength(1))
    // The button is gone.
    const title = screen.getByRole('heading', { name: 'Payments', level: 1 })
    await waitFor(() => expect(document.activeElement).toBe(title))
  })

  it('is not locked by the same keys without shift', async () => {
    const { user, callsOf } = await openLive({ access: unlockedFor(120_000) })
    await user.keyboard('{Control>}l{/Control}')
    expect(callsOf('desk.lock')).toEqual([])
  })

  it('says politely, once, that little time is left', async () => {
    await openLive({ access: unlockedFor(28_000) })
    const words = await screen.findByText('This desk locks itself within 30 seconds.')
    expect(words.getAttribute('role')).toBe('status')
    // A form that is open hides what is not said to be live.
    expect(words.getAttribute('aria-live')).toBe('polite')
    cleanup()
    await openLive({ access: unlockedFor(200_000) })
    expect(screen.queryByText('This desk locks itself within 30 seconds.')).toBeNull()
  })

  it('asks who is there before a refund, and then goes on to it', async () => {
    const { user } = await openLive()
    await user.click(document.querySelectorAll('[data-payment]')[1] as HTMLElement)
    await user.click(await screen.findByRole('button', { name: 'Unlock to refund…' }))
    await user.type(await within(await dialog()).findByLabelText('Passphrase'), `${rightPassphrase}{Enter}`)
    expect(await screen.findByRole('dialog', { name: 'Refund a payment' })).toBeTruthy()
    expect(await screen.findByLabelText(/^Amount in/)).toBeTruthy()
  })
})

describe('the question who is there', () => {
  it('says that a passphrase is wrong, and forgets what was typed', async () => {
    const { user } = await openLive()
    await user.keyboard('u')
    const field = await within(await dialog()).findByLabelText<HTMLInputElement>('Passphrase')
    await user.type(field, 'nonsense{Enter}')
    expect((await screen.findByRole('alert')).textContent).toBe('This is not the passphrase of this desk.')
    expect(field.value).toBe('')
  })

  it('keeps the keyboard where the passphrase is typed: after a wrong one the next can be typed at once', async () => {
    const { user, fake } = await openLive()
    await user.keyboard('u')
    const field = await within(await dialog()).findByLabelText<HTMLInputElement>('Passphrase')
    const answer = fake.holdAnswers()
    await user.type(field, 'nonsense{Enter}')
    // A field that is disabled loses the focus.
    expect([field.disabled, field.readOnly]).toEqual([false, true])
    answer()
    expect(await screen.findByRole('alert')).toBeTruthy()
    await user.keyboard('nonsense')
    await user.click(within(await dialog()).getByRole('button', { name: 'Unlock' }))
    await waitFor(() => expect(field.value).toBe(''))
    await waitFor(() => expect(document.activeElement).toBe(field))
    await user.keyboard(`${rightPassphrase}{Enter}`)
    expect(await within(bar()).findByRole('timer')).toBeTruthy()
  })

  it('tells the way out to whoever forgot it, and only where the policy leaves it open', async () => {
    const { user } = await openLive()
    await user.keyboard('u')
    expect((await dialog()).textContent).not.toContain('Forgotten?')
    await user.type(await within(await dialog()).findByLabelText('Passphrase'), 'nonsense{Enter}')
    expect(await screen.findByText(/^Forgotten\? .* Remove this desk in Settings and connect/)).toBeTruthy()
    cleanup()
    const bound = await openLive({ policy: { ...demoDesk.policy, allowed: ['refund'] } })
    await bound.user.keyboard('u')
    await bound.user.type(await within(await dialog()).findByLabelText('Passphrase'), 'nonsense{Enter}')
    expect(await screen.findByRole('alert')).toBeTruthy()
    expect(screen.queryByText(/^Forgotten/)).toBeNull()
  })

  it('takes no more after too many, and says how long', async () => {
    const { user, callsOf } = await openLive({
      access: { ...lockedAccess, tryAgainAt: Date.now() + 45_000 },
    })
    await user.keyboard('u')
    const asked = await dialog()
    expect(within(asked).getByRole('alert').textContent).toMatch(/^Too many .* 0:4\d\.$/)
    expect(within(asked).getByLabelText<HTMLInputElement>('Passphrase').readOnly).toBe(true)
    fireEvent.submit(asked.querySelector('form') as HTMLFormElement)
    expect(callsOf('desk.unlock')).toEqual([])
  })

  it('has a passphrase set first, twice the same, with what it is for', async () => {
    const { user, callsOf } = await openLive({ access: { ...lockedAccess, passphrase: false } })
    await user.keyboard('u')
    const asked = await dialog()
    // Another key is entered without it, also by whoever forgot it.
    expect(asked.textContent).toMatch(
      /Set a passphrase for this desk first\. It says that it is you before live orders or a change of the policy\./,
    )
    const button = within(asked).getByRole<HTMLButtonElement>('button', { name: 'Set it and unlock' })
    // Before anything is typed: a button that stays grey says nothing.
    expect(within(asked).getByText(/^At least 8 characters\./)).toBeTruthy()
    await user.type(within(asked).getByLabelText('New passphrase'), rightPassphrase)
    await user.type(within(asked).getByLabelText('The same again'), `${rightPassphrase}!`)
    expect(within(asked).getByText('The two are not the same.')).toBeTruthy()
    expect(button.disabled).toBe(true)
    await user.type(within(asked).getByLabelText('The same again'), '{Backspace}')
    await user.click(button)
    expect(await within(bar()).findByRole('timer')).toBeTruthy()
    expect(callsOf('desk.setPassphrase').map(({ request }) => request)).toEqual([
      { deskId: live, current: null, next: rightPassphrase },
    ])
  })

  it('offers Touch ID only where the system has it', async () => {
    const { user, callsOf } = await openLive({}, { systemUnlock: 'touch_id' })
    await user.keyboard('u')
    await user.click(await within(await dialog()).findByRole('button', { name: 'Use Touch ID' }))
    expect(await within(bar()).findByRole('timer')).toBeTruthy()
    expect(callsOf('desk.unlockBySystem')).toHaveLength(1)
    cleanup()
    const other = await openLive()
    await other.user.keyboard('u')
    expect(within(await dialog()).queryByRole('button', { name: 'Use Touch ID' })).toBeNull()
  })

  it('shows what the system said when it refused, and keeps the desk locked', async () => {
    const { user } = await openLive(
      {},
      {
        systemUnlock: 'touch_id',
        failing: {
          'desk.unlockBySystem': {
            code: 'system_unlock_failed',
            message: 'Touch ID did not recognise you. Nothing was unlocked; use the passphrase.',
          },
        },
      },
    )
    await user.keyboard('u')
    await user.click(await within(await dialog()).findByRole('button', { name: 'Use Touch ID' }))
    expect(await screen.findByText(/^Touch ID did not recognise you/)).toBeTruthy()
    expect(screen.queryByRole('timer', { hidden: true })).toBeNull()
  })
})

describe('a desk whose key Stripe takes no longer', () => {
  it('says so over its lists, which stay, and leads to another key', async () => {
    const { user } = await openLive({
      problem: { code: 'key_revoked', message: 'Stripe no longer accepts this key.' },
      readOnlyReason: 'Stripe no longer takes this desk’s key.',
      access: { ...lockedAccess, orders: 'refused' },
    })
    expect(screen.getByText('Stripe no longer takes this desk’s key.')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Replace key…' }))
    const asked = await screen.findByRole('dialog', { name: 'Key of Hopper Instruments, LIVE' })
    await user.type(within(asked).getByLabelText('New live key'), 'rk_live_sim_OTHERaccount1234{Enter}')
    expect(
      await within(asked).findByText('This key is of another account. The old key was kept.'),
    ).toBeTruthy()
    await user.type(within(asked).getByLabelText('New live key'), 'rk_live_sim_a1B2c3D4e5F6g7H8{Enter}')
    await waitFor(() => expect(screen.queryByText('Stripe no longer takes this desk’s key.')).toBeNull())
    expect(document.body.innerHTML).not.toContain('a1B2c3D4')
  })
})
