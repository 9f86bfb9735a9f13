// Everything the page of a customer shows, read from the cache and the journal in one go.
import type { Database } from 'better-sqlite3'
import { z } from 'zod'
import {
  failure,
  newestTold,
  success,
  type CustomerDetail,
  type CustomerInvoice,
  type Lifetime,
  type Result,
} from '../../../../src/contract/index.ts'
import { countryName } from '../../../../src/domain/country-name.ts'
import { customerUrl } from '../../../../src/domain/dashboard-url.ts'
import { takenStatuses } from '../../../../src/domain/dispute-state.ts'
import { takenOf } from '../../../../src/domain/disputed-refund.ts'
import { bodyOf, unpackBody } from '../../body.ts'
import { movementsIn } from '../disputes/movements.ts'
import { notesAbout } from './customer-notes.ts'
import { walletOf } from './customer-methods.ts'
import { problemsOf } from './customer-problems.ts'
import { customerTimeline } from './customer-timeline.ts'
import { customerColumns, toCustomerRow, type CustomerRecord } from './customers.ts'
import type { DeskFacts } from '../payments/payment-detail.ts'
import { prepared, quoted } from '../prepared.ts'

type DetailRecord = CustomerRecord & { as_of: number; body: Buffer }

const text = z.string().nullish()
const profileShape = z.looseObject({
  description: text,
  preferred_locales: z.array(z.string()).nullish(),
  address: z.looseObject({ line1: text, line2: text, postal_code: text, city: text, state: text, country: text }).nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
  currency: text,
  balance: z.int().nullish(),
  // Its name before 2019-10-17.
  account_balance: z.int().nullish(),
}) // prettier-ignore

/** `now`: milliseconds; what expires soon, and what failed lately, is told from it. */
export function customerDetail(
  cache: Database,
  journal: Database,
  desk: DeskFacts,
  id: string,
  now: number,
): Result<CustomerDetail> {
  const record = prepared<[string], DetailRecord>(
    cache,
    `SELECT ${customerColumns}, c.as_of, c.body FROM customers AS c WHERE c.id = ?`,
  ).get(id)
  const timeline = customerTimeline(cache, journal, { id, limit: 50 })
  if (!record)
    return failure(
      'not_found',
      'This customer is not in the cache. It may belong to another desk, or not have been read yet.',
    )
  if (!timeline.ok) return timeline
  const { as_of: asOf, body: packed, ...row } = record
  const json = unpackBody(packed)
  const body: unknown = JSON.parse(json)
  const profile = profileShape.safeParse(body).data
  const wallet = walletOf(cache, id, body, now)
  const invoices = invoicesOf(cache, id)
  const { lifetime, isAtLeast } = lifetimeOf(cache, id)
  return success({
    customer: toCustomerRow(row),
    description: profile?.description ?? null,
    address: addressLines(profile?.address),
    locales: profile?.preferred_locales ?? [],
    balance: balanceOf(profile),
    lifetime,
    lifetimeAtLeast: isAtLeast,
    problems: problemsOf(cache, journal, id, wallet, now),
    notes: notesAbout(journal, id, newestTold),
    timeline: timeline.value,
    methods: wallet.methods,
    subscriptions: wallet.subscriptions,
    invoices,
    metadata: profile?.metadata ?? {},
    raw: [
      { title: `Customer ${id}`, json },
      ...wallet.subscriptionBodies.map((each) => ({ title: `Subscription ${each.id}`, json: each.body })),
    ],
    dashboardUrl: customerUrl(desk.accountId, desk.mode, id),
    asOf,
  })
}

/** It is in the currency that the customer is billed in. */
function balanceOf(profile: z.infer<typeof profileShape> | undefined): CustomerDetail['balance'] {
  const amount = profile?.balance ?? profile?.account_balance ?? 0
  const currency = profile?.currency ?? null
  return amount === 0 || currency === null ? null : { amount, currency }
}

interface Sums {
  currency: string
  paid: number
  refunded: number
  payments: number
  failed: number
  /** Disputed payments of which no dispute in their currency is known. */
  untold: number
}

/** So many payments are summed up, the newest first. */
const mostSummed = 20_000

const newestPayments = `(SELECT * FROM payment_intents WHERE customer_id = ? ORDER BY created DESC LIMIT ${mostSummed}) AS p`

function lifetimeOf(cache: Database, id: string): { lifetime: Lifetime[]; isAtLeast: boolean } {
  const sums = prepared<[string], Sums>(
    cache,
    `SELECT p.currency, sum(p.amount_received) AS paid, sum(min(p.amount_refunded, p.amount_received)) AS refunded,
       sum(p.amount_received > 0) AS payments, sum(p.status = 'failed') AS failed,
       sum(p.disputed = 1 AND NOT EXISTS (SELECT 1 FROM disputes WHERE payment_intent_id = p.id AND currency = p.currency)) AS untold
     FROM ${newestPayments} GROUP BY p.currency ORDER BY count(*) DESC, p.currency`,
  ).all(id)
  const counted = prepared<[string], { counted: number }>(
    cache,
    `SELECT count(*) AS counted FROM (SELECT 1 FROM payment_intents WHERE customer_id = ? LIMIT ${mostSummed + 1})`,
  ).get(id)
  const disputed = disputedOf(cache, id)
  return {
    lifetime: sums.map(({ untold, ...sum }) => {
      const taken = untold > 0 ? null : (disputed.get(sum.currency) ?? 0)
      return { ...sum, disputed: taken, net: taken === null ? null : sum.paid - sum.refunded - taken }
    }),
    isAtLeast: (counted?.counted ?? 0) > mostSummed,
  }
}

/** Minor units that open disputes hold and lost ones took, by currency. */
function disputedOf(cache: Database, id: string): Map<string, number> {
  const disputes = prepared<[string], { amount: number; currency: string; body: Buffer }>(
    cache,
    `SELECT d.amount, d.currency, d.body FROM ${newestPayments}
     CROSS JOIN disputes AS d ON d.payment_intent_id = p.id AND d.currency = p.currency AND d.status IN (${quoted(takenStatuses)})`,
  ).all(id)
  const sums = new Map<string, number>()
  for (const dispute of disputes)
    sums.set(
      dispute.currency,
      (sums.get(dispute.currency) ?? 0) +
        takenOf({ ...dispute, movements: movementsIn(bodyOf(dispute.body)) }),
    )
  return sums
}

interface InvoiceRecord {
  id: string
  number: string | null
  status: string
  currency: string
  total: number
  amount_remaining: number
  created: number
  due_date: number | null
  payment: string | null
  subscription_id: string | null
}

function invoicesOf(cache: Database, id: string): CustomerInvoice[] {
  return prepared<[string], InvoiceRecord>(
    cache,
    // Since basil an invoice tells its payments as objects of their own.
    `SELECT i.id, i.number, i.status, i.currency, i.total, i.amount_remaining, i.created, i.due_date, i.subscription_id,
       coalesce(i.payment_intent_id, (SELECT p.payment_intent_id FROM invoice_payments AS p WHERE p.invoice_id = i.id
         ORDER BY p.is_default DESC, p.created DESC LIMIT 1)) AS payment
     FROM invoices AS i WHERE i.customer_id = ? AND i.deleted = 0 ORDER BY i.created DESC, i.rowid DESC LIMIT ${newestTold}`,
  )
    .all(id)
    .map((record) => ({
      id: record.id,
      number: record.number,
      status: record.status,
      currency: record.currency,
      total: record.total,
      amountRemaining: record.amount_remaining,
      created: record.created,
      dueDate: record.due_date,
      paymentIntentId: record.payment,
      subscriptionId: record.subscription_id,
    }))
}

function addressLines(address: z.infer<typeof profileShape>['address']): string[] {
  if (address === null || address === undefined) return []
  const place = [address.postal_code, address.city].filter(Boolean).join(' ')
  const country = countryName(address.country ?? '')
  return [address.line1, address.line2, place, address.state, country].flatMap((line) => line || [])
}
