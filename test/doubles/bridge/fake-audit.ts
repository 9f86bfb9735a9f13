// A made-up audit: weeks of refunds of made-up payments, what was denied, and changes of keys, each entry chained to the one
// before (by hashes that only look like some), and the answers about it. Deterministic. It must never be imported by the product.
import type { AuditEntry, AuditFilter, AuditKind, AuditVerdict } from '../../../src/contract/audit.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import type { Order } from '../../../src/contract/refunds.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import { canonicalJson } from '../../../src/domain/canonical-json.ts'
import { spokenAmount } from '../../../src/domain/money.ts'
import { createRandom } from './fixtures.ts'

/** What somebody did to the chain. */
export type ChainHarm = NonNullable<AuditVerdict['broken']>['what']

type Written = Pick<AuditEntry, 'at' | 'operator' | 'kind' | 'subject' | 'text'> & { detail: object }

const day = 86_400_000

export function createFakeAudit(
  payments: readonly PaymentRow[],
  most: number,
  harm: ChainHarm | null,
  changed: () => void,
) {
  const hash = createHashes()
  /** Newest first. */
  const entries: AuditEntry[] = []
  const append = (written: Written): AuditEntry => {
    const previous = entries[0]?.hash ?? '0'.repeat(64)
    const detail = canonicalJson(written.detail)
    const entry = { ...written, detail, seq: (entries[0]?.seq ?? 0) + 1, previous, hash: hash() }
    entries.unshift(entry)
    return entry
  }
  for (const written of storyOf(payments).slice(-most || Infinity)) append(written)
  const brokenAt = harm === null ? 0 : Math.max(1, entries.length - 6)
  if (harm === 'removed')
    entries.splice(
      entries.findIndex(({ seq }) => seq === brokenAt),
      1,
    )
  const found = (filter: AuditFilter): AuditEntry[] => entries.filter((entry) => matches(entry, filter))
  return {
    entries,
    /** As an order moves on. */
    note(order: Order, before: Order | null): void {
      append({
        at: Date.now(),
        operator: 'maria',
        kind: before ? 'order_changed' : 'order_placed',
        subject: order.id,
        text: before
          ? `Refund went from ${before.state} to ${order.state}`
          : `Refund of ${amountOf(order)} placed`,
        detail: {
          before: before && { state: before.state },
          after: { state: order.state },
          paymentIntentId: order.paymentIntentId,
        },
      })
      changed()
    },
    list({ filter, after, limit = 100 }: RequestOf<'audit.list'>): Result<ReplyOf<'audit.list'>> {
      const rows = found(filter).filter(({ seq }) => after === undefined || seq < Number(after))
      const page = rows.slice(0, limit)
      return success({ rows: page, next: rows.length > limit ? String(page.at(-1)?.seq) : null })
    },
    verify({ head }: RequestOf<'audit.verify'>): Result<AuditVerdict> {
      const newest = { entries: entries.length, head: entries[0]?.hash ?? null }
      if (harm !== null) {
        const text = harmTexts[harm]
        return success({ ...newest, broken: { seq: brokenAt, what: harm, text } })
      }
      const known = head === undefined || entries.some((entry) => entry.hash === head)
      if (known) return success({ ...newest, broken: null })
      const seq = entries.length + 1
      return success({ ...newest, broken: { seq, what: 'cut', text: harmTexts.cut } })
    },
    export({ filter, format }: RequestOf<'audit.export'>): Result<ReplyOf<'audit.export'>> {
      const rows = found(filter)
      const text =
        format === 'json'
          ? JSON.stringify({ head: entries[0]?.hash ?? null, entries: rows })
          : [
              'seq,at,operator,kind',
              ...rows.map((row) => [row.seq, row.at, row.operator, row.kind].join()),
            ].join('\n')
      return success({ fileName: `audit-demo-2026-11-25.${format}`, text, entries: rows.length })
    },
  }
}

const harmTexts: Record<ChainHarm, string> = {
  altered: 'Its hash is not that of what it says: it was changed after it was written.',
  removed: 'The entry after it names a hash that no entry has: at least one was taken out.',
  reordered: 'It names the hash of an entry that is not the one before it.',
  cut: 'No entry has the hash that was kept earlier: everything since was cut off, or the chain was written anew.',
}

function matches(entry: AuditEntry, { kinds, from, before, text }: AuditFilter): boolean {
  const wanted = text?.toLowerCase()
  return (
    (kinds === undefined || kinds.includes(entry.kind)) &&
    (from === undefined || entry.at >= from) &&
    (before === undefined || entry.at < before) &&
    (wanted === undefined ||
      [entry.text, entry.subject, entry.operator, entry.detail].some(
        (words) => words?.toLowerCase().includes(wanted) === true,
      ))
  )
}

const amountOf = ({ amount, currency }: Pick<PaymentRow, 'amount' | 'currency'>): string =>
  spokenAmount(amount, currency)

/** Oldest first: the desk is connected, and then people refund. */
function storyOf(payments: readonly PaymentRow[]): Written[] {
  const now = Date.now()
  const hash = createHashes(41)
  const keyOf = (id: string): string => `bursar_${id.slice(0, 18)}`
  const began = now - 34 * day
  const desk = (
    at: number,
    kind: AuditKind,
    text: string,
    detail: object,
    subject: string | null = null,
  ) => ({
    at,
    operator: 'maria',
    kind,
    subject,
    text,
    detail,
  })
  const story: Written[] = [
    desk(began, 'desk_connected', 'Connected Lovelace Bindery in test mode', {
      before: null,
      after: { account: 'acct_demo', key: 'rk_test_…8Qa2', mode: 'test' },
    }),
    desk(began + 60_000, 'signing_secret_added', 'Signing secret added', {}, 'secret_1'),
    desk(began + 9 * day, 'history_canceled', 'Reading the history was given up at 12,300 objects', {
      before: { phase: 'loading' },
      after: { phase: 'idle' },
    }),
    desk(began + 15 * day, 'tables_rebuilt', 'Tables made again from 31,870 events', { events: 31_870 }),
    desk(began + 21 * day, 'key_replaced', 'The key of this desk was replaced', {
      before: { key: 'rk_test_…8Qa2', keyType: 'restricted' },
      after: { key: 'rk_test_…Zc71', keyType: 'restricted' },
    }),
    desk(began + 27 * day, 'signing_secret_added', 'Second signing secret added, for a roll', {}, 'secret_2'),
    desk(began + 28 * day, 'signing_secret_removed', 'Signing secret removed', {}, 'secret_1'),
  ]
  payments.slice(0, 130).forEach((payment, index) => {
    const operator = ['maria', 'jonas.weber', 'maria', 'finance'][index % 4] ?? 'maria'
    const id = orderId(index)
    const at = now - 90_000 - Math.floor((index / 130) * 33 * day)
    const order = { paymentIntentId: payment.id, digest: hash() }
    const write = (after: number, kind: AuditKind, text: string, detail: object): void => {
      story.push({ at: at + after, operator, kind, subject: id, text, detail: { ...order, ...detail } })
    }
    if (index % 11 === 6) {
      write(
        0,
        'order_denied',
        `Refund of ${spokenAmount(payment.amount + 100, payment.currency)} denied: more than can still be refunded`,
        {
          reason: 'amount_too_large',
          amount: payment.amount + 100,
          amountRefundable: payment.amount - payment.amountRefunded,
          currency: payment.currency,
        },
      )
      return
    }
    write(0, 'order_placed', `Refund of ${amountOf(payment)} placed, requested by the customer`, {
      before: null,
      after: { amount: payment.amount, currency: payment.currency, state: 'held' },
      idempotencyKey: keyOf(id),
    })
    if (index % 17 === 9) {
      write(4000, 'order_changed', 'Refund undone before it was sent', {
        before: { state: 'held' },
        after: { state: 'withdrawn' },
      })
      return
    }
    write(8000, 'order_changed', 'Refund sent to Stripe', {
      before: { state: 'held' },
      after: { state: 'sending' },
      idempotencyKey: keyOf(id),
    })
    write(8900, 'order_changed', 'Refund succeeded at Stripe', {
      before: { state: 'sending', refundId: null },
      after: { state: 'done', refundId: payment.id.replace('pi_', 're_'), refundStatus: 'succeeded' },
      requestId: `req_Fake${String(index).padStart(6, '0')}`,
    })
  })
  return story.toSorted((one, other) => one.at - other.at)
}

function orderId(index: number): string {
  const digits = createRandom(index + 500)
  const part = (length: number): string =>
    Array.from({ length }, () => Math.floor(digits() * 16).toString(16)).join('')
  return `${part(8)}-${part(4)}-4${part(3)}-a${part(3)}-${part(12)}`
}

/** Strings that look like SHA-256, one after the other. */
function createHashes(seed = 23): () => string {
  const random = createRandom(seed)
  return () => Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('')
}
