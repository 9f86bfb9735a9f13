// @vitest-environment jsdom
import { act, cleanup, render, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import { Route } from 'wouter'
import { newestTold } from '../../../../../src/contract/newest-told.ts'
import { CustomersScreen } from '../../../../../src/renderer/features/customers/customers-screen.tsx'
import { LifetimeFigures } from '../../../../../src/renderer/features/customers/lifetime.tsx'
import { PaymentsScreen } from '../../../../../src/renderer/features/payments/payments-screen.tsx'
import { chosenPayments } from '../../../../../src/renderer/state/chosen.ts'
import { useHere } from '../../../../../src/renderer/state/here.ts'
import { useOverlay } from '../../../../../src/renderer/state/overlays.ts'
import { demoDesk, type FakeOptions } from '../../../../doubles/bridge/fake-bridge.ts'
import { goTo, renderFace } from '../../support.tsx'

afterEach(cleanup)

function openCustomers(place = '', options: FakeOptions = {}, desk = demoDesk) {
  const face = renderFace(
    <Route path="/desks/:deskId/customers/:customerId?">
      {({ customerId }) => <CustomersScreen desk={desk} customerId={customerId ?? null} />}
    </Route>,
    { desk, ...options },
    `#/desks/demo/customers${place}`,
  )
  const customers = [...face.fake.roomOf({ deskId: 'demo' }).customers.customers.values()]
  const troubled = customers[0]
  if (!troubled) throw new Error('There are no customers.')
  return { ...face, customers, troubled, user: userEvent.setup() }
}

/** The address of the customer with every trouble, who is the same in every room of this seed. */
async function openPage(options: FakeOptions = {}, desk = demoDesk) {
  const { troubled: first } = openCustomers()
  cleanup()
  const face = openCustomers(`/${first.row.id}`, options, desk)
  const page = await screen.findByRole('region', { name: 'Customer' })
  await within(page).findByRole('heading', { name: 'Timeline' })
  return { ...face, page: within(page) }
}

describe('the list of customers', () => {
  it('shows whom there is, and finds them by parts of name and e-mail', async () => {
    const { user, troubled } = openCustomers()
    await screen.findByRole('grid', { name: 'Customers' })
    await user.type(screen.getByRole('searchbox'), troubled.row.email ?? '')
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2))
    expect(screen.getAllByRole('row')[1]?.textContent).toContain(troubled.row.name)
    expect(window.location.hash).toContain('?q=')
  })

  it('keeps its order when what was looked for is cleared', async () => {
    const { user } = openCustomers('?q=nobody+at+all&sort=name_asc')
    await user.click(await screen.findByRole('button', { name: 'Clear all filters' }))
    await screen.findByRole('grid', { name: 'Customers' })
    expect(window.location.hash).toBe('#/desks/demo/customers?sort=name_asc')
  })

  it('is exported whole, and a name that a spreadsheet would run is only a name', async () => {
    const { user, customers, troubled, callsOf } = openCustomers('', { payments: 1500 })
    troubled.row.name = '=HYPERLINK("http://example.com")'
    await screen.findByRole('grid', { name: 'Customers' })
    await user.click(screen.getByRole('button', { name: 'Export CSV' }))
    await waitFor(() => expect(callsOf('text.save')).toHaveLength(1))
    const [saved] = callsOf('text.save')
    const { fileName, text } = saved!.request as { fileName: string; text: string }
    expect(fileName).toMatch(/^customers-lovelace-bindery-demo-\d{4}-\d\d-\d\d\.csv$/)
    const lines = text.split('\r\n').filter((line) => line.startsWith('"cus_'))
    expect(lines).toHaveLength(customers.length)
    expect(lines.length).toBeGreaterThan(100)
    expect(text).toContain(`"'=HYPERLINK(""http://example.com"")"`)
  })

  it('opens a page with Enter, and comes back to the row with Escape', async () => {
    const { user } = openCustomers()
    await screen.findByRole('grid', { name: 'Customers' })
    await user.keyboard('jj{Enter}')
    const opened = window.location.hash
    expect(opened).toMatch(/customers\/cus_/)
    await screen.findByRole('region', { name: 'Customer' })
    await user.keyboard('{Escape}')
    expect(window.location.hash).toBe('#/desks/demo/customers')
    await waitFor(() =>
      expect(opened).toContain(document.activeElement?.getAttribute('data-customer') ?? 'nothing'),
    )
  })

  it('says when nobody matches, and when it could not be read', async () => {
    openCustomers('?q=zzqq')
    expect(await screen.findByText('No customer matches')).toBeTruthy()
    cleanup()
    openCustomers('', {
      failing: { 'customers.list': { code: 'store_corrupt', message: 'The cache of this desk is damaged.' } },
    })
    expect(await screen.findByText('Customers could not be listed')).toBeTruthy()
  })
})

describe('the page of a customer', () => {
  it('says whose it is to those who don’t see it come', async () => {
    const { troubled } = await openPage()
    expect(useHere.getState().arrivedAt).toBe(troubled.row.name)
  })

  it('offers to void an open invoice of no subscription, and no other', async () => {
    const { user, troubled } = openCustomers()
    const [open] = troubled.invoices
    troubled.invoices = [
      open!,
      { ...open!, id: 'in_Once', number: 'LB-7', subscriptionId: null },
      { ...open!, id: 'in_Paid', number: 'LB-8', subscriptionId: null, status: 'paid' },
    ]
    act(() => goTo(`/desks/demo/customers/${troubled.row.id}`))
    const page = within(await screen.findByRole('region', { name: 'Customer' }))
    const button = await page.findByRole('button', { name: 'Void the invoice LB-7…' })
    expect(page.getAllByRole('button', { name: /^Void the invoice/ })).toEqual([button])
    await user.click(button)
    expect(useOverlay.getState().overlay).toEqual({
      kind: 'change',
      deskId: 'demo',
      wanted: { form: 'void_invoice', customerId: troubled.row.id, invoiceId: 'in_Once' },
    })
  })

  it('says what Stripe takes off the next invoice', async () => {
    const { page } = await openPage()
    const profile = page.getByRole('region', { name: 'Profile' })
    expect(profile.textContent).toContain('12.50EUR in credit: Stripe takes it off the next invoice.')
  })

  it('begins with the open problems, each with the way to put it right', async () => {
    const { page, user, troubled } = await openPage()
    const problems = page.getByRole('region', { name: 'Open problems' })
    expect(within(problems).getByText(/is past due/)).toBeTruthy()
    expect(within(problems).getByText(/changing the customer’s default does not change it/)).toBeTruthy()
    // When the subscription began is not since when it is past due.
    const lines = within(problems).getAllByRole('listitem')
    const isDated = (words: RegExp): boolean | undefined =>
      lines.find((line) => words.test(line.textContent ?? ''))?.querySelector('time') !== null
    expect([/failed/, /is past due/, /of its own/].map(isDated)).toEqual([true, false, false])
    const [first] = within(problems).getAllByRole('button', { name: 'Change what it pays with…' })
    if (first) await user.click(first)
    expect(useOverlay.getState().overlay).toEqual({
      kind: 'change',
      deskId: 'demo',
      wanted: {
        form: 'default_method',
        customerId: troubled.row.id,
        paymentMethodId: null,
        subscriptionId: troubled.subscriptions[0]?.id,
      },
    })
  })

  it('says of a customer who was deleted at Stripe that nothing can be ordered for them', async () => {
    const { troubled } = openCustomers()
    troubled.row.deleted = true
    goTo(`/desks/demo/customers/${troubled.row.id}`)
    const page = within(await screen.findByRole('region', { name: 'Customer' }))
    await page.findByRole('heading', { name: 'Timeline' })
    expect(page.getByText('Deleted')).toBeTruthy()
    expect(page.getByText(/nothing can be ordered any more/)).toBeTruthy()
    for (const name of [/Collect a payment/, /Ask for/, /^Use for/, /^Detach/, /Change…/])
      expect(page.queryByRole('button', { name })).toBeNull()
  })

  it('marks the default, what has expired and what is failing, and what each pays for', async () => {
    const { page } = await openPage()
    const methods = within(page.getByRole('list', { name: 'Payment methods' })).getAllByRole('listitem')
    const text = methods.map((each) => each.textContent ?? '')
    expect(text.find((each) => each.includes('4444'))).toMatch(/Expired.*Failing.*Pays for Annual plan/)
    expect(text.find((each) => each.includes('3000'))).toContain('Default')
    expect(text.find((each) => each.includes('4242'))).not.toMatch(/Default|Expired|Failing/)
  })

  it('says of a hundred invoices that there may be older ones', async () => {
    const { troubled, user } = openCustomers()
    const [invoice] = troubled.invoices
    troubled.invoices = Array.from({ length: newestTold }, (_, index) => ({ ...invoice!, id: `in_${index}` }))
    act(() => goTo(`/desks/demo/customers/${troubled.row.id}`))
    const page = within(await screen.findByRole('region', { name: 'Customer' }))
    await user.click(await page.findByRole('button', { name: 'All 100' }))
    expect(page.getByText('These are the newest 100. The timeline has older ones.')).toBeTruthy()
  })

  it('says of a subscription that it does not pay with the customer’s default', async () => {
    const { page } = await openPage()
    const [annual, monthly] = within(page.getByRole('list', { name: 'Subscriptions' })).getAllByRole(
      'listitem',
    )
    expect(annual?.textContent).toContain('Pays with its own Mastercard •••• 4444')
    expect(annual?.textContent).toContain('not the customer’s default')
    expect(monthly?.textContent).toContain('Pays with the customer’s default, SEPA debit •••• 3000')
  })

  it('says of a subscription whose invoices are sent that nothing is charged, and calls no card failing for it', async () => {
    const { troubled } = openCustomers()
    Object.assign(troubled.subscriptions[0]!, { collectionMethod: 'send_invoice' })
    goTo(`/desks/demo/customers/${troubled.row.id}`)
    const page = within(await screen.findByRole('region', { name: 'Customer' }))
    const [annual] = within(await page.findByRole('list', { name: 'Subscriptions' })).getAllByRole('listitem')
    expect(annual?.textContent).toContain('Invoices are sent to the customer')
    expect(annual?.textContent).not.toContain('Pays with')
    expect(page.getByRole('list', { name: 'Payment methods' }).textContent).not.toContain('Failing')
    const problems = within(page.getByRole('region', { name: 'Open problems' }))
    expect(problems.getByText(/is past due/)).toBeTruthy()
    expect(problems.queryByRole('button', { name: 'Change what it pays with…' })).toBeNull()
  })

  it.each([
    ['paused', 'Stands still until it is resumed'],
    ['incomplete', 'Begins once its first payment is through'],
  ])('says of a subscription that is %s no day on which it renews', async (status, words) => {
    const { troubled } = openCustomers()
    Object.assign(troubled.subscriptions[0]!, { status })
    goTo(`/desks/demo/customers/${troubled.row.id}`)
    const [annual] = within(await screen.findByRole('list', { name: 'Subscriptions' })).getAllByRole(
      'listitem',
    )
    expect(annual?.textContent).toContain(words)
    expect(annual?.textContent).not.toContain('Renews')
  })

  it('says of a subscription without one sum that Stripe works it out', async () => {
    const { troubled } = openCustomers()
    Object.assign(troubled.subscriptions[0]!, { amount: null, interval: null })
    goTo(`/desks/demo/customers/${troubled.row.id}`)
    const [annual] = within(await screen.findByRole('list', { name: 'Subscriptions' })).getAllByRole(
      'listitem',
    )
    expect(annual?.textContent).toMatch(/^Annual plan.*worked out by Stripe/)
    expect(annual?.textContent).not.toContain('€')
  })

  it('gives every lifetime figure with its definition', async () => {
    const { page } = await openPage()
    expect(
      page.getByRole('button', {
        name: 'Net: Paid, less refunded, less what open and lost disputes hold or took.',
      }),
    ).toBeTruthy()
  })

  it('shows as not known what is left of what was paid, where a dispute is not here', () => {
    const euros = { currency: 'eur', paid: 10_000, refunded: 0, payments: 1, failed: 0 }
    const shown = (reading: boolean): (string | null)[] => {
      cleanup()
      const lifetime = [{ ...euros, disputed: null, net: null }]
      render(<LifetimeFigures lifetime={lifetime} atLeast={false} reading={reading} />)
      return screen.getAllByRole('cell').map(({ textContent }) => textContent)
    }
    expect(shown(true)).toEqual(['not read yet', '100.00EUR', '0.00EUR', 'not read yet', '1', '0'])
    expect(screen.getByText(/^Not read yet: a payment is disputed/)).toBeTruthy()
    expect(shown(false)).toEqual(['not known', '100.00EUR', '0.00EUR', 'not known', '1', '0'])
    expect(screen.getByText(/^Not known: a payment is disputed whose dispute was not read yet/)).toBeTruthy()
  })

  it('reads earlier pages of the timeline when asked, without a gap', async () => {
    const { page, user, fake, troubled } = await openPage({ payments: 16_000, events: 10, audit: 10 })
    const all = fake
      .roomOf({ deskId: 'demo' })
      .customers.timeline({ deskId: 'demo', id: troubled.row.id, limit: 200 })
    const total = all.ok ? all.value.entries.length : 0
    const shown = (): number =>
      within(page.getByRole('list', { name: 'Timeline' })).getAllByRole('listitem').length
    if (total <= 50) throw new Error('The timeline is too short for this test.')
    expect(shown()).toBe(50)
    await user.click(page.getByRole('button', { name: 'Show earlier' }))
    await waitFor(() => expect(shown()).toBe(Math.min(150, total)))
  })

  it('asks earlier pages of the timeline again when something changes, and keeps them open without a gap', async () => {
    const { page, user, fake, troubled } = await openPage({ payments: 16_000, events: 10, audit: 10 })
    const { customers } = fake.roomOf({ deskId: 'demo' })
    const first = (limit: number) => {
      const all = customers.timeline({ deskId: 'demo', id: troubled.row.id, limit })
      return all.ok ? all.value.entries : []
    }
    const shows = (limit: number) => (): void =>
      expect(within(page.getByRole('list', { name: 'Timeline' })).getAllByRole('listitem').map((item) => item.textContent))
        .toEqual(first(limit).map(({ text }) => expect.stringContaining(text))) // prettier-ignore
    await user.click(page.getByRole('button', { name: 'Show earlier' }))
    await waitFor(shows(150))
    const earlier = first(120).findLast(({ kind }) => kind === 'payment')
    const payment = customers.find(troubled.row.id)?.payments.find(({ id }) => id === earlier?.objectId)
    if (!payment) throw new Error('There is no payment so early.')
    payment.status = 'partially_refunded'
    payment.description = 'Half of it went back'
    customers.notes.write({
      deskId: 'demo',
      noteId: 'new',
      customerId: troubled.row.id,
      text: 'Newest of all',
    })
    await waitFor(shows(150))
    expect(page.getByText(/partially refunded: Half of it/)).toBeTruthy()
    expect(page.getByText('Note by ada: Newest of all')).toBeTruthy()
  })

  it('offers no change where the policy allows none, and says so', async () => {
    const desk = { ...demoDesk, policy: { ...demoDesk.policy, allowed: ['refund' as const] } }
    const { page } = await openPage({}, desk)
    expect(page.getByText(/policy of this desk allows no changes for customers/)).toBeTruthy()
    expect(page.queryByRole('button', { name: /^Detach/ })).toBeNull()
    expect(page.queryByRole('button', { name: /^Collect/ })).toBeNull()
  })

  it('lets its payments be chosen for a bulk refund, with what of them can be refunded', async () => {
    const { user, page, callsOf } = await openPage()
    const boxes = page.getAllByRole('checkbox', { name: /^Choose the payment: Payment/ })
    await user.click(boxes[0]!)
    expect(await screen.findByText('1 chosen')).toBeTruthy()
    const [asked] = callsOf('payments.detail').map(({ request }) => request as { id: string })
    expect([...chosenPayments.use.getState().chosen.keys()]).toEqual([asked?.id])
    expect(boxes[0]?.getAttribute('aria-checked')).toBe('true')
    await user.click(boxes[0]!)
    await waitFor(() => expect(screen.queryByText('1 chosen')).toBeNull())
  })

  it('does not let a payment be chosen that was given back whole', async () => {
    const { troubled } = openCustomers()
    const back = troubled.payments.find(({ status }) => status === 'succeeded')
    Object.assign(back ?? {}, { status: 'refunded' })
    act(() => goTo(`/desks/demo/customers/${troubled.row.id}`))
    const page = within(await screen.findByRole('region', { name: 'Customer' }))
    expect(await page.findAllByText(/^Payment refunded/)).not.toHaveLength(0)
    expect(page.getAllByRole('checkbox', { name: /^Choose the payment: Payment/ })).not.toHaveLength(0)
    expect(page.queryAllByRole('checkbox', { name: /^Choose the payment: Payment refunded/ })).toHaveLength(0)
  })

  it('adds nothing to the choice of another desk that was gone to before the answer', async () => {
    const { user, page, fake, callsOf } = await openPage()
    const { call } = fake.bridge
    let answer: () => void = () => undefined
    const gone = new Promise<void>((resolve) => (answer = resolve))
    fake.bridge.call = async (...asked) => {
      const reply = await call(...asked)
      await gone
      return reply
    }
    await user.click(page.getAllByRole('checkbox', { name: /^Choose the payment/ })[0]!)
    await waitFor(() => expect(callsOf('payments.detail')).toHaveLength(1))
    useHere.setState({ deskId: 'acct_Hopper_live' })
    await act(async () => answer())
    expect(chosenPayments.use.getState().chosen.size).toBe(0)
  })

  it('lets go of what was chosen with Escape, and of the page only with the next', async () => {
    const { page, user } = await openPage()
    await user.click(page.getAllByRole('checkbox', { name: /^Choose the payment/ })[0]!)
    await screen.findByRole('region', { name: 'Chosen payments' })
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('region', { name: 'Chosen payments' })).toBeNull()
    expect(screen.getByRole('region', { name: 'Customer' })).toBeTruthy()
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('region', { name: 'Customer' })).toBeNull()
  })

  it('says when the customer is not here', async () => {
    openCustomers('/cus_gone')
    expect(await screen.findByText('This customer could not be read')).toBeTruthy()
  })
})

describe('a payment', () => {
  it('leads to its customer', async () => {
    const face = renderFace(<PaymentsScreen desk={demoDesk} paymentId={null} />, {}, '#/desks/demo/payments')
    const row = face.fake.rows.find(({ customerId }) => customerId !== null)
    cleanup()
    renderFace(<PaymentsScreen desk={demoDesk} paymentId={row?.id ?? ''} />, {}, '#/desks/demo/payments')
    const link = await screen.findByRole('link', { name: 'Everything about this customer' })
    expect(link.getAttribute('href')).toContain(`/desks/demo/customers/${row?.customerId}`)
  })
})
