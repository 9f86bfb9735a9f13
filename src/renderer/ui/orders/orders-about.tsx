// What was ordered here about one thing, as it stands now.
import type { ChangeOrder } from '../../../contract/changes.ts'
import { freshest, useOrdersStore } from '../../state/orders.ts'
import { Section } from '../inspector-panel.tsx'
import { OrderCard } from './order-card.tsx'

/** `orders`: newest first. */
export function OrdersAbout({ orders }: { orders: readonly ChangeOrder[] }) {
  const known = useOrdersStore((state) => state.known)
  if (orders.length === 0) return null
  return (
    <Section title="Orders about it">
      <ul className="flex flex-col gap-3">
        {orders.map((order) => (
          <li key={order.id}>
            <OrderCard order={freshest(order, known)} />
          </li>
        ))}
      </ul>
    </Section>
  )
}
