// A registrar whose handlers must not be reached, and one good request for every method of the contract.
import { vi } from 'vitest'
import { createRegistrar } from '../../electron/ipc/registrar.ts'
import type { Registrar, RegistrarOptions } from '../../electron/ipc/registrar.ts'
import { success } from '../../src/contract/index.ts'
import type { MethodName, ReplyOf, RequestOf } from '../../src/contract/index.ts'
import { firstPolicy } from '../../src/domain/policy.ts'
import { origin, ourWindow } from './senders.ts'

const deskId = 'acct_1_test'
const orderId = '3f2c9d1e-5a77-4c0b-9a51-1d2e3f4a5b6c'
const runId = '6c1f0a52-2d0e-4b7e-8f4f-0b5a1c2d3e4f'
const paymentIntentId = 'pi_123456'
const eventId = 'evt_123456'
const stretch = { from: 1_764_000_000, before: 1_764_086_400 }
const passphrase = 'correct horse battery'
const change = { kind: 'detach_method', paymentMethodId: 'pm_123456' } as const

export const goodRequests: { [Name in MethodName]: RequestOf<Name> } = {
  'desk.list': {},
  'desk.openDemo': {},
  'desk.open': { deskId },
  'desk.remove': { deskId },
  'desk.putAwayNotice': { deskId, notice: 'The journal was restored.' },
  'desk.switch': { deskId },
  'desk.unlock': { deskId, passphrase },
  'desk.unlockBySystem': { deskId },
  'desk.lock': { deskId },
  'desk.setPassphrase': { deskId, current: null, next: passphrase },
  'desk.setPolicy': {
    deskId,
    passphrase,
    policy: { ...firstPolicy('Europe/Berlin'), allowed: ['refund'], role: 'support' },
  },
  'business.edit': { businessId: 'acct_1', name: 'Acme', color: 'teal' },
  'business.reorder': { businessIds: ['acct_1'] },
  'key.replace': { deskId, key: 'rk_test_123' },
  'key.check': { deskId },
  'account.connect': { key: 'sk_test_123' },
  'keychain.state': {},
  'sync.state': { deskId },
  'sync.refresh': { deskId },
  'sync.pause': { deskId },
  'sync.resume': { deskId },
  'sync.cancel': { deskId },
  'sync.wake': {},
  'sync.watch': { watched: true },
  'event.replay': { deskId, id: eventId },
  'tables.rebuild': { deskId },
  'listener.state': { deskId },
  'listener.addSecret': { deskId, secret: 'whsec_123' },
  'listener.removeSecret': { deskId, secretId: 'one' },
  'listener.selfTest': { deskId },
  'refund.preflight': { deskId, paymentIntentId },
  'refund.place': {
    deskId,
    orderId,
    paymentIntentId,
    amount: 100,
    currency: 'eur',
    reason: null,
    note: null,
    customerLabel: null,
  },
  'order.undo': { deskId, orderId },
  'order.sendNow': { deskId, orderId },
  'order.reconcile': { deskId, orderId },
  'refund.recordOtherWay': {
    deskId,
    noteId: orderId,
    refundId: 're_123456',
    how: 'bank_transfer',
    reference: 'RF-1',
  },
  'refund.strikeOtherWay': { deskId, noteId: orderId },
  'customer.note': { deskId, noteId: orderId, customerId: 'cus_123456', text: 'Called.' },
  'customer.strikeNote': { deskId, noteId: orderId },
  'change.preflight': { deskId, change },
  'change.place': { deskId, orderId, change, subject: null, note: null },
  'change.undo': { deskId, orderId },
  'change.sendNow': { deskId, orderId },
  'change.reconcile': { deskId, orderId },
  'run.rules': { deskId },
  'run.check': { deskId, rows: [{ ref: paymentIntentId, amount: '1.00', currency: null, reason: null }] },
  'run.place': {
    deskId,
    runId,
    name: 'refunds.csv',
    note: null,
    rows: [
      {
        orderId,
        line: 1,
        paymentIntentId,
        amount: 100,
        currency: 'eur',
        reason: null,
        customerLabel: null,
        refunded: 0,
      },
    ],
  },
  'run.pause': { deskId, runId },
  'run.resume': { deskId, runId },
  'run.stop': { deskId, runId },
  'case.write': {
    deskId,
    entryId: orderId,
    paymentIntentIds: [paymentIntentId],
    entry: { kind: 'noted', text: 'Called.' },
  },
  'declines.setRule': { deskId, code: 'do_not_honor', group: 'new_method' },
  'subscription.preview': { deskId, what: { kind: 'upcoming', subscriptionId: 'sub_123456' } },
  'access.setPolicy': { deskId, policy: { graceDays: 7, onWhileCollectionPaused: true } },
  'draft.mark': { deskId, invoiceId: 'in_123456', eventId: 'evt_123456', as: 'sent' },
  'subscriptions.list': { deskId, filter: {} },
  'subscriptions.counts': { deskId, filter: {} },
  'subscriptions.products': { deskId },
  'subscriptions.detail': { deskId, id: 'sub_123456' },
  'access.list': { deskId, filter: {} },
  'access.entitlements': { deskId, customerId: 'cus_123456' },
  'access.policy': { deskId },
  'drafts.list': { deskId, filter: {} },
  'views.list': { deskId },
  'views.save': { deskId, view: { id: orderId, name: 'Mondays', search: 'status=past_due' } },
  'views.delete': { deskId, id: orderId },
  'day.stop': { deskId },
  'day.check': { deskId, day: '2026-11-25', timeZone: 'Europe/Berlin' },
  'finance.overview': { deskId, ...stretch, bucket: 'day', timeZone: 'Europe/Berlin' },
  'finance.rows': { deskId, ...stretch, figure: 'gross', currency: 'eur' },
  'failures.list': { deskId, filter: {} },
  'failures.counts': { deskId, filter: {} },
  'failures.detail': { deskId, id: paymentIntentId },
  'failures.waiting': { deskId },
  'recovery.report': { deskId, ...stretch, timeZone: 'Europe/Berlin' },
  'recovery.expiring': { deskId },
  'disputes.list': { deskId, filter: {} },
  'disputes.counts': { deskId, filter: {} },
  'declines.rules': { deskId },
  'payments.list': { deskId, filter: {} },
  'payments.counts': { deskId, filter: {} },
  'payments.detail': { deskId, id: paymentIntentId },
  'orders.list': { deskId },
  'refunds.list': { deskId, filter: {} },
  'refunds.counts': { deskId, filter: {} },
  'refunds.detail': { deskId, id: 're_123456' },
  'search.all': { deskId, text: 'ada' },
  'search.stripe': { deskId, text: 'ada' },
  'customers.list': { deskId, filter: {} },
  'customers.detail': { deskId, id: 'cus_123456' },
  'customers.timeline': { deskId, id: 'cus_123456' },
  'changes.list': { deskId },
  'page.state': { deskId, id: 'cs_test_123456' },
  'prices.list': { deskId, text: 'plan' },
  'runs.list': { deskId },
  'runs.detail': { deskId, runId },
  'runs.rows': { deskId, runId },
  'runs.receipt': { deskId, runId },
  'events.list': { deskId, filter: {} },
  'events.detail': { deskId, id: eventId },
  'audit.list': { deskId, filter: {} },
  'audit.verify': { deskId },
  'audit.export': { deskId, filter: {}, format: 'csv' },
  'app.info': {},
  'link.open': { url: 'https://dashboard.stripe.com/' },
  'page.play': { url: 'https://checkout.stripe.com/c/pay/cs_test_1' },
  'text.copy': { text: 'pi_123456' },
  'image.copy': { png: 'iVBORw0KGgoAAAA=' },
  'text.save': { fileName: 'bursar-audit.csv', text: 'seq' },
  'theme.set': { theme: 'dark' },
}

export interface Watched {
  registrar: Registrar
  /** Called by every handler there is, with what reached it. */
  reached: ReturnType<typeof vi.fn<(...args: unknown[]) => void>>
  refused: ReturnType<typeof vi.fn<RegistrarOptions['onRefusal']>>
  bugs: ReturnType<typeof vi.fn<RegistrarOptions['onBug']>>
}

export function watchedRegistrar(changes: Partial<RegistrarOptions> = {}): Watched {
  const reached = vi.fn<(...args: unknown[]) => void>()
  const refused = vi.fn<RegistrarOptions['onRefusal']>()
  const bugs = vi.fn<RegistrarOptions['onBug']>()
  const shell: RegistrarOptions['shell'] = {
    'app.info': (request) => {
      reached('app.info', request)
      return success({
        version: '0',
        platform: 'test',
        standIn: true,
        theme: 'system',
        dark: false,
        systemUnlock: null,
        operator: 'ada',
      })
    },
    'desk.unlockBySystem': (request) => {
      reached('desk.unlockBySystem', request)
      return success({} as ReplyOf<'desk.unlockBySystem'>)
    },
    'link.open': (request) => {
      reached('link.open', request)
      return success({})
    },
    'page.play': (request) => {
      reached('page.play', request)
      return success({})
    },
    'text.copy': (request) => {
      reached('text.copy', request)
      return success({})
    },
    'image.copy': (request) => {
      reached('image.copy', request)
      return success({})
    },
    'text.save': (request) => {
      reached('text.save', request)
      return success({ saved: true })
    },
    'theme.set': (request) => {
      reached('theme.set', request)
      return success({})
    },
  }
  const registrar = createRegistrar({
    origin,
    isOurs: (id) => id === ourWindow,
    call: (method, request) => {
      reached(method, request)
      return Promise.resolve(success({}))
    },
    shell,
    onRefusal: refused,
    onBug: bugs,
    ...changes,
  })
  return { registrar, reached, refused, bugs }
}
