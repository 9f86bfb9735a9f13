// Ends a subscription: at once, with what is paid for, or at a date. Nothing is refunded by it, and nothing that is open is collected; the
// unused time of one that ends at once can become a credit of the customer's.
import type Stripe from 'stripe'
import {
  failure,
  success,
  type ChangeFinding,
  type ChangeOf,
  type Result,
} from '../../../../src/contract/index.ts'
import { isEnded } from '../../../../src/domain/subscription-ended.ts'
import { dayOf } from '../../../../src/domain/day-words.ts'
import { spokenAmount } from '../../../../src/domain/money.ts'
import { whyNotWritten } from '../../../../src/domain/note-text.ts'
import { finding, marksBeside, type Kind, type Marks } from '../kind.ts'
import { idOf } from '../../../store/projections/shapes.ts'
import { paidForPeriod, whyNotGivenBack, type PaidPeriod } from '../paid-period.ts'
import { differenceOf } from '../previewed-figures.ts'
import { endingBill } from '../previews.ts'
import type { StripeReader } from '../reader.ts'
import { changedBy, subscriptionFacts } from '../subscription-effects.ts'
import { subscriptionWords } from '../subscription-words.ts'
import {
  endedFinding,
  firstPeriodEndOf,
  itemsWord,
  monthlyWorth,
  openInvoicesFinding,
  periodEndOf,
  periodWord,
  readSubscription,
  scheduledEndFinding,
} from '../subscriptions.ts'

type Cancel = ChangeOf<'cancel_subscription'>

export const cancelSubscription: Kind<'cancel_subscription'> = {
  action: 'change',
  held: true,
  objectId: ({ subscriptionId }) => subscriptionId,
  blocks: ({ subscriptionId }) => subscriptionId,

  async judge(stripe, change) {
    const { subscriptionId, at } = change
    if (change.credit !== undefined && at !== 'now')
      return failure('not_changeable', 'Only one that ends now leaves time unused to credit.')
    const subscription = await readSubscription(stripe, subscriptionId)
    if (!subscription.ok) return subscription
    const paid =
      at === 'now' && !isEnded(subscription.value.status)
        ? await paidForPeriod(stripe, subscription.value)
        : success(null)
    if (!paid.ok) return paid
    const [credit, waiting, invoices] = await Promise.all([
      creditFinding(stripe, change, subscription.value, paid.value),
      waitingFinding(stripe, change, subscription.value),
      openInvoicesFinding(stripe, subscriptionId, becomesOfOpen(subscription.value)),
    ])
    if (!credit.ok) return credit
    if (!waiting.ok) return waiting
    if (!invoices.ok) return invoices
    const forbidden = whyNotWritten(change.comment ?? null)
    const findings = [
      endedFinding(subscription.value),
      forbidden === null ? null : finding('text', 'stop', forbidden),
      whyNotThen(subscription.value, at, stripe.now()),
      finalFinding(change, subscription.value, paid.value),
      at === 'now' ? endingScheduleFinding(subscription.value) : scheduledEndFinding(subscription.value),
      credit.value,
      usageFinding(change, subscription.value),
      waiting.value,
      invoices.value,
    ].filter((each) => each !== null)
    return success({
      words: `${subscriptionWords(subscription.value, stripe)} ${endWords(change, subscription.value)}`,
      money: monthlyWorth(subscription.value),
      findings,
      base: standingOf(subscription.value),
      payload: (marks) => paramsOf(change, marks, subscription.value),
    })
  },

  send: (stripe, { subscriptionId, at }, payload, options) =>
    at === 'now'
      ? stripe.subscriptions.cancel(subscriptionId, payload, options)
      : stripe.subscriptions.update(subscriptionId, payload, options),

  effectOf(object, { subscriptionId, at }, orderId) {
    const facts = subscriptionFacts(object, subscriptionId)
    if (facts === null) return null
    const isThere =
      at === 'now'
        ? isEnded(facts.status) && facts.cancellation_details?.comment?.includes(orderId) === true
        : (at === 'period_end' ? facts.cancel_at_period_end === true : facts.cancel_at === at) ||
          facts.metadata?.['bursar_order'] === orderId
    return isThere ? { id: subscriptionId, result: null } : null
  },

  // One that never began has no end of its own at Stripe: it has expired, and an update tells of it.
  async find(stripe, change, order) {
    const read = await readSubscription(stripe, change.subscriptionId)
    if (!read.ok) return read
    const effect = this.effectOf(read.value, change, order.id)
    if (effect !== null || change.at !== 'now' || !isEnded(read.value.status)) return success(effect)
    const changed = await changedBy(stripe, order, [
      'customer.subscription.deleted',
      'customer.subscription.updated',
    ])
    if (!changed.ok) return changed
    return success(changed.value === true ? { id: change.subscriptionId, result: null } : null)
  },
}

/** What becomes of its invoices that are open, in a sentence. */
const becomesOfOpen = ({ status }: Stripe.Subscription): string =>
  status === 'incomplete'
    ? 'It never began: when it ends, Stripe voids its first invoice.'
    : 'What is open is still owed, but Stripe may stop trying: void it where it is not to be paid.'

function paramsOf(
  { at, feedback, comment, credit }: Cancel,
  marks: Marks,
  { metadata }: Stripe.Subscription,
): Stripe.SubscriptionUpdateParams | Stripe.SubscriptionCancelParams {
  // The call that ends one takes no metadata: its comment says whose order it was.
  const said = at === 'now' ? [comment, commentOf(marks)].filter(Boolean).join(' — ') : comment
  const details = {
    ...(said === undefined ? {} : { comment: said }),
    ...(feedback === undefined ? {} : { feedback }),
  }
  const why = Object.keys(details).length === 0 ? {} : { cancellation_details: details }
  if (at === 'now') return { ...why, ...(credit === undefined ? {} : { prorate: true, invoice_now: true }) }
  const when =
    at === 'period_end'
      ? { cancel_at_period_end: true }
      : { cancel_at: at, proration_behavior: 'none' as const }
  return { ...when, ...why, metadata: marksBeside(metadata, marks) }
}

const commentOf = ({ bursar_order: order, bursar_operator: operator }: Marks): string =>
  `Canceled in Bursar by ${operator}, order ${order}`

function endWords({ at, credit }: Cancel, subscription: Stripe.Subscription): string {
  if (typeof at === 'number') return `ends on ${dayOf(at * 1000)}. Nothing is refunded.`
  if (at === 'now') {
    const total = credit?.today?.total ?? 0
    if (credit === undefined || total >= 0) return 'ends now. Nothing is refunded.'
    return `ends now, and about ${spokenAmount(-total, subscription.currency)} of unused time is credited to the customer: Stripe reckons it to the second.`
  }
  const end = firstPeriodEndOf(subscription)
  return `ends with its period${end === null ? '' : `, on ${dayOf(end * 1000)}`}, and is not renewed.`
}

/** The call takes no moment to reckon from, so the same moment is previewed again: whatever else has changed shows there. */
async function creditFinding(
  stripe: StripeReader,
  { credit }: Cancel,
  subscription: Stripe.Subscription,
  paid: PaidPeriod | null,
): Promise<Result<ChangeFinding | null>> {
  if (credit === undefined || endedFinding(subscription).verdict === 'stop') return success(null)
  const ending = await endingBill(stripe, subscription, credit.prorationDate)
  if (!ending.ok) return ending
  const { bill, givesBack } = ending.value
  const difference = differenceOf('The last invoice', credit.today, bill, subscription.currency)
  if (difference !== null)
    return success(
      finding(
        'preview',
        'stop',
        `It would credit something else than was shown. ${difference} Look at it again.`,
      ),
    )
  if (bill === null || bill.total >= 0)
    return success(finding('preview', 'stop', 'No time is unused that could be credited.'))
  return success(
    whyNotGivenBack(paid, givesBack, subscription.currency) ??
      finding(
        'preview',
        'ok',
        'The credit is used up by the customer’s next invoices; nothing is paid back.',
      ),
  )
}

/** The call that ends one at once makes an invoice of what was used only where it credits as well (invoice_now). */
function usageFinding({ at, credit }: Cancel, { items }: Stripe.Subscription): ChangeFinding | null {
  const isByUsage = items.data.some(({ price }) => price.recurring?.usage_type === 'metered')
  return isByUsage && at === 'now' && credit === undefined
    ? finding(
        'preview',
        'warn',
        'It is billed by usage: what was used in the period that runs is not billed when this ends now. End it with its period to have that billed.',
      )
    : null
}

/**
 * What waits to be invoiced. An end at once drops what changes made before have left, and leaves what was put there besides; any other end bills
 * both. With a credit it is billed with it.
 */
async function waitingFinding(
  stripe: StripeReader,
  { at, credit }: Cancel,
  { id, customer, currency }: Stripe.Subscription,
): Promise<Result<ChangeFinding | null>> {
  const payer = idOf(customer)
  if (payer === null || credit !== undefined) return success(null)
  const items = await stripe.all((sdk, after) =>
    sdk.invoiceItems.list({ customer: payer, pending: true, limit: 100, ...after }),
  )
  if (!items.ok) return items.error.code === 'key_permission' ? success(waitingUnknown()) : items
  const mine = items.value.filter(({ parent }) => idOf(parent?.subscription_details?.subscription) === id)
  const told = (isProration: boolean, what: string, then: string): string | null => {
    const these = mine.filter(({ proration }) => proration === isProration)
    const sum = these.reduce((total, { amount }) => total + amount, 0)
    return sum === 0
      ? null
      : `${spokenAmount(Math.abs(sum), currency)} ${sum > 0 ? 'owed' : 'credited'} ${what} is in no invoice yet. ${at === 'now' ? then : 'It comes with the last invoice.'}`
  }
  const words = [
    told(true, 'for changes made before', 'It is dropped when this ends now.'),
    told(
      false,
      'besides',
      'It goes on waiting, and may come with another invoice of the customer: delete it in the Stripe Dashboard where it is not to be billed.',
    ),
  ].filter((each) => each !== null)
  if (words.length === 0) return success(null)
  return success(
    finding(
      'preview',
      'warn',
      words.join(' '),
      mine.map((item) => item.id),
    ),
  )
}

const waitingUnknown = (): ChangeFinding =>
  finding(
    'preview',
    'unknown',
    'This key may not read invoice items, so whether something waits to be invoiced is not known.',
  )

function whyNotThen(
  { id, cancel_at: cancelAt, cancel_at_period_end: isEnding }: Stripe.Subscription,
  at: Cancel['at'],
  now: number,
): ChangeFinding | null {
  if (at === 'now') return null
  if (at === 'period_end' && isEnding)
    return finding('already', 'stop', 'It ends with its period already.', [id])
  if (typeof at === 'number' && at * 1000 <= now)
    return finding('schedule', 'stop', 'That moment is over already.')
  if (cancelAt === at) return finding('already', 'stop', 'It ends then already.', [id])
  return cancelAt === null
    ? null
    : finding('replaced', 'warn', `It ends on ${dayOf(cancelAt * 1000)} as things stand: that is replaced.`)
}

function finalFinding(
  { at, credit }: Cancel,
  subscription: Stripe.Subscription,
  paid: PaidPeriod | null,
): ChangeFinding {
  const end = periodEndOf(subscription)
  const what = subscription.status === 'trialing' ? 'The rest of its trial' : 'What is paid for'
  const lost = end === null ? '' : ` ${what} until ${dayOf(end * 1000)} is lost to the customer.`
  if (at === 'now') {
    const isLost = credit === undefined && paid?.kept !== 0
    return finding(
      'permanent',
      'warn',
      `This is for good: one that has ended can’t be opened again.${isLost ? lost : ''}`,
    )
  }
  const kept = 'Until then it can be kept after all.'
  if (typeof at === 'number' && end !== null && at < end)
    return finding('permanent', 'warn', `It ends before its period does.${lost} ${kept}`)
  return at === 'period_end' && end !== firstPeriodEndOf(subscription)
    ? finding('permanent', 'warn', `It ends with the first of its items’ periods.${lost} ${kept}`)
    : finding('permanent', 'ok', kept)
}

const endingScheduleFinding = ({ schedule }: Stripe.Subscription): ChangeFinding | null =>
  schedule === null
    ? null
    : finding(
        'phases',
        'warn',
        'A schedule drives it, which ends with it: none of its phases comes any more.',
        [idOf(schedule) ?? ''],
      )

function standingOf(subscription: Stripe.Subscription): string {
  const { status, cancel_at: cancelAt, cancel_at_period_end: isEnding } = subscription
  const ends = isEnding
    ? 'ends with its period'
    : cancelAt === null
      ? 'goes on'
      : `ends on ${new Date(cancelAt * 1000).toISOString().slice(0, 10)}`
  return `${status}, ${ends}, ${periodWord(subscription)}, ${itemsWord(subscription)}`
}
