// @vitest-environment jsdom
// What becomes of a list whose question was given up for a newer one: it is asked again where it is still wanted.
import { cleanup, screen } from '@testing-library/react'
import { useMemo } from 'react'
import { afterEach, expect, it } from 'vitest'
import { useEvents } from '../../../../src/renderer/bridge/event-queries.ts'
import { failureOf } from '../../../../src/renderer/bridge/client.ts'
import { renderFace } from '../support.tsx'

afterEach(cleanup)

function List() {
  const list = useEvents(
    'demo',
    useMemo(() => ({ text: 'refund' }), []),
  )
  return <p>{list.isError ? failureOf(list.error).code : list.isSuccess ? 'listed' : 'asked'}</p>
}

async function show(code: 'question_ended' | 'store_full') {
  const failing: Record<string, object> = { 'events.list': { code, message: 'Not answered.' } }
  const face = renderFace(<List />, { failing })
  setTimeout(() => delete failing['events.list'], 20)
  await screen.findByText('asked')
  return face
}

it('a question that a newer one ended is asked again', async () => {
  await show('question_ended')
  expect(await screen.findByText('listed')).toBeTruthy()
})

it('a question that failed otherwise is not: the failure is told at once', async () => {
  await show('store_full')
  expect(await screen.findByText('store_full')).toBeTruthy()
})
