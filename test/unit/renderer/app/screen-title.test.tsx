// @vitest-environment jsdom
// What is said of the screen that one comes to, and where a focus goes whose screen is gone.
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { Routes } from '../../../../src/renderer/app/routes.tsx'
import { goTo, renderFace } from '../support.tsx'

afterEach(cleanup)

const deskId = 'acct_Hopper_test'
const title = (name: string): Promise<HTMLElement> => screen.findByRole('heading', { name, level: 1 })
const saying = (words: string): boolean =>
  screen.queryAllByRole('status').some(({ textContent }) => textContent === words)

async function openPayments() {
  renderFace(<Routes />, { desks: 'many' }, `#/desks/${deskId}/payments`)
  await title('Payments')
  await waitFor(() => expect(document.querySelector('[data-payment]')).not.toBeNull())
}

test('a screen is said when one has come to it, and said again when one comes back, but not at first', async () => {
  await openPayments()
  expect(saying('Payments')).toBe(false)
  goTo(`/desks/${deskId}/settings`)
  await title('Settings')
  await waitFor(() => expect(saying('Settings')).toBe(true))
  goTo(`/desks/${deskId}/payments`)
  await title('Payments')
  await waitFor(() => expect(saying('Payments')).toBe(true))
})

test('neither a filter nor an inspector says the screen', async () => {
  await openPayments()
  const id = document.querySelector('[data-payment]')?.getAttribute('data-payment') ?? ''
  goTo(`/desks/${deskId}/payments/${id}?status=refunded`)
  await screen.findByRole('complementary', { name: 'Payment' })
  expect(saying('Payments')).toBe(false)
})

test('a focus that went with its screen is found at the title of the next, where the arrows still begin a list', async () => {
  await openPayments()
  fireEvent.keyDown(document.body, { key: 'j' })
  expect(document.activeElement?.hasAttribute('data-payment')).toBe(true)
  goTo(`/desks/${deskId}/refunds`)
  const refunds = await title('Refunds')
  await waitFor(() => expect(document.activeElement).toBe(refunds))
  goTo(`/desks/${deskId}/payments`)
  await title('Payments')
  await waitFor(() => expect(document.querySelector('[data-payment]')).not.toBeNull())
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
  expect(document.activeElement?.hasAttribute('data-payment')).toBe(true)
})

test('a focus that is somewhere stays there', async () => {
  await openPayments()
  const link = screen.getByRole('link', { name: /^Settings/ })
  await userEvent.setup().click(link)
  await title('Settings')
  expect(document.activeElement).toBe(link)
})
