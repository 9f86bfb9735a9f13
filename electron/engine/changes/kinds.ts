// Every kind of change there is. A new kind is one file in kinds/ and one line here.
import type { ChangeKind } from '../../../src/contract/index.ts'
import type { Kind } from './kind.ts'
import { cancelRefund } from './kinds/cancel-refund.ts'
import { cancelSubscription } from './kinds/cancel-subscription.ts'
import { customerDefaultMethod } from './kinds/customer-default-method.ts'
import { customerNote } from './kinds/customer-note.ts'
import { detachMethod } from './kinds/detach-method.ts'
import { expireSession } from './kinds/expire-session.ts'
import { keepSubscription } from './kinds/keep-subscription.ts'
import { pauseService, resumeService } from './kinds/pause-service.ts'
import { startSubscriptionAgain } from './kinds/start-again.ts'
import { updateSubscription } from './kinds/update-subscription.ts'
import { paymentSession } from './kinds/payment-session.ts'
import { retryInvoice } from './kinds/retry-invoice.ts'
import { retryPayment } from './kinds/retry-payment.ts'
import { setupSession } from './kinds/setup-session.ts'
import { uncollectibleInvoice, voidInvoice } from './kinds/end-invoice.ts'
import { pauseSubscription, resumeSubscription } from './kinds/pause-subscription.ts'
import { subscriptionDefaultMethod } from './kinds/subscription-default-method.ts'

const kinds: { [Name in ChangeKind]: Kind<Name> } = {
  customer_default_method: customerDefaultMethod,
  subscription_default_method: subscriptionDefaultMethod,
  detach_method: detachMethod,
  cancel_refund: cancelRefund,
  customer_note: customerNote,
  setup_session: setupSession,
  payment_session: paymentSession,
  expire_session: expireSession,
  retry_invoice: retryInvoice,
  retry_payment: retryPayment,
  void_invoice: voidInvoice,
  uncollectible_invoice: uncollectibleInvoice,
  pause_subscription: pauseSubscription,
  resume_subscription: resumeSubscription,
  cancel_subscription: cancelSubscription,
  keep_subscription: keepSubscription,
  update_subscription: updateSubscription,
  pause_service: pauseService,
  resume_service: resumeService,
  start_subscription_again: startSubscriptionAgain,
}

export function kindOf(change: { kind: ChangeKind }): Kind {
  return kinds[change.kind] as Kind
}
