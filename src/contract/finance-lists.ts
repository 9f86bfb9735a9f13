// The closed lists of the figures, where the face reads them too: apart from the schemas, which it does not load.

/**
 * The figures, in the order in which they add up. Those up to `net` are movements of Stripe's balance by the time they were
 * booked, signed as they change it (refunds and fees are negative); gross + refunds + disputes + other + fees = net. Payouts are
 * left out, and what moved other balances than those that payments, refunds and disputes are booked to (Issuing, what is held in
 * reserve). `failed` and `recovered` count payments, in the currency the customer pays in.
 */
export const figures = [
  /** Charges and payments, less what was not captured of them and debits that failed later. */
  'gross',
  /** Refunds, less those that failed and came back. */
  'refunds',
  /** Taken by disputes, less what came back. */
  'disputes',
  /** Whatever else moved the balance, payouts left out. */
  'other',
  /** What Stripe kept, of every movement, and what it charged besides. */
  'fees',
  'net',
  /** Payments whose first failed try was then, whatever became of them. */
  'failed',
  /** Payments that succeeded then, having failed before. */
  'recovered',
] as const
export type Figure = (typeof figures)[number]

/** It adds up movements of Stripe's balance. */
export const isOfBalance = (figure: Figure): boolean => figure !== 'failed' && figure !== 'recovered'

export const buckets = ['hour', 'day', 'week', 'month'] as const
export type Bucket = (typeof buckets)[number]

/** What failures are divided by. `attempts`: failed tries. `card_age`: months since the card was added. */
export const recoveryDimensions = [
  'code',
  'group',
  'brand',
  'funding',
  'country',
  'attempts',
  'amount',
  'card_age',
] as const
export type RecoveryDimension = (typeof recoveryDimensions)[number]
