// What Recovery is asked for: stretch, currency, by when it counts, which payments, and the formula of its rates.
import type { Recovery } from '../../../contract/recovery.ts'
import { Select } from '../../ui/field.tsx'
import { PeriodControl } from '../../ui/dates/period-control.tsx'
import { Segments } from '../../ui/segments.tsx'
import { formulaWords, type Formula } from './formula.ts'
import type { RecoveryQuery } from './recovery-query.ts'

export function RecoveryBar({
  query,
  report,
  today,
  onChange,
}: {
  query: RecoveryQuery
  report: Recovery | undefined
  today: Date
  onChange: (changes: Partial<RecoveryQuery>) => void
}) {
  // The one that was chosen, also while it is not answered yet.
  const currency = query.currency === '' ? (report?.currency ?? null) : query.currency
  const known = report?.currencies ?? []
  return (
    <>
      <PeriodControl
        period={query.period}
        presets={['30d', '90d', '12m']}
        today={today}
        onChange={(period) => onChange({ period })}
      />
      {currency !== null && (
        <Select
          aria-label="Currency"
          value={currency}
          onChange={(event) => onChange({ currency: event.target.value })}
        >
          {(known.includes(currency) ? known : [currency, ...known]).map((each) => (
            <option key={each} value={each}>
              {each.toUpperCase()}
            </option>
          ))}
        </Select>
      )}
      <Select
        aria-label="Counted by"
        value={query.counted}
        onChange={(event) => onChange({ counted: event.target.value as RecoveryQuery['counted'] })}
      >
        <option value="failed">By when it failed</option>
        <option value="settled">By when it was settled</option>
      </Select>
      <Select
        aria-label="Payments"
        value={query.of}
        onChange={(event) => onChange({ of: event.target.value as RecoveryQuery['of'] })}
      >
        <option value="all">All payments</option>
        <option value="invoices">Of invoices</option>
        <option value="others">Not of invoices</option>
      </Select>
      <Select
        aria-label="Rate"
        value={query.formula}
        onChange={(event) => onChange({ formula: event.target.value as Formula })}
      >
        {(['settled', 'all'] as const).map((formula) => (
          <option key={formula} value={formula}>
            {formulaWords[formula]}
          </option>
        ))}
      </Select>
      <span className="inline-flex items-center gap-2">
        <span aria-hidden="true" className="text-ink-2">
          Rates of
        </span>
        <Segments
          label="Rates of"
          choices={[
            { value: 'amount', word: 'Amount' },
            { value: 'count', word: 'Payments' },
          ]}
          chosen={query.measure}
          onChoose={(measure) => onChange({ measure })}
        />
      </span>
    </>
  )
}
