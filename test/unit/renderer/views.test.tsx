// Saved views: kept for each desk in the page's storage, and whatever else stands there is none.
import { beforeEach, describe, expect, it } from 'vitest'
import {
  deleteView,
  forgetViews,
  mostViews,
  renameView,
  saveView,
  viewsOf,
} from '../../../src/renderer/state/views.ts'

beforeEach(() => {
  for (const desk of ['demo', 'acct_1']) forgetViews(desk)
  localStorage.clear()
})
const names = (deskId: string): string[] => viewsOf(deskId).map(({ name }) => name)

describe('a saved view', () => {
  it('is of its desk alone, and in the storage of the page', () => {
    saveView('demo', 'Past due', 'status=past_due')
    expect(viewsOf('demo')).toMatchObject([{ name: 'Past due', search: 'status=past_due' }])
    expect(viewsOf('acct_1')).toEqual([])
    expect(JSON.parse(localStorage.getItem('bursar.views.demo') ?? '')).toHaveLength(1)
  })

  it('of the same name takes the place of the one before', () => {
    saveView('demo', 'Mine', 'q=a')
    saveView('demo', 'Mine', 'q=b')
    expect(viewsOf('demo')).toMatchObject([{ name: 'Mine', search: 'q=b' }])
  })

  it('is renamed and deleted, and goes with its desk', () => {
    saveView('demo', 'One', 'q=1')
    saveView('demo', 'Two', 'q=2')
    renameView('demo', viewsOf('demo')[0]!.id, 'First')
    expect(names('demo')).toEqual(['First', 'Two'])
    deleteView('demo', viewsOf('demo')[1]!.id)
    expect(names('demo')).toEqual(['First'])
    forgetViews('demo')
    expect(localStorage.getItem('bursar.views.demo')).toBeNull()
  })

  it('is let go when there are too many, the oldest first', () => {
    for (let count = 0; count <= mostViews; count += 1) saveView('demo', `View ${count}`, `q=${count}`)
    expect(names('demo')).toHaveLength(mostViews)
    expect(names('demo')[0]).toBe('View 1')
  })
})

it.each(['', '{', '{"a":1}', '[1,null,{"id":1}]', '[{"id":"1","name":"x"}]'])(
  'what is no view in the storage (%j) is ignored',
  (stored) => {
    const deskId = `desk ${stored}`
    localStorage.setItem(`bursar.views.${deskId}`, stored)
    expect(viewsOf(deskId)).toEqual([])
  },
)
