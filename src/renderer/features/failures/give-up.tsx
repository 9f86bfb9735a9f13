// What is behind a failed payment, and the ways to give it up: its invoice, its subscription, or the money as such. Each opens a form
// that says what follows; nothing is done by the first click.
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureDetail } from '../../../contract/failures.ts'
import { subscriptionsPlace } from '../../state/places.ts'
import { Button } from '../../ui/button.tsx'
import { CopyId } from '../../ui/copy-id.tsx'
import { isEnded } from '../../../domain/subscription-ended.ts'
import { invoiceLook, subscriptionLook } from '../../ui/words/hit-looks.ts'
import { Section } from '../../ui/inspector-panel.tsx'
import { changeAccess } from '../../ui/orders/order-access.ts'
import { orderChange } from '../../ui/orders/order-change.ts'
import { Pill, type Look } from '../../ui/pill.tsx'
import type { WantedChange } from '../../state/overlays.ts'
import { useCaseActs } from './use-case-acts.ts'

export function GiveUp({ desk, detail }: { desk: Desk; detail: FailureDetail }) {
  const { row, invoiceStatus, subscriptionStatus, pauseCollection } = detail
  const { ask } = useCaseActs(desk)
  const { invoiceId, invoiceNumber, subscriptionId, paymentIntentId } = row
  const canChange = changeAccess(desk).can !== 'no'
  const change = (wanted: WantedChange): void => orderChange(desk, wanted)
  const isOpen = invoiceStatus === 'open' || invoiceStatus === 'uncollectible'
  const runs = subscriptionStatus !== null && !isEnded(subscriptionStatus)
  const writable = row.state !== 'recovered' && row.case.state !== 'written_off'
  if (invoiceId === null && subscriptionId === null && !writable) return null
  return (
    <Section title="Behind it">
      <ul className="flex flex-col gap-3">
        {invoiceId !== null && (
          <Thing
            word={invoiceNumber === null ? 'Invoice' : `Invoice ${invoiceNumber}`}
            id={invoiceId}
            look={invoiceStatus === null ? null : invoiceLook(invoiceStatus)}
          >
            {canChange && invoiceStatus === 'open' && (
              <Button
                size="small"
                onClick={() =>
                  change({ form: 'give_up_invoice', paymentIntentId, how: 'uncollectible_invoice' })
                }
              >
                Mark uncollectible…
              </Button>
            )}
            {canChange && isOpen && (
              <Button
                size="small"
                onClick={() => change({ form: 'give_up_invoice', paymentIntentId, how: 'void_invoice' })}
              >
                Void…
              </Button>
            )}
          </Thing>
        )}
        {subscriptionId !== null && (
          <Thing
            word="Subscription"
            place={subscriptionsPlace(desk.id, subscriptionId)}
            id={subscriptionId}
            look={subscriptionStatus === null ? null : subscriptionLook(subscriptionStatus)}
          >
            {canChange && runs && (
              <>
                {pauseCollection === null ? (
                  <Button size="small" onClick={() => change({ form: 'pause_subscription', subscriptionId })}>
                    Pause…
                  </Button>
                ) : (
                  <Button
                    size="small"
                    onClick={() => change({ form: 'resume_subscription', subscriptionId })}
                  >
                    Resume…
                  </Button>
                )}
                <Button size="small" onClick={() => change({ form: 'cancel_subscription', subscriptionId })}>
                  Cancel…
                </Button>
              </>
            )}
          </Thing>
        )}
        {writable && (
          <li className="flex flex-wrap items-center gap-2">
            <span className="min-w-0 flex-1 text-ink-2">
              Given up here, without a change at Stripe: it counts as lost.
            </span>
            <Button size="small" onClick={() => ask('write_off', [row])}>
              Write off…
            </Button>
          </li>
        )}
      </ul>
    </Section>
  )
}

function Thing({
  word,
  place,
  id,
  look,
  children,
}: {
  word: string
  /** Where it is shown in full. */
  place?: string
  id: string
  look: Look | null
  children: ReactNode
}) {
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-x-2">
        {place === undefined ? (
          <span className="font-medium">{word}</span>
        ) : (
          <Link href={place} className="rounded font-medium text-accent hover:underline">
            {word}
          </Link>
        )}
        {look && <Pill look={look} />}
      </span>
      <CopyId id={id} what={`${word} id`} className="self-start" />
      <span className="flex flex-wrap gap-1.5">{children}</span>
    </li>
  )
}
