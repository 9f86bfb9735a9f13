// Which fields of which object Stripe expands, and into what. A table only: nothing is looked up here.

export type ObjectName =
  | 'account'
  | 'balance'
  | 'balance_transaction'
  | 'billing_portal.configuration'
  | 'billing_portal.session'
  | 'charge'
  | 'checkout.session'
  | 'coupon'
  | 'customer'
  | 'discount'
  | 'dispute'
  | 'entitlements.active_entitlement'
  | 'entitlements.feature'
  | 'event'
  | 'invoice'
  | 'invoice_payment'
  | 'invoiceitem'
  | 'line_item'
  | 'payment_intent'
  | 'payment_method'
  | 'payout'
  | 'price'
  | 'product'
  | 'product_feature'
  | 'promotion_code'
  | 'refund'
  | 'setup_intent'
  | 'subscription'
  | 'subscription_item'
  | 'subscription_schedule'
  | 'test_helpers.test_clock'

export type Target =
  /** An id, or a list of ids. */
  | { readonly kind: 'object'; readonly of: ObjectName }
  /** A list inside the object, absent unless expanded. */
  | { readonly kind: 'list'; readonly of: ObjectName }
  /** Can be expanded at Stripe, and is always null here. */
  | { readonly kind: 'nothing' }
  /** A plain object, or a list of them, on the way to expandable fields. */
  | { readonly kind: 'inside'; readonly fields: Readonly<Record<string, Target>> }

const one = (of: ObjectName): Target => ({ kind: 'object', of })
const nothing: Target = { kind: 'nothing' }
const inside = (fields: Readonly<Record<string, Target>>): Target => ({ kind: 'inside', fields })

export const EXPANDABLE: Readonly<Record<ObjectName, Readonly<Record<string, Target>>>> = {
  account: {},
  balance: {},
  event: {},
  'billing_portal.configuration': { application: nothing },
  'billing_portal.session': { configuration: nothing },
  coupon: { applies_to: nothing, currency_options: nothing },
  'entitlements.active_entitlement': { feature: one('entitlements.feature') },
  'entitlements.feature': {},
  product_feature: {},
  promotion_code: { customer: one('customer'), promotion: inside({ coupon: one('coupon') }) },
  balance_transaction: { source: nothing },
  charge: {
    application: nothing,
    application_fee: nothing,
    balance_transaction: one('balance_transaction'),
    customer: one('customer'),
    failure_balance_transaction: one('balance_transaction'),
    on_behalf_of: nothing,
    payment_intent: one('payment_intent'),
    refunds: { kind: 'list', of: 'refund' },
    review: nothing,
    source_transfer: nothing,
    transfer: nothing,
  },
  'checkout.session': {
    customer: one('customer'),
    invoice: one('invoice'),
    line_items: nothing,
    payment_intent: one('payment_intent'),
    payment_link: nothing,
    setup_intent: one('setup_intent'),
    subscription: one('subscription'),
  },
  customer: {
    default_source: nothing,
    discount: nothing,
    invoice_credit_balance: nothing,
    invoice_settings: inside({ default_payment_method: one('payment_method') }),
    tax: nothing,
    test_clock: one('test_helpers.test_clock'),
  },
  discount: {
    customer: one('customer'),
    promotion_code: nothing,
    source: inside({ coupon: one('coupon') }),
  },
  dispute: { charge: one('charge'), payment_intent: one('payment_intent') },
  invoice: {
    account_tax_ids: nothing,
    application: nothing,
    confirmation_secret: nothing,
    customer: one('customer'),
    default_payment_method: one('payment_method'),
    default_source: nothing,
    discounts: one('discount'),
    latest_revision: one('invoice'),
    on_behalf_of: nothing,
    parent: inside({ subscription_details: inside({ subscription: one('subscription') }) }),
    payments: { kind: 'list', of: 'invoice_payment' },
    test_clock: one('test_helpers.test_clock'),
    total_discount_amounts: inside({ discount: one('discount') }),
  },
  invoice_payment: {
    invoice: one('invoice'),
    payment: inside({ charge: one('charge'), payment_intent: one('payment_intent') }),
  },
  invoiceitem: {
    customer: one('customer'),
    discounts: nothing,
    invoice: one('invoice'),
    test_clock: one('test_helpers.test_clock'),
  },
  line_item: {},
  payment_intent: {
    application: nothing,
    customer: one('customer'),
    latest_charge: one('charge'),
    on_behalf_of: nothing,
    payment_method: one('payment_method'),
    review: nothing,
    source: nothing,
  },
  payment_method: { customer: one('customer') },
  payout: {
    application_fee: nothing,
    balance_transaction: one('balance_transaction'),
    destination: nothing,
    failure_balance_transaction: one('balance_transaction'),
    original_payout: one('payout'),
    reversed_by: one('payout'),
  },
  price: { currency_options: nothing, product: one('product'), tiers: nothing },
  product: { default_price: one('price'), tax_code: nothing },
  refund: {
    balance_transaction: one('balance_transaction'),
    charge: one('charge'),
    customer: one('customer'),
    failure_balance_transaction: one('balance_transaction'),
    payment_intent: one('payment_intent'),
    payment_method: one('payment_method'),
    source_transfer_reversal: nothing,
    transfer_reversal: nothing,
  },
  setup_intent: {
    application: nothing,
    customer: one('customer'),
    latest_attempt: nothing,
    mandate: nothing,
    on_behalf_of: nothing,
    payment_method: one('payment_method'),
    single_use_mandate: nothing,
  },
  subscription: {
    application: nothing,
    customer: one('customer'),
    default_payment_method: one('payment_method'),
    default_source: nothing,
    discounts: one('discount'),
    latest_invoice: one('invoice'),
    on_behalf_of: nothing,
    pending_setup_intent: nothing,
    schedule: one('subscription_schedule'),
    test_clock: one('test_helpers.test_clock'),
  },
  subscription_item: {},
  'test_helpers.test_clock': {},
  subscription_schedule: {
    application: nothing,
    customer: one('customer'),
    subscription: one('subscription'),
    test_clock: one('test_helpers.test_clock'),
  },
}
