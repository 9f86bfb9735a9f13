// @vitest-environment jsdom
// How a list says whose something is, before and after the customer is read.
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Whose } from '../../../../src/renderer/ui/whose.tsx'

afterEach(cleanup)

const unread = { customerId: 'cus_1', customerName: null, customerEmail: null }

test('a customer who is not read yet stands there as an id, not as a name', () => {
  const { container, rerender } = render(<Whose of={unread} />)
  expect(container.textContent).toBe('cus_1')
  expect(container.querySelector('.font-mono')?.textContent).toBe('cus_1')
  rerender(<Whose of={{ ...unread, customerEmail: 'ada@example.com' }} />)
  expect(container.innerHTML).toBe('ada@example.com')
  rerender(<Whose of={{ ...unread, customerName: 'Ada Lovelace', customerEmail: 'ada@example.com' }} />)
  expect(container.innerHTML).toBe('Ada Lovelace')
})

test.each([' ', '', '\u200F'])(
  'a name that nobody could see (%j) gives way to what is known besides',
  (customerName) => {
    const { container, rerender } = render(<Whose of={{ ...unread, customerName }} />)
    expect(container.textContent).toBe('cus_1')
    rerender(<Whose of={{ ...unread, customerName, customerEmail: 'ada@example.com' }} />)
    expect(container.textContent).toBe('ada@example.com')
  },
)

test('where there is no customer, that is said', () => {
  const { container } = render(<Whose of={{ ...unread, customerId: null }} />)
  expect(container.textContent).toBe('No customer')
})
