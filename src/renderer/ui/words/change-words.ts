// What became of a change that was ordered, in words: a title, and a sentence or two. Pure. It must never call an outcome anything but
// what it is.
import type { ChangeKind, ChangeOrder, PageState } from '../../../contract/changes.ts'
import { spokenAmount } from '../../../domain/money.ts'

interface Said {
  held: string
  withdrawn: string
  sending: string
  done: string
  refused: string
}

const titles: Record<ChangeKind, Said> = {
  customer_default_method: {
    held: 'Change of the default held',
    withdrawn: 'Change of the default undone',
    sending: 'Changing the default',
    done: 'Default changed',
    refused: 'Default not changed',
  },
  subscription_default_method: {
    held: 'Change of a subscription held',
    withdrawn: 'Change of a subscription undone',
    sending: 'Changing the subscription',
    done: 'Subscription pays with it',
    refused: 'Subscription not changed',
  },
  detach_method: {
    held: 'Detaching held',
    withdrawn: 'Detaching undone',
    sending: 'Detaching',
    done: 'Detached',
    refused: 'Not detached',
  },
  cancel_refund: {
    held: 'Canceling of a refund held',
    withdrawn: 'Canceling of a refund undone',
    sending: 'Canceling the refund',
    done: 'Refund canceled',
    refused: 'Refund not canceled',
  },
  customer_note: {
    held: 'Note for Stripe held',
    withdrawn: 'Note for Stripe undone',
    sending: 'Writing the note to Stripe',
    done: 'Note is at Stripe',
    refused: 'Note not written to Stripe',
  },
  setup_session: {
    held: 'Page for a new method held',
    withdrawn: 'Page for a new method not made',
    sending: 'Making the page',
    done: 'Page for a new method is ready',
    refused: 'Page not made',
  },
  payment_session: {
    held: 'Payment page held',
    withdrawn: 'Payment page not made',
    sending: 'Making the page',
    done: 'Payment page is ready',
    refused: 'Page not made',
  },
  retry_invoice: {
    held: 'Retry held',
    withdrawn: 'Retry undone',
    sending: 'Trying again',
    done: 'Paid',
    refused: 'Not paid',
  },
  retry_payment: {
    held: 'Retry held',
    withdrawn: 'Retry undone',
    sending: 'Trying again',
    done: 'Paid',
    refused: 'Not paid',
  },
  void_invoice: {
    held: 'Voiding held',
    withdrawn: 'Voiding undone',
    sending: 'Voiding the invoice',
    done: 'Invoice voided',
    refused: 'Invoice not voided',
  },
  uncollectible_invoice: {
    held: 'Marking as uncollectible held',
    withdrawn: 'Marking as uncollectible undone',
    sending: 'Marking the invoice as uncollectible',
    done: 'Invoice marked as uncollectible',
    refused: 'Invoice not marked',
  },
  pause_subscription: {
    held: 'Pause held',
    withdrawn: 'Pause undone',
    sending: 'Pausing the collection',
    done: 'Collection paused',
    refused: 'Collection not paused',
  },
  resume_subscription: {
    held: 'Resuming held',
    withdrawn: 'Resuming undone',
    sending: 'Resuming the collection',
    done: 'Collection resumed',
    refused: 'Collection not resumed',
  },
  cancel_subscription: {
    held: 'Cancellation held',
    withdrawn: 'Cancellation undone',
    sending: 'Canceling the subscription',
    done: 'Subscription canceled',
    refused: 'Subscription not canceled',
  },
  keep_subscription: {
    held: 'Keeping held',
    withdrawn: 'Keeping undone',
    sending: 'Keeping the subscription',
    done: 'Subscription is kept',
    refused: 'Subscription still ends',
  },
  update_subscription: {
    held: 'Change of a subscription held',
    withdrawn: 'Change of a subscription undone',
    sending: 'Changing the subscription',
    done: 'Subscription changed',
    refused: 'Subscription not changed',
  },
  pause_service: {
    held: 'Standstill held',
    withdrawn: 'Standstill undone',
    sending: 'Pausing the subscription as a whole',
    done: 'Subscription stands still',
    refused: 'Subscription not paused',
  },
  resume_service: {
    held: 'Resuming held',
    withdrawn: 'Resuming undone',
    sending: 'Resuming the subscription',
    done: 'Subscription resumed',
    refused: 'Subscription not resumed',
  },
  start_subscription_again: {
    held: 'New start held',
    withdrawn: 'New start undone',
    sending: 'Starting a new subscription',
    done: 'New subscription started',
    refused: 'No subscription started',
  },
}

/** Of these a refusal left something behind: a try that the bank declined. */
const isRetry = (kind: ChangeKind): boolean => kind === 'retry_invoice' || kind === 'retry_payment'

/** Of whose money an order that is done waits. `unpaid`: of neither any more, and none has come. */
export type Awaited = 'customer' | 'bank' | 'unpaid'

/** The id by which `page.state` tells what became of an order's page, or of what it waits for; null where it has neither. */
export function pageIdOf({ state, result, resultId }: ChangeOrder): string | null {
  const isFollowed = state === 'done' && (result?.url ?? result?.awaits) !== undefined
  return isFollowed ? (result?.invoiced?.invoiceId ?? resultId) : null
}

/** What an order that is done waits for: as Stripe answered, or as it stands since, where that is known. Null: for nothing. */
export function awaitedOf({ state, result }: ChangeOrder, page?: PageState): Awaited | null {
  const awaits = result?.awaits
  if (state !== 'done' || awaits === undefined || page?.paid === true) return null
  switch (page?.state) {
    case undefined:
      return awaits
    case 'complete':
      return 'bank'
    case 'open':
      return awaits === 'customer' ? 'customer' : 'unpaid'
    case 'failed':
    case 'expired':
      return 'unpaid'
  }
}

/** `page`: how what it waits for stands by now; absent: not known. */
export function changeTitleOf(order: ChangeOrder, page?: PageState): string {
  const { kind, state, problem } = order
  if (state === 'withdrawn' && problem !== null) return titles[kind].refused
  switch (awaitedOf(order, page)) {
    case 'customer':
      return 'Waits for the customer'
    case 'bank':
      return 'Waits for the bank'
    case 'unpaid':
      return isRetry(kind) ? titles[kind].refused : titles[kind].done
    case null:
      break
  }
  if (isOver(order, page))
    return kind === 'setup_session' ? 'Page for a new method was made' : 'Payment page was made'
  // One that ends later has not ended yet.
  const isLater = order.change.kind === 'cancel_subscription' && order.change.at !== 'now'
  if (isLater && state === 'done') return 'End of the subscription planned'
  return state === 'unknown' ? 'Outcome unknown' : titles[kind][state]
}

/** It makes a page of its own. */
export const isPage = (kind: ChangeKind): boolean => kind === 'setup_session' || kind === 'payment_session'

/** Whether it made a page that nobody needs the link of any more. */
const isOver = ({ kind, state }: ChangeOrder, page?: PageState): boolean =>
  isPage(kind) && state === 'done' && page !== undefined && page.state !== 'open'

/** `page`: how its page, or what it waits for, stands by now; absent: not known. */
export function changeSentenceOf(order: ChangeOrder, page?: PageState): string {
  const { kind, state, words, problem } = order
  switch (state) {
    case 'held':
      return `${words} Nothing has been sent yet.`
    case 'withdrawn':
      return `Not sent, and never will be. ${problem?.message ?? words}`
    case 'sending':
      return `${words} It is on its way to Stripe.`
    case 'refused':
      return `${words} ${isRetry(kind) ? 'No money was taken.' : 'Nothing was changed.'} ${problem?.message ?? 'Stripe refused it.'}`
    case 'unknown':
      return `${words} It was sent, and may or may not have happened, so nothing else can be ordered here until it is known. ${problem?.message ?? 'No answer came.'} Bursar looks it up at Stripe: it is never done twice.`
    case 'done':
      if (isPage(kind)) return isOver(order, page) ? words : pageSentence(order)
      return isRetry(kind)
        ? retrySentence(order, page)
        : `${words} Stripe confirms it.${billedSentence(order, page)}`
  }
}

/** What a change of a subscription billed at once, and whether that is what was shown before. */
function billedSentence(order: ChangeOrder, page: PageState | undefined): string {
  const { invoiced, awaits } = order.result ?? {}
  if (invoiced === undefined) return ''
  const warning = invoiced.differs ? ' This is not what the preview said: look at the invoice.' : ''
  const sinceThen = awaits === undefined ? '' : ` ${moneySentence(awaitedOf(order, page))}`
  return `${invoiceSentence(invoiced)}${warning}${sinceThen}`
}

/** Whether what was waited for has come. */
function moneySentence(awaited: Awaited | null): string {
  switch (awaited) {
    case 'customer':
      return 'No money has come yet: the customer has to pay or confirm.'
    case 'bank':
      return 'It is under way; no money has come yet.'
    case 'unpaid':
      return 'No money has come of it.'
    case null:
      return 'It is paid by now.'
  }
}

type Invoiced = NonNullable<NonNullable<ChangeOrder['result']>['invoiced']>

/** An invoice that is a draft, void or given up charges nothing, whatever it comes to. */
function invoiceSentence({ status, total, amountDue, currency }: Invoiced): string {
  if (total === 0) return ''
  const sum = spokenAmount(Math.abs(total), currency)
  const made = ` An invoice ${total < 0 ? 'that credits' : 'for'} ${sum} was made`
  const happened = total < 0 ? 'credited' : 'charged'
  const credited = ` ${sum} was credited.`
  const billed = ` ${sum} was invoiced at once, ${spokenAmount(amountDue, currency)} of it due.`
  switch (status) {
    case 'draft':
      return `${made} as a draft: nothing is ${happened} before somebody finishes it.`
    case 'void':
      return `${made} and is void: nothing was ${happened}, and nobody owes it.`
    case 'uncollectible':
      return `${made} and is marked as uncollectible: nothing was ${happened}.`
    case 'paid':
      if (total < 0) return credited
      return amountDue > 0 ? `${billed} It is paid.` : billed
    case null:
    default:
      return total < 0 ? credited : billed
  }
}

function retrySentence(order: ChangeOrder, page: PageState | undefined): string {
  const { words, result } = order
  const awaited = awaitedOf(order, page)
  if (result?.awaits === undefined) return `${words} It was paid; Stripe confirms it.`
  if (awaited === 'customer')
    return result.url === undefined
      ? 'It was tried again: the bank asks the customer to confirm. No money has come yet.'
      : 'It was tried again: the bank asks the customer to confirm. Send them the link; no money has come yet.'
  if (awaited === 'bank' && result.awaits === 'bank')
    return 'It was tried again and is under way: this kind of method takes days. No money has come yet.'
  const asked = result.awaits === 'customer' ? ', and the bank asked the customer to confirm' : ''
  return `It was tried again${asked}. ${moneySentence(awaited)}`
}

function pageSentence({ kind, result }: ChangeOrder): string {
  if (result?.url === undefined) return 'The page was used or has expired; it has no address any more.'
  return kind === 'setup_session'
    ? 'Send the link to the customer: there they leave a new payment method. It appears here when they have; it does not become a default by itself.'
    : 'Send the link to whoever pays: there they pay on a page of Stripe’s. The payment appears under Payments when they have.'
}

/** The subject of a mail with the link. */
export function linkSubject({ kind }: ChangeOrder, business: string): string {
  return kind === 'setup_session' ? `A payment method for ${business}` : `Your payment to ${business}`
}

/** A message around the link, to be mailed or pasted elsewhere. */
export function linkMessage({ kind, result, subject }: ChangeOrder, business: string): string {
  const hello = subject === null ? 'Hello,' : `Hello ${subject},`
  const asks =
    kind === 'setup_session'
      ? `please use this page to leave ${business} a new payment method. Nothing is charged by it:`
      : `please use this page to pay ${business}:`
  return `${hello}\n\n${asks}\n${result?.url ?? ''}\n`
}
