// Every operation the simulator serves. A new resource is one file and one line here.
import type { Operation } from '../operations.ts'
import { accountOperations } from './account.ts'
import { balanceOperations } from './balance.ts'
import { chargeOperations } from './charges.ts'
import { customerOperations } from './customers.ts'
import { disputeOperations } from './disputes.ts'
import { eventOperations } from './events.ts'
import { paymentIntentOperations } from './payment-intents.ts'
import { paymentMethodOperations } from './payment-methods.ts'
import { refundOperations } from './refunds.ts'

export const OPERATIONS: readonly Operation[] = [
  ...accountOperations,
  ...balanceOperations,
  ...chargeOperations,
  ...customerOperations,
  ...disputeOperations,
  ...eventOperations,
  ...paymentIntentOperations,
  ...paymentMethodOperations,
  ...refundOperations,
]
