// @vitest-environment jsdom
// The list of keys: it promises only what the screens bind.
import { cleanup, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { KeysHelp } from '../../../../src/renderer/app/keys-help.tsx'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

const keysOf = (title: string) =>
  within(screen.getByRole('heading', { name: title }).closest('section') as HTMLElement)

test('the letters, which have no search, promise none', () => {
  renderFace(<KeysHelp onClose={() => undefined} />)
  expect(keysOf('Disputes').getByText('Search in the list')).toBeTruthy()
  expect(keysOf('Letters').getByText('Next letter')).toBeTruthy()
  expect(keysOf('Letters').queryByText('Search in the list')).toBeNull()
})

test('keys are read out as they are called, and not as they are written here', () => {
  renderFace(<KeysHelp onClose={() => undefined} />)
  const saidOf = (does: string): string | null | undefined =>
    keysOf('Everywhere').getByText(does).parentElement?.querySelector('.unseen')?.textContent
  expect(saidOf('Search and commands')).toBe('Control K')
  expect(saidOf('Payments')).toBe('G, then P')
  expect(saidOf('Search everything, or in the list shown')).toBe('slash')
})
