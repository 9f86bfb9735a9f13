// Why a customer disputes a payment, in the words that are shown and searched. It must never give two reasons the same words.
// Source: docs.stripe.com/api/disputes/object (reason).

const words: Readonly<Record<string, string>> = {
  bank_cannot_process: 'Bank could not process it',
  check_returned: 'Check returned',
  credit_not_processed: 'Refund not received',
  customer_initiated: 'Customer started it',
  debit_not_authorized: 'Debit not authorized',
  duplicate: 'Charged twice',
  fraudulent: 'Customer says it was not them',
  general: 'No reason given',
  incorrect_account_details: 'Wrong account details',
  insufficient_funds: 'Not enough money',
  noncompliant: 'Against the network’s rules',
  product_not_received: 'Not received',
  product_unacceptable: 'Not as described',
  subscription_canceled: 'Subscription was canceled',
  unrecognized: 'Not recognized',
}

/** Stripe's word with its underscores taken out, for what we have no name for. */
export function disputeReason(reason: string): string {
  const plain = reason.replaceAll('_', ' ')
  return (
    (Object.hasOwn(words, reason) ? words[reason] : undefined) ??
    plain.charAt(0).toUpperCase() + plain.slice(1)
  )
}
