// The way to a form leads to the form, to the question who is there before it, or to the reason why there is none.
import { beforeEach, expect, test, vi } from 'vitest'
import { closeOverlay, useOverlay, type Overlay } from '../../../../../src/renderer/state/overlays.ts'
import { openForm } from '../../../../../src/renderer/ui/orders/open-form.ts'
import type { Said } from '../../../../../src/renderer/ui/toast.tsx'

const said = vi.hoisted((): Said[] => [])
vi.mock(import('../../../../../src/renderer/ui/toast.tsx'), () => ({ toast: (one) => void said.push(one) }))

const form: Overlay = { kind: 'refund', deskId: 'demo', paymentId: 'pi_1', amount: null }
beforeEach(() => {
  said.length = 0
  closeOverlay()
})

test('a form that may be had opens', () => {
  openForm({ can: 'yes' }, form, 'No refund can be ordered here')
  expect(useOverlay.getState()).toEqual({ overlay: form, unlocking: null })
})

test('what needs no form is done at once, or after the question who is there', () => {
  const act = vi.fn<() => void>()
  openForm({ can: 'yes' }, act, 'Nothing can be noted here')
  expect(act).toHaveBeenCalledOnce()
  openForm({ can: 'unlock' }, act, 'Nothing can be noted here')
  expect(useOverlay.getState().unlocking).toEqual({ wanted: act })
  expect(act).toHaveBeenCalledOnce()
})

test('a locked desk asks who is there, and keeps the form for after it', () => {
  openForm({ can: 'unlock' }, form, 'No refund can be ordered here')
  expect(useOverlay.getState()).toEqual({ overlay: { kind: 'none' }, unlocking: { wanted: form } })
})

test('a refusal says why, as what went wrong is said: long enough to be read', () => {
  openForm(
    { can: 'no', why: 'The key of this desk lacks a permission.' },
    form,
    'No refund can be ordered here',
  )
  expect(useOverlay.getState()).toEqual({ overlay: { kind: 'none' }, unlocking: null })
  expect(said).toEqual([
    {
      title: 'No refund can be ordered here',
      description: 'The key of this desk lacks a permission.',
      tone: 'red',
    },
  ])
})
