// The letter to a customer whose payment failed: plain text, made from facts, sent by a person. It must never tell the reason behind a
// masked code, nor promise a try that nobody planned.
import { customerWords, mayPayNow, type TellableFacts } from './decline-codes.ts'
import { spokenAmount } from './money.ts'

export interface LetterFacts extends Omit<TellableFacts, 'hasPage'> {
  customerName: string | null
  /** The invoice's number, else its id. */
  invoice: string
  /** Minor units, what is left to pay. */
  amount: number
  currency: string
  hostedUrl: string | null
  /** Unix seconds; null where no further try is planned. */
  nextAttemptAt: number | null
}

export interface Letter {
  subject: string
  text: string
}

/** `day`: how a moment (Unix seconds) is written. */
export function letterTo(facts: LetterFacts, day: (at: number) => string): Letter {
  const { customerName, invoice, amount, currency, hostedUrl, nextAttemptAt } = facts
  const told = { ...facts, hasPage: hostedUrl !== null }
  const paragraphs = [
    customerName === null ? 'Hello,' : `Hello ${customerName},`,
    `your payment of ${spokenAmount(amount, currency)} for invoice ${invoice} did not go through. ${customerWords(told)}`,
    hostedUrl === null || !mayPayNow(told)
      ? null
      : `You can pay here, or enter another way to pay:\n${hostedUrl}`,
    nextAttemptAt === null
      ? null
      : `If nothing changes, the payment is tried again on ${day(nextAttemptAt)}.`,
  ]
  return {
    subject: `Your payment for invoice ${invoice} did not go through`,
    text: `${paragraphs.filter((each) => each !== null).join('\n\n')}\n`,
  }
}
