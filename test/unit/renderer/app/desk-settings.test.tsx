// @vitest-environment jsdom
import { act, cleanup, renderHook, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { Desk } from '../../../../src/contract/desks.ts'
import { permissions } from '../../../../src/domain/permissions.ts'
import { useHashPath } from '../../../../src/renderer/app/hash-location.ts'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { permissionText } from '../../../../src/renderer/ui/permission-list.tsx'
import type { FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { rightPassphrase } from '../../../doubles/bridge/fake-desks.ts'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

const live = 'acct_Hopper_live'

async function openSettings(desk: Partial<Desk> = {}, options: FakeOptions = {}) {
  const face = renderFace(
    <Routes />,
    { desks: 'many', desk: { id: live, ...desk }, ...options },
    `#/desks/${live}/settings`,
  )
  await screen.findByRole('heading', { name: 'Desks' })
  return { ...face, user: userEvent.setup() }
}

const group = (name: string): HTMLElement => screen.getByRole('region', { name })
const names = (): (string | null)[] =>
  within(group('Desks'))
    .getAllByRole('heading', { level: 3 })
    .map((heading) => heading.textContent)
/** Of the live and the test desk, on the start screen. */
const hopperDesks = (): HTMLElement[] => screen.getAllByRole('link', { name: /Hopper Instruments/ })
const opened = (name: string | RegExp): Promise<HTMLElement> => screen.findByRole('dialog', { name })

describe('the businesses', () => {
  it('are moved by the keyboard, which stays on the button that was pressed', async () => {
    const { user, callsOf } = await openSettings()
    const down = within(group('Desks')).getByRole('button', { name: 'Move Hopper Instruments down' })
    down.focus()
    await user.keyboard('{Enter}')
    await waitFor(() => expect(names()[0]).toBe('Turing & Daughters'))
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Move Hopper Instruments down')
    expect(within(group('Desks')).getByRole('status').textContent).toBe('Hopper Instruments is 2 of 4.')
    expect(callsOf('business.reorder').map(({ request }) => request)).toEqual([
      { businessIds: ['acct_Turing', 'acct_Hopper', 'acct_Perlman', 'acct_demo'] },
    ])
  })

  it('are named and coloured, with both desks', async () => {
    const { user } = await openSettings()
    await user.click(screen.getByRole('button', { name: /^Rename Hopper Instruments/ }))
    const asked = await opened(/^Name and colour/)
    await user.clear(within(asked).getByLabelText('Name'))
    await user.type(within(asked).getByLabelText('Name'), 'Hopper West')
    await user.click(within(asked).getByRole('radio', { name: 'Violet' }))
    await user.click(within(asked).getByRole('button', { name: 'Save' }))
    await waitFor(() => expect(names()[0]).toBe('Hopper West'))
    expect(screen.getByRole('region', { name: 'Live desk' }).textContent).toContain('Hopper West')
    expect(document.title).toContain('LIVE · Hopper West')
  })

  it('are named anew after a refusal, which is not said of what is typed then', async () => {
    const message = 'This looks like a key. Nothing was changed.'
    const { user } = await openSettings(
      {},
      { failing: { 'business.edit': { code: 'bad_request', message } } },
    )
    await user.click(screen.getByRole('button', { name: /^Rename Hopper Instruments/ }))
    const asked = await opened(/^Name and colour/)
    await user.click(within(asked).getByRole('button', { name: 'Save' }))
    expect((await within(asked).findByRole('alert')).textContent).toBe(message)
    await user.type(within(asked).getByLabelText('Name'), '!')
    expect(within(asked).queryByRole('alert')).toBeNull()
  })

  it('say of a desk whose key is gone, or that could not be opened, that it is so', async () => {
    const { fake } = await openSettings()
    const row = (name: string) =>
      screen.getByRole('button', { name: `Remove ${name}` }).closest('li')?.textContent ?? ''
    expect(row('Perlman Networks, TEST')).toContain('Restricted key, test mode, kept in the keychain')
    act(() => {
      fake.desks.change('acct_Perlman_test', { state: 'needs_key', secretsIn: 'memory' })
      fake.desks.change('acct_Turing_test', { state: 'failed' })
    })
    await waitFor(() => expect(row('Perlman Networks, TEST')).toContain('to be entered again'))
    expect(row('Perlman Networks, TEST')).not.toContain('kept')
    expect(row('Turing & Daughters, TEST')).toContain('. Could not be opened')
  })

  it('lead to the key and policy of another desk only on that desk', async () => {
    const { user } = await openSettings()
    await user.click(screen.getByRole('link', { name: 'Key and policy of Hopper Instruments, TEST' }))
    await waitFor(() => expect(window.location.hash).toBe('#/desks/acct_Hopper_test/settings'))
  })
})

describe('removing another desk', () => {
  it('says that it was, and leaves the keyboard at the title: the button that asked for it is gone', async () => {
    const { user } = await openSettings()
    screen.getByRole('button', { name: 'Remove Perlman Networks, TEST' }).focus()
    await user.keyboard('{Enter}')
    const asked = await opened('Remove Perlman Networks, TEST?')
    within(asked).getByRole('button', { name: 'Remove the desk' }).focus()
    await user.keyboard('{Enter}')
    expect(await screen.findByText('Perlman Networks, TEST was removed')).toBeTruthy()
    await waitFor(() => expect(names()).not.toContain('Perlman Networks'))
    const title = screen.getByRole('heading', { name: 'Settings', level: 1 })
    await waitFor(() => expect(document.activeElement).toBe(title))
  })
})

describe('removing a live desk', () => {
  it('asks for the name of the business, says what goes and stays, and exports the audit first', async () => {
    const { user, callsOf } = await openSettings()
    await user.click(screen.getByRole('button', { name: 'Remove Hopper Instruments, LIVE' }))
    const asked = await opened('Remove Hopper Instruments, LIVE?')
    for (const words of ['signing secrets', 'inbox', 'journal of orders placed here with its audit'])
      expect(asked.textContent).toContain(words)
    await user.click(within(asked).getByRole('button', { name: 'Export as JSON' }))
    expect(await within(asked).findByRole('button', { name: 'Exported' })).toBeTruthy()
    expect(callsOf('audit.export').map(({ request }) => request)).toEqual([
      { deskId: live, filter: {}, format: 'json' },
    ])
    const remove = within(asked).getByRole<HTMLButtonElement>('button', { name: 'Remove the desk' })
    await user.type(within(asked).getByLabelText(/^Type/), 'Hopper')
    expect(remove.disabled).toBe(true)
    await user.type(within(asked).getByLabelText(/^Type/), ' Instruments')
    await user.click(remove)
    await waitFor(() => expect(callsOf('desk.remove')).toHaveLength(1))
    await waitFor(() => expect(window.location.hash).toBe('#/'))
  })

  it('takes a name as it is shown, whatever white space Stripe has in it', async () => {
    const { user, fake } = await openSettings()
    await fake.bridge.call('business.edit', {
      businessId: 'acct_Hopper',
      name: ' Hopper  Instruments',
      color: 'teal',
    })
    await user.click(await screen.findByRole('button', { name: /^Remove Hopper Instruments, LIVE$/ }))
    const asked = await opened(/^Remove Hopper Instruments, LIVE\?$/)
    await user.type(within(asked).getByLabelText(/^Type/), 'Hopper Instruments')
    expect(within(asked).getByRole<HTMLButtonElement>('button', { name: 'Remove the desk' }).disabled).toBe(
      false,
    )
  })

  it('names what could not be deleted before it leaves the desk, which is gone then', async () => {
    const path = '/home/ada/desks/acct_Hopper_live-removed-7/cache.db'
    const { user, fake } = await openSettings({}, { leftBehind: [path] })
    await user.click(screen.getByRole('button', { name: 'Remove Hopper Instruments, LIVE' }))
    const asked = await opened('Remove Hopper Instruments, LIVE?')
    await user.type(within(asked).getByLabelText(/^Type/), 'Hopper Instruments')
    await user.click(within(asked).getByRole('button', { name: 'Remove the desk' }))
    const said = await opened('Hopper Instruments, LIVE was removed')
    expect(said.textContent).toContain(path)
    expect(window.location.hash).toBe(`#/desks/${live}/settings`)
    await user.click(within(said).getAllByRole('button', { name: 'Close' }).at(-1)!)
    await waitFor(() => expect(window.location.hash).toBe('#/'))
    expect(fake.desks.all().map(({ id }) => id)).not.toContain(live)
    expect(hopperDesks()).toHaveLength(1)
  })

  it('of which files were left takes it off the screen of an operator who has gone elsewhere, and says so', async () => {
    const path = '/home/ada/desks/acct_Hopper_live-removed-7/cache.db'
    const { user, fake } = await openSettings({}, { leftBehind: [path] })
    await user.click(screen.getByRole('button', { name: 'Remove Hopper Instruments, LIVE' }))
    const asked = await opened('Remove Hopper Instruments, LIVE?')
    await user.type(within(asked).getByLabelText(/^Type/), 'Hopper Instruments')
    const answer = fake.holdAnswers()
    await user.click(within(asked).getByRole('button', { name: 'Remove the desk' }))
    // As the app itself does: an address from outside would wait for the dialog.
    const { result } = renderHook(() => useHashPath())
    act(() => result.current[1]('/'))
    answer()
    await waitFor(() => expect(document.body.textContent).toContain(path))
    expect(hopperDesks()).toHaveLength(1)
  })

  it('does not call an export saved that was not', async () => {
    const { user } = await openSettings({}, { savesNothing: true })
    await user.click(screen.getByRole('button', { name: 'Remove Hopper Instruments, LIVE' }))
    const asked = await opened('Remove Hopper Instruments, LIVE?')
    await user.click(within(asked).getByRole('button', { name: 'Export as JSON' }))
    expect(await within(asked).findByRole('button', { name: 'Export as JSON' })).toBeTruthy()
    expect(within(asked).queryByRole('button', { name: 'Exported' })).toBeNull()
  })
})

describe('what a desk has to say', () => {
  it('is put away for good, not on this page alone', async () => {
    const notice = 'The journal was restored from its backup of yesterday.'
    const { user, callsOf, fake } = await openSettings({ notices: [notice, 'Another.'] })
    const said = (await screen.findByText(notice)).closest<HTMLElement>('[role="status"]')!
    await user.click(within(said).getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByText(notice)).toBeNull()
    // The button went with it.
    const title = screen.getByRole('heading', { name: 'Settings', level: 1 })
    await waitFor(() => expect(document.activeElement).toBe(title))
    expect(callsOf('desk.putAwayNotice').map(({ request }) => request)).toEqual([{ deskId: live, notice }])
    expect(fake.desks.find(live)?.notices).toEqual(['Another.'])
  })

  it('is told once more where it comes about once more after that', async () => {
    const notice = 'The journal could not be backed up. The disk is full.'
    const { user, fake } = await openSettings({ notices: [notice] })
    await user.click(await screen.findByRole('button', { name: 'Dismiss' }))
    await waitFor(() => expect(fake.desks.find(live)?.notices).toEqual([]))
    await waitFor(() => expect(screen.queryByText(notice)).toBeNull())
    await act(async () => void fake.desks.change(live, { notices: [notice] }))
    expect(await screen.findByText(notice)).toBeTruthy()
  })
})

describe('the key of a desk', () => {
  it('says what it can’t do and which permission that takes, and is checked again', async () => {
    const { user, callsOf, fake } = await openSettings()
    const table = within(group('Key')).getByRole('table')
    const row = within(table).getByText('See whether the balance covers a refund').closest('tr')
    expect(row?.textContent).toBe('Can’tSee whether the balance covers a refundBalance: read')
    const check = within(group('Key')).getByRole<HTMLButtonElement>('button', { name: 'Check again' })
    const answer = fake.holdAnswers()
    check.focus()
    await user.keyboard('{Enter}')
    // It keeps the focus, and does nothing more meanwhile.
    await waitFor(() => expect(check.textContent).toBe('Asking Stripe…'))
    expect(check.disabled).toBe(false)
    await user.keyboard('{Enter}')
    answer()
    expect(await screen.findByText('Key checked')).toBeTruthy()
    expect(screen.getAllByText(/^Can’t do 1 of \d+ things\.?$/)).toHaveLength(2)
    expect(callsOf('key.check')).toHaveLength(1)
  })

  it('is warned of where it can do everything with real money', async () => {
    await openSettings({ keyType: 'secret', keyWarning: 'This secret key has all rights.' })
    expect(within(group('Key')).getByText('This secret key has all rights.')).toBeTruthy()
  })

  it('is not replaced from here where the policy leaves that to an admin', async () => {
    const { policy } = (await openSettings()).fake.desks.all()[0] as Desk
    cleanup()
    const { user } = await openSettings({ policy: { ...policy, role: 'support', allowed: ['refund'] } })
    expect(within(group('Key')).queryByRole('button', { name: 'Replace key…' })).toBeNull()
    expect(within(group('Key')).getByText(/to an admin\.$/)).toBeTruthy()
    await user.keyboard('{Control>}k{/Control}')
    expect(await screen.findByRole('option', { name: 'Add an account' })).toBeTruthy()
    expect(screen.queryByRole('option', { name: 'Replace the key' })).toBeNull()
  })

  it('has a list of permissions to be copied, each resource once and with all that is needed', async () => {
    const { user, callsOf } = await openSettings()
    await user.click(within(group('Key')).getByText('Permissions for a restricted key'))
    await user.click(within(group('Key')).getByRole('button', { name: 'Copy the list' }))
    expect(callsOf('text.copy').map(({ request }) => request)).toEqual([{ text: permissionText() }])
    const lines = permissionText().split('\n')
    for (const { resource } of permissions)
      expect(lines.filter((line) => line.startsWith(`${resource}: `))).toHaveLength(1)
    // One row of the Dashboard's form.
    expect(lines).toContain('Charges and Refunds: Write (make and cancel refunds)')
    expect(lines).toContain(
      'At the least: Accounts: Read, PaymentIntents: Read, Charges and Refunds: Read, Customers: Read.',
    )
  })
})

describe('the passphrase of a desk', () => {
  it('is changed with the present one, which is typed again where it was wrong', async () => {
    const { user, callsOf } = await openSettings()
    await user.click(screen.getByRole('button', { name: 'Change the passphrase…' }))
    const asked = await opened('Passphrase of Hopper Instruments, LIVE')
    await user.type(within(asked).getByLabelText('Present passphrase'), 'nonsense')
    await user.type(within(asked).getByLabelText('New passphrase'), 'another long one')
    await user.type(within(asked).getByLabelText('The same again'), 'another long one{Enter}')
    expect(await within(asked).findByText('This is not the passphrase of this desk.')).toBeTruthy()
    await user.keyboard(`${rightPassphrase}{Enter}`)
    await waitFor(() => expect(asked.isConnected).toBe(false))
    expect(callsOf('desk.setPassphrase').at(-1)?.request).toEqual({
      deskId: live,
      current: rightPassphrase,
      next: 'another long one',
    })
  })
})

describe('the policy of a desk', () => {
  it('is changed under the passphrase', async () => {
    const { user, callsOf } = await openSettings()
    await user.click(screen.getByRole('button', { name: 'Change the policy…' }))
    const asked = await opened('Policy of Hopper Instruments, LIVE')
    await user.selectOptions(within(asked).getByLabelText('This machine is for'), 'Support')
    expect(within(asked).getByLabelText<HTMLInputElement>(/^Change keys/).checked).toBe(false)
    const add = within(asked).getByRole('button', { name: 'Add a currency' })
    await user.click(add)
    await user.click(within(asked).getByRole('button', { name: 'Remove the limits of new currency' }))
    expect(document.activeElement).toBe(add)
    await user.keyboard('{Enter}')
    // Where the currency is typed.
    await user.keyboard('eur')
    await user.type(within(asked).getByLabelText('One refund, EUR'), '250')
    const save = within(asked).getByRole<HTMLButtonElement>('button', { name: 'Change the policy' })
    expect(save.disabled).toBe(true)
    await user.type(within(asked).getByLabelText('Passphrase'), 'nonsense')
    await user.click(save)
    expect(await within(asked).findByText('This is not the passphrase of this desk.')).toBeTruthy()
    // Where the next one is typed.
    await user.keyboard(`${rightPassphrase}{Enter}`)
    await waitFor(() => expect(asked.isConnected).toBe(false))
    expect(callsOf('desk.setPolicy').at(-1)?.request).toMatchObject({
      deskId: live,
      policy: {
        role: 'support',
        allowed: ['refund', 'change'],
        limits: [{ currency: 'eur', perOrder: 25_000, perDay: null, typeAbove: null }],
      },
    })
    expect(within(group('Policy')).getByText('€250.00')).toBeTruthy()
  })

  it('that withdraws or pauses what is under way says so, and is changed once that was agreed to', async () => {
    const message =
      '2 orders of this desk are held: with this policy they are withdrawn and never sent. The bulk run “October returns” is under way: with this policy it is paused.'
    const failing: NonNullable<FakeOptions['failing']> = {
      'desk.setPolicy': { code: 'confirmation_missing', message },
    }
    const { user, callsOf } = await openSettings({}, { failing })
    await user.click(screen.getByRole('button', { name: 'Change the policy…' }))
    const asked = await opened('Policy of Hopper Instruments, LIVE')
    await user.type(within(asked).getByLabelText('Passphrase'), `${rightPassphrase}{Enter}`)
    const said = await within(asked).findByRole('alert')
    expect(said.textContent).toBe(message)
    // An Enter more in the field is no yes to it.
    expect(document.activeElement).toBe(said)
    await user.keyboard('{Enter}')
    expect(callsOf('desk.setPolicy')).toHaveLength(1)
    // Another draft is another policy: it is asked anew.
    await user.click(within(asked).getByLabelText('Order refunds'))
    expect(within(asked).queryByRole('alert')).toBeNull()
    await user.click(within(asked).getByRole('button', { name: 'Change the policy' }))
    const agreed = await within(asked).findByRole('button', { name: 'Change the policy all the same' })
    delete failing['desk.setPolicy']
    await user.click(agreed)
    await waitFor(() => expect(asked.isConnected).toBe(false))
    const told = callsOf('desk.setPolicy').map(({ request }) => request)
    expect(told).toMatchObject([{ interrupt: false }, { interrupt: false }, { interrupt: true }])
  })

  it('is not sent while something in it is wrong, and says what', async () => {
    const { user } = await openSettings()
    await user.click(screen.getByRole('button', { name: 'Change the policy…' }))
    const asked = await opened('Policy of Hopper Instruments, LIVE')
    await user.type(within(asked).getByLabelText('Passphrase'), rightPassphrase)
    const hold = within(asked).getByLabelText('Hold, in seconds')
    await user.clear(hold)
    await user.type(hold, '121')
    expect(within(asked).getByText('A whole number from 3 to 120.')).toBeTruthy()
    expect(within(asked).getByRole<HTMLButtonElement>('button', { name: 'Change the policy' }).disabled).toBe(
      true,
    )
  })

  it('that can’t be read is said to be that, and not shown as if somebody had forbidden everything', async () => {
    const { policy } = (await openSettings()).fake.desks.all()[0] as Desk
    cleanup()
    await openSettings({ policy: { ...policy, role: 'support', allowed: [] }, policyUnreadable: true })
    expect(within(group('Policy')).getByRole('alert').textContent).toMatch(
      /can’t be read.*orders and changes nothing here.*set the policy again/,
    )
    expect(group('Policy').textContent).not.toContain('Support')
    expect(within(group('Policy')).queryByText('No:', { exact: false })).toBeNull()
    expect(within(group('Policy')).getByRole('button', { name: 'Change the policy…' })).toBeTruthy()
    expect(within(group('Key')).queryByText(/to an admin\.$/)).toBeNull()
    expect(within(group('Key')).getByText(/policy of this desk can’t be read/)).toBeTruthy()
  })

  it('can be read by everybody, with what it guards against and what not', async () => {
    await openSettings()
    expect(within(group('Policy')).getByText(/Against malice only a restricted key guards/)).toBeTruthy()
    for (const words of [
      'Change subscriptions and what customers pay with, write notes at Stripe',
      'remove the desk, decide how decline codes and access are judged',
    ])
      expect(group('Policy').textContent).toContain(words)
    expect(within(group('Policy')).getByText(/the amount is typed to confirm it$/)).toBeTruthy()
  })
})
