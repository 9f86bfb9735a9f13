// One answering thread: opens the files it is told of, read-only, and answers one question after the other. It must never write,
// and never touch the network.
import type { MessagePort } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import {
  failure,
  serve,
  success,
  type Handlers,
  type MethodsOf,
  type Result,
} from '../../src/contract/index.ts'
import { redact } from '../../src/domain/redaction.ts'
import { exportAudit } from '../store/audit/export-audit.ts'
import { listAudit, verifyAudit } from '../store/audit/read-audit.ts'
import { openCache, openJournal } from '../store/open.ts'
import { listChanges } from '../store/queries/orders/changes.ts'
import { declineRules } from '../store/queries/failures/decline-rules.ts'
import { eventDetail, listEvents } from '../store/queries/events/events.ts'
import { listOrders } from '../store/queries/orders/orders.ts'
import { customerDetail } from '../store/queries/customers/customer-detail.ts'
import { customerTimeline } from '../store/queries/customers/customer-timeline.ts'
import { listCustomers } from '../store/queries/customers/customers.ts'
import { expiringCards } from '../store/queries/failures/expiring-cards.ts'
import { recoveryReport } from '../store/queries/failures/recovery-report.ts'
import { countDisputes, listDisputes } from '../store/queries/disputes/disputes.ts'
import { overviewOf } from '../store/queries/finance/finance-overview.ts'
import { figureRows } from '../store/queries/finance/finance-rows.ts'
import { failureDetail } from '../store/queries/failures/failure-detail.ts'
import { countFailures, listFailures } from '../store/queries/failures/failures.ts'
import { listWaiting } from '../store/queries/failures/failures-waiting.ts'
import { countPayments } from '../store/queries/payments/payment-counts.ts'
import { paymentDetail } from '../store/queries/payments/payment-detail.ts'
import { listPayments } from '../store/queries/payments/payments.ts'
import { pageState } from '../store/queries/page-state.ts'
import { accessPolicy } from '../store/queries/access/access-policy.ts'
import { listAccess } from '../store/queries/access/access.ts'
import { listDrafts } from '../store/queries/letters/drafts.ts'
import { entitlementsOf } from '../store/queries/access/entitlements.ts'
import { subscribedProducts } from '../store/queries/subscriptions/subscribed-products.ts'
import { subscriptionDetail } from '../store/queries/subscriptions/subscription-detail.ts'
import { countSubscriptions, listSubscriptions } from '../store/queries/subscriptions/subscriptions.ts'
import { listPrices } from '../store/queries/subscriptions/prices.ts'
import { countRefunds } from '../store/queries/refunds/refund-counts.ts'
import { refundDetail } from '../store/queries/refunds/refund-detail.ts'
import { listRefunds } from '../store/queries/refunds/refund-life.ts'
import { runReceipt } from '../store/queries/runs/run-receipt.ts'
import { listRunRows } from '../store/queries/runs/run-rows.ts'
import { listRuns, runDetail } from '../store/queries/runs/runs.ts'
import { savedViews } from '../store/queries/saved-views.ts'
import { searchAll } from '../store/queries/search/search.ts'
import type { DeskToOpen, ReaderAnswer, ReaderFacts, ReaderOrder } from '../store/reader-messages.ts'

interface OpenFiles {
  cache: Database
  journal: Database
  facts: ReaderFacts
}

export function answerQuestions(port: MessagePort): void {
  const desks = new Map<string, OpenFiles>()

  function onDesk<Value>(deskId: string, answer: (files: OpenFiles) => Result<Value>): Result<Value> {
    const files = desks.get(deskId)
    return files ? answer(files) : failure('desk_closed', 'This desk is not open.')
  }

  const handlers: Handlers<MethodsOf<'reader'>> = {
    'payments.list': (request) => onDesk(request.deskId, ({ cache }) => listPayments(cache, request)),
    'payments.counts': (request) => onDesk(request.deskId, ({ cache }) => countPayments(cache, request)),
    'payments.detail': (request) =>
      onDesk(request.deskId, ({ cache, journal, facts }) => paymentDetail(cache, journal, facts, request.id)),
    'search.all': (request) => onDesk(request.deskId, ({ cache }) => searchAll(cache, request, Date.now())),
    'customers.list': (request) => onDesk(request.deskId, ({ cache }) => listCustomers(cache, request)),
    'customers.detail': ({ deskId, id }) =>
      onDesk(deskId, ({ cache, journal, facts }) => customerDetail(cache, journal, facts, id, Date.now())),
    'customers.timeline': (request) =>
      onDesk(request.deskId, ({ cache, journal }) => customerTimeline(cache, journal, request)),
    'events.list': (request) => onDesk(request.deskId, ({ cache }) => listEvents(cache, request)),
    'events.detail': (request) => onDesk(request.deskId, ({ cache }) => eventDetail(cache, request)),
    'orders.list': (request) => onDesk(request.deskId, ({ journal }) => listOrders(journal, request)),
    'refunds.list': (request) =>
      onDesk(request.deskId, ({ cache, journal }) => listRefunds(cache, journal, request)),
    'refunds.counts': (request) =>
      onDesk(request.deskId, ({ cache, journal }) => countRefunds(cache, journal, request)),
    'refunds.detail': ({ deskId, id }) =>
      onDesk(deskId, ({ cache, journal }) => refundDetail(cache, journal, id)),
    'changes.list': (request) => onDesk(request.deskId, ({ journal }) => listChanges(journal, request)),
    'page.state': ({ deskId, id }) => onDesk(deskId, ({ cache }) => pageState(cache, id, Date.now())),
    'prices.list': (request) => onDesk(request.deskId, ({ cache }) => listPrices(cache, request)),
    'runs.list': (request) => onDesk(request.deskId, ({ journal }) => listRuns(journal, request, Date.now())),
    'runs.detail': ({ deskId, runId }) =>
      onDesk(deskId, ({ journal }) => runDetail(journal, runId, Date.now())),
    'runs.rows': (request) => onDesk(request.deskId, ({ journal }) => listRunRows(journal, request)),
    'runs.receipt': ({ deskId, runId, state }) =>
      onDesk(deskId, ({ journal }) => runReceipt(journal, runId, Date.now(), state)),
    'finance.overview': (request) =>
      onDesk(request.deskId, ({ cache }) => overviewOf(cache, request, Date.now())),
    'finance.rows': (request) => onDesk(request.deskId, ({ cache }) => figureRows(cache, request)),
    'recovery.report': (request) =>
      onDesk(request.deskId, ({ cache, journal }) => recoveryReport(cache, journal, request, Date.now())),
    'recovery.expiring': (request) =>
      onDesk(request.deskId, ({ cache }) => expiringCards(cache, request, Date.now())),
    'disputes.list': (request) =>
      onDesk(request.deskId, ({ cache, facts }) => listDisputes(cache, facts, request)),
    'disputes.counts': (request) => onDesk(request.deskId, ({ cache }) => countDisputes(cache, request)),
    'failures.list': (request) =>
      onDesk(request.deskId, ({ cache, journal, facts }) =>
        listFailures(cache, journal, request, { operator: facts.operator, now: Date.now() }),
      ),
    'failures.counts': (request) =>
      onDesk(request.deskId, ({ cache, journal, facts }) =>
        countFailures(cache, journal, request, { operator: facts.operator, now: Date.now() }),
      ),
    'failures.detail': ({ deskId, id }) =>
      onDesk(deskId, ({ cache, journal, facts }) => failureDetail(cache, journal, facts, id, Date.now())),
    'subscriptions.list': (request) =>
      onDesk(request.deskId, ({ cache }) => listSubscriptions(cache, request, Date.now())),
    'subscriptions.counts': (request) =>
      onDesk(request.deskId, ({ cache }) => countSubscriptions(cache, request, Date.now())),
    'subscriptions.products': ({ deskId }) => onDesk(deskId, ({ cache }) => subscribedProducts(cache)),
    'subscriptions.detail': ({ deskId, id }) =>
      onDesk(deskId, ({ cache, journal, facts }) =>
        subscriptionDetail(cache, journal, facts, id, Date.now()),
      ),
    'access.list': (request) =>
      onDesk(request.deskId, ({ cache, journal }) =>
        listAccess(cache, accessPolicy(journal), request, Date.now()),
      ),
    'access.entitlements': ({ deskId, customerId }) =>
      onDesk(deskId, ({ cache }) => success(entitlementsOf(cache, customerId))),
    'access.policy': ({ deskId }) => onDesk(deskId, ({ journal }) => success(accessPolicy(journal))),
    'views.list': ({ deskId }) => onDesk(deskId, ({ journal }) => success(savedViews(journal))),
    'drafts.list': (request) =>
      onDesk(request.deskId, ({ cache, journal }) => listDrafts(cache, journal, request, Date.now())),
    'failures.waiting': (request) =>
      onDesk(request.deskId, ({ cache, journal }) => listWaiting(cache, journal, request, Date.now())),
    'declines.rules': ({ deskId }) =>
      onDesk(deskId, ({ cache, journal }) => success(declineRules(cache, journal))),
    'audit.list': (request) => onDesk(request.deskId, ({ journal }) => listAudit(journal, request)),
    'audit.verify': ({ deskId, head }) =>
      onDesk(deskId, ({ journal }) => success(verifyAudit(journal, head))),
    'audit.export': (request) =>
      onDesk(request.deskId, ({ journal }) => exportAudit(journal, request, Date.now())),
  }

  function open({ deskId, folder, fileKey, facts }: DeskToOpen): string | null {
    close(deskId)
    const key = Buffer.from(fileKey)
    const cache = openCache(folder, key, { readonly: true })
    if (!cache.ok) return cache.detail
    const journal = openJournal(folder, key, { readonly: true })
    if (!journal.ok) {
      cache.database.close()
      return journal.detail
    }
    desks.set(deskId, { cache: cache.database, journal: journal.database, facts })
    return null
  }

  function close(deskId: string): void {
    const files = desks.get(deskId)
    desks.delete(deskId)
    files?.cache.close()
    files?.journal.close()
  }

  const say = (answer: ReaderAnswer): void => port.postMessage(answer)
  port.on('message', (order: ReaderOrder | { call: number }) => {
    if ('open' in order) say({ opened: order.open.deskId, problem: open(order.open) })
    else if ('close' in order) {
      close(order.close.deskId)
      say({ closed: order.close.deskId })
    }
  })
  serve(port, handlers, (method, error) => {
    process.stderr.write(
      `${redact(`reader ${method}: ${error instanceof Error ? error.stack : String(error)}`)}\n`,
    )
  })
}
