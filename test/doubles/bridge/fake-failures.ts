// Made-up failed payments of one desk, the notes about them and the rules of codes, the slow and plain way. The reader must agree with the
// contract, not with this. It must never be imported by the product.
import type { Change, ChangeFinding, ChangeMoney, ChangeOrder } from '../../../src/contract/changes.ts'
import type { Desk } from '../../../src/contract/desks.ts'
import {
  failureGroups,
  type Case,
  type CaseEntry,
  type DeclineRule,
  type FailureCounts,
  type FailureDetail,
  type FailureGroup,
  type FailureRow,
} from '../../../src/contract/failures.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { paymentUrl } from '../../../src/domain/dashboard-url.ts'
import { methodsOf, subscriptionsOf } from './customer-fixtures.ts'
import type { FakeCustomers } from './fake-customers.ts'

const day = 86_400
export const fakeOperator = 'ada'

/** Code, its usual group, what to do, whether it is masked. */
const codes: readonly (readonly [string, FailureGroup, string, boolean])[] = [
  ['authentication_required', 'authentication', 'Bring the customer to the page on which they confirm.', false],
  ['insufficient_funds', 'retry_possible', 'Try again in some days, or ask for another method.', false],
  ['expired_card', 'new_method', 'Ask for a new card.', false],
  ['do_not_honor', 'retry_possible', 'The bank gives no reason. Try again, or have the customer call it.', false],
  ['generic_decline', 'retry_possible', 'The bank gives no reason, or Radar blocked it.', false],
  ['card_not_supported', 'new_method', 'Ask for another card.', false],
  ['do_not_try_again', 'never', 'Do not try this card again.', false],
  ['fraudulent', 'fraud', 'Show a general decline. Look into it.', true],
  ['stolen_card', 'fraud', 'Show a general decline. Look into it.', true],
  ['lost_card', 'fraud', 'Show a general decline. Look into it.', true],
  ['invalid_amount', 'ours', 'Check the amount and the limits of the account.', false],
  ['duplicate_transaction', 'ours', 'Look for the same payment before any retry.', false],
  ['incorrect_cvc', 'new_method', 'The customer enters the card again.', false],
  ['processing_error', 'retry_possible', 'Try again.', false],
] // prettier-ignore
const cycle = [0, 1, 2, 3, 1, 6, 7, 4, 10, 1, 5, 12]

const reasonsWhy: Record<FailureGroup, string> = {
  authentication: 'The bank wants the customer to confirm, and they have not yet.',
  new_method: 'Banks decline this card every time: only another one, or its data put right, helps.',
  retry_possible: 'It may go through later, and no try is planned.',
  retry_scheduled: 'It may go through later, and Stripe has planned the next try.',
  never: 'The network said that this must not be tried again with this card.',
  fraud: 'The bank or Stripe takes it for fraud.',
  ours: 'The request itself was wrong; the card is not to blame.',
  unknown: 'Neither a code nor an outcome is known.',
}

type Standing = Omit<FailureRow, 'case' | 'group' | 'why'>

export function createFakeFailures(
  desk: Desk,
  payments: readonly PaymentRow[],
  { customers }: FakeCustomers,
  changed: () => void,
) {
  const now = Math.floor(Date.now() / 1000)
  const entries: CaseEntry[] = []
  const rules = new Map<string, FailureGroup>()
  /** Subscriptions whose collection is paused. */
  const paused = new Set<string | null>()
  const standings = makeStandings(payments, now)
  for (const [index, { paymentIntentId, lastFailedAt }] of standings.entries()) {
    const entry = (kind: CaseEntry['kind'], more: Partial<CaseEntry>): CaseEntry => ({
      id: crypto.randomUUID(), paymentIntentId, kind, text: null, assignee: null, until: null, operator: 'grace', at: lastFailedAt * 1000, ...more,
    }) // prettier-ignore
    if (index % 5 === 2)
      entries.push(entry('assigned', { assignee: index % 2 === 0 ? fakeOperator : 'grace.hopper' }))
    if (index % 11 === 2) entries.push(entry('noted', { text: 'Called them: a new card comes by Friday.' }))
    if (index % 23 === 4) entries.push(entry('snoozed', { until: (now + 2 * day) * 1000 }))
  }

  const usualOf = (code: string | null): FailureGroup =>
    codes.find(([each]) => each === code)?.[1] ?? 'unknown'
  function groupOf(row: Standing): FailureGroup {
    const judged = rules.get(row.declineCode ?? '') ?? usualOf(row.declineCode)
    return judged === 'retry_possible' && row.nextAttemptAt !== null ? 'retry_scheduled' : judged
  }
  const entriesOf = (id: string): CaseEntry[] =>
    entries.filter(({ paymentIntentId }) => paymentIntentId === id)
  function caseOf(id: string): Case {
    const mine = entriesOf(id)
    const last = mine.findLast(({ kind }) => kind !== 'noted' && kind !== 'assigned')
    const snoozedUntil = last?.kind === 'snoozed' && (last.until ?? 0) > Date.now() ? last.until : null
    return {
      state:
        last?.kind === 'closed' || last?.kind === 'written_off'
          ? last.kind
          : snoozedUntil === null
            ? 'open'
            : 'snoozed',
      assignee: mine.findLast(({ kind }) => kind === 'assigned')?.assignee ?? null,
      snoozedUntil,
      notes: mine.filter(({ kind }) => kind === 'noted').length,
    }
  }
  function rowOf(standing: Standing): FailureRow {
    const group = groupOf(standing)
    const its = caseOf(standing.paymentIntentId)
    const written = its.state === 'written_off' && standing.state === 'trying'
    return {
      ...standing,
      ...(written ? { state: 'lost' as const, lostWhy: 'written_off' as const, settledAt: now } : {}),
      group,
      why: reasonsWhy[group],
      case: its,
    }
  }
  const all = (): FailureRow[] => standings.map(rowOf)

  function matching(filter: RequestOf<'failures.list'>['filter']): FailureRow[] {
    const { group = [], state = [], currency, declineCode, assigned, put = 'open', text } = filter
    const words = text?.toLowerCase()
    return all().filter(
      (row) =>
        (group.length === 0 || group.includes(row.group)) &&
        (state.length === 0 || state.includes(row.state)) &&
        (currency === undefined || row.currency === currency) &&
        (declineCode === undefined || row.declineCode === declineCode) &&
        (assigned === undefined || row.case.assignee === (assigned === 'mine' ? fakeOperator : null)) &&
        (put === 'all' ||
          (put === 'closed' ? ['closed', 'written_off'].includes(row.case.state) : row.case.state === put)) &&
        (filter.failedFrom === undefined || row.firstFailedAt >= filter.failedFrom) &&
        (filter.failedBefore === undefined || row.firstFailedAt < filter.failedBefore) &&
        (words === undefined ||
          [row.customerName, row.customerEmail, row.invoiceNumber, row.paymentIntentId].some(
            (each) => each?.toLowerCase().includes(words) === true,
          )),
    )
  }

  /** What a retry is told, as the engine would. */
  function judgeRetry(row: FailureRow): FailureDetail['retry'] {
    const used = row.failedAttempts
    const limit = row.method?.brand === 'visa' ? 15 : null
    switch (row.group) {
      case 'never':
        return { verdict: 'forbidden', why: 'The network said never to try this card again.', used, limit }
      case 'fraud':
        return { verdict: 'override', why: 'It was taken for fraud: a retry needs a reason.', used, limit }
      case 'new_method':
        return {
          verdict: 'override',
          why: 'Banks decline this card every time: a retry with it needs a reason.',
          used,
          limit,
        }
      case 'authentication':
      case 'retry_possible':
      case 'retry_scheduled':
      case 'ours':
      case 'unknown':
        return { verdict: 'allowed', why: 'Nothing speaks against it.', used, limit }
    }
  }

  return {
    list({ filter, sort, after, limit = 100 }: RequestOf<'failures.list'>) {
      const by = {
        last_desc: (row: FailureRow) => -row.lastFailedAt,
        amount_desc: (row: FailureRow) => -row.amount,
        next_asc: (row: FailureRow) => row.nextAttemptAt ?? Infinity,
      }[sort ?? 'last_desc']
      const rows = matching(filter).toSorted((one, other) => by(one) - by(other))
      const from = after === undefined ? 0 : Number(after)
      const to = from + limit
      return success({ rows: rows.slice(from, to), next: to < rows.length ? String(to) : null })
    },

    counts({ filter }: RequestOf<'failures.counts'>): Result<FailureCounts> {
      const { group: _, ...rest } = filter
      const found = matching(rest)
      const sumsOf = (rows: readonly FailureRow[]) =>
        [...Map.groupBy(rows, ({ currency }) => currency)]
          .map(([currency, these]) => ({
            currency,
            amount: these.reduce((sum, { amount }) => sum + amount, 0),
            count: these.length,
          }))
          .toSorted((one, other) => other.count - one.count)
      return success({
        byGroup: failureGroups.map((group) => {
          const rows = found.filter((row) => row.group === group)
          return { group, count: rows.length, sums: sumsOf(rows) }
        }),
        currencies: sumsOf(found).map(({ currency }) => currency),
      })
    },

    detail({ id }: RequestOf<'failures.detail'>, orders: readonly ChangeOrder[]): Result<FailureDetail> {
      const row = all().find(({ paymentIntentId }) => paymentIntentId === id)
      if (!row) return failure('not_found', 'This failed payment is not in the cache.')
      const customer = customers.get(row.customerId ?? '')
      const masked = codes.find(([code]) => code === row.declineCode)?.[3] === true
      const subscription =
        customer && subscriptionsOf(customer).find(({ id: its }) => its === row.subscriptionId)
      return success({
        row,
        attempts: attemptsOf(row),
        advice: {
          stripe:
            row.group === 'never'
              ? 'Stripe: do not try again. Mastercard 03: do not try again.'
              : row.declineCode === 'insufficient_funds'
                ? 'Stripe: try again later.'
                : null,
          ours: codes.find(([code]) => code === row.declineCode)?.[2] ?? 'No code is known.',
          toCustomer: masked
            ? 'Your bank declined the payment. Please use another payment method.'
            : row.group === 'authentication'
              ? 'Your bank asks you to confirm the payment.'
              : 'Your card was declined. Please use another payment method, or ask your bank.',
          masked,
        },
        retry: judgeRetry(row),
        page:
          row.invoiceId === null
            ? null
            : { kind: 'invoice', url: `https://invoice.stripe.com/i/acct_1Demo/test_${row.invoiceId}` },
        invoiceStatus:
          row.invoiceId === null
            ? null
            : row.state === 'recovered'
              ? 'paid'
              : row.lostWhy === 'void'
                ? 'void'
                : row.lostWhy === 'uncollectible'
                  ? 'uncollectible'
                  : 'open',
        subscriptionStatus: row.subscriptionId === null ? null : (subscription?.status ?? 'past_due'),
        pauseCollection: paused.has(row.subscriptionId) ? 'void' : null,
        methods: customer
          ? methodsOf(customer).map(({ id: its, method, isCustomerDefault: isDefault }) => ({
              id: its,
              method,
              isDefault,
            }))
          : [],
        entries: entriesOf(id).toReversed(),
        orders: orders.filter(({ change }) => isAbout(change, row)),
        dashboardUrl: paymentUrl(desk.accountId, desk.mode, id),
      })
    },

    write({ entryId, paymentIntentIds, entry }: RequestOf<'case.write'>): Result<CaseEntry[]> {
      const written = paymentIntentIds.map((paymentIntentId): CaseEntry => ({
        id: entryId,
        paymentIntentId,
        kind: entry.kind,
        text: 'text' in entry ? entry.text : null,
        assignee: entry.kind === 'assigned' ? entry.assignee : null,
        until: entry.kind === 'snoozed' ? entry.until : null,
        operator: fakeOperator,
        at: Date.now(),
      }))
      if (!entries.some(({ id }) => id === entryId)) entries.push(...written)
      changed()
      return success(written)
    },

    rules: (): Result<DeclineRule[]> =>
      success(
        codes.map(([code, usual, action, masked]) => ({
          code,
          usual,
          group: rules.get(code) ?? usual,
          action,
          masked,
        })),
      ),

    setRule({ code, group }: RequestOf<'declines.setRule'>): Result<DeclineRule> {
      const found = codes.find(([each]) => each === code)
      if (!found) return failure('not_found', 'This code is not known.')
      if (group === null) rules.delete(code)
      else rules.set(code, group)
      changed()
      const [, usual, action, masked] = found
      return success({ code, usual, group: group ?? usual, action, masked })
    },

    /** What is due of the payment or the invoice that a change is about. */
    money(change: Change): ChangeMoney | null {
      const row = all().find((each) => isAbout(change, each))
      return row ? { amount: row.amount, currency: row.currency } : null
    },

    /** What the preflight of a retry finds. */
    findings(change: Change): ChangeFinding[] {
      if (change.kind !== 'retry_invoice' && change.kind !== 'retry_payment') return []
      const row = all().find((each) => isAbout(change, each))
      if (!row) return []
      const { verdict, why } = judgeRetry(row)
      const stops = change.paymentMethodId === null && (verdict === 'forbidden' || (verdict === 'override' && change.override === null)) // prettier-ignore
      return [
        {
          id: 'advice',
          verdict: stops ? 'stop' : verdict === 'override' ? 'warn' : 'ok',
          text: why,
          about: [],
        },
        ...(row.nextAttemptAt === null
          ? []
          : [
              {
                id: 'schedule' as const,
                verdict: 'warn' as const,
                text: 'Stripe tries again by itself; this try comes besides.',
                about: [],
              },
            ]),
      ]
    },

    carryOut(change: Change): void {
      const row = standings.find((each) => isAbout(change, each))
      if (!row) return
      const settled = { settledAt: Math.floor(Date.now() / 1000), nextAttemptAt: null }
      if (change.kind === 'retry_invoice' || change.kind === 'retry_payment')
        Object.assign(row, settled, { state: 'recovered', how: 'retry' })
      if (change.kind === 'pause_subscription') paused.add(change.subscriptionId)
      if (change.kind === 'resume_subscription') paused.delete(change.subscriptionId)
      if (change.kind === 'void_invoice') Object.assign(row, settled, { state: 'lost', lostWhy: 'void' })
      if (change.kind === 'uncollectible_invoice')
        Object.assign(row, settled, { state: 'lost', lostWhy: 'uncollectible' })
    },
  }
}

const isAbout = (change: Change, { paymentIntentId, invoiceId, subscriptionId }: Standing): boolean =>
  ('paymentIntentId' in change && change.paymentIntentId === paymentIntentId) ||
  ('invoiceId' in change && change.invoiceId === invoiceId) ||
  ('subscriptionId' in change && change.subscriptionId === subscriptionId && subscriptionId !== null)

/** Of those that failed or wait, most are tried still; some are recovered or lost. */
function makeStandings(payments: readonly PaymentRow[], now: number): Standing[] {
  const failed = payments.filter(({ status }) => status === 'failed' || status === 'requires_action')
  return failed
    .map((payment, index): Standing => {
      const [code] =
        codes[payment.status === 'requires_action' ? 0 : (cycle[index % cycle.length] ?? 0)] ?? []
      const tries = 1 + ((index * 7) % 4)
      const ofInvoice = index % 4 !== 3
      const at = payment.created
      const settled = index % 9 === 5 ? 'recovered' : index % 9 === 8 ? 'lost' : 'trying'
      const soft = code === 'insufficient_funds' || code === 'do_not_honor' || code === 'generic_decline'
      const short = payment.id.slice(-8)
      return {
        paymentIntentId: payment.id,
        invoiceId: ofInvoice ? `in_1Q${short}` : null,
        invoiceNumber: ofInvoice ? `LB-${2000 + index}` : null,
        subscriptionId: ofInvoice && index % 2 === 0 ? `sub_1Q${short}` : null,
        customerId: payment.customerId,
        customerName: payment.customerName,
        customerEmail: payment.customerEmail,
        customerPaid: payment.amount * (index % 7),
        amount: payment.amount,
        currency: payment.currency,
        firstFailedAt: at - (tries - 1) * 3 * day,
        lastFailedAt: at,
        failedAttempts: tries,
        state: settled,
        underWay: false,
        lostWhy: settled === 'lost' ? 'void' : null,
        settledAt: settled === 'trying' ? null : Math.min(now, at + day),
        how: settled === 'recovered' ? 'new_method' : null,
        declineCode: code ?? null,
        networkDeclineCode:
          code === 'authentication_required' ? '65' : code === 'insufficient_funds' ? '51' : '05',
        networkAdviceCode: code === 'do_not_try_again' ? '03' : null,
        adviceCode: code === 'do_not_try_again' ? 'do_not_try_again' : soft ? 'try_again_later' : null,
        outcomeType: 'issuer_declined',
        outcomeReason: code ?? null,
        riskLevel: code === 'fraudulent' ? 'highest' : 'normal',
        method: payment.method,
        funding: index % 3 === 0 ? 'debit' : 'credit',
        nextAttemptAt:
          settled === 'trying' && soft && ofInvoice && index % 3 !== 2
            ? now + (1 + (index % 6)) * 0.6 * day
            : null,
        nextAttemptKnown: true,
      }
    })
    .map((row) => ({
      ...row,
      nextAttemptAt: row.nextAttemptAt === null ? null : Math.floor(row.nextAttemptAt),
    }))
}

function attemptsOf(row: FailureRow): FailureDetail['attempts'] {
  const tries = Array.from({ length: row.failedAttempts }, (_, index) => ({
    chargeId: `ch_${index}${row.paymentIntentId.slice(-10)}`,
    at: row.lastFailedAt - index * 3 * day,
    succeeded: false,
    amount: row.amount,
    currency: row.currency,
    declineCode: row.declineCode,
    networkDeclineCode: row.networkDeclineCode,
    networkAdviceCode: row.networkAdviceCode,
    adviceCode: row.adviceCode,
    outcomeReason: row.outcomeReason,
    riskLevel: row.riskLevel,
    message: 'Your card was declined.',
    method: row.method,
  }))
  return row.state === 'recovered'
    ? [{ ...tries[0]!, chargeId: `ch_ok${row.paymentIntentId.slice(-10)}`, at: row.settledAt ?? 0, succeeded: true, declineCode: null, networkDeclineCode: null, networkAdviceCode: null, adviceCode: null, outcomeReason: null, message: null }, ...tries] // prettier-ignore
    : tries
}
