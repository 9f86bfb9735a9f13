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

interface Named {
  id: string
  method: Method
}

/** What each of several is called, by its id: two that read alike are told apart by when they expire, else by their ids. */
export function methodNames(methods: readonly Named[]): ReadonlyMap<string, string> {
  const plain = ({ method }: Named): string => methodText(method)
  const dated = (each: Named): string => {
    const { expMonth, expYear } = each.method
    return expMonth === null || expYear === null
      ? plain(each)
      : `${plain(each)}, ${String(expMonth).padStart(2, '0')}/${expYear}`
  }
  const isAlone = (each: Named, nameOf: (one: Named) => string): boolean =>
    methods.every((other) => other.id === each.id || nameOf(other) !== nameOf(each))
  return new Map(
    methods.map((each) => [
      each.id,
      isAlone(each, plain) ? plain(each) : isAlone(each, dated) ? dated(each) : `${dated(each)}, ${each.id}`,
    ]),
  )
}
