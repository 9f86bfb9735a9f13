// Money in and out of a book's balance: every movement is a balance transaction, and the totals follow from them alone.
import type { Book } from '../book.ts'
import { exponentOf, stepOf } from '../currencies.ts'
import type { BalanceTransaction } from '../records.ts'

const AVAILABLE_AFTER_SECONDS = 3 * 24 * 3600
/** How far below zero a balance may go before refunds wait, in whole units of the currency. */
const OVERDRAFT_UNITS = 1000

export interface Movement {
  readonly type: string
  readonly category: string
  /** Signed, in minor units. */
  readonly amount: number
  /** What Stripe keeps of it, in minor units. */
  readonly fee?: number
  readonly currency: string
  readonly source: string | null
  readonly description: string | null
  /** The id whose middle the transaction's id shares. */
  readonly family?: string
  readonly availableAtOnce?: boolean
}

export function moveMoney(book: Book, movement: Movement): BalanceTransaction {
  const { amount, currency, fee = 0 } = movement
  const now = book.now()
  const availableOn =
    amount > 0 && movement.availableAtOnce !== true ? midnight(now + AVAILABLE_AFTER_SECONDS) : now
  const transaction = book.balanceTransactions.put({
    id: book.newId('txn', movement.family),
    object: 'balance_transaction',
    amount,
    available_on: availableOn,
    balance_type: 'payments',
    created: now,
    currency,
    description: movement.description,
    exchange_rate: null,
    fee,
    fee_details:
      fee === 0
        ? []
        : [
            {
              amount: fee,
              application: null,
              currency,
              description: movement.type === 'adjustment' ? 'Dispute fee' : 'Stripe processing fees',
              type: 'stripe_fee',
            },
          ],
    net: amount - fee,
    reporting_category: movement.category,
    source: movement.source,
    status: availableOn <= book.clock.nowSeconds() ? 'available' : 'pending',
    type: movement.type,
  })
  book.balances.set(currency, (book.balances.get(currency) ?? 0) + transaction.net)
  if (movement.type !== 'payout') {
    const unpaid = book.unpaid.get(currency)
    if (unpaid === undefined) book.unpaid.set(currency, [transaction])
    else unpaid.push(transaction)
  }
  if (transaction.net > 0) book.onFunds()
  return transaction
}

/** Stripe's fee on a payment, in minor units: 2.9 % and a third of a unit, never more than the amount. */
export function feeFor(amount: number, currency: string): number {
  const step = stepOf(currency)
  const fixed =
    exponentOf(currency) === 0 ? 40 : currency === 'isk' ? 4000 : Math.round(0.3 * 10 ** exponentOf(currency))
  return Math.min(amount, Math.round((amount * 0.029 + fixed) / step) * step)
}

/** Whether a refund of this amount would leave the balance too low. The past never lacks funds. */
export function lacksFunds(book: Book, amount: number, currency: string): boolean {
  if (book.moment !== null) return false
  const overdraft = OVERDRAFT_UNITS * 10 ** exponentOf(currency)
  return (book.balances.get(currency) ?? 0) - amount < -overdraft
}

const midnight = (seconds: number) => seconds - (seconds % 86400)
