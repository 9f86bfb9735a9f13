// Which questions a change spoils, and asks them again. It must never ask for more than what changed, nor more often than once a second per kind
// (rows of a run that is watched: twice), however fast history is loading.
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { PushOf } from '../../contract/schemas.ts'
import { keys } from './keys.ts'
import { spoilLists } from './paged-list.ts'
import { createThrottle } from './throttle.ts'
import { askAgain } from './under-way.ts'

/** The rows of a run that somebody watches. */
const quietOfRows = 500

export interface Spoiler {
  /** What depends on rows of this kind. */
  changed(deskId: string, kind: PushOf<'data.changed'>['kinds'][number]): void
  /** Days of grace end, a snooze is over, a page or a card expires, what nobody tried again is lost: that a time has come, nobody tells. */
  timePassed(deskId: string): void
  /** A refund's life is told by payments and by orders. */
  refunds(deskId: string): void
  list(listsKey: QueryKey): void
  rowsOfRun(listsKey: QueryKey): void
  answer(queryKey: QueryKey): void
  stop(): void
}

export function spoilerOf(client: QueryClient): Spoiler {
  const answers = createThrottle((queryKey) => askAgain(client, queryKey))
  const lists = createThrottle((listsKey) => spoilLists(client, listsKey))
  const rows = createThrottle((listsKey) => spoilLists(client, listsKey), quietOfRows)
  const { run: answer } = answers
  const { run: list } = lists

  const refunds = (deskId: string): void => {
    list(keys.refunds(deskId))
    answer(keys.refundCounts(deskId))
    answer(keys.refundsOfDesk(deskId))
  }
  /** A failure's standing is told by payments, by events of invoices, by our notes and by orders. */
  const failures = (deskId: string): void => {
    list(keys.failures(deskId))
    answer(keys.failureCounts(deskId))
    answer(keys.waiting(deskId))
    answer(keys.failuresOfDesk(deskId))
    answer(keys.declineRules(deskId))
  }
  /** Subscriptions are told by their events and those of their invoices, by payments and by what was ordered here. */
  const subscriptions = (deskId: string): void => {
    list(keys.subscriptions(deskId))
    answer(keys.subscriptionCounts(deskId))
    answer(keys.subscriptionProducts(deskId))
    answer(keys.subscriptionsOfDesk(deskId))
  }
  /** Access is told by events and by the dates of objects; the letters by events, by payments and by what was noted here. */
  const access = (deskId: string): void => {
    list(keys.access(deskId))
    answer(keys.accessStanding(deskId))
    answer(keys.entitlementsOfDesk(deskId))
    list(keys.drafts(deskId))
    answer(keys.draftsOfDesk(deskId))
  }
  const disputes = (deskId: string): void => {
    list(keys.disputes(deskId))
    answer(keys.disputeCounts(deskId))
  }
  /** Figures are told by payments and by what moved the balance; what is lost, by notes of ours too. */
  const figures = (deskId: string): void => {
    answer(keys.overview(deskId))
    list(keys.figureRows(deskId))
    answer(keys.recovery(deskId))
  }

  function changed(deskId: string, kind: PushOf<'data.changed'>['kinds'][number]): void {
    switch (kind) {
      case 'payments':
        list(keys.payments(deskId))
        answer(keys.counts(deskId))
        answer(keys.paymentsOfDesk(deskId))
        refunds(deskId)
        failures(deskId)
        list(keys.customers(deskId))
        answer(keys.customersOfDesk(deskId))
        answer(keys.pagesOfDesk(deskId))
        subscriptions(deskId)
        access(deskId)
        disputes(deskId)
        figures(deskId)
        answer(keys.expiring(deskId))
        break
      case 'balance':
        figures(deskId)
        // What a refund took back from the balance.
        answer(keys.refundsOfDesk(deskId))
        break
      case 'orders':
        list(keys.orders(deskId))
        list(keys.changes(deskId))
        refunds(deskId)
        failures(deskId)
        answer(keys.subscriptionsOfDesk(deskId))
        answer(keys.accessPolicy(deskId))
        access(deskId)
        // What was ordered for a customer, or noted about them, is on their page.
        answer(keys.customersOfDesk(deskId))
        answer(keys.recovery(deskId))
        break
      case 'events':
        list(keys.events(deskId))
        answer(keys.eventsOfDesk(deskId))
        // How many of the deliveries were known already.
        answer(keys.listener(deskId))
        failures(deskId)
        subscriptions(deskId)
        access(deskId)
        disputes(deskId)
        // When a refund came to its state, that a bank warned of fraud, and since when a payment waits.
        refunds(deskId)
        answer(keys.paymentsOfDesk(deskId))
        // Subscriptions and invoices are on the page of their customer, and change with their events.
        answer(keys.customersOfDesk(deskId))
        // An invoice that is void is asked for no more.
        answer(keys.pagesOfDesk(deskId))
        // So do disputes and invoices.
        figures(deskId)
        answer(keys.expiring(deskId))
        break
      case 'audit':
        list(keys.audit(deskId))
        break
    }
  }

  return {
    changed,
    timePassed(deskId) {
      failures(deskId)
      subscriptions(deskId)
      access(deskId)
      answer(keys.paymentsOfDesk(deskId))
      answer(keys.customersOfDesk(deskId))
      answer(keys.pagesOfDesk(deskId))
      answer(keys.recovery(deskId))
      answer(keys.expiring(deskId))
    },
    refunds,
    list,
    rowsOfRun: rows.run,
    answer,
    stop() {
      answers.stop()
      lists.stop()
      rows.stop()
    },
  }
}
