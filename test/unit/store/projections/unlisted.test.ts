// What a list read anew did not tell of is to be read one by one.
import { expect, test } from 'vitest'
import { said } from '../../../../electron/store/projections/precedence.ts'
import { dueReads } from '../../../../electron/store/projections/reads-due.ts'
import { tablesOf } from '../../../../electron/store/projections/tables.ts'
import { markUnlisted } from '../../../../electron/store/projections/unlisted.ts'
import { aCache, aCustomer } from './tables.support.ts'

test.each([false, true])(
  'what was last told of before the list was begun is to be read again (in doubt since tables were made again: %s)',
  (inDoubt) => {
    const cache = aCache()
    const tables = tablesOf(cache, { readAt: () => 0 })
    for (const [id, seconds] of [
      ['cus_before', 99],
      ['cus_since', 100],
    ] as const)
      tables.tell(aCustomer({ id }), { asOf: seconds * 1000, said: said.event })
    if (inDoubt) cache.exec('UPDATE customers SET as_of = -1 - as_of')
    markUnlisted(cache, 'customers', 100, 7)
    expect(dueReads(cache).due(7, 10)).toEqual([
      { kind: 'customers', id: 'cus_before', objectType: 'customer', asOf: 99_000, attempts: 0 },
    ])
  },
)
