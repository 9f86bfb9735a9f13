// Made-up bulk runs: rules, checks, and runs that really go on row by row, with failures where they are wanted. It must never be
// imported by the product.
import type { Desk } from '../../../src/contract/desks.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { refundReasons } from '../../../src/contract/reasons.ts'
import { failure, success } from '../../../src/contract/outcome.ts'
import type { Result } from '../../../src/contract/result.ts'
import { rowStates } from '../../../src/contract/run-bounds.ts'
import type { AskedRow, CheckedRow, Run, RunRow } from '../../../src/contract/runs.ts'
import type { ReplyOf, RequestOf } from '../../../src/contract/schemas.ts'
import { csvFile } from '../../../src/domain/csv.ts'
import { explainAmount, formatAmount, parseExpected } from '../../../src/domain/money.ts'
import type { FakeOptions } from './fake-bridge.ts'
import type { PushOut } from './fake-room.ts'

interface Kept {
  run: Run
  rows: RunRow[]
}

const operator = 'ada'
const minute = 60_000

export function createFakeRuns(
  deskNow: () => Desk,
  payments: readonly PaymentRow[],
  options: FakeOptions,
  push: PushOut,
) {
  const kept = new Map<string, Kept>()
  if (options.runs === 'some')
    for (const each of someRuns(deskNow().id, payments)) kept.set(each.run.id, each)
  const holdMilliseconds = options.holdMilliseconds ?? 8000
  const pace = options.runRowMilliseconds ?? 120

  const change = (each: Kept, changes: Partial<Run>): Run => {
    Object.assign(each.run, changes, tallied(each.rows))
    push('run.changed', structuredClone(each.run))
    return structuredClone(each.run)
  }
  const setRow = (each: Kept, at: number, changes: Partial<RunRow>): void => {
    each.rows[at] = { ...each.rows[at]!, ...changes }
  }
  /** Sends the next row, then the one after; stops where it must. */
  const step = (each: Kept): void => {
    const at = each.rows.findIndex(({ state }) => state === 'waiting')
    if (each.run.state !== 'running') return
    if (at === -1) {
      change(each, { state: 'finished', endedAt: Date.now(), perMinute: null })
      return
    }
    setRow(each, at, { state: 'sending', orderId: crypto.randomUUID(), orderState: 'sending' })
    change(each, {})
    setTimeout(() => {
      const fails = options.runFailing?.includes(at + 1) === true
      setRow(each, at, fails ? refused : made(at))
      const { canary, afterCanary, rows, state } = each.run
      const isLastOfFirst = at + 1 === canary && canary < rows
      const firstFailed = each.rows.slice(0, canary).some((row) => row.state === 'failed')
      if (state === 'running' && isLastOfFirst && (firstFailed || afterCanary === 'ask')) {
        change(each, {
          state: 'paused',
          pausedBecause: firstFailed ? 'canary_failed' : 'canary',
          perMinute: null,
        })
        return
      }
      change(each, isLastOfFirst ? { canaryOver: true } : {})
      step(each)
    }, pace)
  }
  const begin = (each: Kept): Run => {
    const run = change(each, {
      state: 'running',
      pausedBecause: null,
      problem: null,
      canaryOver: each.rows.slice(0, each.run.canary).every(({ state }) => state !== 'waiting'),
      perMinute: Math.round(minute / pace),
    })
    setTimeout(() => step(each), 0)
    return run
  }
  const find = ({ runId }: { runId: string }, act: (each: Kept) => Result<Run>): Result<Run> => {
    const each = kept.get(runId)
    return each ? act(each) : failure('not_found', 'There is no such run on this desk.')
  }

  return {
    rules: (): Result<ReplyOf<'run.rules'>> =>
      success({
        stop: null,
        holdSeconds: Math.round(holdMilliseconds / 1000),
        pace: { perMinute: 120, isMeasured: true },
        approval: deskNow().mode === 'live' ? 'passphrase_and_totals' : 'none',
        ...options.runRules,
      }),
    check: ({ rows }: RequestOf<'run.check'>): Result<ReplyOf<'run.check'>> =>
      success({ rows: rows.map((row) => checkedRow(row, payments)) }),
    place(request: RequestOf<'run.place'>): Result<Run> {
      const before = kept.get(request.runId)
      if (before) return success(structuredClone(before.run))
      if (deskNow().mode === 'live' && request.approval?.passphrase !== 'right passphrase')
        return failure('passphrase_wrong', 'This is not the passphrase of this desk. Nothing was placed.')
      const now = Date.now()
      const rows = request.rows.map((row): RunRow => ({ ...row, ...untouched, orderId: null }))
      const each: Kept = {
        rows,
        run: {
          ...emptyRun,
          id: request.runId,
          deskId: request.deskId,
          name: request.name,
          note: request.note,
          retryOf: request.retryOf ?? null,
          canary: request.canary ?? 5,
          afterCanary: request.afterCanary ?? 'ask',
          rows: rows.length,
          placedAt: now,
          sendAt: now + holdMilliseconds,
          ...tallied(rows),
        },
      }
      kept.set(request.runId, each)
      push('run.changed', structuredClone(each.run))
      setTimeout(() => each.run.state === 'held' && begin(each), holdMilliseconds)
      return success(structuredClone(each.run))
    },
    pause: (request: { runId: string }) =>
      find(request, (each) =>
        each.run.state === 'running'
          ? success(change(each, { state: 'paused', pausedBecause: 'operator', perMinute: null }))
          : failure('order_too_late', 'This run is not running.'),
      ),
    resume: (request: { runId: string }) => find(request, (each) => success(begin(each))),
    stop: (request: { runId: string }) =>
      find(request, (each) => {
        each.rows.forEach((row, at) => row.state === 'waiting' && setRow(each, at, { state: 'skipped' }))
        return success(
          change(each, { state: 'stopped', pausedBecause: null, endedAt: Date.now(), perMinute: null }),
        )
      }),
    list: (): Result<ReplyOf<'runs.list'>> =>
      success({
        rows: [...kept.values()]
          .map(({ run }) => run)
          .toSorted((one, other) => other.placedAt - one.placedAt),
        next: null,
      }),
    detail: (request: { runId: string }) => find(request, ({ run }) => success(run)),
    rows({
      runId,
      state,
      retriable,
      after,
      limit = 200,
    }: RequestOf<'runs.rows'>): Result<ReplyOf<'runs.rows'>> {
      const from = Number(after ?? 0)
      const found = kept
        .get(runId)
        ?.rows.filter((row) => state === undefined || state.includes(row.state))
        .filter((row) => retriable !== true || row.state === 'failed' || row.state === 'skipped')
      if (!found) return failure('not_found', 'There is no such run on this desk.')
      const next = from + limit < found.length ? String(from + limit) : null
      return success({ rows: found.slice(from, from + limit), next })
    },
    receipt({ runId, state }: RequestOf<'runs.receipt'>): Result<ReplyOf<'runs.receipt'>> {
      const all = kept.get(runId)?.rows ?? []
      const rows = all.filter((row) => state === undefined || state.includes(row.state))
      return success({
        fileName: 'bursar-run.csv',
        text: csvFile(rows.map((row) => [String(row.line), row.paymentIntentId, row.state])),
      })
    },
  }
}

const untouched = {
  state: 'waiting',
  orderState: null,
  refundId: null,
  refundStatus: null,
  settledAt: null,
  problem: null,
  why: null,
} satisfies Partial<RunRow>

const made = (at: number): Partial<RunRow> => ({
  state: 'made',
  orderState: 'done',
  refundId: `re_FakeRun${at}`,
  refundStatus: at % 9 === 8 ? 'pending' : 'succeeded',
  settledAt: Date.now(),
})

const refused: Partial<RunRow> = {
  state: 'failed',
  orderState: 'refused',
  settledAt: Date.now(),
  problem: {
    code: 'stripe_refused',
    message: 'Stripe refused this refund: the payment was already refunded elsewhere.',
    stripe: { requestId: 'req_Fake123' },
  },
  why: 'Stripe refused this refund: the payment was already refunded elsewhere.',
}

const emptyRun: Omit<Run, 'counts' | 'totals' | 'retriable'> = {
  id: '',
  deskId: '',
  name: '',
  note: null,
  operator,
  retryOf: null,
  state: 'held',
  pausedBecause: null,
  problem: null,
  placedAt: 0,
  sendAt: 0,
  endedAt: null,
  rows: 1,
  canary: 5,
  afterCanary: 'ask',
  canaryOver: false,
  perMinute: null,
}

function tallied(rows: readonly RunRow[]): Pick<Run, 'counts' | 'totals' | 'retriable'> {
  const counts = Object.fromEntries(
    rowStates.map((state) => [state, rows.filter((row) => row.state === state).length]),
  ) as Run['counts']
  const currencies = [...new Set(rows.map(({ currency }) => currency))]
  const totals = currencies.map((currency) => {
    const its = rows.filter((row) => row.currency === currency)
    const sum = (some: readonly RunRow[]): number => some.reduce((total, { amount }) => total + amount, 0)
    return {
      currency,
      rows: its.length,
      ordered: sum(its),
      made: sum(its.filter(({ state }) => state === 'made')),
    }
  })
  return { counts, totals, retriable: counts.failed + counts.skipped }
}

function checkedRow(row: AskedRow, payments: readonly PaymentRow[]): CheckedRow {
  const payment = payments.find(({ id }) => id === row.ref || id.replace('pi_', 'ch_') === row.ref)
  const nothing: CheckedRow = {
    verdict: 'stop',
    fault: 'not_found',
    text: 'No payment of this desk has this id. Is it of another account, or of the other mode?',
    paymentIntentId: null,
    customerLabel: null,
    amount: null,
    currency: null,
    refundable: null,
    refunded: null,
    reason: null,
  }
  if (!payment) return nothing
  const { currency } = payment
  const refundable = payment.amount - payment.amountRefunded
  const known: CheckedRow = {
    ...nothing,
    paymentIntentId: payment.id,
    customerLabel: payment.customerName ?? payment.customerEmail,
    currency,
    refundable,
    refunded: payment.amountRefunded,
  }
  const stop = (fault: CheckedRow['fault'], text: string): CheckedRow => ({ ...known, fault, text })
  if (row.currency !== null && row.currency !== currency)
    return stop(
      'currency',
      `This payment is in ${currency.toUpperCase()}, not ${row.currency.toUpperCase()}.`,
    )
  if (payment.status === 'disputed') return stop('dispute', 'A dispute is open: the customer’s bank decides.')
  if (!['succeeded', 'partially_refunded'].includes(payment.status))
    return stop('not_refundable', 'Nothing was paid, or all of it has been refunded.')
  const read =
    row.amount === null
      ? ({ ok: true, amount: refundable } as const)
      : parseExpected(row.amount, currency, refundable)
  if (!read.ok) return stop('amount', explainAmount(read.reason, currency))
  if (read.amount > refundable)
    return stop('too_much', `Only ${formatAmount(refundable, currency)} can still be refunded.`)
  const reason = refundReasons.find((each) => each === row.reason?.toLowerCase().replaceAll(' ', '_')) ?? null
  if (row.reason !== null && reason === null)
    return stop('reason', `“${row.reason}” is none of Stripe’s reasons.`)
  const warn = payment.status === 'partially_refunded'
  return {
    ...known,
    verdict: warn ? 'warn' : 'ok',
    fault: null,
    text: warn ? 'A part of this payment was refunded before.' : '',
    amount: read.amount,
    reason,
  }
}

/** Runs in every state, for the list and for pictures. */
function someRuns(deskId: string, payments: readonly PaymentRow[]): Kept[] {
  const now = Date.now()
  const paid = payments.filter(({ status }) => status === 'succeeded')
  const build = (
    place: number,
    count: number,
    settled: number,
    failing: readonly number[],
    about: Partial<Run>,
  ): Kept => {
    const rows = paid.slice(place * 50, place * 50 + count).map((payment, at): RunRow => ({
      line: at + 2,
      ...untouched,
      paymentIntentId: payment.id,
      customerLabel: payment.customerName ?? payment.customerEmail,
      amount: payment.amount,
      currency: payment.currency,
      reason: 'requested_by_customer',
      orderId: null,
      ...(at < settled ? (failing.includes(at + 1) ? refused : made(at)) : {}),
      ...(at < settled ? { settledAt: now - (settled - at) * 900 } : {}),
      ...(about.state === 'stopped' && at >= settled ? { state: 'skipped' as const } : {}),
      ...(about.state === 'running' && at === settled ? { state: 'sending' as const } : {}),
    })) // prettier-ignore
    return {
      rows,
      run: {
        ...emptyRun,
        id: `00000000-0000-4000-8000-00000000000${place}`,
        deskId,
        rows: rows.length,
        canaryOver: settled > emptyRun.canary,
        ...about,
        ...tallied(rows),
      },
    }
  }
  return [
    build(1, 180, 71, [23], {
      name: 'cancelled-workshops.csv', note: 'Workshop of 21 November was cancelled', state: 'running',
      placedAt: now - 3 * minute, sendAt: now - 2 * minute, perMinute: 66,
    }),
    build(2, 40, 5, [], {
      name: 'double-charges.csv', state: 'paused', pausedBecause: 'canary', placedAt: now - 40 * minute, sendAt: now - 39 * minute,
    }),
    build(3, 60, 60, [7, 19, 20, 44], {
      name: 'broken-kettles.csv', note: 'Recall K-17', state: 'finished', placedAt: now - 26 * 60 * minute,
      sendAt: now - 26 * 60 * minute, endedAt: now - 25 * 60 * minute,
    }),
    build(4, 25, 9, [], {
      name: 'goodwill October', state: 'stopped', placedAt: now - 9 * 24 * 60 * minute, sendAt: now - 9 * 24 * 60 * minute,
      endedAt: now - 9 * 24 * 60 * minute,
    }),
    build(5, 12, 12, [], {
      name: '12 chosen payments', state: 'finished', placedAt: now - 20 * 24 * 60 * minute, sendAt: now - 20 * 24 * 60 * minute,
      endedAt: now - 20 * 24 * 60 * minute,
    }),
  ] // prettier-ignore
}
