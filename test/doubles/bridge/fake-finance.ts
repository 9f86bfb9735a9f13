// Made-up movements of the balance, and what failed and came back, out of the made-up payments: figures that add up to their rows. Slow and
// plain. The reader must agree with the contract, not with this.
import {
  figures,
  type Bucket,
  type DayCheck,
  type Figure,
  type FigureRow,
  type Overview,
  type Sum,
} from '../../../src/contract/finance.ts'
import type { PaymentRow } from '../../../src/contract/payments.ts'
import { success } from '../../../src/contract/outcome.ts'
import type { RequestOf } from '../../../src/contract/schemas.ts'

export interface Movement extends FigureRow {
  figure: Exclude<Figure, 'fees' | 'net'>
  currency: string
  /** Minor units, negative. */
  fee: number
}

const hour = 3600

/** Every ninth that succeeded is taken to have failed first, some days earlier. */
export const cameBack = (index: number, row: PaymentRow): boolean =>
  index % 9 === 4 && row.status === 'succeeded'

function movementsOf(row: PaymentRow, index: number): Movement[] {
  const opens = { kind: 'payment', id: row.id } as const
  const plain = { currency: row.currency, fee: 0, customerName: row.customerName, opens }
  const failed: Movement = {
    ...plain,
    figure: 'failed',
    id: row.id,
    at: row.created,
    amount: row.amount,
    type: 'payment',
    description: row.description,
  }
  if (row.status === 'failed') return [failed]
  if (!['succeeded', 'partially_refunded', 'refunded', 'disputed'].includes(row.status)) return []
  const id = `txn_${row.id.slice(3)}`
  const paid: Movement[] = [
    {
      ...failed,
      figure: 'gross',
      id,
      type: 'charge',
      fee: -Math.round(row.amount * 0.014) - 25,
    },
  ]
  if (row.amountRefunded > 0)
    paid.push({
      ...failed,
      figure: 'refunds',
      id: `${id}r`,
      at: row.created + 2 * hour,
      amount: -row.amountRefunded,
      type: 'refund',
      opens: { kind: 'refund', id: row.id.replace('pi_', 're_') },
    })
  if (row.status === 'disputed')
    paid.push({
      ...failed,
      figure: 'disputes',
      id: `${id}d`,
      at: row.created + 30 * hour,
      amount: -row.amount,
      fee: -2000,
      type: 'adjustment',
      description: 'Chargeback withdrawal',
      opens: { kind: 'dispute', id: row.id.replace('pi_', 'dp_') },
    })
  if (index % 211 === 7)
    paid.push({
      ...failed,
      figure: 'other',
      id: `${id}o`,
      amount: 5000,
      type: 'reserve_transaction',
      description: null,
      opens: null,
      customerName: null,
    })
  if (cameBack(index, row))
    paid.push({ ...failed, figure: 'recovered' }, { ...failed, at: row.created - 50 * hour })
  return paid
}

const partOf = (figure: Figure, movement: Movement): number | null => {
  const ofBalance = movement.figure !== 'failed' && movement.figure !== 'recovered'
  if (figure === 'net') return ofBalance ? movement.amount + movement.fee : null
  if (figure === 'fees') return ofBalance && movement.fee !== 0 ? movement.fee : null
  return movement.figure === figure ? movement.amount : null
}

function sumOf(figure: Figure, movements: readonly Movement[]): Sum {
  const parts = movements.map((each) => partOf(figure, each)).filter((part) => part !== null)
  return { amount: parts.reduce((sum, part) => sum + part, 0), count: parts.length }
}

const sumsOf = (movements: readonly Movement[]): Record<Figure, Sum> =>
  Object.fromEntries(figures.map((figure) => [figure, sumOf(figure, movements)])) as Record<Figure, Sum>

/** The next calendar boundary of the machine's zone, Unix seconds. */
function nextStart(bucket: Bucket, at: number): number {
  const date = new Date(at * 1000)
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()]
  const starts: Record<Bucket, () => number> = {
    hour: () => (Math.floor(at / hour) + 1) * hour * 1000,
    day: () => new Date(year, month, day + 1).getTime(),
    week: () => new Date(year, month, day + 7 - ((date.getDay() + 6) % 7)).getTime(),
    month: () => new Date(year, month + 1, 1).getTime(),
  }
  return starts[bucket]() / 1000
}

export function stretches(bucket: Bucket, from: number, before: number): { from: number; before: number }[] {
  const found = []
  for (let at = from; at < before;) {
    const end = Math.min(before, nextStart(bucket, at))
    found.push({ from: at, before: end })
    at = end
  }
  return found
}

export const mostUsed = (currencies: readonly string[]): string[] => {
  const counts = new Map<string, number>()
  for (const each of currencies) counts.set(each, (counts.get(each) ?? 0) + 1)
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([currency]) => currency)
}

export function createFakeFinance(rows: readonly PaymentRow[], dayCheck: Partial<DayCheck> = {}) {
  const all = rows.flatMap(movementsOf).toSorted((one, other) => other.at - one.at)
  const currencies = mostUsed(all.map(({ currency }) => currency))
  return {
    movements: all,
    overview({ currency: wanted, from, before, bucket }: RequestOf<'finance.overview'>) {
      const currency = wanted ?? currencies[0] ?? null
      const within = (begin: number, end: number): Movement[] =>
        all.filter((each) => each.currency === currency && each.at >= begin && each.at < end)
      const answer: Overview = {
        currencies,
        currency,
        buckets: stretches(bucket, from, before).map((stretch) => ({
          ...stretch,
          figures: sumsOf(within(stretch.from, stretch.before)),
        })),
        total: sumsOf(within(from, before)),
        undated: { amount: 0, count: 0 },
        previous: { from: 2 * from - before, before: from, total: sumsOf(within(2 * from - before, from)) },
      }
      return success(answer)
    },
    rows({ figure, currency, from, before, after, limit = 100 }: RequestOf<'finance.rows'>) {
      const found = all.flatMap((movement): FigureRow[] => {
        if (movement.currency !== currency || movement.at < from || movement.at >= before) return []
        const amount = partOf(figure, movement)
        const { id, at, type, description, opens, customerName } = movement
        return amount === null ? [] : [{ id, at, amount, type, description, opens, customerName }]
      })
      const begin = Number(after ?? 0)
      const next = begin + limit
      return success({
        rows: found.slice(begin, next),
        next: next < found.length ? String(next) : null,
      })
    },
    /** The payments of the day, as Stripe has them too. */
    checkDay({ day }: RequestOf<'day.check'>) {
      const from = new Date(`${day}T00:00:00`).getTime() / 1000
      const before = nextStart('day', from)
      const ofDay = rows.filter(({ created }) => created >= from && created < before)
      const answer: DayCheck = {
        from,
        before,
        rows: mostUsed(ofDay.map(({ currency }) => currency)).map((currency) => {
          const amounts = ofDay.filter((row) => row.currency === currency).map(({ amount }) => amount)
          const sum = { amount: amounts.reduce((total, amount) => total + amount, 0), count: amounts.length }
          return { what: 'payments', currency, here: sum, stripe: sum }
        }),
        differences: [],
        unreadable: [],
      }
      return success({ ...answer, ...dayCheck })
    },
  }
}
