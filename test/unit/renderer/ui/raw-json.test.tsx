// @vitest-environment jsdom
import { cleanup, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, expect, it } from 'vitest'
import { RawJson } from '../../../../src/renderer/ui/raw-json.tsx'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

it('an object is copied as a person reads it, whichever inspector it is in', async () => {
  const { callsOf } = renderFace(<RawJson objects={[{ title: 'Refund re_1', json: '{"id":"re_1"}' }]} />)
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Copy Refund re_1 as JSON' }))
  await waitFor(() => expect(callsOf('text.copy')).toHaveLength(1))
  expect(callsOf('text.copy')[0]?.request).toEqual({ text: '{\n  "id": "re_1"\n}' })
})
