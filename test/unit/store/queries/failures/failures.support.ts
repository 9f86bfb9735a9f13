// What the tests of failed payments share: a cache and a journal in memory, and payments that failed in them.
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { eventLogOf } from '../../../../../electron/store/events/log.ts'
import { readEvent } from '../../../../../electron/store/events/read-event.ts'
import { migrate } from '../../../../../electron/store/migrate.ts'
import { journalMigrations } from '../../../../../electron/store/migrations/index.ts'
import type { StripeObject } from '../../../../../electron/store/projections/kind.ts'
import { tablesOf } from '../../../../../electron/store/projections/tables.ts'
import { aCache, aCharge, anIntent } from '../../projections/tables.support.ts'

export const day = 86_400
/** Unix seconds. */
export const nowSeconds = 1_790_000_000
export const asking = { operator: 'ada', now: nowSeconds * 1000 }

export interface Failing {
  id: string
  code?: string
  /** Days ago. */
  failed?: number
  amount?: number
  currency?: string
  customer?: string | null
  /** Of the charge. */
  outcome?: object
  /** Of the PaymentIntent. */
  intent?: object
  /** Of an invoice that it pays. */
  invoice?: object
}

export function aFinanceDesk() {
  const cache = aCache()
  const journal = new Database(':memory:')
  onTestFinished(() => void journal.close())
  migrate(journal, journalMigrations)
  const tables = tablesOf(cache, { readAt: () => 0 })
  let serial = 0

  function tell(...objects: StripeObject[]): void {
    for (const object of objects)
      tables.tell(object, { asOf: nowSeconds * 1000 + (serial += 1) * 9000, said: 1 })
    tables.derive()
  }

  function fail(...failing: Failing[]): void {
    for (const each of failing) {
      const { id, amount = 4990, currency = 'eur', customer = 'cus_1' } = each
      const at = nowSeconds - (each.failed ?? 1) * day
      const shared = { amount, currency, customer, created: at }
      const code = each.code ?? 'insufficient_funds'
      tell(
        aCharge({
          ...shared,
          id: `ch_${id}`,
          payment_intent: id,
          status: 'failed',
          paid: false,
          amount_captured: 0,
          failure_code: 'card_declined',
          failure_message: 'Your card was declined.',
          payment_method: `pm_${id}`,
          payment_method_details: {
            type: 'card',
            card: { brand: 'visa', last4: '0002', funding: 'credit', fingerprint: `print_${id}` },
          },
          outcome: { type: 'issuer_declined', reason: code, risk_level: 'normal', ...each.outcome },
        }),
        anIntent({
          ...shared,
          id,
          status: 'requires_payment_method',
          latest_charge: `ch_${id}`,
          last_payment_error: { code: 'card_declined', decline_code: code, charge: `ch_${id}` },
          ...each.intent,
        }),
      )
      if (each.invoice === undefined) continue
      tell(
        {
          id: `in_${id}`,
          object: 'invoice',
          status: 'open',
          number: `F-${id}`,
          customer,
          created: at,
          currency,
          amount_due: amount,
          total: amount,
          ...each.invoice,
        },
        {
          id: `inpay_${id}`,
          object: 'invoice_payment',
          invoice: `in_${id}`,
          status: 'open',
          currency,
          created: at,
          payment: { type: 'payment_intent', payment_intent: id },
        },
      )
    }
  }

  /** Stripe told so many days ago that the customer has to confirm with their bank. */
  function ask(payment: string, days: number): void {
    const body = {
      id: `evt_${(serial += 1)}`,
      object: 'event',
      type: 'payment_intent.requires_action',
      created: nowSeconds - days * day,
      data: { object: { id: payment, object: 'payment_intent' } },
    }
    const event = readEvent(body)!
    tables.remember(event)
    eventLogOf(cache).add(
      event,
      JSON.stringify(body),
      { source: 'webhook', receivedAt: 0 },
      { state: 'applied', attempts: 1, nextAttemptAt: null, problem: null },
    )
    tables.derive()
  }

  const insert = journal.prepare(
    `INSERT INTO case_entries (id, payment_intent_id, kind, text, assignee, until, operator, at)
     VALUES (@id, @payment, @kind, @text, @assignee, @until, 'ada', @at)`,
  )
  /** `at` in days before now. */
  function write(
    payment: string,
    kind: string,
    more: { assignee?: string | null; until?: number; at?: number } = {},
  ) {
    insert.run({
      id: `00000000-0000-4000-8000-${String((serial += 1)).padStart(12, '0')}`,
      payment,
      kind,
      text: ['noted', 'closed', 'written_off'].includes(kind) ? 'Because.' : null,
      assignee: more.assignee ?? null,
      until: more.until ?? null,
      at: (nowSeconds - (more.at ?? 0) * day) * 1000,
    })
  }

  function rule(code: string, toDo: string | null): void {
    journal
      .prepare(`INSERT INTO decline_rules (code, to_do, operator, at) VALUES (?, ?, 'ada', 1)`)
      .run(code, toDo)
  }

  return { cache, journal, tell, fail, ask, write, rule }
}
