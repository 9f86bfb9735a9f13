// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { ListenerState } from '../../../../../src/contract/events.ts'
import { ListenerScreen } from '../../../../../src/renderer/features/listener/listener-screen.tsx'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { lockedAccess } from '../../../../doubles/bridge/fake-desks.ts'
import { proved } from '../../../../doubles/bridge/fake-listener.ts'
import { renderFace } from '../../support.tsx'

afterEach(cleanup)

async function openScreen(options: FakeOptions = {}) {
  const given: FakeOptions = { desk: { kind: 'account' }, ...options }
  const face = renderFace(
    <>
      <ListenerScreen desk={{ ...demoDesk, ...given.desk }} />
      <ToastRegion />
    </>,
    given,
  )
  await screen.findByRole('region', { name: 'Signing secrets' })
  return { ...face, user: userEvent.setup() }
}

const whole = `whsec_${'a'.repeat(32)}`
const secretField = (): HTMLInputElement => screen.getByLabelText(/signing secret/i, { selector: 'input' })

describe('the webhook listener', () => {
  it('says in words why it does not run', async () => {
    await openScreen({
      listener: {
        running: false,
        problem: { code: 'internal', message: 'No port could be opened.' },
        urls: [],
        forwardCommand: '',
      },
    })
    expect(screen.getByText('Not running')).toBeTruthy()
    // Nothing is offered to be copied that is not there.
    expect(screen.queryByRole('button', { name: /^Copy the (address|command)/ })).toBeNull()
    expect(screen.getByRole('alert').textContent).toBe('No port could be opened.')
  })

  it('copies each address, the path and the line of the Stripe CLI', async () => {
    const { user, callsOf } = await openScreen()
    for (const button of screen.getAllByRole('button', { name: /^Copy the/ })) await user.click(button)
    const copied = callsOf('text.copy').map((call) => (call.request as { text: string }).text)
    expect(copied).toHaveLength(4)
    expect(copied.at(-1)).toMatch(/^stripe listen --forward-to http:/)
  })

  it.each<[string, FakeOptions]>([
    ['the demo', { desk: { kind: 'demo' }, listener: { secrets: [], takesSecrets: false } }],
    ['another server', { desk: { kind: 'account', baseUrl: 'http://127.0.0.1:12111' } }],
  ])('says that the line of the Stripe CLI brings nothing for %s', async (_, options) => {
    await openScreen(options)
    expect(screen.getByText(/its events are not at Stripe/)).toBeTruthy()
    expect(screen.queryByText(/prints the signing secret/)).toBeNull()
  })

  it('says of what only looks right: a CLI of another account, a tunnel with another host, a wrong secret', async () => {
    const { fake } = await openScreen()
    expect(screen.getByText(/Log it in to this desk’s account first/)).toBeTruthy()
    expect(screen.getByText(/this machine and port as the Host header/)).toBeTruthy()
    expect(screen.getByText('Listening')).toBeTruthy()
    const reason = 'The signature is not by a signing secret of this desk.'
    fake.listener.change({ lastRefusal: { reason, at: Date.now() } })
    expect(await screen.findByText('Refused the last one')).toBeTruthy()
    fake.listener.change({ lastAcceptedAt: Date.now() + 1 })
    expect(await screen.findByText('Listening')).toBeTruthy()
  })

  it('follows what comes in', async () => {
    const { fake } = await openScreen()
    expect(screen.getByText('1,284')).toBeTruthy()
    fake.listener.change({ accepted: 1285 })
    expect(await screen.findByText('1,285')).toBeTruthy()
  })

  it('asks again how many were known already once events were moved on, which is after they were accepted', async () => {
    const { fake, callsOf } = await openScreen()
    expect(callsOf('listener.state')).toHaveLength(1)
    fake.push('data.changed', { deskId: 'demo', kinds: ['events'] })
    await waitFor(() => expect(callsOf('listener.state')).toHaveLength(2))
  })

  it('names what was refused by reason, also before the desk was known', async () => {
    await openScreen()
    expect(
      within(screen.getByRole('list', { name: 'Refused' })).getByText(
        'By the clock of this machine, it was signed more than 300 seconds ago.',
      ),
    ).toBeTruthy()
    expect(screen.getByText('No desk listens at this path.')).toBeTruthy()
  })
})

describe('signing secrets', () => {
  it('are typed unseen, sent once, and gone from the form', async () => {
    const { user, callsOf } = await openScreen({ listener: { secrets: [] } })
    expect(secretField().type).toBe('password')
    await user.type(secretField(), `  ${whole} {Enter}`)
    expect(await screen.findByRole('list', { name: 'Signing secrets' })).toBeTruthy()
    expect(callsOf('listener.addSecret').map((call) => call.request)).toEqual([
      { deskId: 'demo', secret: whole },
    ])
    expect(secretField().value).toBe('')
    expect(document.body.innerHTML).not.toContain(whole)
  })

  it('that are kept already are not called added', async () => {
    const { user } = await openScreen({ listener: { secrets: [] } })
    await user.type(secretField(), `${whole}{Enter}`)
    expect(await screen.findByText('Signing secret added')).toBeTruthy()
    await user.type(secretField(), `${whole}{Enter}`)
    expect(await screen.findByText('This signing secret is kept already')).toBeTruthy()
  })

  it('are said to be kept where they are', async () => {
    await openScreen()
    expect(screen.getByText(/They are kept in the keychain and never shown/)).toBeTruthy()
    cleanup()
    await openScreen({ desk: { kind: 'account', secretsIn: 'memory' } })
    expect(screen.getByText(/for this run only, because no keychain is used, and never shown/)).toBeTruthy()
  })

  it.each<[string, Partial<ListenerState['secrets'][number]>, RegExp, string]>([
    ['proved', {}, /^Added .*This account’s: Stripe knows/, 'Listening'],
    ['that no event came by', { proof: 'unproved' }, /^Added [^.]*Remove…$/, 'Listening'],
    [
      'that Stripe could not be asked about',
      { proof: 'unproved', whyNotAsked: 'This key lacks rak_event_read.' },
      /Not yet proved .*This key lacks rak_event_read\./,
      'Listening',
    ],
    [
      'of another account, as it seems',
      { proof: 'unknown_to_stripe' },
      /Probably another account’s: .*does not know .*Remove it, .*remove this desk and connect/,
      'Check the signing secret',
    ],
  ])('%s say so', async (_, differing, words, sign) => {
    await openScreen({ listener: { secrets: [{ ...proved, id: 'one', addedAt: 1, ...differing }] } })
    expect(screen.getByRole('list', { name: 'Signing secrets' }).textContent).toMatch(words)
    expect(screen.getByText(sign)).toBeTruthy()
    expect(screen.queryByRole('alert') !== null).toBe(differing.proof === 'unknown_to_stripe')
  })

  it('that turn out to be of another account are read out, until an event that Stripe knows comes by them', async () => {
    const { fake } = await openScreen()
    const secret = { ...proved, id: 'one', addedAt: 1 }
    fake.listener.change({ secrets: [{ ...secret, proof: 'unknown_to_stripe' }] })
    expect((await screen.findByRole('alert')).textContent).toMatch(/Probably another account’s/)
    fake.listener.change({ secrets: [secret] })
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull())
  })

  it('that begin otherwise are pointed out while typing, and never leave the window', async () => {
    const { user, callsOf } = await openScreen({ listener: { secrets: [] } })
    await user.type(secretField(), 'whs')
    expect(screen.queryByRole('alert')).toBeNull()
    await user.clear(secretField())
    await user.type(secretField(), 'sk_test_123')
    expect(screen.getByRole('alert').textContent).toContain('they start with whsec_')
    await user.keyboard('{Enter}')
    expect(callsOf('listener.addSecret')).toHaveLength(0)
  })

  it('that are refused say why, and are gone from the form too', async () => {
    const { user } = await openScreen({ listener: { secrets: [] } })
    await user.type(secretField(), 'whsec_short{Enter}')
    expect((await screen.findByRole('alert')).textContent).toContain('not a whole signing secret')
    expect(secretField().value).toBe('')
  })

  it('that are refused leave the focus where the next is typed, not on a button that is nothing to press', async () => {
    const { user } = await openScreen({ listener: { secrets: [] } })
    await user.type(secretField(), 'whsec_short')
    await user.click(screen.getByRole('button', { name: 'Add' }))
    await screen.findByRole('alert')
    expect(document.activeElement).toBe(secretField())
  })

  it('are added and removed on a locked desk once it is unlocked', async () => {
    const desk = { kind: 'account', mode: 'live', access: lockedAccess } as const
    const { user, callsOf } = await openScreen({ desk })
    const unlock = (): void => {
      const wanted = useOverlay.getState().unlocking?.wanted
      if (typeof wanted !== 'function') throw new Error('nobody asked to unlock')
      act(wanted)
    }
    await user.type(secretField(), `${whole}{Enter}`)
    expect(callsOf('listener.addSecret')).toHaveLength(0)
    expect(secretField().value).toBe(whole)
    unlock()
    await waitFor(() => expect(callsOf('listener.addSecret')).toHaveLength(1))
    await user.click(screen.getAllByRole('button', { name: /^Remove the secret/ })[0]!)
    expect(screen.queryByRole('dialog', { name: /^Remove/ })).toBeNull()
    unlock()
    expect(await screen.findByRole('dialog', { name: 'Remove this signing secret?' })).toBeTruthy()
  })

  it('that are being typed stay where the listener could not be asked again, and that is said', async () => {
    const options: FakeOptions = { failing: {} }
    const { user, fake } = await openScreen(options)
    const field = secretField()
    await user.type(field, 'whsec_half')
    options.failing!['listener.state'] = { code: 'stopping', message: 'Bursar is being restarted.' }
    fake.push('data.changed', { deskId: 'demo', kinds: ['events'] })
    expect(
      await screen.findByText('The listener could not be asked again: Bursar is being restarted.'),
    ).toBeTruthy()
    expect(field.isConnected).toBe(true)
    expect(field.value).toBe('whsec_half')
  })

  it('are two at most, and a third is not asked for', async () => {
    await openScreen({
      listener: {
        secrets: [
          { ...proved, id: 'one', addedAt: 1 },
          { ...proved, id: 'two', addedAt: 2 },
        ],
      },
    })
    expect(screen.getByText(/^Two at once, as during a roll/)).toBeTruthy()
    expect(screen.queryByLabelText(/signing secret/i, { selector: 'input' })).toBeNull()
  })

  it('are removed only after it was said what follows', async () => {
    const { user, callsOf } = await openScreen()
    await user.click(screen.getByRole('button', { name: /^Remove the secret/ }))
    const dialog = await screen.findByRole('dialog')
    expect(dialog.textContent).toContain('It is the only one: every event is refused')
    await user.click(within(dialog).getByRole('button', { name: 'Keep it' }))
    expect(callsOf('listener.removeSecret')).toHaveLength(0)
    await user.click(screen.getByRole('button', { name: /^Remove the secret/ }))
    await user.click(await screen.findByRole('button', { name: 'Remove it' }))
    expect(await screen.findByText('Needs a signing secret')).toBeTruthy()
  })

  it('can’t be entered on the demo desk, and it says why', async () => {
    await openScreen({ desk: { kind: 'demo' } })
    expect(screen.getByText(/^The demo brings its own signing secret/)).toBeTruthy()
    expect(screen.queryByLabelText(/signing secret/i, { selector: 'input' })).toBeNull()
  })
})

describe('the self-test', () => {
  const run = async (options: FakeOptions = {}) => {
    const { user } = await openScreen(options)
    await user.click(screen.getByRole('button', { name: 'Run the self-test' }))
  }

  it('shows each step with its time', async () => {
    await run()
    expect(await screen.findByText('All steps passed.')).toBeTruthy()
    const steps = within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('listitem')
    expect(steps).toHaveLength(6)
    expect(steps[3]?.textContent).toBe('Passed: It is storedIt is on the disk.3.1 ms')
  })

  it('does not pass for a desk that has no signing secret: what Stripe sends would be refused', async () => {
    await run({ listener: { secrets: [] } })
    expect(
      await screen.findByText(
        'All steps passed, but an event from Stripe is refused until a signing secret is entered above.',
      ),
    ).toBeTruthy()
    expect(screen.queryByText('All steps passed.')).toBeNull()
  })

  it('passes for a desk that brings its own secret', async () => {
    await run({ desk: { kind: 'demo' }, listener: { secrets: [], takesSecrets: false } })
    expect(await screen.findByText('All steps passed.')).toBeTruthy()
  })

  it('tells the step that failed from those that were not tried', async () => {
    await run({ selfTest: 'fails' })
    await screen.findByText(/^The test failed/)
    const steps = within(screen.getByRole('list', { name: 'Steps' })).getAllByRole('listitem')
    expect(steps.map((step) => step.textContent?.split(':', 1)[0])).toEqual([
      'Passed',
      'Passed',
      'Failed',
      'Not tried',
      'Not tried',
      'Not tried',
    ])
  })

  it('says why it could not be run', async () => {
    await run({ failing: { 'listener.selfTest': { code: 'desk_closed', message: 'This desk is closed.' } } })
    await waitFor(() => expect(screen.getByText('This desk is closed.')).toBeTruthy())
  })
})
