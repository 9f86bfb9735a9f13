// What became of a change that was ordered, in a sentence or two. Pure. It must never call an outcome anything but what it is.
import type { ChangeOrder, PageState } from '../../../contract/changes.ts'
import { spokenAmount } from '../../../domain/money.ts'
import { awaitedOf, isOver, isPage, isRetry, type Awaited } from './change-waits.ts'

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
