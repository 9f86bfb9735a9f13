// Payment methods in words: "Visa •••• 4242", "SEPA debit •••• 3000". Pure; it knows no more of a card than brand and last4.
import type { Method } from '../../../contract/payments.ts'
import { methodWord, spokenMethod } from '../../../domain/card-words.ts'
import { plainWord } from './looks.ts'

const wallets: Record<string, string> = {
  apple_pay: 'Apple Pay',
  google_pay: 'Google Pay',
  samsung_pay: 'Samsung Pay',
  link: 'Link',
}

/** "Visa", or the type's name where there is no brand. */
export function methodName(method: Method): string {
  return methodWord(method.brand ?? method.type)
}

export function walletName(method: Method): string | null {
  return method.wallet === null ? null : (wallets[method.wallet] ?? plainWord(method.wallet))
}

/** "Visa •••• 4242". */
export function methodText({ type, brand, last4 }: Method): string {
  return spokenMethod(type, brand, last4)
}
