// Every operation the simulator serves. A new resource is one file and one line here.
import type { Operation } from '../operations.ts'
import { accountOperations } from './account.ts'
import { balanceOperations } from './balance.ts'
import { billingPortalOperations } from './billing-portal.ts'
import { chargeOperations } from './charges.ts'
import { checkoutSessionOperations } from './checkout-sessions.ts'
import { couponOperations } from './coupons.ts'
import { customerOperations } from './customers.ts'
import { disputeOperations } from './disputes.ts'
import { entitlementOperations } from './entitlements.ts'
import { eventOperations } from './events.ts'
import { invoiceItemOperations } from './invoice-items.ts'
import { invoicePreviews } from './invoice-previews.ts'
import { invoiceOperations, invoicePaymentOperations } from './invoices.ts'
import { paymentIntentOperations } from './payment-intents.ts'
import { paymentMethodOperations } from './payment-methods.ts'
import { payoutOperations } from './payouts.ts'
import { portalConfigurationOperations } from './portal-configurations.ts'
import { productFeatureOperations } from './product-features.ts'
import { priceOperations, productOperations } from './products.ts'
import { promotionCodeOperations } from './promotion-codes.ts'
import { refundOperations } from './refunds.ts'
import { searchOperations } from './searches.ts'
import { setupIntentOperations } from './setup-intents.ts'
import { subscriptionItemOperations } from './subscription-items.ts'
import { subscriptionScheduleOperations } from './subscription-schedules.ts'
import { subscriptionOperations } from './subscriptions.ts'
import { testClockOperations } from './test-clocks.ts'

export const OPERATIONS: readonly Operation[] = [
  ...accountOperations,
  ...balanceOperations,
  ...billingPortalOperations,
  ...chargeOperations,
  ...checkoutSessionOperations,
  ...couponOperations,
  ...customerOperations,
  ...disputeOperations,
  ...entitlementOperations,
  ...eventOperations,
  ...invoiceItemOperations,
  ...invoiceOperations,
  ...invoicePaymentOperations,
  ...invoicePreviews,
  ...paymentIntentOperations,
  ...paymentMethodOperations,
  ...payoutOperations,
  ...portalConfigurationOperations,
  ...priceOperations,
  ...productFeatureOperations,
  ...productOperations,
  ...promotionCodeOperations,
  ...refundOperations,
  ...searchOperations,
  ...setupIntentOperations,
  ...subscriptionItemOperations,
  ...subscriptionOperations,
  ...subscriptionScheduleOperations,
  ...testClockOperations,
]
