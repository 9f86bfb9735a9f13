// What a failure's group is judged by, as the database gives it in one text: thousands of failures share few of these texts. It must
// never hold less than `failureGroup` looks at.
import type { FailureFacts } from '../../../../src/domain/failure-group.ts'

type Told = string | null

/**
 * The text, a JSON array, made from a row of failures as the triggers make what failure_sums and failure_judgings hold. The brand only
 * tells whose the network's advice is.
 */
export const judged = (
  row: string,
): string => /* sql */ `json_array(${row}.decline_code, ${row}.advice_code, ${row}.network_advice_code,
    ${row}.outcome_type, ${row}.outcome_reason, ${row}.risk_level, iif(${row}.network_advice_code IS NULL, NULL, ${row}.brand),
    ${row}.awaits_customer, ${row}.next_attempt_at IS NOT NULL, ${row}.under_way)`

/** `judged`: as `judged` writes it. */
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
    isUnderWay,
  ] = JSON.parse(judged) as [Told, Told, Told, Told, Told, Told, Told, number, number, number]
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
    isUnderWay: isUnderWay === 1,
    // Whether, not when.
    nextAttemptAt: isPlanned === 1 ? 0 : null,
    invoiceStatus: null,
  }
}
