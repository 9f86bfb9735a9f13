// Whatever tells something of a customer: each a statement of the cache or of the journal, and the words for its rows. It must never say
// more than the objects do: what has no time of its own is told with the object.
import type { ChangeKind, CustomerTimelineEntry } from '../../../../src/contract/index.ts'
import { spokenMethod } from '../../../../src/domain/card-words.ts'
import { disputeWord } from '../../../../src/domain/dispute-state.ts'

export interface SourceRow {
  rowid: number
  /** Milliseconds. */
  at: number
  id: string
  payment: string | null
  amount: number | null
  currency: string | null
  status: string | null
  /** A reason, a number, a type of event: what the source's words are made of. */
  detail: string | null
}

export interface Source {
  /**
   * In the cache, or in the journal. Parameters: @customer, @before (ms, inclusive), @limit; of both what is the customer's as a JSON
   * list of ids: @detached, and of the journal @payments and @objects.
   */
  sql: string
  of: 'cache' | 'journal'
  tell(row: SourceRow): Pick<CustomerTimelineEntry, 'kind' | 'text'>
}

const plain = (code: string | null): string => (code ?? 'no reason given').replaceAll('_', ' ')

/** Seconds, for the indexes; what is of the marker's own second is told apart afterwards. */
const upTo = (table: string, column = 'created'): string =>
  `${table}.${column} <= @before / 1000 ORDER BY ${table}.${column} DESC, ${table}.rowid DESC LIMIT @limit`

/** What a payment is by its status; of every other, it took no money, or not yet. */
const paymentKinds: Readonly<Record<string, CustomerTimelineEntry['kind']>> = {
  succeeded: 'payment',
  partially_refunded: 'payment',
  disputed: 'payment',
  refunded: 'payment_refunded',
}

/** Never moved: a page's marker holds the place in this list. */
export const sources: readonly Source[] = [
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, NULL AS payment, NULL AS amount, NULL AS currency, NULL AS status, NULL AS detail
      FROM customers WHERE id = @customer AND ${upTo('customers')}`,
    tell: () => ({ kind: 'customer_created', text: 'Customer created' }),
  },
  {
    of: 'cache',
    // What came in, as the payment's own story tells; of one that took nothing, what was asked for.
    sql: `SELECT rowid, created * 1000 AS at, id, id AS payment, coalesce(nullif(amount_received, 0), amount) AS amount, currency, status,
        CASE status WHEN 'failed' THEN decline_code ELSE description END AS detail
      FROM payment_intents WHERE customer_id = @customer AND ${upTo('payment_intents')}`,
    tell: ({ status, detail }) =>
      status === 'failed'
        ? { kind: 'payment_failed', text: `Payment failed: ${plain(detail)}` }
        : {
            kind: paymentKinds[status ?? ''] ?? 'payment_open',
            text: `Payment ${plain(status)}${detail === null ? '' : `: ${detail}`}`,
          },
  },
  {
    of: 'cache',
    // Attempts before the one that the payment ended with.
    sql: `SELECT c.rowid, c.created * 1000 AS at, c.id, p.id AS payment, c.amount, c.currency, c.status,
        coalesce(c.outcome_reason, c.failure_code) AS detail
      FROM payment_intents AS p JOIN charges AS c ON c.payment_intent_id = p.id AND c.status = 'failed' AND c.id IS NOT p.latest_charge_id
      WHERE p.customer_id = @customer AND ${upTo('c')}`,
    tell: ({ detail }) => ({ kind: 'payment_failed', text: `Attempt declined: ${plain(detail)}` }),
  },
  {
    of: 'cache',
    sql: `SELECT r.rowid, r.created * 1000 AS at, r.id, p.id AS payment, r.amount, r.currency, r.status,
        CASE r.status WHEN 'failed' THEN r.failure_reason ELSE r.reason END AS detail
      FROM payment_intents AS p JOIN refunds AS r ON r.payment_intent_id = p.id
      WHERE p.customer_id = @customer AND ${upTo('r')}`,
    tell: ({ status, detail }) =>
      status === 'failed'
        ? { kind: 'refund_failed', text: `Refund failed: ${plain(detail)}` }
        : { kind: 'refund', text: `Refund ${plain(status)}${detail === null ? '' : `: ${plain(detail)}`}` },
  },
  {
    of: 'cache',
    sql: `SELECT d.rowid, d.created * 1000 AS at, d.id, p.id AS payment, d.amount, d.currency, d.status, d.reason AS detail
      FROM payment_intents AS p JOIN disputes AS d ON d.payment_intent_id = p.id
      WHERE p.customer_id = @customer AND ${upTo('d')}`,
    tell: ({ status, detail }) => ({
      kind: 'dispute',
      text: `Dispute: ${plain(detail)} (${disputeWord(status ?? '').toLowerCase()})`,
    }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, payment_intent_id AS payment, total AS amount, currency, status, number AS detail
      FROM invoices WHERE customer_id = @customer AND deleted = 0 AND ${upTo('invoices')}`,
    tell: ({ status, detail }) => ({
      kind: 'invoice',
      text: `Invoice ${detail ?? 'draft'} ${plain(status)}`,
    }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, created * 1000 AS at, id, NULL AS payment, NULL AS amount, currency, status, NULL AS detail
      FROM subscriptions WHERE customer_id = @customer AND ${upTo('subscriptions')}`,
    tell: () => ({ kind: 'subscription', text: 'Subscription began' }),
  },
  {
    of: 'cache',
    sql: `SELECT rowid, ended_at * 1000 AS at, id, NULL AS payment, NULL AS amount, currency, status, NULL AS detail
      FROM subscriptions WHERE customer_id = @customer AND ended_at IS NOT NULL AND ${upTo('subscriptions', 'ended_at')}`,
    tell: () => ({ kind: 'subscription_ended', text: 'Subscription ended' }),
  },
  {
    of: 'cache',
    // A detached one is nobody's: it is known by what it paid, or by our order.
    sql: `SELECT e.rowid, e.created * 1000 AS at, m.id, NULL AS payment, NULL AS amount, NULL AS currency, e.type AS status,
        json_array(m.type, m.brand, m.last4) AS detail
      FROM (SELECT id FROM payment_methods WHERE customer_id = @customer
          UNION SELECT payment_method_id FROM payment_intents WHERE customer_id = @customer
          UNION SELECT value FROM json_each(@detached)) AS theirs
        CROSS JOIN payment_methods AS m ON m.id = theirs.id AND (m.customer_id IS NULL OR m.customer_id = @customer)
        CROSS JOIN events AS e ON e.object_id = m.id
      WHERE e.type IN ('payment_method.attached', 'payment_method.detached', 'payment_method.updated',
        'payment_method.automatically_updated', 'customer.source.created', 'customer.source.deleted', 'customer.source.expiring',
        'customer.source.updated') AND ${upTo('e')}`,
    tell: ({ status, detail }) => {
      const [type = 'card', brand, last4] = JSON.parse(detail ?? '[]') as [string?, string?, string?]
      return {
        kind: 'card',
        text: `${spokenMethod(type, brand ?? null, last4 ?? null)} ${verbOf(status ?? '')}`,
      }
    },
  },
  {
    of: 'journal',
    sql: `SELECT rowid, placed_at AS at, id, object_id AS payment, amount, currency, state AS status, note AS detail
      FROM orders WHERE object_id IN (SELECT value FROM json_each(@payments)) AND placed_at <= @before
      ORDER BY placed_at DESC, rowid DESC LIMIT @limit`,
    tell: ({ status, detail }) => ({
      kind: 'order',
      text: `Refund ordered in Bursar, ${plain(status)}${detail === null ? '' : `: ${detail}`}`,
    }),
  },
  {
    of: 'journal',
    sql: `SELECT rowid, placed_at AS at, id, CASE kind WHEN 'retry_payment' THEN object_id END AS payment, json_extract(request, '$.what.amount') AS amount,
        json_extract(request, '$.what.currency') AS currency, state AS status, json_array(kind, note) AS detail
      FROM changes WHERE (object_id IN (SELECT value FROM json_each(@objects) UNION ALL SELECT value FROM json_each(@payments))
        OR (kind = 'detach_method' AND base = @customer))
        AND placed_at <= @before ORDER BY placed_at DESC, rowid DESC LIMIT @limit`,
    tell: ({ status, detail }) => {
      const [kind, note] = JSON.parse(detail ?? '[]') as [ChangeKind, string | null]
      return {
        kind: 'change',
        text: `${changeWords[kind]} ordered in Bursar, ${plain(status)}${note === null ? '' : `: ${note}`}`,
      }
    },
  },
  {
    of: 'journal',
    sql: `SELECT n.rowid, n.at, n.id, n.payment_intent_id AS payment, NULL AS amount, NULL AS currency,
        (SELECT 'struck' FROM struck_notes AS s WHERE s.note_id = n.id) AS status, json_array(n.operator, n.text) AS detail
      FROM customer_notes AS n WHERE n.customer_id = @customer AND n.at <= @before
      ORDER BY n.at DESC, n.rowid DESC LIMIT @limit`,
    tell: ({ status, detail }) => {
      const [operator, text] = JSON.parse(detail ?? '[]') as [string, string]
      const short = text.length <= 200 ? text : `${text.slice(0, 199).toWellFormed()}…`
      return { kind: 'note', text: `Note by ${operator}${status === null ? '' : ', struck out'}: ${short}` }
    },
  },
  {
    of: 'cache',
    // The session does not say when it ended: its event does, or its own time where that had come by what is known of it.
    sql: `SELECT rowid, at * 1000 AS at, id, payment_intent_id AS payment, amount_total AS amount, currency,
        iif(at < expires_at, 'ended', 'expired') AS status, mode AS detail
      FROM (SELECT rowid, id, payment_intent_id, amount_total, currency, mode, expires_at,
          coalesce((SELECT max(e.created) FROM events AS e WHERE e.object_id = s.id AND e.type = 'checkout.session.expired'),
            iif(expires_at * 1000 <= iif(as_of < 0, -1 - as_of, as_of), expires_at, NULL)) AS at
        FROM checkout_sessions AS s WHERE customer_id = @customer AND status = 'expired')
      WHERE at <= @before / 1000 ORDER BY at DESC, rowid DESC LIMIT @limit`,
    tell: ({ status, detail }) => ({
      kind: 'page_ended',
      text: `${pageWords[detail ?? ''] ?? 'Page of Stripe’s'} ${status === 'ended' ? 'ended before its time' : 'expired'}, unfinished`,
    }),
  },
]

/** By the mode of the session. */
const pageWords: Readonly<Record<string, string>> = {
  payment: 'Payment page',
  setup: 'Page for a new payment method',
  subscription: 'Page for a subscription',
}

const changeWords: Record<ChangeKind, string> = {
  customer_default_method: 'Change of the default',
  subscription_default_method: 'Change of what a subscription pays with',
  detach_method: 'Detaching of a payment method',
  cancel_refund: 'Canceling of a refund',
  customer_note: 'Note at Stripe',
  setup_session: 'Page for a new payment method',
  payment_session: 'Payment page',
  expire_session: 'End of a page',
  retry_invoice: 'Retry of an invoice',
  retry_payment: 'Retry of a payment',
  void_invoice: 'Voiding of an invoice',
  uncollectible_invoice: 'Marking of an invoice as uncollectible',
  pause_subscription: 'Pause of a subscription',
  resume_subscription: 'Resuming of a subscription',
  cancel_subscription: 'Cancellation of a subscription',
  keep_subscription: 'Keeping of a subscription',
  update_subscription: 'Change of a subscription',
  pause_service: 'Standstill of a subscription',
  resume_service: 'End of a standstill',
  start_subscription_again: 'New start of a subscription',
}

function verbOf(type: string): string {
  const verb = type.slice(type.lastIndexOf('.') + 1)
  return verb === 'created' ? 'added' : verb.replaceAll('_', ' ')
}
