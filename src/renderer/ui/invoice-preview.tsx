// An invoice that Stripe would make, line by line, down to what is asked of the customer. Every figure is Stripe's own: it must never add up
// anything itself.
import type { InvoicePreview } from '../../contract/subscription-changes.ts'
import { daysFromTo } from '../../domain/day-words.ts'
import { Amount } from './amount.tsx'
import { classes } from './classes.ts'
import { countText } from './count.ts'
import { Defined } from './defined.tsx'
import { dayOf } from './dates/time.ts'

export function InvoicePreviewView({
  title,
  invoice,
  none,
}: {
  /** "Today", "Next invoice". */
  title: string
  /** Null: none is made. */
  invoice: InvoicePreview | null
  /** What is said then. */
  none: string
}) {
  return (
    <section aria-label={title} className="flex flex-col">
      <div className="flex items-baseline justify-between gap-3">
        <h4 className="font-medium">{title}</h4>
        {invoice !== null && invoice.at !== null && (
          <span className="figures text-sm text-ink-3">{dayOf(invoice.at * 1000)}</span>
        )}
      </div>
      {invoice === null ? <p className="text-ink-2">{none}</p> : <Bill invoice={invoice} />}
    </section>
  )
}

function Bill({ invoice }: { invoice: InvoicePreview }) {
  const { currency, lines, linesMore, subtotal, discount, tax, total, startingBalance, amountDue } = invoice
  return (
    <>
      <ul aria-label="Lines" className="mt-1 flex flex-col gap-1.5">
        {lines.map((line, index) => (
          // Stripe's preview lines have no ids of their own that stay.
          // oxlint-disable-next-line react/no-array-index-key -- the list is shown as it came, and never changes in place
          <li key={index} className="flex items-start gap-2">
            <span className="min-w-0 flex-1">
              <span className="block">{line.description ?? 'No description'}</span>
              <span className="figures block text-sm text-ink-3">
                {[
                  ...(line.quantity === null || line.quantity === 1 ? [] : [`× ${countText(line.quantity)}`]),
                  ...(line.periodStart === null || line.periodEnd === null
                    ? []
                    : [daysFromTo(line.periodStart * 1000, line.periodEnd * 1000)]),
                ].join(' · ')}
                {line.proration && (
                  <span className="ml-1.5 rounded bg-blue-tint px-1 font-medium whitespace-nowrap text-blue">
                    part of a period
                  </span>
                )}
              </span>
            </span>
            <Amount amount={line.amount} currency={currency} className="shrink-0" />
          </li>
        ))}
      </ul>
      {linesMore && <p className="text-sm text-ink-3">Stripe has more lines than are listed here.</p>}
      <dl className="mt-2 flex flex-col border-t border-line pt-1.5">
        {subtotal !== total && <Sum word="Subtotal" amount={subtotal} currency={currency} />}
        {discount > 0 && <Sum word="Discounts" amount={-discount} currency={currency} />}
        {tax !== null && tax !== 0 && <Sum word="Tax" amount={tax} currency={currency} />}
        <Sum
          word="Total"
          amount={total}
          currency={currency}
          strong={amountDue === null || total === amountDue}
        />
        {startingBalance !== null && startingBalance !== 0 && (
          <Sum
            word={startingBalance < 0 ? 'Credit of the customer' : 'Owed from before'}
            amount={startingBalance}
            currency={currency}
            means="The customer’s balance at Stripe before this invoice: what is used of a credit makes the amount due smaller."
          />
        )}
        {amountDue !== null && total !== amountDue && (
          <Sum word="Amount due" amount={amountDue} currency={currency} strong />
        )}
      </dl>
      {amountDue === null && (
        <p className="text-sm text-ink-3">
          What will be due of it is not told yet: today’s invoice comes first, and changes the customer’s
          balance.
        </p>
      )}
    </>
  )
}

function Sum({
  word,
  amount,
  currency,
  strong = false,
  means,
}: {
  word: string
  amount: number
  currency: string
  strong?: boolean
  means?: string
}) {
  return (
    <div
      className={classes(
        'flex items-baseline justify-between gap-3',
        strong ? 'font-semibold' : 'text-ink-2',
      )}
    >
      <dt>{means === undefined ? word : <Defined word={word} means={means} />}</dt>
      <dd>
        <Amount amount={amount} currency={currency} />
      </dd>
    </div>
  )
}
