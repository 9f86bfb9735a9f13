// What a payment that waits for its customer waits for, as far as its method tells: what Stripe wants done next acts as a credential and
// is not kept. Pure. It must never name a step that the method does not have.

/**
 * authentication: 3-D Secure. bank: at the bank or in the app that the customer chose. voucher: money is paid in against a slip or a
 * reference. verification: of a bank account. payment: with another method, or the same one present. action: not known which.
 */
export type AwaitedStep = 'authentication' | 'bank' | 'voucher' | 'verification' | 'payment' | 'action'

const ofMethod: Readonly<Record<string, AwaitedStep>> = {
  card: 'authentication',
  boleto: 'voucher',
  customer_balance: 'voucher',
  konbini: 'voucher',
  multibanco: 'voucher',
  oxxo: 'voucher',
  acss_debit: 'verification',
  us_bank_account: 'verification',
  alipay: 'bank',
  bancontact: 'bank',
  blik: 'bank',
  eps: 'bank',
  fpx: 'bank',
  ideal: 'bank',
  klarna: 'bank',
  p24: 'bank',
  paypal: 'bank',
  pix: 'bank',
  revolut_pay: 'bank',
  twint: 'bank',
  wechat_pay: 'bank',
}

/**
 * Null where the payment does not wait for its customer. A payment that was declined or never begun waits only while there is a page
 * on which it can be paid (`hasPage`).
 * @param stripeStatus of the PaymentIntent.
 * @param methodType Stripe's payment method type; null where it has none yet.
 */
export function awaitedStep(
  stripeStatus: string,
  methodType: string | null,
  hasPage: boolean,
): AwaitedStep | null {
  if (stripeStatus === 'requires_payment_method') return hasPage ? 'payment' : null
  if (stripeStatus !== 'requires_action') return null
  const step = methodType !== null && Object.hasOwn(ofMethod, methodType) ? ofMethod[methodType] : undefined
  return step ?? 'action'
}
