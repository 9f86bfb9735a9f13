// What a customer paid over their lifetime, a line per currency, each figure with its definition. It must never add currencies up, nor show
// as nothing what is not known.
import { Info } from 'lucide-react'
import type { Lifetime } from '../../../contract/customers.ts'
import { Amount } from '../../ui/amount.tsx'
import { classes } from '../../ui/classes.ts'
import { countText } from '../../ui/count.ts'
import { Defined } from '../../ui/defined.tsx'
import { Section } from '../../ui/inspector-panel.tsx'

const definitions = {
  net: ['Net', 'Paid, less refunded, less what open and lost disputes hold or took.'],
  paid: ['Paid', 'What was captured of all payments that succeeded, whatever became of them later.'],
  refunded: ['Refunded', 'What Stripe counts as refunded; refunds that failed are not in it.'],
  disputed: [
    'Disputed',
    'What open disputes hold and lost ones took, less what came back; disputes that were won are not in it.',
  ],
  payments: ['Succeeded', 'How many payments succeeded, refunded or not.'],
  failed: ['Failed', 'Of how many payments the last attempt failed.'],
} as const
const columns = ['net', 'paid', 'refunded', 'disputed', 'payments', 'failed'] as const

export function LifetimeFigures({
  lifetime,
  atLeast,
  reading,
}: {
  lifetime: readonly Lifetime[]
  atLeast: boolean
  /** The history is being read: what is not known may be in a moment. */
  reading: boolean
}) {
  const unknown = reading ? 'not read yet' : 'not known'
  return (
    <Section title="Lifetime">
      {lifetime.length === 0 ? (
        <p className="text-ink-2">No payment yet.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="text-right">
            <thead className="text-sm text-ink-3">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col" className="pb-1 pl-5 font-medium first:pl-0 first:text-left">
                    <Defined word={definitions[column][0]} means={definitions[column][1]} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {lifetime.map((each) => (
                <tr key={each.currency}>
                  <td className="text-left font-semibold">
                    <Known amount={each.net} currency={each.currency} unknown={unknown} />
                  </td>
                  {(['paid', 'refunded', 'disputed'] as const).map((column) => (
                    <td key={column} className={classes('pl-5', each[column] === 0 && 'text-ink-3')}>
                      <Known amount={each[column]} currency={each.currency} unknown={unknown} />
                    </td>
                  ))}
                  <td className="figures pl-5">{countText(each.payments)}</td>
                  <td className="figures pl-5">{countText(each.failed)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {lifetime.some(({ disputed }) => disputed === null) && (
        <p className="mt-1 flex items-center gap-1.5 text-sm text-ink-2">
          <Info size={12} aria-hidden="true" className="shrink-0" />
          {reading
            ? 'Not read yet: a payment is disputed, and its dispute comes with the history that is being read.'
            : 'Not known: a payment is disputed whose dispute was not read yet, can’t be read with this key, or is in another currency.'}
        </p>
      )}
      {atLeast && (
        <p className="mt-1 flex items-center gap-1.5 text-sm text-ink-3">
          <Info size={12} aria-hidden="true" />
          At least so much: this customer has more payments than are added up here.
        </p>
      )}
    </Section>
  )
}

function Known({ amount, currency, unknown }: { amount: number | null; currency: string; unknown: string }) {
  return amount === null ? (
    <span className="font-normal whitespace-nowrap text-ink-3">{unknown}</span>
  ) : (
    <Amount amount={amount} currency={currency} />
  )
}
