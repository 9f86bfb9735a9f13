// What may be sent of a subscription, wherever it is made, changed or tried out. Rules only: what is meant is found in
// subscription-wanted.ts.
import { fields, flag, integer, listOf, metadata, oneOf, orUnset, text, type Rule } from '../parameters.ts'
import { isRefusal } from '../refusals.ts'

/** A whole number, or one of these words. */
export function integerOr<const Word extends string>(words: readonly Word[]): Rule<Word | number> {
  const word = oneOf(words)
  return {
    parse: (raw, name) => {
      const known = word.parse(raw, name)
      return isRefusal(known) ? integer().parse(raw, name) : known
    },
  }
}

export const PRORATION = oneOf(['always_invoice', 'create_prorations', 'none'])
export const PAYMENT_BEHAVIOR = oneOf(['allow_incomplete', 'default_incomplete', 'error_if_incomplete'])
export const COLLECTION = oneOf(['charge_automatically', 'send_invoice'])

const priced = { metadata, price: text(), quantity: integer({ lowest: 0 }) }

export const newItems = listOf(fields(priced), 20)
export const changedItems = listOf(fields({ ...priced, deleted: flag, id: text() }), 20)

/** An empty string takes every discount away; an empty list leaves them. */
export const discounts = orUnset(listOf(fields({ coupon: text() }, ['coupon']), 20))

export const trialEnd = integerOr(['now'])
export const cancelAt = orUnset(integerOr(['max_period_end', 'min_period_end']))
export const anchorType = fields({ type: oneOf(['now', 'unchanged']) }, ['type'])
export const billingMode = fields(
  {
    flexible: fields({ proration_discounts: oneOf(['included']) }),
    type: oneOf(['classic', 'flexible']),
  },
  ['type'],
)
export const trialSettings = fields(
  {
    end_behavior: fields(
      {
        billing_cycle_anchor: oneOf(['now', 'unchanged']),
        missing_payment_method: oneOf(['cancel', 'create_invoice', 'pause']),
      },
      ['missing_payment_method'],
    ),
  },
  ['end_behavior'],
)

/** What changes money, in an update and in a preview alike. */
export const moneyChanges = {
  billing_cycle_anchor: anchorType,
  cancel_at: cancelAt,
  cancel_at_period_end: flag,
  items: changedItems,
  proration_behavior: PRORATION,
  proration_date: integer(),
  trial_end: trialEnd,
}
