// @vitest-environment jsdom
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import type { Desk } from '../../../../../src/contract/desks.ts'
import { useCommands } from '../../../../../src/renderer/app/commands.ts'
import { Overlays } from '../../../../../src/renderer/app/overlays.tsx'
import { CustomersScreen } from '../../../../../src/renderer/features/customers/customers-screen.tsx'
import { forgetNoteDrafts } from '../../../../../src/renderer/state/note-drafts.ts'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { ToastRegion } from '../../../../../src/renderer/ui/toast.tsx'
import { makeCustomers } from '../../../../doubles/bridge/customer-fixtures.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { lockedAccess } from '../../../../doubles/bridge/fake-desks.ts'
import { makePayments } from '../../../../doubles/bridge/fixtures.ts'
import { renderFace } from '../../support.tsx'

afterEach(() => {
  cleanup()
  forgetNoteDrafts()
})

const [troubled, quiet] = [...makeCustomers(makePayments(60, Math.floor(Date.now() / 1000))).values()]
if (!troubled || !quiet) throw new Error('There are no customers.')

async function openPage(id = troubled?.row.id ?? '', options: FakeOptions = {}, desk: Desk = demoDesk) {
  const face = renderFace(
    <>
      <Route path="/desks/:deskId/customers/:customerId?">
        {({ customerId }) => <CustomersScreen desk={desk} customerId={customerId ?? null} />}
      </Route>
      <Overlays desk={desk} />
      <Palette desk={desk} />
      <ToastRegion />
    </>,
    { desk, ...options },
    `#/desks/demo/customers/${id}`,
  )
  await screen.findByRole('heading', { name: 'Notes' })
  const sent = (method: string) => face.callsOf(method).map(({ request }) => request)
  return { ...face, sent, user: userEvent.setup() }
}

/** The commands that the palette would offer. */
function Palette({ desk }: { desk: Desk }) {
  const words = useCommands(desk).flatMap(({ entries }) => entries.map(({ word }) => word))
  return <p data-testid="commands">{words.join(', ')}</p>
}

const notes = () => within(screen.getByRole('region', { name: 'Notes' }))
const noteForm = () => screen.findByRole('dialog', { name: /^Note about/ })

describe('the notes about a customer', () => {
  it('stand on the page with who wrote them, what they are about, and what was struck out', async () => {
    await openPage()
    const [newest, struck] = notes().getAllByRole('listitem')
    expect(newest?.textContent).toContain('it came back to us')
    expect(
      within(newest as HTMLElement)
        .getByRole('link', { name: 'About a payment' })
        .getAttribute('href'),
    ).toContain(`/payments/${troubled.payments[0]?.id}`)
    expect(struck?.querySelector('s')?.textContent).toBe('Wants refunds as store credit.')
    expect(struck?.textContent).toContain('Struck out by ada')
    expect(within(struck as HTMLElement).queryByRole('button')).toBeNull()
  })

  it('are written by keyboard alone, saved once, said, and shown', async () => {
    const { user, sent } = await openPage(quiet.row.id)
    expect(notes().getByText(/Nothing was noted yet/)).toBeTruthy()
    await user.keyboard('n')
    const form = await noteForm()
    await waitFor(() => expect(document.activeElement).toBe(within(form).getByLabelText('Note')))
    await user.keyboard('Called, was kind.{Control>}{Enter}{Enter}{/Control}')
    expect(await screen.findByText('Note saved')).toBeTruthy()
    expect((await notes().findByRole('listitem')).textContent).toContain('Called, was kind.')
    expect(sent('customer.note')).toEqual([
      expect.objectContaining({ customerId: quiet.row.id, text: 'Called, was kind.', paymentIntentId: null }),
    ])
    expect(sent('change.place')).toEqual([])
  })

  it('that were typed and not saved are there again when the form is opened once more', async () => {
    const { user, sent } = await openPage(quiet.row.id)
    await user.keyboard('n')
    await user.type(within(await noteForm()).getByLabelText('Note'), 'Half a thought')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    await user.keyboard('n')
    const field = within(await noteForm()).getByLabelText<HTMLTextAreaElement>('Note')
    expect(field.value).toBe('Half a thought')
    await user.click(field)
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await screen.findByText('Note saved')).toBeTruthy()
    expect(sent('customer.note')).toMatchObject([{ text: 'Half a thought' }])
    await user.keyboard('n')
    expect(within(await noteForm()).getByLabelText<HTMLTextAreaElement>('Note').value).toBe('')
  })

  it('give the focus back to where it was when their form closes', async () => {
    const { user } = await openPage(quiet.row.id)
    const button = notes().getByRole('button', { name: /^Add a note|^Note|^Write/ })
    await user.click(button)
    await noteForm()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(document.activeElement).toBe(button))
  })

  it('are neither written nor struck out where the journal of the desk is damaged, which is said', async () => {
    const readOnlyReason = 'The journal of this desk is damaged.'
    const { user, sent } = await openPage(
      troubled.row.id,
      {},
      { ...demoDesk, journalDamaged: true, readOnlyReason },
    )
    await user.keyboard('n')
    // Once to be seen, once to be heard.
    expect((await screen.findAllByText('Nothing can be noted here')).length).toBeGreaterThan(0)
    expect(screen.getAllByText(readOnlyReason).length).toBeGreaterThan(0)
    await user.click(notes().getAllByRole('button', { name: /^Strike out/ })[0]!)
    expect(screen.queryByRole('dialog')).toBeNull()
    expect([...sent('customer.note'), ...sent('customer.strikeNote')]).toEqual([])
  })

  it('can be about one of the payments', async () => {
    const { user, sent } = await openPage()
    await user.keyboard('n')
    const form = within(await noteForm())
    await user.type(form.getByLabelText('Note'), 'About this one')
    await user.selectOptions(form.getByLabelText('About'), troubled.payments[1]?.id ?? '')
    await user.keyboard('{Control>}{Enter}{/Control}')
    await waitFor(() =>
      expect(sent('customer.note')).toMatchObject([{ paymentIntentId: troubled.payments[1]?.id }]),
    )
  })

  it('are not saved empty, nor with the number of a card', async () => {
    const { user, sent } = await openPage()
    await user.keyboard('n')
    const form = within(await noteForm())
    const save = () => form.getByRole<HTMLButtonElement>('button', { name: /^Save the note/ })
    expect(save().disabled).toBe(true)
    await user.type(form.getByLabelText('Note'), 'card 4242 4242 4242 4242')
    expect(form.getByRole('alert').textContent).toContain('Card numbers are never kept')
    expect(save().disabled).toBe(true)
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(sent('customer.note')).toEqual([])
  })

  it('that could not be saved stay in the form, and are sent again under the same number', async () => {
    const { user, sent, fake } = await openPage(quiet.row.id)
    const { bridge } = fake
    const call = bridge.call.bind(bridge)
    let fails = true
    bridge.call = (method, request) => {
      if (method !== 'customer.note' || !fails) return call(method, request)
      fails = false
      fake.calls.push({ method, request })
      const error = { code: 'store_full', message: 'The disk is full. Nothing was written.' } as const
      return Promise.resolve({ ok: false, error })
    }
    await user.keyboard('n')
    const form = within(await noteForm())
    await user.keyboard('Keep me{Control>}{Enter}{/Control}')
    expect(await form.findByText(/The disk is full/)).toBeTruthy()
    expect(form.getByLabelText<HTMLTextAreaElement>('Note').value).toBe('Keep me')
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(await notes().findByText('Keep me')).toBeTruthy()
    const [first, second] = sent('customer.note') as { noteId: string }[]
    expect(second?.noteId).toBe(first?.noteId)
  })

  it('go to Stripe too only as an order of its own, after what it replaces was shown', async () => {
    const { user, sent } = await openPage()
    await user.keyboard('n')
    const form = within(await noteForm())
    await user.type(form.getByLabelText('Note'), 'Call first')
    await user.click(form.getByLabelText('Also at Stripe'))
    await user.click(form.getByRole('button', { name: /^Save, then Stripe/ }))
    const order = within(await screen.findByRole('dialog', { name: 'Note at Stripe' }))
    expect(sent('customer.note')).toHaveLength(1)
    expect(await order.findByText(/It replaces the earlier note, which says: “Ships to the workshop only”/)).toBeTruthy() // prettier-ignore
    expect(order.getByText(/Everybody with access to the Stripe account sees it/)).toBeTruthy()
    expect(order.queryByLabelText('Internal note')).toBeNull()
    expect(sent('change.place')).toEqual([])
    await user.click(order.getByRole('button', { name: /^Write it to Stripe/ }))
    expect((await order.findAllByText(/Nothing has been sent yet/)).length).toBeGreaterThan(0)
    expect(sent('change.place')).toMatchObject([
      { change: { kind: 'customer_note', customerId: troubled.row.id, text: 'Call first' } },
    ])
  })

  it('longer than Stripe takes are shortened by hand before they go there', async () => {
    const { user, sent } = await openPage()
    await user.keyboard('n')
    const form = within(await noteForm())
    await user.click(form.getByLabelText('Note'))
    await user.paste('x'.repeat(501))
    await user.click(form.getByLabelText('Also at Stripe'))
    expect(form.getByText(/it is shortened in the next step/)).toBeTruthy()
    await user.click(form.getByRole('button', { name: /^Save, then Stripe/ }))
    const order = within(await screen.findByRole('dialog', { name: 'Note at Stripe' }))
    expect(await order.findByText(/these are 501/)).toBeTruthy()
    expect(order.getByRole<HTMLButtonElement>('button', { name: /^Write it to Stripe/ }).disabled).toBe(true)
    expect(sent('change.preflight')).toEqual([])
  })

  it('are struck out after a question, and stay', async () => {
    const { user, sent } = await openPage()
    await user.click(notes().getByRole('button', { name: /^Strike out “Called about/ }))
    const question = within(await screen.findByRole('dialog', { name: 'Strike out this note?' }))
    expect(sent('customer.strikeNote')).toEqual([])
    await user.click(question.getByRole('button', { name: 'Strike it out' }))
    await waitFor(() => expect(notes().queryByRole('button', { name: /^Strike out/ })).toBeNull())
    expect(notes().getAllByText(/Struck out by ada/)).toHaveLength(2)
    expect(notes().getByText(/it came back to us/).tagName).toBe('S')
  })

  it('ask who is there first on a locked live desk', async () => {
    const desk: Desk = { ...demoDesk, kind: 'account', mode: 'live', access: lockedAccess }
    const { user } = await openPage(undefined, {}, desk)
    await user.keyboard('n')
    expect(useOverlay.getState().unlocking?.wanted).toEqual({
      kind: 'note',
      deskId: 'demo',
      customerId: troubled.row.id,
    })
    expect(screen.queryByRole('dialog', { name: /^Note about/ })).toBeNull()
  })

  it('need no policy, but going to Stripe does', async () => {
    const desk: Desk = { ...demoDesk, policy: { ...demoDesk.policy, allowed: ['refund'] } }
    const { user } = await openPage(undefined, {}, desk)
    await user.keyboard('n')
    const form = within(await noteForm())
    expect(form.getByLabelText<HTMLInputElement>('Also at Stripe').disabled).toBe(true)
    expect(form.getByText(/policy of this desk allows no changes/)).toBeTruthy()
  })

  it('are offered in the palette where a customer is open', async () => {
    await openPage()
    expect(screen.getByTestId('commands').textContent).toContain('Write a note')
    window.location.hash = '#/desks/demo/customers'
    window.dispatchEvent(new HashChangeEvent('hashchange'))
    await waitFor(() => expect(screen.getByTestId('commands').textContent).not.toContain('Write a note'))
  })
})

describe('an e-mail to a customer', () => {
  it('is written in the mail program, to the address that Stripe has', async () => {
    const { user, sent } = await openPage()
    await user.click(screen.getByRole('button', { name: 'Write an e-mail…' }))
    const form = within(await screen.findByRole('dialog', { name: 'Write an e-mail' }))
    expect(form.getByLabelText<HTMLInputElement>('To').value).toBe(troubled.row.email)
    const open = form.getByRole<HTMLButtonElement>('button', { name: /^Open in mail/ })
    expect(open.disabled).toBe(true)
    await user.type(form.getByLabelText('Subject'), 'Your parcel & more')
    await user.click(open)
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    const [{ url } = { url: '' }] = sent('link.open') as { url: string }[]
    expect(url.startsWith(`mailto:${troubled.row.email}?subject=Your%20parcel%20%26%20more&body=Hello`)).toBe(
      true,
    )
  })

  it('goes to one plain address only, and can be copied for any other', async () => {
    const { user, sent } = await openPage()
    await user.click(screen.getByRole('button', { name: 'Write an e-mail…' }))
    const form = within(await screen.findByRole('dialog', { name: 'Write an e-mail' }))
    await user.clear(form.getByLabelText('To'))
    await user.type(form.getByLabelText('To'), 'ada@example.com, eve@evil.example')
    await user.type(form.getByLabelText('Subject'), 'x')
    expect(form.getByRole('status').textContent).toContain('One plain e-mail address')
    await user.keyboard('{Control>}{Enter}{/Control}')
    expect(sent('link.open')).toEqual([])
    await user.click(form.getByRole('button', { name: 'Copy' }))
    await waitFor(() => expect(sent('text.copy')).toHaveLength(1))
  })

  it('brings the link of a page that was made', async () => {
    const { user, sent } = await openPage()
    await user.keyboard('m')
    const order = within(await screen.findByRole('dialog', { name: 'Ask for a new payment method' }))
    await order.findByText('Checked with Stripe')
    await user.click(order.getByRole('button', { name: /^Make the page/ }))
    await user.click(await order.findByRole('button', { name: 'Write an e-mail…' }))
    const form = within(await screen.findByRole('dialog', { name: 'Write an e-mail' }))
    expect(form.getByLabelText<HTMLInputElement>('Subject').value).toMatch(/^A payment method for /)
    await user.click(form.getByRole('button', { name: /^Open in mail/ }))
    await waitFor(() => expect(sent('link.open')).toHaveLength(1))
    const [{ url } = { url: '' }] = sent('link.open') as { url: string }[]
    expect(decodeURIComponent(url)).toContain('https://checkout.stripe.com/c/pay/cs_test_Fake')
  })
})
