// Tries many failed payments again, with what Stripe would take for each.
import { useState, type ReactNode } from 'react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { chosenFailures } from '../../state/chosen.ts'
import type { ManyItem } from './many-changes.ts'
import { ManyDialog, type ManyWords } from './many-dialog.tsx'
import { retryOf } from './retry-of.ts'

const words: ManyWords = {
  act: 'Retry',
  acted: 'retried',
  nouns: ['payment', 'payments'],
  sum: '',
  says: (count, totals) => (
    <p>
      Ask again for <strong className="figures font-semibold">{totals}</strong> of real money from {count}.
    </p>
  ),
  foot: 'With what Stripe would take for each.',
}

const itemOf = (row: FailureRow): ManyItem => ({
  id: row.paymentIntentId,
  change: retryOf(row, null, null),
  name: row.customerName ?? row.customerEmail ?? row.paymentIntentId,
  subject: row.customerName ?? row.customerEmail,
  money: { amount: row.amount, currency: row.currency },
})

export function RetryManyDialog({
  desk,
  rows,
  above,
  onClose,
}: {
  desk: Desk
  rows: readonly FailureRow[]
  above?: ReactNode
  onClose: () => void
}) {
  const [items] = useState(() => rows.map(itemOf))
  return (
    <ManyDialog
      desk={desk}
      items={items}
      words={words}
      above={above}
      onDone={() => {
        chosenFailures.forget()
        onClose()
      }}
      onClose={onClose}
    />
  )
}
