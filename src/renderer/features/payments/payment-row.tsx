// One payment as a row of the grid. It must stay cheap: thousands of them pass by.
import { Clock } from 'lucide-react'
import { memo } from 'react'
import type { PaymentRow as Row } from '../../../contract/payments.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { chosenPayments } from '../../state/chosen.ts'
import { Amount } from '../../ui/amount.tsx'
import { RowMark } from '../../ui/lists/choice-mark.tsx'
import { classes } from '../../ui/classes.ts'
import { GridRow, type RowPlace } from '../../ui/lists/grid.tsx'
import { paymentLooks } from '../../ui/words/looks.ts'
import { MethodInList } from '../../ui/lists/method-in-list.tsx'
import { walletName } from '../../ui/words/method-words.ts'
import { Pill } from '../../ui/pill.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Whose } from '../../ui/whose.tsx'
import {
  fromCreated,
  fromDescription,
  fromEmail,
  fromMethod,
  fromRefunded,
  fromWallet,
  rowGrid,
} from './columns.ts'

export const PaymentRow = memo(function PaymentRow({ row, ...place }: { row: Row } & RowPlace) {
  return (
    <GridRow id={row.id} attribute="data-payment" place={place} className={rowGrid}>
      <RowMark row={row} choice={chosenPayments} />
      <div role="gridcell" aria-colindex={2} className="flex min-w-0">
        <Pill look={paymentLooks[row.status]} />
      </div>
      <div role="gridcell" aria-colindex={3} className="text-right">
        <Amount amount={row.amount} currency={row.currency} className="font-medium" />
      </div>
      <div role="gridcell" aria-colindex={4} className={classes(fromRefunded, 'text-right text-ink-2')}>
        <GivenBack row={row} />
      </div>
      <div
        role="gridcell"
        aria-colindex={5}
        dir="auto"
        className="truncate text-left"
        title={row.customerEmail ?? undefined}
      >
        <Whose of={row} />
        {row.customerName !== null && row.customerEmail !== null && (
          <span className={classes(fromEmail, 'ml-2 text-ink-3')}>{row.customerEmail}</span>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={6}
        dir="auto"
        className={classes(fromDescription, 'truncate text-left text-ink-2')}
        title={row.description ?? undefined}
      >
        {row.description}
      </div>
      <div role="gridcell" aria-colindex={7} className={classes(fromMethod, 'min-w-0 text-ink-2')}>
        {row.method && (
          <MethodInList method={row.method}>
            {row.method.wallet !== null && (
              <span className={classes(fromWallet, 'ml-1.5 shrink-[9] truncate text-ink-3')}>
                {walletName(row.method)}
              </span>
            )}
          </MethodInList>
        )}
      </div>
      <div
        role="gridcell"
        aria-colindex={8}
        className={classes(fromCreated, 'figures text-right whitespace-nowrap text-ink-2')}
      >
        <RelativeTime milliseconds={row.created * 1000} />
      </div>
    </GridRow>
  )
})

/** What was refunded, with what is on its way: neither can be refunded again. */
function GivenBack({ row: { amountRefunded, amountPending, currency } }: { row: Row }) {
  if (amountRefunded + amountPending === 0) return null
  const amount = <Amount amount={amountRefunded + amountPending} currency={currency} />
  if (amountPending === 0) return amount
  return (
    <span title={`${spokenAmount(amountPending, currency)} on its way`}>
      <Clock size={12} role="img" aria-label="On its way:" className="mr-1 inline align-[-1px] text-ink-3" />
      {amount}
    </span>
  )
}
