// Why a subscription stands as it does, by which event, what Stripe does next, and what can be done, the likeliest first. What is not allowed
// here is absent, and the reason stands there.
import { Lock } from 'lucide-react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { SubscriptionDetail } from '../../../contract/subscriptions.ts'
import { chosenSubscriptions } from '../../state/chosen.ts'
import { eventsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { changeAccess } from '../../ui/orders/order-access.ts'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Moment } from '../../ui/dates/moment.tsx'
import { useKeysOfOne } from '../../ui/lists/use-choosing.ts'
import { act, actWords } from './acts.ts'

/** A key does the first of those that it stands for. */
function keysOf(can: SubscriptionDetail['explanation']['can'], index: number): string | undefined {
  const keysAt = (place: number): string | undefined => {
    const each = can[place]
    return each && actWords[each.act].keys
  }
  const keys = keysAt(index)
  return can.some((_, place) => place < index && keysAt(place) === keys) ? undefined : keys
}

export function Explained({ desk, detail }: { desk: Desk; detail: SubscriptionDetail }) {
  const { why, event, next, can } = detail.explanation
  const access = changeAccess(desk)
  const keysOfOne = useKeysOfOne(chosenSubscriptions)
  return (
    <section aria-label="Status, explained" className="flex flex-col gap-3 px-5 pb-4">
      <div className="rounded-lg bg-sunken px-3 py-2">
        <p>{why}</p>
        {event !== null && (
          <p className="mt-0.5 text-sm text-ink-3">
            By{' '}
            <Link
              href={eventsPlace(desk.id, event.id)}
              className="rounded font-mono underline underline-offset-2 hover:text-accent"
            >
              {event.type}
            </Link>{' '}
            <RelativeTime milliseconds={event.at * 1000} />
          </p>
        )}
      </div>
      {next.length > 0 && (
        <div>
          <h3 className="text-sm font-medium text-ink-3">What comes next</h3>
          <ol aria-label="What comes next">
            {next.map(({ text, at }) => (
              <li key={text} className="flex items-baseline justify-between gap-3">
                <span className="min-w-0">{text}</span>
                {at !== null && (
                  <span className="shrink-0 text-ink-2">
                    <Moment milliseconds={at * 1000} />
                  </span>
                )}
              </li>
            ))}
          </ol>
        </div>
      )}
      {access.can === 'no' ? (
        <p className="text-ink-2">{access.why}</p>
      ) : (
        can.length > 0 && (
          <ul aria-label="What you can do" className="flex flex-col gap-1.5">
            {can.map(({ act: each, text }, index) => {
              const { word, icon } = actWords[each]
              return (
                <li key={each} className="grid grid-cols-[196px_minmax(0,1fr)] items-center gap-3">
                  <Button
                    look={index === 0 ? 'primary' : 'secondary'}
                    icon={access.can === 'unlock' ? Lock : icon}
                    className="!justify-start"
                    {...keysOfOne(keysOf(can, index))}
                    onClick={() => act(desk, detail, each)}
                  >
                    {word}
                  </Button>
                  <span className="text-sm text-ink-2">{text}</span>
                </li>
              )
            })}
          </ul>
        )
      )}
    </section>
  )
}
