// Filters that the operator gave a name, in a real journal: kept over a restart, one under each name.
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { openSavedViews } from '../../../../electron/engine/accounts/saved-views.ts'
import { savedViews } from '../../../../electron/store/queries/saved-views.ts'
import { aStore } from '../../../integration/engine/desk.ts'

const deskId = 'demo'
const view = (name: string, search = 'status=past_due', id: string = randomUUID()) => ({ id, name, search })

function open() {
  const { journal } = aStore()
  return { journal, views: openSavedViews({ journal, now: () => 1_795_000_000_000 }) }
}

test('a view is saved, renamed and deleted, and read by name', () => {
  const { journal, views } = open()
  const monday = view('Monday')
  views.save({ deskId, view: monday })
  views.save({ deskId, view: view('Friday') })
  expect(savedViews(journal).map(({ name }) => name)).toEqual(['Friday', 'Monday'])
  expect(views.save({ deskId, view: { ...monday, name: 'Early' } })).toMatchObject({
    value: [{ name: 'Early', search: 'status=past_due' }, { name: 'Friday' }],
  })
  expect(views.delete({ deskId, id: monday.id })).toMatchObject({ value: [{ name: 'Friday' }] })
  // What is gone is gone.
  expect(views.delete({ deskId, id: monday.id })).toMatchObject({ ok: true })
})

test('one of the same name takes the place of the one before', () => {
  const { views } = open()
  views.save({ deskId, view: view('Mine', 'q=a') })
  expect(views.save({ deskId, view: view('Mine', 'q=b') })).toEqual({
    ok: true,
    value: [expect.objectContaining({ name: 'Mine', search: 'q=b' })],
  })
})

test('one that is renamed takes no other’s name, so that none is lost', () => {
  const { journal, views } = open()
  const mine = view('Mine', 'q=a')
  views.save({ deskId, view: mine })
  views.save({ deskId, view: view('Yours', 'q=b') })
  expect(views.save({ deskId, view: { ...mine, name: 'Yours' } })).toMatchObject({
    error: { code: 'bad_request', message: expect.stringContaining('“Yours”') },
  })
  expect(savedViews(journal).map(({ search }) => search)).toEqual(['q=a', 'q=b'])
})

test.each([
  ['4242 4242 4242 4242', 'status=past_due'],
  ['Mine', 'status=past_due&q=4242+4242+4242+4242'],
  ['Mine', `q=${encodeURIComponent('sk_live_0123456789abcdef')}`],
])('what must never be written down is not saved with a view either: %s, %s', (name, search) => {
  const { journal, views } = open()
  expect(views.save({ deskId, view: view(name, search) })).toMatchObject({ error: { code: 'bad_request' } })
  expect(savedViews(journal)).toEqual([])
})

test('there are fifty at most, and none is let go unasked', () => {
  const { journal, views } = open()
  for (let count = 0; count < 50; count += 1) views.save({ deskId, view: view(`View ${count}`) })
  expect(views.save({ deskId, view: view('One more') })).toMatchObject({
    error: { message: expect.stringContaining('50 views') },
  })
  expect(savedViews(journal)).toHaveLength(50)
  // Of those that are there any may still be changed.
  expect(views.save({ deskId, view: view('View 7', 'q=new') })).toMatchObject({ ok: true })
})
