// Turns pushes into exactly the queries they spoil. It must never ask for more than what changed, nor more often than
// once a second per kind (rows of a run that is watched: twice), however fast history is loading.
import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { ChangeOrder } from '../../contract/changes.ts'
import type { Desk } from '../../contract/desks.ts'
import type { Order } from '../../contract/refunds.ts'
import { onPush } from './client.ts'
import { spoilLists } from './paged-list.ts'
import { adoptDesks } from './desk-queries.ts'
import { keys } from './keys.ts'
import { askAgain, takeIn } from './under-way.ts'

const quietMilliseconds = 1000
/** The rows of a run that somebody watches. */
const quietOfRows = 500
/** What depends on the time of day is asked again so often. */
const timePassesMilliseconds = 60_000

/** Runs `act` for a key at once, then at most once per quiet period, the last request always honoured. */
export function createThrottle(act: (key: QueryKey) => void, quiet = quietMilliseconds) {
  const waiting = new Map<string, { again: boolean; timer: ReturnType<typeof setTimeout> }>()
  const run = (key: QueryKey): void => {
    const name = JSON.stringify(key)
    const entry = waiting.get(name)
    if (entry) {
      entry.again = true
      return
    }
    act(key)
    const timer = setTimeout(() => {
      const ended = waiting.get(name)
      waiting.delete(name)
      if (ended?.again) run(key)
    }, quiet)
    waiting.set(name, { again: false, timer })
  }
  return {
    run,
    stop: () => {
      for (const { timer } of waiting.values()) clearTimeout(timer)
      waiting.clear()
    },
  }
}

/**
 * Follows the pushes until the returned function is called. Orders, the theme and a new start of the engine go to whoever keeps
 * them (`onOrder`, `onTheme`, `onRestart`): they concern all screens.
 */
export function followPushes(
  client: QueryClient,
  heard: {
    onOrder: (order: Order | ChangeOrder) => void
    onTheme: (dark: boolean) => void
    onRestart: () => void
  },
): () => void {
  const throttle = createThrottle((queryKey) => askAgain(client, queryKey))
  const lists = createThrottle((listsKey) => spoilLists(client, listsKey))
  const rows = createThrottle((listsKey) => spoilLists(client, listsKey), quietOfRows)
  /** A refund's life is told by payments and by orders. */
  const spoilRefunds = (deskId: string): void => {
    lists.run(keys.refunds(deskId))
    throttle.run(keys.refundCounts(deskId))
    throttle.run(keys.refundsOfDesk(deskId))
  }
  /** A failure's standing is told by payments, by events of invoices, by our notes and by orders. */
  const spoilFailures = (deskId: string): void => {
    lists.run(keys.failures(deskId))
    throttle.run(keys.failureCounts(deskId))
    throttle.run(keys.waiting(deskId))
    throttle.run(keys.failuresOfDesk(deskId))
    throttle.run(keys.declineRules(deskId))
  }
  /** Subscriptions are told by their events and those of their invoices, by payments and by what was ordered here. */
  const spoilSubscriptions = (deskId: string): void => {
    lists.run(keys.subscriptions(deskId))
    throttle.run(keys.subscriptionCounts(deskId))
    throttle.run(keys.subscriptionProducts(deskId))
    throttle.run(keys.subscriptionsOfDesk(deskId))
  }
  /** Access is told by events and by the dates of objects; the letters by events, by payments and by what was noted here. */
  const spoilAccess = (deskId: string): void => {
    lists.run(keys.access(deskId))
    throttle.run(keys.accessStanding(deskId))
    throttle.run(keys.entitlementsOfDesk(deskId))
    lists.run(keys.drafts(deskId))
    throttle.run(keys.draftsOfDesk(deskId))
  }
  const spoilDisputes = (deskId: string): void => {
    lists.run(keys.disputes(deskId))
    throttle.run(keys.disputeCounts(deskId))
  }
  /** Figures are told by payments and by what moved the balance; what is lost, by notes of ours too. */
  const spoilFigures = (deskId: string): void => {
    throttle.run(keys.overview(deskId))
    lists.run(keys.figureRows(deskId))
    throttle.run(keys.recovery(deskId))
  }
  /** Days of grace end, a snooze is over, a page or a card expires, what nobody tried again is lost: that a time has come, nobody tells. */
  const passing = setInterval(() => {
    for (const { id } of client.getQueryData<Desk[]>(keys.desks) ?? []) {
      spoilFailures(id)
      spoilSubscriptions(id)
      spoilAccess(id)
      throttle.run(keys.paymentsOfDesk(id))
      throttle.run(keys.customersOfDesk(id))
      throttle.run(keys.pagesOfDesk(id))
      throttle.run(keys.recovery(id))
      throttle.run(keys.expiring(id))
    }
  }, timePassesMilliseconds)
  const end = onPush({
    'desk.changed': (desk) => adoptDesks(client, desk),
    'desk.switched': ({ desk }) => desk && adoptDesks(client, desk),
    'data.changed': ({ deskId, kinds }) => {
      for (const kind of kinds) {
        switch (kind) {
          case 'payments':
            lists.run(keys.payments(deskId))
            throttle.run(keys.counts(deskId))
            throttle.run(keys.paymentsOfDesk(deskId))
            spoilRefunds(deskId)
            spoilFailures(deskId)
            lists.run(keys.customers(deskId))
            throttle.run(keys.customersOfDesk(deskId))
            throttle.run(keys.pagesOfDesk(deskId))
            spoilSubscriptions(deskId)
            spoilAccess(deskId)
            spoilDisputes(deskId)
            spoilFigures(deskId)
            throttle.run(keys.expiring(deskId))
            break
          case 'balance':
            spoilFigures(deskId)
            // What a refund took back from the balance.
            throttle.run(keys.refundsOfDesk(deskId))
            break
          case 'orders':
            lists.run(keys.orders(deskId))
            lists.run(keys.changes(deskId))
            spoilRefunds(deskId)
            spoilFailures(deskId)
            throttle.run(keys.subscriptionsOfDesk(deskId))
            throttle.run(keys.accessPolicy(deskId))
            spoilAccess(deskId)
            // What was ordered for a customer, or noted about them, is on their page.
            throttle.run(keys.customersOfDesk(deskId))
            throttle.run(keys.recovery(deskId))
            break
          case 'events':
            lists.run(keys.events(deskId))
            throttle.run(keys.eventsOfDesk(deskId))
            // How many of the deliveries were known already.
            throttle.run(keys.listener(deskId))
            spoilFailures(deskId)
            spoilSubscriptions(deskId)
            spoilAccess(deskId)
            spoilDisputes(deskId)
            // When a refund came to its state, that a bank warned of fraud, and since when a payment waits.
            spoilRefunds(deskId)
            throttle.run(keys.paymentsOfDesk(deskId))
            // Subscriptions and invoices are on the page of their customer, and change with their events.
            throttle.run(keys.customersOfDesk(deskId))
            // An invoice that is void is asked for no more.
            throttle.run(keys.pagesOfDesk(deskId))
            // So do disputes and invoices.
            spoilFigures(deskId)
            throttle.run(keys.expiring(deskId))
            break
          case 'audit':
            lists.run(keys.audit(deskId))
            break
        }
      }
    },
    'order.changed': (order) => {
      heard.onOrder(order)
      lists.run(keys.orders(order.deskId))
      throttle.run(keys.payment(order.deskId, order.paymentIntentId))
      spoilRefunds(order.deskId)
    },
    'change.changed': (order) => {
      heard.onOrder(order)
      lists.run(keys.changes(order.deskId))
      throttle.run(keys.customersOfDesk(order.deskId))
      throttle.run(keys.failuresOfDesk(order.deskId))
      throttle.run(keys.subscriptionsOfDesk(order.deskId))
    },
    'run.changed': (run) => {
      takeIn(client, keys.run(run.deskId, run.id), run)
      lists.run(keys.runs(run.deskId))
      rows.run(keys.runRows(run.deskId, run.id))
      // What it retries, no other retry of the same rows can, whichever run that would be of.
      if (run.retryOf !== null) throttle.run(keys.runsOfDesk(run.deskId))
    },
    'sync.changed': (sync) => takeIn(client, keys.sync(sync.deskId), sync),
    'listener.changed': (listener) => takeIn(client, keys.listener(listener.deskId), listener),
    'day.progress': (progress) => takeIn(client, keys.dayProgress(progress.deskId), progress),
    // The shell shows it.
    notice: () => undefined,
    'theme.changed': ({ dark }) => heard.onTheme(dark),
    'engine.restarted': () => heard.onRestart(),
  })
  return () => {
    end()
    clearInterval(passing)
    throttle.stop()
    lists.stop()
    rows.stop()
  }
}
