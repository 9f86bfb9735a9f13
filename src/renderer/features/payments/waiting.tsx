// What a payment waits for, since when, and the page that can be sent to whoever has to finish it. It goes by itself when the payment
// does. It must never pretend that there is a page to send.
import { CircleX } from 'lucide-react'
import type { Desk } from '../../../contract/desks.ts'
import type { PaymentWaiting } from '../../../contract/payments.ts'
import { Button } from '../../ui/button.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { useNow } from '../../ui/dates/now.ts'
import { PlayPage } from '../../ui/play-page.tsx'
import { Moment } from '../../ui/dates/moment.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'

const steps: Record<PaymentWaiting['step'], string> = {
  authentication: 'To authenticate with their bank (3-D Secure)',
  bank: 'To confirm it at their bank or in their app',
  voucher: 'To pay it in against the reference they were given',
  verification: 'To verify their bank account',
  payment: 'To pay with another method, or with this one once more',
  action: 'To finish the payment; with which step, Stripe’s list does not tell',
}

interface WaitingProps {
  desk: Pick<Desk, 'kind'>
  waiting: PaymentWaiting
  /** Ends the Checkout Session; absent where it is not ours to end. */
  onEnd?: ((sessionId: string) => void) | undefined
}

export function Waiting({ desk, waiting, onEnd }: WaitingProps) {
  const { step, since, sinceIsKnown } = waiting
  const now = useNow('slow')
  const expiresAt = waiting.page?.expiresAt ?? null
  const page = expiresAt !== null && expiresAt <= now ? null : waiting.page
  return (
    <Section title="Waits for the customer">
      <dl>
        <Fact word="What is left">{steps[step]}</Fact>
        <Fact word={sinceIsKnown ? 'Since' : 'Since, at the earliest'}>
          <Moment milliseconds={since * 1000} />
        </Fact>
        {page !== null && expiresAt !== null && <Fact word="The page ends">{dayAndTime(expiresAt)}</Fact>}
      </dl>
      {page === null ? (
        <p className="mt-1.5 text-ink-2">{noPage[step] ?? noPage.authentication}</p>
      ) : (
        <>
          <p className="mt-1.5 mb-2 text-ink-2">{pageWords[page.kind]}</p>
          <CopyLine shortened text={page.url} what="Link" />
          <div className="mt-2 flex gap-2 empty:hidden">
            <PlayPage desk={desk} url={page.url} size="small" />
            {onEnd && page.kind === 'checkout_session' && (
              <Button look="ghost" size="small" icon={CircleX} onClick={() => onEnd(page.id)}>
                End this page…
              </Button>
            )}
          </div>
        </>
      )}
    </Section>
  )
}

const pageWords: Record<NonNullable<PaymentWaiting['page']>['kind'], string> = {
  invoice:
    'Send the customer the page of their invoice: there they finish. It is done when the payment succeeds here.',
  checkout_session:
    'Send the customer the page on which they began: there they finish. It is done when the payment succeeds here.',
}

const noPage: Partial<Record<PaymentWaiting['step'], string>> & { authentication: string } = {
  authentication:
    'No page of Stripe’s that could be sent is known for it: it can only be finished where it was begun, in the shop or the app. If the customer can’t get back there, cancel it in the Dashboard before you collect the amount another way, or they may pay twice.',
  voucher:
    'No page of Stripe’s that could be sent is known for it: the customer pays with the reference that they got where they ordered.',
}
