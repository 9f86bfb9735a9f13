// What a failure's group is judged by, as the database gives it in one text: thousands of failures share few of these texts. It must
// never hold less than `failureGroup` looks at.
import type { FailureFacts } from '../../../src/domain/failure-group.ts'

type Told = string | null

/** `judged`: as `judged` of electron/store/migrations/cache/0012-failure-counts.ts writes it. */
export function factsIn(judged: string): FailureFacts {
  const [
    declineCode,
    adviceCode,
    networkAdviceCode,
    outcomeType,
    outcomeReason,
    riskLevel,
    brand,
    awaits,
    isPlanned,
  ] = JSON.parse(judged) as [Told, Told, Told, Told, Told, Told, Told, number, number]
  return {
    declineCode,
    adviceCode,
    networkAdviceCode,
    // It is told and not judged by.
    networkDeclineCode: null,
    outcomeType,
    outcomeReason,
    riskLevel,
    brand,
    awaitsCustomer: awaits === 1,
    // Whether, not when.
    nextAttemptAt: isPlanned === 1 ? 0 : null,
    invoiceStatus: null,
  }
}
