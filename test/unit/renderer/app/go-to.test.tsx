// @vitest-environment jsdom
// The ways to the screens: every one has a key of its own, and that key leads there.
import { cleanup } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, test } from 'vitest'
import { Frame } from '../../../../src/renderer/app/frame.tsx'
import { screensToGoTo } from '../../../../src/renderer/app/go-to.ts'
import { screenPlace, screens } from '../../../../src/renderer/state/places.ts'
import { demoDesk } from '../../../doubles/bridge/fake-bridge.ts'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

test('every screen is to be gone to, by keys of its own', () => {
  expect(screensToGoTo.map(({ screen }) => screen).toSorted()).toEqual([...screens].toSorted())
  expect(new Set(screensToGoTo.map(({ keys }) => keys)).size).toBe(screensToGoTo.length)
})

test.each(screensToGoTo.map(({ keys, word, screen }) => [keys, word, screen] as const))(
  '%s leads to %s',
  async (keys, _, screen) => {
    renderFace(<Frame desk={demoDesk}>{null}</Frame>, {}, '/desks/demo/nowhere')
    await userEvent.setup().keyboard(keys.replace(' ', ''))
    expect(window.location.hash).toBe(`#${screenPlace('demo', screen)}`)
  },
)
