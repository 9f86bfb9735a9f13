// What can be done about a failed payment at Stripe, the likeliest first. What is not allowed is absent, and the reason stands there.
import { Lock, RotateCw, WalletCards } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureDetail } from '../../../contract/failures.ts'
import { chosenFailures } from '../../state/chosen.ts'
import { Button } from '../../ui/button.tsx'
import { changeAccess } from '../../ui/orders/order-access.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { useKeysOfOne } from '../../ui/lists/use-choosing.ts'
import { canRetry } from './retry-access.ts'

export function Actions({ desk, detail }: { desk: Desk; detail: FailureDetail }) {
  const { row, retry } = detail
  const access = changeAccess(desk)
  const keysOfOne = useKeysOfOne(chosenFailures)
  if (row.state === 'recovered' || row.underWay) return null
  if (access.can === 'no') return <p className="text-ink-2">{access.why}</p>
  const retrying = canRetry(detail)
  const { customerId, paymentIntentId } = row
  const asksFirst = row.group === 'new_method' || row.group === 'never'
  const ask = customerId !== null && (
    <Button
      look={asksFirst ? 'primary' : 'secondary'}
      icon={WalletCards}
      keysShown="m"
      onClick={() => orderChange(desk, { form: 'setup_session', customerId })}
    >
      Ask for a new card…
    </Button>
  )
  const again = retrying !== 'no' && (
    <Button
      look={row.group === 'retry_possible' ? 'primary' : 'secondary'}
      icon={access.can === 'unlock' ? Lock : RotateCw}
      {...keysOfOne('r')}
      onClick={() => orderChange(desk, { form: 'retry', paymentIntentId, paymentMethodId: null })}
    >
      {retrying === 'other' ? 'Retry with another method…' : 'Retry now…'}
    </Button>
  )
  return (
    <>
      <div className="flex flex-wrap gap-2">
        {asksFirst ? ask : again}
        {asksFirst ? again : ask}
      </div>
      <p className="text-ink-2">
        <span className="font-medium text-ink">
          {retry.verdict === 'allowed'
            ? 'A retry is allowed. '
            : retry.verdict === 'override'
              ? 'A retry is advised against. '
              : 'No retry of this method. '}
        </span>
        {/* What the box above says is not said again. */}
        {(row.state !== 'trying' || retry.why !== row.why) && retry.why}
        {retry.limit !== null && (
          <span className="figures whitespace-nowrap text-ink-3">
            {' '}
            {retry.used} of {retry.limit} tries in 30 days used.
          </span>
        )}
      </p>
    </>
  )
}
