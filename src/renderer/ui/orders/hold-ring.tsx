// The hold of an order as a ring that empties, with the seconds inside. A timer role without live announcements: it is
// said once when the hold begins, not every second.
import type { Order } from '../../../contract/refunds.ts'
import { useNow } from '../dates/now.ts'

const radius = 13
const round = 2 * Math.PI * radius

export function HoldRing({ order }: { order: Pick<Order, 'placedAt' | 'sendAt'> }) {
  const now = useNow('smooth')
  const left = Math.max(0, order.sendAt - now)
  const part = Math.min(1, left / Math.max(1, order.sendAt - order.placedAt))
  const seconds = Math.ceil(left / 1000)
  return (
    <span
      role="timer"
      aria-live="off"
      aria-label={`Sends in ${seconds} seconds`}
      className="relative inline-flex size-8 shrink-0"
    >
      <svg viewBox="0 0 32 32" className="size-8 -rotate-90" aria-hidden="true">
        <circle cx="16" cy="16" r={radius} fill="none" strokeWidth="2.5" className="stroke-press" />
        <circle
          cx="16"
          cy="16"
          r={radius}
          fill="none"
          strokeWidth="2.5"
          strokeLinecap="round"
          strokeDasharray={round}
          strokeDashoffset={round * (1 - part)}
          className="stroke-accent"
        />
      </svg>
      <span
        aria-hidden="true"
        className="figures absolute inset-0 flex items-center justify-center text-sm font-semibold"
      >
        {seconds}
      </span>
    </span>
  )
}
