// Which permission lets a restricted key read which object. Names only; keys.ts decides.
import type { ObjectName } from './expandable.ts'

/** Any of them will do; the first is the one that Stripe names. Prices still go by their old name, and payments of invoices by the invoices'. */
export const READ_PERMISSION: Readonly<Record<ObjectName, readonly [string, ...string[]]>> = {
  account: ['rak_accounts_kyc_basic_read'],
  balance: ['rak_balance_read'],
  balance_transaction: ['rak_balance_transaction_source_read', 'rak_balance_read'],
  charge: ['rak_charge_read', 'rak_refund_read'],
  'billing_portal.configuration': ['rak_customer_portal_read'],
  'billing_portal.session': ['rak_customer_portal_read'],
  'checkout.session': ['rak_checkout_session_read'],
  coupon: ['rak_coupon_read'],
  customer: ['rak_customer_read'],
  discount: ['rak_coupon_read', 'rak_subscription_read', 'rak_invoice_read'],
  dispute: ['rak_dispute_read'],
  'entitlements.active_entitlement': ['rak_entitlement_read'],
  'entitlements.feature': ['rak_entitlement_read'],
  event: ['rak_event_read'],
  invoice: ['rak_invoice_read'],
  invoice_payment: ['rak_invoice_read'],
  invoiceitem: ['rak_invoice_item_read'],
  line_item: ['rak_invoice_read'],
  payment_intent: ['rak_payment_intent_read'],
  payment_method: ['rak_payment_method_read'],
  payout: ['rak_payout_read'],
  price: ['rak_plan_read'],
  product: ['rak_product_read'],
  product_feature: ['rak_product_read'],
  promotion_code: ['rak_promotion_code_read'],
  refund: ['rak_refund_read', 'rak_charge_read'],
  setup_intent: ['rak_setup_intent_read'],
  subscription: ['rak_subscription_read'],
  subscription_item: ['rak_subscription_read'],
  subscription_schedule: ['rak_subscription_read'],
  'test_helpers.test_clock': ['rak_test_clock_read'],
}

/** The same of what is expanded: the payments of an invoice want more there than where they are listed by themselves. */
export const EXPANDED_PERMISSION: typeof READ_PERMISSION = {
  ...READ_PERMISSION,
  invoice_payment: ['rak_credit_note_read'],
}
