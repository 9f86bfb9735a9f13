// What counts as having found its way to the customer, after a refund gave nothing: later refunds, and notes that hold.
import { expect, test } from 'vitest'
import { givenLater, paidOtherWay } from '../../../../../electron/store/queries/refunds/refund-notes.ts'
import * as made from '../search/search.support.ts'

const failed = { amount: 1000, status: 'failed', created: made.daysAgo(5) }

test.each([
  ['succeeded', 700],
  ['pending', 700],
  ['requires_action', 700],
  ['failed', 0],
  ['canceled', 0],
])(
  'a later refund that is %s gives back %i, an earlier one or one of another payment nothing',
  (status, later) => {
    const { cache } = made.emptyShop()
    made.tell(
      cache,
      made.payment('pi_1'),
      made.payment('pi_2'),
      made.refund('re_before', 'pi_1', { amount: 100, created: made.daysAgo(6) }),
      made.refund('re_just_before', 'pi_1', { amount: 20, created: failed.created }),
      made.refund('re_failed', 'pi_1', failed),
      made.refund('re_just_after', 'pi_1', { amount: 300, status, created: failed.created }),
      made.refund('re_after', 'pi_1', { amount: 400, status, created: made.daysAgo(4) }),
      made.refund('re_other', 'pi_2', { amount: 8000, created: made.daysAgo(4) }),
    )
    const read = cache.prepare(`SELECT ${givenLater} FROM refunds AS r WHERE r.id = 're_failed'`).pluck()
    expect(read.get()).toBe(later)
  },
)

test('what was paid another way is that of failed and canceled refunds whose note holds, after a moment where one is named', () => {
  const { cache, journal } = made.emptyShop()
  const refunds = ['failed', 'canceled', 'succeeded', 'pending', 'failed', 'failed']
  made.tell(
    cache,
    made.payment('pi_1'),
    ...refunds.map((status, place) => made.refund(`re_${place}`, 'pi_1', { amount: 1 << place, status })),
  )
  const note = journal.prepare(
    `INSERT INTO refund_notes (id, refund_id, at, operator, how, reference) VALUES (?, ?, ?, 'ada', 'cash', 'till 3')`,
  )
  for (const place of [0, 1, 2, 3, 4]) note.run(`note_${place}`, `re_${place}`, 1000 + place)
  journal
    .prepare(`INSERT INTO struck_refund_notes (note_id, at, operator) VALUES ('note_4', 2000, 'ada')`)
    .run()
  expect(paidOtherWay(cache, journal, 'pi_1')).toEqual([1, 2])
  expect(paidOtherWay(cache, journal, 'pi_1', 1000)).toEqual([2])
  expect(paidOtherWay(cache, journal, 'pi_2')).toEqual([])
})
