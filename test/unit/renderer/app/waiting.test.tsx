// @vitest-environment jsdom
// What takes long: it says so after a second, there is a way out of it, and what comes of it is told wherever one is by then.
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState, type ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { Route } from 'wouter'
import type { Failure } from '../../../../src/contract/result.ts'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { ReplaceKey } from '../../../../src/renderer/features/keys/replace-key.tsx'
import { RunPage } from '../../../../src/renderer/features/runs/run-page.tsx'
import { SettingsScreen } from '../../../../src/renderer/features/settings/settings-screen.tsx'
import { ConnectForm } from '../../../../src/renderer/features/start/connect-form.tsx'
import { useHere } from '../../../../src/renderer/state/here.ts'
import { ConfirmDialog } from '../../../../src/renderer/ui/confirm-dialog.tsx'
import { deskName } from '../../../../src/renderer/ui/words/desk-words.ts'
import { ToastRegion } from '../../../../src/renderer/ui/toast.tsx'
import { demoDesk } from '../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

const key = 'sk_test_a1B2c3D4e5F6g7H8'

test('a desk that does not open can be left for the others', async () => {
  const closed = { id: 'acct_Hopper_test', state: 'closed' } as const
  renderFace(
    <Routes />,
    { desks: 'many', desk: closed, silent: ['desk.open'] },
    `#/desks/${closed.id}/payments`,
  )
  await screen.findByText('Opening Hopper Instruments, TEST…')
  await userEvent.setup().click(await screen.findByRole('button', { name: 'All desks' }))
  expect(window.location.hash).toBe('#/')
})

test('a desk whose data is checked says so while it opens', async () => {
  const doing = 'Checking the stored data…'
  const opening = { id: 'acct_Hopper_test', state: 'opening', doing } as const
  renderFace(<Routes />, { desks: 'many', desk: opening }, `#/desks/${opening.id}/payments`)
  const said = await screen.findByText(`Opening Hopper Instruments, TEST… ${doing}`)
  expect(said.getAttribute('role')).toBe('status')
})

test('a key that Stripe does not answer for can be left', async () => {
  let left = false
  renderFace(<ConnectForm onConnected={() => undefined} onBack={() => (left = true)} />, {
    silent: ['account.connect'],
  })
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Restricted or secret key'), `${key}{Enter}`)
  await screen.findByText(/Checking the key with Stripe/)
  await user.click(screen.getByRole('button', { name: 'Back' }))
  expect(left).toBe(true)
})

function Once({ children }: { children: (close: () => void) => ReactNode }) {
  const [open, setOpen] = useState(true)
  return (
    <>
      {open && children(() => setOpen(false))}
      <ToastRegion />
    </>
  )
}

test('a key that is being replaced is told of although its dialog was closed', async () => {
  const { fake } = renderFace(<Once>{(close) => <ReplaceKey desk={demoDesk} onClose={close} />}</Once>)
  let answer: (failure: Failure) => void = () => undefined
  fake.bridge.call = () => new Promise((resolve) => (answer = (error) => resolve({ ok: false, error })))
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('New test key'), `${key}{Enter}`)
  await screen.findByText(/It goes on if you close this/)
  await user.click(within(screen.getByRole('dialog')).getByText('Close'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  await act(async () => answer({ code: 'key_revoked', message: 'Stripe no longer accepts it.' }))
  expect(await screen.findAllByText('Stripe no longer accepts it.')).not.toHaveLength(0)
})

test('a question that was answered says after a second that it goes on, and can be closed', async () => {
  let answer: (failure: Failure | null) => void = () => undefined
  let closings = 0
  renderFace(
    <Once>
      {(close) => (
        <ConfirmDialog
          title="Sure?"
          keep="Keep it"
          act="Do it"
          onConfirm={() => new Promise((resolve) => (answer = resolve))}
          onClose={() => {
            closings += 1
            close()
          }}
        >
          It is done.
        </ConfirmDialog>
      )}
    </Once>,
  )
  const user = userEvent.setup()
  await user.click(screen.getByRole('button', { name: 'Do it' }))
  expect(screen.queryByText(/It goes on/)).toBeNull()
  await screen.findByText(/It goes on if you close this/)
  await user.click(screen.getByText('Close'))
  await act(async () => answer({ code: 'internal', message: 'The disk is full.' }))
  expect(await screen.findAllByText('The disk is full.')).not.toHaveLength(0)
  expect(closings).toBe(1)
})

test('what is said of a desk names it where the operator has left it', async () => {
  const { fake } = renderFace(<Once>{(close) => <ReplaceKey desk={demoDesk} onClose={close} />}</Once>)
  useHere.setState({ deskId: 'demo' })
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('New test key'), key)
  let answer: () => void = () => undefined
  fake.bridge.call = () => new Promise((resolve) => (answer = () => resolve({ ok: true, value: demoDesk })))
  await user.keyboard('{Enter}')
  await user.click(within(await screen.findByRole('dialog')).getByText('Close'))
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  useHere.setState({ deskId: 'acct_Hopper_live' })
  await act(async () => answer())
  expect(await screen.findAllByText(`${deskName(demoDesk)}: Key replaced`)).not.toHaveLength(0)
})

test('the receipt of a run is collected once however often it is asked for, says so, and is let go of', async () => {
  const id = '00000000-0000-4000-8000-000000000003'
  const { callsOf } = renderFace(
    <Route path="/desks/demo/runs/:runId">{({ runId }) => <RunPage desk={demoDesk} runId={runId} />}</Route>,
    { runs: 'some', silent: ['runs.receipt'] },
    `/desks/demo/runs/${id}`,
  )
  const user = userEvent.setup()
  await user.dblClick(await screen.findByRole('button', { name: 'Receipt' }))
  expect(callsOf('runs.receipt')).toHaveLength(1)
  await screen.findByText('Collecting the rows…')
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Receipt' }).disabled).toBe(false)
})

test('a keychain that could not be asked is not asked for ever', async () => {
  const { callsOf } = renderFace(<SettingsScreen desk={demoDesk} />, {
    failing: { 'keychain.state': { code: 'internal', message: 'It is locked.' } },
  })
  await screen.findByText('The keychain could not be asked: It is locked.')
  await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }))
  await waitFor(() => expect(callsOf('keychain.state')).toHaveLength(2))
})
