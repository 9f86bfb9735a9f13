// What Stripe and the card's network advise after a decline, in words and as something to go by. Kept apart from our own judgement
// (decline-codes.ts). It must never read one network's code as another's: Visa's 01 and Mastercard's 01 mean opposite things.
// Stripe's codes: docs.stripe.com/declines/codes#advice. Visa's are its decline categories, Mastercard's its merchant advice codes,
// as acquirers publish both.

/** Seconds. */
const hour = 3600
const day = 24 * hour

export interface Advice {
  /** A sentence. */
  words: string
  /** `never`: not to be tried again. `data`: another card, or its data put right. `ours`: our request. Null: it only informs. */
  asks: 'never' | 'data' | 'retry' | 'ours' | null
  /** How long to wait before the next try, seconds; null where none is asked for. */
  wait: number | null
}

const advice = (words: string, asks: Advice['asks'], wait: number | null = null): Advice => ({
  words,
  asks,
  wait,
})

// prettier-ignore
const stripeAdvice: Readonly<Record<string, Advice>> = {
  confirm_card_data: advice('Stripe advises to have the card’s data confirmed or entered again.', 'data'),
  do_not_try_again: advice('Stripe advises not to try this card again.', 'never'),
  try_again_later: advice('Stripe advises to try again later.', 'retry'),
}

/** Decline categories, with or without a leading zero. */
// prettier-ignore
const visaAdvice: Readonly<Record<string, Advice>> = {
  '1': advice('Visa says that the bank will never approve this.', 'never'),
  '2': advice('Visa says that the bank can’t approve this at this time.', 'retry'),
  '3': advice('Visa says that the bank can’t approve this with these data.', 'data'),
  '4': advice('Visa says that the bank gave no special reason.', null),
}

// prettier-ignore
const mastercardAdvice: Readonly<Record<string, Advice>> = {
  '01': advice('Mastercard says that there are new data of this card.', 'data'),
  '02': advice('Mastercard says to try again later; acquirers recommend after 72 hours.', 'retry'),
  '03': advice('Mastercard says not to try this card again.', 'never'),
  '04': advice('Mastercard says that the token is not as it must be for this kind of payment.', 'ours'),
  '05': advice('Mastercard says that the negotiated value was not approved.', 'ours'),
  '21': advice('Mastercard says that the customer canceled the agreement: not to be tried again.', 'never'),
  '22': advice('Mastercard says that the business does not qualify for this product.', 'ours'),
  '24': advice('Mastercard says to try again after 1 hour.', 'retry', hour),
  '25': advice('Mastercard says to try again after 24 hours.', 'retry', day),
  '26': advice('Mastercard says to try again after 2 days.', 'retry', 2 * day),
  '27': advice('Mastercard says to try again after 4 days.', 'retry', 4 * day),
  '28': advice('Mastercard says to try again after 6 days.', 'retry', 6 * day),
  '29': advice('Mastercard says to try again after 8 days.', 'retry', 8 * day),
  '30': advice('Mastercard says to try again after 10 days.', 'retry', 10 * day),
  '40': advice('Mastercard says that it is a prepaid card that can’t be topped up.', null),
  '41': advice('Mastercard says that it is a virtual card for a single payment.', 'data'),
  '42': advice('Mastercard’s sanctions scoring looked at it.', null),
  '43': advice('Mastercard says that it is a virtual card for several payments.', null),
}

/** Codes that only Mastercard has, so that they are known without the brand. */
const onlyMastercard = /^[1-9][0-9]$/

/** Null where Stripe said nothing, or something not known here. */
export function stripeAdviceOf(code: string | null): Advice | null {
  return code !== null && Object.hasOwn(stripeAdvice, code) ? (stripeAdvice[code] ?? null) : null
}

/**
 * Null where the network said nothing that is known here.
 * @param brand as Stripe names it (visa, mastercard); null where it is not known: then only what just one network says is read.
 */
export function networkAdviceOf(code: string | null, brand: string | null): Advice | null {
  if (code === null) return null
  if (brand === 'visa') return lookUp(visaAdvice, code.replace(/^0/, ''))
  if (brand === 'mastercard' || (brand === null && onlyMastercard.test(code)))
    return lookUp(mastercardAdvice, code.padStart(2, '0'))
  return null
}

/** Everything that was advised, in words; null where nothing was. */
export function adviceWords({
  adviceCode,
  networkAdviceCode,
  brand,
}: {
  adviceCode: string | null
  networkAdviceCode: string | null
  brand: string | null
}): string | null {
  const said = [
    adviceCode === null
      ? null
      : (stripeAdviceOf(adviceCode)?.words ?? `Stripe advises “${adviceCode}”, which is not known here.`),
    networkAdviceCode === null
      ? null
      : (networkAdviceOf(networkAdviceCode, brand)?.words ??
        `The network’s advice is ${networkAdviceCode}, which is not known here.`),
  ].filter((words) => words !== null)
  return said.length === 0 ? null : said.join(' ')
}

function lookUp(table: Readonly<Record<string, Advice>>, code: string): Advice | null {
  return Object.hasOwn(table, code) ? (table[code] ?? null) : null
}
