// The title of a change that was ordered, as it stands. Pure. It must never call an outcome anything but what it is.
import type { ChangeKind, ChangeOrder, PageState } from '../../../contract/changes.ts'
import { awaitedOf, isOver, isRetry } from './change-waits.ts'

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
  expire_session: {
    held: 'End of a page held',
    withdrawn: 'End of a page undone',
    sending: 'Ending the page',
    done: 'Page ended',
    refused: 'Page not ended',
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
