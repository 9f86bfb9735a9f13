// Tries many failed payments again, with what Stripe would take for each, or gives up the invoices of many.
import { useState, type ReactNode } from 'react'
import type { Change } from '../../../contract/changes.ts'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureRow } from '../../../contract/failures.ts'
import { chosenFailures } from '../../state/chosen.ts'
import type { FailuresAct } from '../../state/overlays.ts'
import type { ManyItem } from './many-changes.ts'
import { ManyDialog, type ManyWords } from './many-dialog.tsx'
import { retryOf } from './retry-of.ts'
import { nameOf } from '../../ui/words/customer-words.ts'

const payments = ['payment', 'payments'] as const
const totalsOf = (totals: string): ReactNode => <strong className="figures font-semibold">{totals}</strong>

const words: Record<FailuresAct, ManyWords> = {
  retry: {
    act: 'Retry',
    acted: 'retried',
    nouns: payments,
    sum: '',
    says: (count, totals) => (
      <p>
        Ask again for {totalsOf(totals)} of real money from {count}.
      </p>
    ),
    foot: 'With what Stripe would take for each.',
  },
  void_invoice: {
    act: 'Void the invoices of',
    acted: 'made void',
    nouns: payments,
    sum: '',
    says: (count, totals) => (
      <p>
        Nobody will owe {totalsOf(totals)} in {count}.
      </p>
    ),
    foot: '',
    isFinal: true,
    after:
      'A void invoice can’t be paid any more, nor be opened again. Each is an order of its own, held for some seconds.',
  },
  uncollectible_invoice: {
    act: 'Mark as uncollectible the invoices of',
    acted: 'marked as uncollectible',
    nouns: payments,
    sum: '',
    says: (count, totals) => (
      <p>
        Count as bad debt {totalsOf(totals)} in {count}.
      </p>
    ),
    foot: '',
    isFinal: true,
    after:
      'Stripe stops trying; they can still be paid, or be made void, later. Each is an order of its own, held for some seconds.',
  },
}

function changeOf(row: FailureRow, act: FailuresAct): Change | null {
  if (act === 'retry') return retryOf(row, null, null)
  return row.invoiceId === null ? null : { kind: act, invoiceId: row.invoiceId }
}

/** Payments of one invoice are one order: what is due of it is asked for, or given up, once. */
function itemsOf(rows: readonly FailureRow[], act: FailuresAct): ManyItem[] {
  const invoices = new Set<string>()
  return rows.flatMap((row) => {
    const change = changeOf(row, act)
    if (change === null || (row.invoiceId !== null && invoices.has(row.invoiceId))) return []
    if (row.invoiceId !== null) invoices.add(row.invoiceId)
    return [
      {
        id: row.paymentIntentId,
        change,
        name: nameOf(row) ?? row.paymentIntentId,
        subject: nameOf(row),
      },
    ]
  })
}

/** Those that pay no invoice can't give one up. */
function leftOut(count: number): string {
  if (count === 0) return ''
  return count === 1 ? 'One pays no invoice and is left out.' : `${count} pay no invoice and are left out.`
}

export function RetryManyDialog({
  desk,
  rows,
  act,
  above,
  onClose,
}: {
  desk: Desk
  rows: readonly FailureRow[]
  act: FailuresAct
  above?: ReactNode
  onClose: () => void
}) {
  const [items] = useState(() => itemsOf(rows, act))
  const others = act === 'retry' ? 0 : rows.filter(({ invoiceId }) => invoiceId === null).length
  const foot = [words[act].foot, leftOut(others)].filter(Boolean).join(' ')
  return (
    <ManyDialog
      desk={desk}
      items={items}
      words={{ ...words[act], foot }}
      above={above}
      onDone={() => {
        chosenFailures.forget()
        onClose()
      }}
      onClose={onClose}
    />
  )
}
