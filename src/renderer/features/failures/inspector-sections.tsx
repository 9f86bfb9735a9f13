// The sections of a failed payment's inspector: advice, what the customer may be told, tries, and facts. A section with nothing to
// say is absent.
import { Check, Copy, EyeOff, Mail, X } from 'lucide-react'
import { Link } from 'wouter'
import type { Desk } from '../../../contract/desks.ts'
import type { FailureDetail } from '../../../contract/failures.ts'
import { openOverlay } from '../../state/overlays.ts'
import { paymentsPlace } from '../../state/places.ts'
import { Amount } from '../../ui/amount.tsx'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy.ts'
import { CopyId } from '../../ui/copy-id.tsx'
import { CopyLine } from '../../ui/copy-line.tsx'
import { Fact, Section } from '../../ui/inspector-panel.tsx'
import { plainWord } from '../../ui/words/looks.ts'
import { countryName } from '../../../domain/country-name.ts'
import { methodText } from '../../ui/words/method-words.ts'
import { Pill, ToneIcon, type Look } from '../../ui/pill.tsx'
import { PlayPage } from '../../ui/play-page.tsx'
import { RelativeTime } from '../../ui/dates/relative-time.tsx'
import { Moment } from '../../ui/dates/moment.tsx'
import { dayAndTime } from '../../ui/dates/time.ts'
import { codeWord } from '../../ui/words/decline-words.ts'
import { unknownNextWords } from './failure-looks.ts'
import { mailBody, mailSubject } from './failure-sentence.ts'

/** What others advise apart from what we think: the two may differ, and ours can be changed. */
export function Advice({ detail: { advice, row } }: { detail: FailureDetail }) {
  return (
    <Section
      title="Advice"
      action={
        row.declineCode !== null && (
          <code className="rounded bg-sunken px-1.5 font-mono text-sm text-ink-2">{row.declineCode}</code>
        )
      }
    >
      <dl>
        <Fact word="Stripe and network">
          {advice.stripe ?? <span className="text-ink-2">Said nothing</span>}
        </Fact>
        <Fact word="Our judgement">{advice.ours}</Fact>
      </dl>
    </Section>
  )
}

const masked: Look = { tone: 'amber', icon: EyeOff, word: 'Reason not told' }

/** Only what can be followed is advised: nobody is asked who is not known, and nothing is retried that is over. */
const newCardHelps = ({ state, group, customerId }: FailureDetail['row']): boolean =>
  state === 'trying' && (group === 'new_method' || group === 'never') && customerId !== null

/** Paid, on its way, or given up for good: nothing is to be asked of the customer. */
const isNotOwed = ({ state, underWay, lostWhy }: FailureDetail['row']): boolean =>
  state === 'recovered' || underWay || lostWhy === 'void' || lostWhy === 'canceled'

export function Told({ desk, detail }: { desk: Desk; detail: FailureDetail }) {
  const { advice, page, row } = detail
  const body = mailBody(detail, desk.businessName)
  if (isNotOwed(row)) return null
  return (
    <Section title="To the customer" action={advice.masked && <Pill look={masked} />}>
      <blockquote className="border-l-2 border-line-strong pl-3 text-ink-2">{advice.toCustomer}</blockquote>
      {page ? (
        <div className="mt-2.5 flex flex-col gap-1">
          <p className="text-ink-2">
            {page.kind === 'invoice'
              ? 'The invoice’s page of Stripe’s: they pay or confirm there.'
              : 'Its page of Stripe’s: they pay or confirm there.'}
          </p>
          <CopyLine text={page.url} what="Link" shortened />
        </div>
      ) : (
        <p className="mt-2.5 text-ink-2">
          There is no open page of Stripe’s for it.
          {newCardHelps(row) && ' Ask for a new card, and retry with it.'}
        </p>
      )}
      <div className="mt-2.5 flex flex-wrap gap-1.5">
        <Button
          size="small"
          icon={Mail}
          onClick={() =>
            openOverlay({
              kind: 'mail',
              deskId: desk.id,
              draft: {
                customerId: row.customerId,
                subject: mailSubject(row, desk.businessName),
                body,
              },
            })
          }
        >
          Write an e-mail…
        </Button>
        <Button size="small" icon={Copy} onClick={() => void copyText(body, 'Message')}>
          Copy as a message
        </Button>
        {page && (
          <Button size="small" icon={Copy} onClick={() => void copyText(page.url, 'Link')}>
            Copy the link
          </Button>
        )}
        {page && <PlayPage desk={desk} url={page.url} size="small" />}
      </div>
    </Section>
  )
}

const succeeded: Look = { tone: 'green', icon: Check, word: 'Succeeded' }
const failed: Look = { tone: 'red', icon: X, word: 'Failed' }

export function Attempts({ detail: { attempts, row } }: { detail: FailureDetail }) {
  return (
    <Section title={attempts.length === 1 ? 'One try' : `${attempts.length} tries`}>
      <ol>
        {row.nextAttemptAt !== null && row.state === 'trying' && (
          <li className="flex gap-2.5 pb-2.5 text-ink-2">
            <span className="flex-1 pl-[25px]">Stripe tries again</span>
            <Moment milliseconds={row.nextAttemptAt * 1000} />
          </li>
        )}
        {row.nextAttemptAt === null && !row.nextAttemptKnown && (
          <li className="pb-2.5 pl-[25px] text-ink-2">{unknownNextWords}</li>
        )}
        {attempts.map((attempt, index) => (
          <li
            key={`${attempt.chargeId ?? ''} ${attempt.at}`}
            className="relative flex gap-2.5 pb-2.5 last:pb-0"
          >
            {index < attempts.length - 1 && (
              <span aria-hidden="true" className="absolute top-5 bottom-0 left-[7px] w-px bg-line" />
            )}
            <span className="mt-[3px] shrink-0">
              <ToneIcon look={attempt.succeeded ? succeeded : failed} />
            </span>
            <span className="min-w-0 flex-1">
              <span className="block">
                {attempt.succeeded
                  ? 'Paid'
                  : attempt.declineCode === null
                    ? 'Failed, no code given'
                    : codeWord(attempt.declineCode)}
                {attempt.method !== null && (
                  <span className="figures text-ink-2">, {methodText(attempt.method)}</span>
                )}
              </span>
              {attempt.message !== null && <span className="block text-ink-2">{attempt.message}</span>}
              <span className="block text-sm text-ink-3">{codesOf(attempt).join(' · ')}</span>
            </span>
            <RelativeTime milliseconds={attempt.at * 1000} className="figures shrink-0 text-ink-3" />
          </li>
        ))}
      </ol>
    </Section>
  )
}

/** The codes, for whoever looks them up. */
function codesOf(attempt: FailureDetail['attempts'][number]): string[] {
  const { declineCode, networkDeclineCode, networkAdviceCode, adviceCode, outcomeReason, riskLevel } = attempt
  return [
    ...(declineCode === null ? [] : [declineCode]),
    ...(networkDeclineCode === null ? [] : [`network code ${networkDeclineCode}`]),
    ...(networkAdviceCode === null ? [] : [`network advice ${networkAdviceCode}`]),
    ...(adviceCode === null ? [] : [`advice ${adviceCode}`]),
    ...(outcomeReason === null || outcomeReason === declineCode ? [] : [`outcome ${outcomeReason}`]),
    ...(riskLevel === null || riskLevel === 'normal' ? [] : [`risk ${riskLevel}`]),
  ]
}

const amountWords: Record<FailureDetail['row']['state'], string> = {
  trying: 'At risk',
  recovered: 'Came in',
  lost: 'Lost',
}

export function Facts({ desk, detail: { row } }: { desk: Desk; detail: FailureDetail }) {
  const { method } = row
  return (
    <Section title="Facts">
      <dl>
        <Fact word="First failed">{dayAndTime(row.firstFailedAt * 1000)}</Fact>
        <Fact word="Last failed">{dayAndTime(row.lastFailedAt * 1000)}</Fact>
        {method && (
          <Fact word="Method">
            {[
              methodText(method),
              ...(row.funding === null ? [] : [row.funding]),
              ...(method.country === null ? [] : [countryName(method.country)]),
            ].join(', ')}
          </Fact>
        )}
        {row.outcomeType !== null && <Fact word="Outcome">{plainWord(row.outcomeType)}</Fact>}
        {row.riskLevel !== null && <Fact word="Risk">{plainWord(row.riskLevel)}</Fact>}
        <Fact word={amountWords[row.state]}>
          <Amount amount={row.amount} currency={row.currency} />
        </Fact>
        <Fact word="Payment">
          <span className="flex flex-col items-start">
            <Link
              href={paymentsPlace(desk.id, row.paymentIntentId)}
              className="rounded text-accent underline underline-offset-2"
            >
              Open under Payments
            </Link>
            <CopyId id={row.paymentIntentId} what="Payment id" />
          </span>
        </Fact>
      </dl>
    </Section>
  )
}
