// What is wrong for a customer right now, before everything else, each with the way to put it right. It must never hide one.
import {
  CalendarX,
  CornerUpLeft,
  CreditCard,
  Repeat,
  ShieldAlert,
  Split,
  WalletCards,
  type LucideIcon,
} from 'lucide-react'
import { useLocation } from 'wouter'
import type { CustomerDetail, CustomerProblem } from '../../../contract/customers.ts'
import type { Desk } from '../../../contract/desks.ts'
import { isChargedByItself } from '../../../domain/renewal.ts'
import type { WantedChange } from '../../state/overlays.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { orderAccessFor } from './order-access-for.ts'

const looks: Record<CustomerProblem['kind'], { icon: LucideIcon; grave: boolean }> = {
  dispute_open: { icon: ShieldAlert, grave: true },
  payment_failed: { icon: CreditCard, grave: true },
  refund_failed: { icon: CornerUpLeft, grave: true },
  subscription_past_due: { icon: Repeat, grave: true },
  default_differs: { icon: Split, grave: false },
  card_expired: { icon: CalendarX, grave: true },
  card_expiring: { icon: WalletCards, grave: false },
}

/** Those that came about at their time. Of a card it is when it expires, which the sentence says; of a subscription, when that began. */
const happened: ReadonlySet<CustomerProblem['kind']> = new Set([
  'dispute_open',
  'payment_failed',
  'refund_failed',
])

/** The form that puts it right, where there is one. */
function remedyOf(
  problem: CustomerProblem,
  { customer: { id: customerId }, subscriptions }: CustomerDetail,
): { word: string; wanted: WantedChange } | null {
  switch (problem.kind) {
    case 'subscription_past_due':
    case 'default_differs':
      // Of one whose invoices are sent no method pays.
      if (!subscriptions.some((each) => each.id === problem.objectId && isChargedByItself(each))) return null
      return {
        word: 'Change what it pays with…',
        wanted: {
          form: 'default_method',
          customerId,
          paymentMethodId: null,
          subscriptionId: problem.objectId,
        },
      }
    case 'card_expired':
    case 'card_expiring':
      return { word: 'Ask for a new one…', wanted: { form: 'setup_session', customerId } }
    case 'dispute_open':
    case 'payment_failed':
    case 'refund_failed':
      return null
  }
}

export function Problems({ desk, detail }: { desk: Desk; detail: CustomerDetail }) {
  const [, navigate] = useLocation()
  const { problems } = detail
  if (problems.length === 0) return null
  const canChange = orderAccessFor(desk, detail.customer).can !== 'no'
  return (
    <section aria-label="Open problems" className="px-4 pb-3.5">
      <ul className="divide-y divide-line rounded-lg border border-line">
        {problems.map((problem) => {
          const { icon: Icon, grave } = looks[problem.kind]
          const remedy = canChange ? remedyOf(problem, detail) : null
          const { paymentIntentId } = problem
          return (
            <li
              key={`${problem.kind} ${problem.objectId}`}
              className="flex min-h-9 items-center gap-2.5 px-3 py-1"
            >
              <Icon
                size={15}
                aria-hidden="true"
                className={classes('shrink-0', grave ? 'text-red' : 'text-amber')}
              />
              <span className="min-w-0 flex-1">{problem.text}</span>
              {happened.has(problem.kind) && (
                <RelativeTime milliseconds={problem.at * 1000} className="shrink-0 text-sm text-ink-3" />
              )}
              {paymentIntentId !== null && (
                <Button size="small" onClick={() => navigate(paymentsPlace(desk.id, paymentIntentId))}>
                  Open the payment
                </Button>
              )}
              {remedy && (
                <Button size="small" onClick={() => orderChange(desk, remedy.wanted)}>
                  {remedy.word}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
