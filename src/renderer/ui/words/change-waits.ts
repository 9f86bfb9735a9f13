// What a change that is done waits for still: its customer, the bank, or nobody any more. Pure. It must never call money come before it has.
import type { ChangeKind, ChangeOrder, PageState } from '../../../contract/changes.ts'

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

/** Of these a refusal left something behind: a try that the bank declined. */
export const isRetry = (kind: ChangeKind): boolean => kind === 'retry_invoice' || kind === 'retry_payment'

/** It makes a page of its own. */
export const isPage = (kind: ChangeKind): boolean => kind === 'setup_session' || kind === 'payment_session'

/** Whether it made a page that nobody needs the link of any more. */
export const isOver = ({ kind, state }: ChangeOrder, page?: PageState): boolean =>
  isPage(kind) && state === 'done' && page !== undefined && page.state !== 'open'
