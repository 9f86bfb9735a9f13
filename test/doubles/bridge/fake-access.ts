// Who has access to what on a made-up desk, its policy, entitlements and letters, the slow and plain way. The reader must agree with the contract,
// not with this.
import type { AccessPage, AccessPolicy, AccessRow } from '../../../src/contract/access.ts'
import type { Draft } from '../../../src/contract/letters.ts'
import type { Desk } from '../../../src/contract/desks.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import type { AccessReason } from '../../../src/contract/subscription-lists.ts'
import type { FakeSubscriptions } from './fake-subscriptions.ts'
import type { FakeSubscription } from './subscription-fixtures.ts'

const day = 86_400

const reasons: Record<string, AccessReason> = {
  active: 'on_paid',
  trialing: 'on_trial',
  past_due: 'on_grace',
  unpaid: 'off_unpaid',
  incomplete: 'off_incomplete',
  incomplete_expired: 'off_ended',
  paused: 'off_paused',
  canceled: 'off_ended',
}

const whys: Partial<Record<AccessReason, string>> = {
  on_paid: 'It is active, and nothing of it is overdue.',
  on_trial: 'A trial runs.',
  on_grace: 'A payment failed, and the days of grace are not over.',
  on_collection_paused: 'Collection is paused, and the policy leaves access on meanwhile.',
  off_unpaid: 'All tries failed.',
  off_incomplete: 'The first payment is not through.',
  off_paused: 'The subscription stands still.',
  off_ended: 'The subscription has ended.',
}

/** `at`: Unix seconds; null: now. What had not begun then is left out. */
export function accessOf(subscriptions: readonly FakeSubscription[], at: number | null): AccessRow[] {
  return subscriptions.flatMap(({ row, items }) => {
    if (at !== null && row.created > at) return []
    const past = at !== null && at < Date.now() / 1000 - 10 * day
    const reason = past
      ? 'on_paid'
      : row.pause !== null
        ? 'on_collection_paused'
        : (reasons[row.status] ?? 'off_ended')
    return items.map((item) => ({
      customerId: row.customerId ?? 'cus_none',
      customerName: row.customerName,
      customerEmail: row.customerEmail,
      productId: item.productId ?? 'prod_none',
      productName: item.productName,
      on: reason.startsWith('on'),
      reason,
      why: whys[reason] ?? 'It is so.',
      since: reason === 'on_paid' ? row.created : Math.floor(Date.now() / 1000) - 4 * day,
      until:
        reason === 'on_grace'
          ? Math.floor(Date.now() / 1000) + 3 * day
          : reason === 'on_trial'
            ? row.trialEnd
            : row.cancelAt,
      subscriptionId: row.id,
      eventId: `evt_2Q${row.id.slice(6)}`,
    }))
  })
}

export function createFakeAccess(desk: Desk, subscriptions: FakeSubscriptions, changed: () => void) {
  let policy: AccessPolicy = { graceDays: 7, onWhileCollectionPaused: true }
  const drafts: Draft[] = subscriptions.all
    .filter(({ row }) => ['past_due', 'unpaid', 'incomplete'].includes(row.status))
    .map(({ row }, index): Draft => {
      const invoice = `in_2Q0${row.id.slice(6)}`
      const url = `https://invoice.stripe.com/i/acct_fake/test_${row.id.slice(-6)}`
      const state = ({ 5: 'processing', 6: 'settled' } as const)[index % 7] ?? 'open'
      return {
        invoiceId: invoice,
        invoiceNumber: `LB-1200-${row.id.slice(-4)}`,
        customerId: row.customerId,
        to: row.customerEmail,
        subject: `Your payment for invoice LB-1200-${row.id.slice(-4)} of ${desk.businessName}`,
        text: `Hello ${row.customerName ?? ''},\n\nyour payment did not go through. Your bank declined it.\n\nYou can pay on this page:\n${url}\n`,
        hostedUrl: url,
        eventId: `evt_3Q${row.id.slice(6)}`,
        paymentIntentId: null,
        attempts: 1 + (index % 3),
        nextAttemptAt: row.status === 'past_due' ? Math.floor(Date.now() / 1000) + 3 * day : null,
        madeAt: Math.floor(Date.now() / 1000) - (1 + index) * 7200,
        state,
        markedBy: null,
        markedAt: null,
      }
    })

  return {
    list({ filter, at = null, after, limit = 100 }: RequestOf<'access.list'>): Result<AccessPage> {
      const { on, reason = [], customerId, productId } = filter
      const words = filter.text?.toLowerCase()
      const under = accessOf(subscriptions.all, at).filter(
        (row) =>
          (reason.length === 0 || reason.includes(row.reason)) &&
          (customerId === undefined || row.customerId === customerId) &&
          (productId === undefined || row.productId === productId) &&
          (words === undefined ||
            [row.customerName, row.customerEmail, row.productName, row.customerId, row.productId].some(
              (each) => each?.toLowerCase().includes(words) === true,
            )),
      )
      // One row for a customer and product: what is on wins.
      const best = new Map<string, AccessRow>()
      for (const row of under) {
        const key = `${row.customerId}.${row.productId}`
        if (!best.get(key)?.on) best.set(key, row)
      }
      const rows = [...best.values()]
      const found = rows.filter((row) => on === undefined || row.on === on)
      const from = Number(after ?? 0)
      const to = from + limit
      return success({
        rows: found.slice(from, to),
        next: to < found.length ? String(to) : null,
        knownFrom: Math.floor(Date.now() / 1000) - 120 * day,
        counts: { on: rows.filter((row) => row.on).length, off: rows.filter((row) => !row.on).length },
      })
    },

    entitlements({ customerId }: RequestOf<'access.entitlements'>): Result<ReplyOf<'access.entitlements'>> {
      const mine = subscriptions.all.filter(({ row }) => row.customerId === customerId)
      const told = mine.some(({ row }) => row.status === 'active' || row.status === 'past_due')
      return success({
        customerId,
        features: told
          ? [
              {
                lookupKey: 'reading-room',
                featureId: 'feat_1QFake',
                since: mine[0]?.row.created ?? 0,
                orBefore: false,
              },
            ]
          : null,
        mayBeMore: false,
        asOf: told ? Math.floor(Date.now() / 1000) - 3600 : null,
      })
    },

    policy: (): Result<AccessPolicy> => success(policy),
    setPolicy({ policy: wanted }: RequestOf<'access.setPolicy'>): Result<AccessPolicy> {
      policy = wanted
      changed()
      return success(policy)
    },

    drafts({ filter, after, limit = 100 }: RequestOf<'drafts.list'>) {
      const { state = 'open', customerId, invoiceId } = filter
      const found = drafts.filter(
        (each) =>
          (state === 'all' || each.state === state) &&
          (customerId === undefined || each.customerId === customerId) &&
          (invoiceId === undefined || each.invoiceId === invoiceId),
      )
      const from = Number(after ?? 0)
      return success({
        rows: found.slice(from, from + limit),
        next: from + limit < found.length ? String(from + limit) : null,
      })
    },
    mark({ invoiceId, as }: RequestOf<'draft.mark'>): Result<Draft> {
      const found = drafts.find((each) => each.invoiceId === invoiceId)
      if (!found) return failure('not_found', 'There is no such letter.')
      Object.assign(found, { state: as, markedBy: 'ada', markedAt: Date.now() })
      changed()
      return success(found)
    },
  }
}
