// One row of the customers list. It must stay cheap: thousands of them pass by.
import { memo } from 'react'
import type { CustomerRow as Row } from '../../../contract/customers.ts'
import { classes } from '../../ui/classes.ts'
import { GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import { fromCounts, fromEmail, fromPhone, rowGrid } from './columns.ts'
import { countWord, deletedLook } from './customer-words.ts'

export const CustomerRow = memo(function CustomerRow({ row, ...place }: { row: Row } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-customer" place={place} className={rowGrid}>
      <div role="gridcell" aria-colindex={1} className="flex min-w-0 items-center gap-2">
        <span dir="auto" className="truncate font-medium">
          <Whose of={{ customerId: row.id, customerName: row.name, customerEmail: row.email }} />
        </span>
        {row.deleted && deletedLook && <Pill look={deletedLook} />}
      </div>
      <div role="gridcell" aria-colindex={2} className={classes(fromEmail, 'truncate text-ink-2')}>
        {row.email}
      </div>
      <div role="gridcell" aria-colindex={3} className={classes(fromPhone, 'figures truncate text-ink-2')}>
        {row.phone}
      </div>
      <div role="gridcell" aria-colindex={4} className={classes(fromCounts, 'figures text-right text-ink-2')}>
        {countWord(row.payments)}
      </div>
      <div role="gridcell" aria-colindex={5} className={classes(fromCounts, 'figures text-right text-ink-2')}>
        {countWord(row.subscriptions)}
      </div>
      <div role="gridcell" aria-colindex={6} className="figures text-right whitespace-nowrap text-ink-2">
        <RelativeTime milliseconds={row.created * 1000} />
      </div>
    </GridRow>
  )
})
