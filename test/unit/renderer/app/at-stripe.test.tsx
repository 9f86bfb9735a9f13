// @vitest-environment jsdom
// Where the desk is not complete the palette also asks Stripe, says so, and keeps apart what came from where.
import { cleanup, screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, describe, expect, it } from 'vitest'
import type { SearchHit } from '../../../../src/contract/search.ts'
import { answerWords } from '../../../../src/renderer/app/at-stripe.tsx'
import { CommandPalette } from '../../../../src/renderer/app/command-palette.tsx'
import { forgetRecent } from '../../../../src/renderer/state/recent.ts'
import { demoDesk, type FakeOptions } from '../../../doubles/bridge/fake-bridge.ts'
import { someFreshness } from '../../../doubles/bridge/fake-freshness.ts'
import { renderFace } from '../support.tsx'

afterEach(() => {
  cleanup()
  forgetRecent()
})

const elsewhere: SearchHit = {
  kind: 'customer',
  id: 'cus_Elsewhere1',
  title: 'Zelda Quill',
  subtitle: 'zelda@example.com',
  status: null,
  amount: null,
  currency: null,
  at: 1_790_000_000,
  matched: { field: 'name', text: 'Zelda Quill' },
  paymentIntentId: null,
  customerId: 'cus_Elsewhere1',
}

function openPalette(options: FakeOptions = {}) {
  const face = renderFace(<CommandPalette desk={demoDesk} finding onClose={() => undefined} />, {
    sync: someFreshness.loading(),
    ...options,
  })
  const asked = () => face.callsOf('search.stripe').map(({ request }) => (request as { text: string }).text)
  return { ...face, asked, field: screen.getByRole('combobox'), user: userEvent.setup() }
}

describe('the question to Stripe', () => {
  it('shows what only Stripe knows below the rest, opens it, and says what was asked', async () => {
    const { field, user } = openPalette({ atStripe: { hits: [elsewhere] } })
    await user.type(field, 'zelda')
    expect(await screen.findByText('Asking Stripe…')).toBeTruthy()
    const heading = await screen.findByText('At Stripe, not yet here')
    const group = heading.closest('[cmdk-group]') as HTMLElement
    expect(within(group).getByText('Zelda Quill')).toBeTruthy()
    expect(screen.getByText('Stripe was asked for customers, payments, and invoices: 1 more.')).toBeTruthy()
    await user.click(within(group).getByText('Zelda Quill'))
    await waitFor(() => expect(window.location.hash).toBe('#/desks/demo/customers/cus_Elsewhere1'))
  })

  it('is asked once the typing rests, for three characters or more', async () => {
    const { field, user, asked } = openPalette()
    await user.type(field, 'ze')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(asked()).toEqual([])
    await user.type(field, 'lda')
    await waitFor(() => expect(asked()).toEqual(['zelda']))
  })

  it('shows nothing twice', async () => {
    const { field, user, fake } = openPalette()
    const known = [...fake.roomOf({ deskId: 'demo' }).customers.customers.values()][0]!.row
    cleanup()
    const again = openPalette({ atStripe: { hits: [{ ...elsewhere, id: known.id }] } })
    expect(field).toBeTruthy()
    await user.type(again.field, known.email ?? '')
    expect(await screen.findByText(/Stripe was asked for .*: nothing more\./)).toBeTruthy()
    expect(screen.queryByText('At Stripe, not yet here')).toBeNull()
  })

  it('is not asked where all is here', async () => {
    const { field, user, asked } = openPalette({ sync: { phase: 'current' } })
    await user.type(field, 'zelda')
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(asked()).toEqual([])
    expect(screen.queryByText(/Stripe was asked/)).toBeNull()
  })

  it('says in one line what went wrong, and leaves what is kept here alone', async () => {
    const { field, user } = openPalette({
      failing: { 'search.stripe': { code: 'stripe_unreachable', message: 'Stripe could not be reached.' } },
    })
    await user.type(field, 'ada')
    expect(await screen.findByText('Stripe was not asked: Stripe could not be reached.')).toBeTruthy()
    expect(screen.queryByRole('alert')).toBeNull()
  })
})

describe('the words for an answer', () => {
  it('names what was asked, what was not and why, and that there are others', () => {
    const why = 'This restricted key lacks the permission rak_charge_read.'
    const reply = {
      hits: [],
      asked: ['customer' as const],
      notAsked: [{ kinds: ['payment' as const], why }],
      more: true,
    }
    expect(answerWords(reply, 2)).toBe(
      `Stripe was asked for customers: 2 more. It knows of others. Stripe was not asked for payments: ${why}`,
    )
    expect(
      answerWords({ hits: [], asked: [], notAsked: [{ kinds: [], why: 'No such search.' }], more: false }, 0),
    ).toBe('No such search.')
  })
})
