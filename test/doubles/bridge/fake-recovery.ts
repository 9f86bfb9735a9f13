// Made-up recovery out of the made-up payments: what failed, what came back and when. Slow and plain. The reader must agree with the
// contract, not with this.
import { failureGroups, waysBack } from '../../../src/contract/failures.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import type { ExpiringCard, Outcome, Recovery, RecoveryDimension } from '../../../src/contract/recovery.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'
import { cameBack, mostUsed, stretches } from './fake-finance.ts'

interface Failed {
  row: PaymentRow
  currency: string
  amount: number
  failedAt: number
  state: 'recovered' | 'lost' | 'trying'
  settledAt: number | null
  index: number
}

const day = 86_400
const codes = ['insufficient_funds', 'generic_decline', 'expired_card', 'do_not_honor', 'try_again_later']

function failuresOf(rows: readonly PaymentRow[], now: number): Failed[] {
  return rows.flatMap((row, index): Failed[] => {
    const plain = { row, index, currency: row.currency, amount: row.amount }
    if (row.status === 'failed') {
      const lost = row.created < now - 30 * day || index % 4 === 0
      return [
        {
          ...plain,
          failedAt: row.created,
          state: lost ? 'lost' : 'trying',
          settledAt: lost ? Math.min(now, row.created + 30 * day) : null,
        },
      ]
    }
    if (!cameBack(index, row)) return []
    const took = (index * index) % 11
    return [
      { ...plain, failedAt: row.created - took * day - 3600, state: 'recovered', settledAt: row.created },
    ]
  })
}

const sum = (found: readonly Failed[]) => ({
  amount: found.reduce((total, { amount }) => total + amount, 0),
  count: found.length,
})

function outcomeOf(found: readonly Failed[]): Outcome {
  const of = (state: Failed['state']) => sum(found.filter((each) => each.state === state))
  return { failed: sum(found), recovered: of('recovered'), lost: of('lost'), trying: of('trying') }
}

function keyOf(by: RecoveryDimension, { row, index, amount }: Failed): string {
  switch (by) {
    case 'code':
      return row.declineCode ?? codes[index % codes.length] ?? 'unknown'
    case 'group':
      return failureGroups[index % failureGroups.length] ?? 'unknown'
    case 'brand':
      return row.method?.brand ?? 'unknown'
    case 'funding':
      return index % 5 === 0 ? 'debit' : index % 17 === 0 ? 'prepaid' : 'credit'
    case 'country':
      return row.method?.country ?? 'unknown'
    case 'attempts':
      return index % 5 === 4 ? '5-' : String(1 + (index % 5))
    case 'amount':
      return amount < 5000 ? '0-4999' : amount < 20_000 ? '5000-19999' : '20000-'
    case 'card_age':
      return ['0-2', '3-5', '6-11', '12-23', '24-', 'unknown'][(index * 7) % 6] ?? 'unknown'
  }
}

export function createFakeRecovery(rows: readonly PaymentRow[], now: number) {
  const all = failuresOf(rows, now)
  const currencies = mostUsed(all.map(({ currency }) => currency))
  return {
    report(request: RequestOf<'recovery.report'>) {
      const { from, before, counted = 'failed', by = 'code', of = 'all' } = request
      const currency = request.currency ?? currencies[0] ?? null
      const mine = all.filter(
        (each) =>
          each.currency === currency && (of === 'all' || (each.index % 3 === 0) === (of === 'others')),
      )
      const within = (begin: number, end: number): Failed[] =>
        mine.filter(({ failedAt, settledAt }) => {
          const at = counted === 'failed' ? failedAt : settledAt
          return at !== null && at >= begin && at < end
        })
      const found = within(from, before)
      const keys = [...new Set(found.map((each) => keyOf(by, each)))]
      const back = found.filter(({ state }) => state === 'recovered')
      const tookDays = back
        .map(({ failedAt, settledAt }) => Math.floor(((settledAt ?? 0) - failedAt) / day))
        .toSorted((one, other) => one - other)
      const answer: Recovery = {
        currencies,
        currency,
        total: outcomeOf(found),
        months: stretches('month', from, before).map((month) => ({
          ...month,
          ...outcomeOf(within(month.from, month.before)),
        })),
        parts: keys
          .map((key) => ({ key, ...outcomeOf(found.filter((each) => keyOf(by, each) === key)) }))
          .toSorted((one, other) => other.failed.amount - one.failed.amount),
        days: Array.from({ length: 31 }, (_, took) => ({
          day: took,
          ...sum(
            back.filter(
              ({ failedAt, settledAt }) => Math.floor(((settledAt ?? 0) - failedAt) / day) === took,
            ),
          ),
        })),
        medianDays: tookDays[Math.floor(tookDays.length / 2)] ?? null,
        cohorts: stretches('week', from, before).map((week) => {
          const cohort = mine.filter(({ failedAt }) => failedAt >= week.from && failedAt < week.before)
          return {
            ...week,
            failed: sum(cohort),
            recovered: Array.from({ length: 6 }, (_, after) => {
              const end = week.before + after * 7 * day
              if (end > now) return null
              return sum(
                cohort.filter(({ state, settledAt }) => state === 'recovered' && (settledAt ?? 0) < end),
              ).amount
            }),
          }
        }),
        ways: waysBack.map((how, way) => ({
          how,
          ...sum(back.filter(({ index }) => (index * 5 + (index % 7)) % waysBack.length === way)),
        })),
      }
      return success(answer)
    },
    expiring({ months = 3 }: RequestOf<'recovery.expiring'>) {
      const today = new Date(now * 1000)
      const found: ExpiringCard[] = rows
        .filter(({ method, customerId }) => method !== null && customerId !== null)
        .slice(0, 9)
        .map((row, index) => {
          const ends = new Date(today.getFullYear(), today.getMonth() + (index % months), 1)
          const subscriptionIds = [`sub_Fake${index}`, ...(index % 4 === 1 ? [`sub_Fake${index}b`] : [])]
          return {
            paymentMethodId: `pm_Fake${index}`,
            method: {
              ...row.method!,
              expMonth: ends.getMonth() + 1,
              expYear: ends.getFullYear(),
            },
            customerId: row.customerId ?? '',
            customerName: row.customerName,
            subscriptionIds,
            amount: index === 3 ? null : 1900 + index * 700,
            currency: index === 3 ? null : 'eur',
            afterExpiry: index % 2 === 0 ? subscriptionIds : subscriptionIds.slice(1),
          }
        })
      const cards = found.toSorted(
        ({ method: one }, { method: other }) =>
          (one.expYear ?? 0) - (other.expYear ?? 0) || (one.expMonth ?? 0) - (other.expMonth ?? 0),
      )
      return success({ cards, complete: true })
    },
  }
}
