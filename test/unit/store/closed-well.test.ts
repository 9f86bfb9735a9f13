// A cache is vouched for by who closed it, until somebody touches it.
import { expect, test } from 'vitest'
import { takeVoucher, vouchForCache } from '../../../electron/store/closed-well.ts'
import { openCache } from '../../../electron/store/open.ts'
import { aFolder, aKey, opened } from './open.support.ts'

test('a voucher holds for one opening, and there is none for a cache that is gone', () => {
  const folder = aFolder()
  opened(openCache(folder, aKey())).close()
  expect(takeVoucher(folder)).toBe(false)
  vouchForCache(folder)
  expect([takeVoucher(folder), takeVoucher(folder)]).toEqual([true, false])
  const empty = aFolder()
  vouchForCache(empty)
  expect(takeVoucher(empty)).toBe(false)
})
