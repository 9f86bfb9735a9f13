// What a form about a subscription is about: its products, whose it is, how it stands, and its id.
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { subscriptionLook } from '../../ui/words/hit-looks.ts'
import { Pill } from '../../ui/pill.tsx'
import { nameOf } from '../../ui/words/customer-words.ts'

export function SubscriptionHead({ detail: { subscription } }: { detail: SubscriptionDetail }) {
  const { products, id, status } = subscription
  const who = nameOf(subscription)
  return (
    <div className="min-w-0">
      <p className="flex items-center gap-2">
        <span className="min-w-0 truncate font-medium">
          {products.length === 0 ? id : products.join(', ')}
        </span>
        <Pill look={subscriptionLook(status)} />
        {who !== null && <span className="ml-auto min-w-0 truncate text-ink-2">{who}</span>}
      </p>
      <p className="font-mono text-sm break-all text-ink-3">{id}</p>
    </div>
  )
}

/** Unix seconds at which the local day begins; null for what is no day. */
export function secondsOfDay(day: string): number | null {
  const seconds = Math.floor(new Date(`${day}T00:00:00`).getTime() / 1000)
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && Number.isFinite(seconds) ? seconds : null
}
